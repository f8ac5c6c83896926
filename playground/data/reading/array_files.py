"""What lies in `.npy` and `.npz` files, read without ever running what is in them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from math import prod
from pathlib import Path
from tokenize import TokenError
from typing import IO, TYPE_CHECKING, Any, Literal, cast

import numpy as np

from playground.data.progress import tell
from playground.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SPARE_BYTES = 512 << 20
_MOST_ARRAYS = 1_000


def arrays_in(path: Path) -> Mapping[str, NDArray[Any]]:
    """The arrays in a file, by name; that of an `.npy` file, which is mapped, has the name "x".

    Raises:
        UserError: it is none, damaged, made to run code, or far larger unpacked than packed.
    """
    if path.suffix.lower() == ".npy" or not zipfile.is_zipfile(path):
        return {"x": _mapped(path)}
    try:
        with zipfile.ZipFile(path) as packed:
            return _unpacked(path, packed)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        raise _damaged(path, error) from error
    except NotImplementedError as error:
        raise _damaged(path, error) from error
    except RuntimeError as error:
        raise UserError(f"{path.name} is locked with a password. Save it without.") from error


def _mapped(path: Path) -> NDArray[Any]:
    with path.open("rb") as file:
        dtype, shape, _ = _heading(file, path, path.name)
        begin = file.tell()
    there, claimed = path.stat().st_size - begin, dtype.itemsize * prod(shape)
    if there < claimed:
        raise _damaged(path, f"it claims {claimed:,} bytes and has {there:,}")
    if claimed == 0:
        raise UserError(f"{path.name} holds an empty array {shape}. Choose one with rows.")
    try:
        return cast("NDArray[Any]", np.load(path, mmap_mode="r", allow_pickle=False))
    except (ValueError, EOFError) as error:
        raise _damaged(path, error) from error


def _unpacked(path: Path, packed: zipfile.ZipFile) -> Mapping[str, NDArray[Any]]:
    members = [each for each in packed.infolist() if each.filename.endswith(".npy")]
    if not members or len(members) > _MOST_ARRAYS:
        raise UserError(
            f"{path.name} holds {len(members):,} arrays; 1 to {_MOST_ARRAYS:,} can be worked with."
        )
    total = sum(each.file_size for each in members)
    most = _SPARE_BYTES + 3 * path.stat().st_size
    if total > most:
        raise UserError(
            f"{path.name} unpacks to {total >> 20:,} MB, far more than its "
            f"{path.stat().st_size / 2**20:,.1f} MB; at most {most >> 20:,} MB are opened. Save "
            "its arrays as .npy files."
        )
    found = {}
    for number, member in enumerate(members):
        tell(number / len(members), f"reading {path.name}")
        name = member.filename.removesuffix(".npy")
        with packed.open(member) as file:
            dtype, shape, order = _heading(file, path, name)
            claimed = dtype.itemsize * prod(shape)
            if claimed > member.file_size:
                raise _damaged(path, f"“{name}” claims {claimed:,} bytes")
            # Only as much as there is: a length that lies ends too early.
            contents = file.read(claimed)
        if len(contents) < claimed:
            raise _damaged(path, f"“{name}” claims {claimed:,} bytes and has {len(contents):,}")
        found[name] = np.frombuffer(contents, dtype).reshape(shape, order=order)
    return found


def _heading(
    file: IO[bytes], path: Path, name: str
) -> tuple[np.dtype[Any], tuple[int, ...], Literal["C", "F"]]:
    """The type, shape and order that the heading of an array claims."""
    try:
        version = np.lib.format.read_magic(file)
        if version == (1, 0):
            shape, fortran, dtype = np.lib.format.read_array_header_1_0(file)
        else:
            shape, fortran, dtype = np.lib.format.read_array_header_2_0(file)
    except (ValueError, EOFError, TypeError, SyntaxError, RecursionError, TokenError) as error:
        raise _damaged(path, error) from error
    if dtype.hasobject:
        raise UserError(
            f"“{name}” in {path.name} holds Python objects, which can run code when they are read. "
            "Save numbers or words alone: np.asarray(…, dtype=float), or dtype=str."
        )
    return dtype, shape, "F" if fortran else "C"


def _damaged(path: Path, error: object) -> UserError:
    what = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
    return UserError(
        f"{path.name} is no file of NumPy arrays that can be read, or it is cut short ({what}). "
        "Save it anew."
    )
