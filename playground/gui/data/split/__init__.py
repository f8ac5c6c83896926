"""Which samples train, which judge, and which wait for the end."""
