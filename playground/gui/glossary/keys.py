"""The keys and gestures of the window, in groups."""

from __future__ import annotations

from playground.gui.glossary.entry import Entry

Rows = tuple[tuple[str, str], ...]

KEYS = "keys"
BUILD: Rows = (
    ("Ctrl F", "Find a layer; Enter puts it in"),
    ("Ctrl Shift N", "Start from a template"),
    ("Drag a layer onto a wire", "Insert it there"),
    ("Drag a layer onto a card", "Put it in its place, keeping weights"),
    ("Drag from a right port", "Draw a wire"),
    ("C", "Draw a wire by keyboard"),
    ("Alt drag", "Lift a layer out; the gap closes"),
    ("Drag out of the canvas", "Remove it"),
    ("+   −", "More or fewer units"),
    ("Enter", "Choose the activation"),
    ("L", "Freeze the weights"),
    ("Shift+L", "Freeze all before"),
    ("Ctrl G   Ctrl Shift G", "Group, ungroup"),
    ("N   F2", "Write a note, rename"),
    ("Ctrl C   X   V   D", "Copy, cut, paste, duplicate"),
    ("Delete", "Remove what is selected"),
    ("Ctrl Z   Ctrl Shift Z", "Undo, redo"),
)
OTHERS: dict[str, Rows] = {
    "Run": (
        ("Space", "Run or pause"),
        (",   .   Shift .", "Step one sample, batch, epoch"),
        ("R   Shift R", "Reset: same start, new start"),
    ),
    "Look": (
        ("Tab, arrow keys", "Move between the cards"),
        ("Shift arrows   Alt arrows", "Select, move the cards"),
        ("F   Ctrl L", "Show all, tidy"),
        ("Ctrl wheel   Ctrl +   −   0", "Zoom"),
        ("Ctrl 1   2   3", "Build, Neurons and the other tabs"),
        ("F11", "A view full screen, in large type"),
        ("P", "Pin the run, to compare with"),
        ("Ctrl K   Ctrl J", "Output or code, the drawer"),
        ("Ctrl Shift L", "Lessons; Ctrl Enter is their next step"),
        ("Right click", "What can be done there"),
    ),
    "Matrices": (
        ("Arrow keys", "From number to number"),
        ("Page up   Page down", "The layer before, the next layer"),
        ("Enter   [   ]", "Work it out by hand: play, step back, step on"),
        ("Wheel, drag", "Zoom, move; a double click shows all"),
    ),
    "Help": (
        ("F1", "Explain what is pointed at, or the keyboard is on"),
        ("Shift F1   Ctrl ?", "Explain the next click, the glossary"),
        ("Ctrl F1", "These keys"),
    ),
    "Files": (
        ("Ctrl S   Ctrl O", "Save, open"),
        ("Ctrl E   Ctrl I", "Export, import"),
    ),
}


def keys_entry() -> Entry:
    """The entry of the glossary that lists them."""
    rows = (*BUILD, *(row for rows in OTHERS.values() for row in rows))
    text = (
        "Everything can be done by keyboard as well as by mouse; Tab goes from control to control. "
        "These are the keys, and what a drag does."
    )
    words = ("shortcuts", "keyboard", "gestures", "mouse", "hotkeys")
    see = ("whats_this", "glossary", "canvas")
    return Entry(KEYS, "The window", "Keys and gestures", text, see=see, words=words, rows=rows)
