"""Help in the window: what is pointed at explains itself, and the glossary is looked through."""
