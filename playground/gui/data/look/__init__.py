"""Data looked at before any network."""
