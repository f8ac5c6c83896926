"""Every edit there is, each made at random on what is there.

`EDITS` is the table; a new edit gets its line in the file that its kind has.
"""

from __future__ import annotations

from tests.edits import canvas_edits, document_edits, field_edits, gesture_edits, part_edits
from tests.edits.table import EDITS

__all__ = ["EDITS", "canvas_edits", "document_edits", "field_edits", "gesture_edits", "part_edits"]
