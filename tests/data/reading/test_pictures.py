from __future__ import annotations

import struct
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from playground.data.progress import Cancelled, listening
from playground.data.reading import picture_file, shelf
from playground.data.reading.picture_file import pixels_of, size_of
from playground.data.reading.pictures import ArrayPictures, FilePictures, usual_size
from playground.errors import UserError
from tests.data.reading.layouts import picture


@pytest.mark.parametrize("ending", picture_file.ENDINGS)
def test_every_format_is_read_with_its_size_and_colours(tmp_path: Path, ending: str) -> None:
    path = picture(tmp_path / f"a{ending}", (200, 100, 10))
    assert size_of(path) == (3, 12, 12)
    found = pixels_of(path, 3, 12, 12)
    assert found.dtype == np.uint8
    assert np.abs(found.mean((1, 2)) - np.array([209, 109, 19])).max() < 12


def test_a_picture_is_turned_laid_over_white_and_brought_to_eight_bits(tmp_path: Path) -> None:
    wide = Image.new("RGB", (20, 10), (255, 0, 0))
    wide.paste((0, 0, 255), (0, 0, 10, 10))
    exif = wide.getexif()
    exif[0x0112] = 6
    wide.save(tmp_path / "turned.png", exif=exif)
    assert size_of(tmp_path / "turned.png") == (3, 20, 10)
    turned = pixels_of(tmp_path / "turned.png", 3, 20, 10)
    assert turned[:, 0, 0].tolist() == [0, 0, 255]
    assert turned[:, -1, 0].tolist() == [255, 0, 0]

    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    assert (pixels_of(tmp_path / "clear.png", 3, 4, 4) == 255).all()
    see_through = Image.new("P", (4, 4), 0)
    see_through.putpalette([0, 255, 0] * 2)
    see_through.save(tmp_path / "palette.png", transparency=0)
    assert (pixels_of(tmp_path / "palette.png", 3, 4, 4) == 255).all()

    deep = (np.arange(16).reshape(4, 4) * 4096).astype(np.uint16)
    Image.fromarray(deep).save(tmp_path / "deep.png")
    assert size_of(tmp_path / "deep.png") == (1, 4, 4)
    assert pixels_of(tmp_path / "deep.png", 1, 4, 4).ravel().tolist() == list(range(0, 256, 16))
    grey = pixels_of(tmp_path / "deep.png", 3, 4, 4)
    assert (grey[0] == grey[2]).all()


def test_it_covers_the_size_and_is_cut_at_the_middle(tmp_path: Path) -> None:
    image = np.zeros((10, 30, 3), np.uint8)
    image[:, 10:20] = 255
    Image.fromarray(image).save(tmp_path / "strip.png")
    assert (pixels_of(tmp_path / "strip.png", 1, 10, 10) == 255).all()


def _png_that_claims(path: Path, width: int, height: int) -> Path:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path


def test_what_is_no_sound_picture_is_refused_by_name(tmp_path: Path) -> None:
    begin = time.monotonic()
    for ending in (".png", ".jpg", ".webp", ".tif", ".bmp", ".gif"):
        whole = picture(tmp_path / f"whole{ending}", side=60).read_bytes()
        cut = tmp_path / f"cut{ending}"
        cut.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(UserError, match=rf"cut\{ending} .*(damaged|no picture)"):
            size_of(cut)
    (tmp_path / "lie.png").write_text("I am a table,1,2\n")
    with pytest.raises(UserError, match=r"lie\.png is no picture"):
        size_of(tmp_path / "lie.png")
    for width in (60_000, 9_000):
        with pytest.raises(UserError, match=r"bomb\.png claims .*; at most 50 million"):
            size_of(_png_that_claims(tmp_path / "bomb.png", width, width))
    (tmp_path / "empty.png").touch()
    with pytest.raises(UserError, match=r"empty\.png"):
        size_of(tmp_path / "empty.png")
    hollow = _png_that_claims(tmp_path / "hollow.png", 100, 100)
    with pytest.raises(UserError, match=r"hollow\.png is damaged"):
        pixels_of(hollow, 3, 8, 8)
    # A file that is another kind of picture than its name says is one all the same.
    Image.new("RGB", (5, 5)).save(tmp_path / "really.jpg", format="PNG")
    assert size_of(tmp_path / "really.jpg") == (3, 5, 5)
    assert time.monotonic() - begin < 5.0


