"""The pages of the app: read the state, show widgets, assess, render."""
