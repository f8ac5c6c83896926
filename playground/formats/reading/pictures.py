"""Pictures, looked at before anything decodes them."""

from __future__ import annotations

from playground.formats.reading.damage import unsound
from playground.formats.reading.limits import MOST_PIXELS

KIND = "PNG picture"
_BEGINNING = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def refuse_large_picture(contents: bytes | bytearray, where: str) -> None:
    """Refuse what is no PNG, or would be of too many pixels once it is decoded.

    Raises:
        UserError: it is.
    """
    place = len(_BEGINNING)
    if contents[:place] != _BEGINNING or len(contents) < place + 8:
        raise unsound(where, KIND, "it does not begin as one does")
    width = int.from_bytes(contents[place : place + 4], "big")
    height = int.from_bytes(contents[place + 4 : place + 8], "big")
    if width * height > MOST_PIXELS:
        raise unsound(where, KIND, f"it would be of {width:,} × {height:,} pixels")