def test_files_are_decoded_once_and_those_taken_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(shelf, "_FEW_BYTES", 100)
    paths = [picture(tmp_path / f"{'x' * k}.png", (k * 20, 0, 0)) for k in range(1, 9)]
    column = FilePictures.of(paths, (3, 12, 12))
    rows = np.array([6, 1, 1])
    some = column.take(rows).pixels(3, 6, 6)
    whole = column.pixels(3, 6, 6)
    expected = np.stack([pixels_of(path, 3, 6, 6) for path in paths])
    assert (whole == expected).all()
    assert (some == expected[rows]).all()
    assert column.take(rows).paths == [paths[6], paths[1], paths[1]]

    # On another day they come from the cache.
    monkeypatch.setattr("playground.data.reading.pictures.pixels_of", None)
    again = FilePictures.of(paths, (3, 12, 12))
    assert (again.pixels(3, 6, 6) == expected).all()


def test_a_damaged_picture_is_named_and_decoding_can_be_cancelled(tmp_path: Path) -> None:
    paths = [picture(tmp_path / f"{k}.png") for k in range(5)]
    paths[3].write_bytes(paths[3].read_bytes()[:60])
    with pytest.raises(UserError, match=r"3\.png is damaged"):
        FilePictures.of(paths, (3, 12, 12)).pixels(3, 8, 8)

    def stop(share: float, what: str) -> None:
        raise Cancelled

    with listening(stop), pytest.raises(Cancelled):
        FilePictures.of(paths[:3], (3, 12, 12)).pixels(3, 8, 8)


def test_arrays_of_every_layout_give_the_same_pixels() -> None:
    base = np.random.default_rng(0).integers(0, 256, (4, 3, 6, 6)).astype(np.uint8)
    channels_last = base.transpose(0, 2, 3, 1)
    for pictures in (
        ArrayPictures.of(base, "NCHW"),
        ArrayPictures.of(channels_last, "NHWC"),
        ArrayPictures.of(channels_last / 255.0, "NHWC", 255.0),
    ):
        assert pictures.size == (3, 6, 6)
        assert (pictures.pixels(3, 6, 6) == base).all()
        assert (pictures.take(np.array([3, 0])).pixels(3, 6, 6) == base[[3, 0]]).all()
    clear = np.concatenate([base, np.zeros((4, 1, 6, 6), np.uint8)], axis=1)
    assert (ArrayPictures.of(clear, "NCHW").pixels(3, 6, 6) == 255).all()
    grey = ArrayPictures.of(base[:, 0], "NHW")
    assert grey.size == (1, 6, 6)
    assert (grey.pixels(3, 6, 6)[:, 2] == base[:, 0]).all()
    assert grey.pixels(1, 3, 3).shape == (4, 1, 3, 3)


def test_what_would_not_fit_into_memory_is_refused_with_a_size_that_does() -> None:
    vast = np.broadcast_to(np.zeros((1, 1, 1), np.uint8), (100_000, 1, 1))
    with pytest.raises(UserError, match=r"Resize them to 84 × 84 or less"):
        ArrayPictures.of(vast, "NHW").pixels(3, 512, 512)


def test_the_usual_size_is_that_of_most_and_colour_wins() -> None:
    assert usual_size([(1, 8, 8), (1, 8, 8), (3, 4, 4)]) == (3, 8, 8)
    assert usual_size([(1, 8, 8)] * 20 + [(3, 8, 8)]) == (1, 8, 8)
