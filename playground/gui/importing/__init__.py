"""Taking in weights and networks from files."""
