"""A file looked through before it is used."""
