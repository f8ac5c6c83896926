"""The inspector: every field of what is selected, to be read and changed."""
