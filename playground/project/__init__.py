"""Projects: the whole document, its files, and a session that can be saved."""
