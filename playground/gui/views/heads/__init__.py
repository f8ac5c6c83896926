"""Parts of the head lab."""
