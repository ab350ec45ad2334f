"""Results as pictures, tables and words: pure functions, for the app, the command line and notebooks."""
