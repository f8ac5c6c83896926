"""What the entries of the menus are about, by their words."""

from __future__ import annotations

TOPICS = {
    "Undo": "undo",
    "Redo": "undo",
    "File": "file",
    "Open…": "file.open",
    "Open recent": "file.open",
    "Examples": "file.open",
    "Left unsaved": "file.left",
    "Save": "file.save",
    "Save as…": "file.save",
    "Save a copy…": "file.save",
    "Import…": "import",
    "Start from a trained network…": "file.start_from",
    "Export…": "export",
    "Find a layer": "search_layers",
    "Templates…": "templates",
    "Views": "view",
    "Build": "canvas",
    "Full screen": "present",
    "Output or code": "code",
    "Open or close the drawer": "drawer",
    "Tidy the canvas": "tidy",
    "Fit the canvas": "zoom",
    "Light or dark": "theme",
    "Teacher's set-up…": "setup",
    "Help": "whats_this",
    "Explain what is pointed at": "whats_this",
    "What's this?": "whats_this",
    "Glossary…": "glossary",
    "Keys and gestures": "keys",
    "Quit": "file.left",
}


def topic_of_entry(text: str) -> str:
    """The topic of an entry, "" for one that is not listed."""
    return TOPICS.get(text.partition("\t")[0], "")
