"""The map application."""
