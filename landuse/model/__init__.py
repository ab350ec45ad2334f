"""What things are: frozen, typed values that check themselves and touch no file."""
