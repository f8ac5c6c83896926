"""One picture file: what its heading claims, and its pixels. Nothing in it is trusted."""

from __future__ import annotations

import struct
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF")
ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff")
MOST_PIXELS = 50_000_000
_TAIL_BYTES = 1 << 10
_TAILS = {"PNG": b"IEND", "JPEG": b"\xff\xd9"}
_GREY_MODES = ("1", "L", "I", "F", "I;16", "I;16L", "I;16B", "I;16N")


def size_of(path: Path) -> tuple[int, int, int]:
    """Channels (1 or 3), height and width of a picture, as they will be seen.

    The heading is read; the rest is only where the end of the file is not what it should be.

    Raises:
        UserError: it is no picture, cut short, or larger than can be worked with.
    """
    with _opened(path) as image:
        width, height = image.size
        if _turned(image):
            width, height = height, width
        channels = 1 if image.mode in _GREY_MODES or _is_grey_palette(image) else 3
        tail = _TAILS.get(image.format or "")
        if tail is None or tail not in _tail_of(path):
            image.load()
        return channels, height, width


def pixels_of(path: Path, channels: int, height: int, width: int) -> NDArray[np.uint8]:
    """A picture at one size, (channels, height, width) from 0 to 255.

    It is turned as its camera noted, laid over white where one can see through it, scaled so that
    it just covers the size, and cut at the middle. Of several frames or pages it is the first.

    Raises:
        UserError: as `size_of`.
    """
    from PIL import Image, ImageOps

    with _opened(path) as image:
        # A photograph is read at a half, quarter or eighth of its size where that is enough.
        image.draft(None, (width, height))
        found = _plain(ImageOps.exif_transpose(image), "L" if channels == 1 else "RGB")
        if found.size != (width, height):
            found = ImageOps.fit(found, (width, height), Image.Resampling.BILINEAR)
        array = np.asarray(found, np.uint8)
    return array[np.newaxis] if channels == 1 else np.ascontiguousarray(array.transpose(2, 0, 1))


@contextmanager
def _opened(path: Path) -> Iterator[Image]:
    """The picture, its size found to be bearable."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=FORMATS) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise _too_large(path, f"{width:,} × {height:,} pixels")
            yield image
    except UnidentifiedImageError:
        raise UserError(
            f"{path.name} is no picture that can be read, whatever its name says. What can be: "
            "PNG, JPEG, BMP, GIF, WebP and TIFF."
        ) from None
    except Image.DecompressionBombError:
        raise _too_large(path, "far too many pixels") from None
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        TypeError,
        LookupError,
        ArithmeticError,
        MemoryError,
        struct.error,
        zlib.error,
    ) as error:
        # Decoders raise what they will at what they do not expect.
        raise UserError(
            f"The picture {path.name} is damaged or cut short ({_short(error)}). Save it anew, or "
            "take it away."
        ) from error


def _short(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:80]


def _too_large(path: Path, what: str) -> UserError:
    return UserError(
        f"The picture {path.name} claims {what}; at most {MOST_PIXELS // 1_000_000} million can be "
        "worked with. Save it smaller, or take it away."
    )


def _tail_of(path: Path) -> bytes:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL_BYTES))
        return file.read(_TAIL_BYTES)


def _turned(image: Image) -> bool:
    """Whether a camera noted that the picture lies on its side (EXIF tag 0x0112, 5 to 8)."""
    return image.getexif().get(0x0112, 1) in (5, 6, 7, 8)


def _is_grey_palette(image: Image) -> bool:
    if image.mode != "P":
        return image.mode == "LA"
    colours = np.array(image.getpalette("RGB") or [], np.int16).reshape(-1, 3)
    return bool((colours == colours[:, :1]).all())


def _plain(image: Image, mode: str) -> Image:
    """In "L" or "RGB", whatever it was."""
    import PIL.Image

    if image.mode.startswith("I") or image.mode == "F":
        image = PIL.Image.fromarray(_eight_bits(np.asarray(image)))
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        over = image.convert("RGBA")
        white = PIL.Image.new("RGBA", over.size, (255, 255, 255, 255))
        image = PIL.Image.alpha_composite(white, over)
    return image if image.mode == mode else image.convert("RGB").convert(mode)


def _eight_bits(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Grey values of more than 8 bits, or broken ones, from 0 to 255."""
    if values.dtype.kind == "f":
        values = np.nan_to_num(values, nan=0.0, posinf=255.0, neginf=0.0)
        scale = 255.0 if values.size and values.max() <= 1.0 else 1.0
        return np.asarray(np.clip(values * scale, 0, 255).astype(np.uint8))
    if values.size and values.max() > 255:
        values = values >> 8
    return np.asarray(np.clip(values, 0, 255).astype(np.uint8))
