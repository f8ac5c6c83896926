"""What goes wrong when a damaged zip is read."""

from __future__ import annotations

import struct
import zlib
from lzma import LZMAError
from zipfile import BadZipFile

# zipfile's own, what its decompressors raise, and what decoding a name or a header does.
ZIP_DAMAGE: tuple[type[Exception], ...] = (
    BadZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    KeyError,
)
