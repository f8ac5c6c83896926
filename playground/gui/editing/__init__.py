"""Edits of the document that are more than one call: each a function of the document."""
