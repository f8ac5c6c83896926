"""Small networks as a C header."""
