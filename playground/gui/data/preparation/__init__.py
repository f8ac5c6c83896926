"""The preparation of each column, made visible."""
