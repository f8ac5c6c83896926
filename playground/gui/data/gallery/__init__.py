"""All data that comes with the program, as cards."""
