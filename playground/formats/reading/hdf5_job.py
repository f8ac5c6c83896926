"""Turns an HDF5 file into safetensors, in a process of its own: see `confined`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import prod
from typing import Any

import h5py
import numpy as np

_FILTERS = {1, 2, 3}  # gzip, and the two that go with it: shuffle and a checksum
_NAMES = {
    "<f8": "F64", "<f4": "F32", "<f2": "F16", "<i8": "I64", "<i4": "I32", "<i2": "I16", "|i1": "I8",
    "<u8": "U64", "<u4": "U32", "<u2": "U16", "|u1": "U8", "|b1": "BOOL",
}  # fmt: skip
_KINDS = {h5py.h5t.INTEGER, h5py.h5t.FLOAT, h5py.h5t.STRING, h5py.h5t.ENUM}
_MOST_ATTRIBUTES, _MOST_IN_ONE = 1000, 10_000


def read(contents: bytes, limits: dict[str, int]) -> Iterator[bytes]:
    """The file as safetensors, its attributes as JSON in the metadata.

    Raises:
        ValueError: why it is refused.
    """
    try:
        identity = h5py.h5f.open_file_image(contents)
        walk = _Walk(limits)
        walk.visit(h5py.Group(h5py.h5g.open(identity, b"/")), "", 0)
        yield from walk.encoded()
    except (OSError, RuntimeError, KeyError, TypeError, UnicodeError) as error:
        words = (str(error) or type(error).__name__).splitlines()[0]
        raise ValueError(f"it is damaged: {words}") from None
    except MemoryError:
        raise ValueError("it needs more memory than a file of its size should") from None


class _Walk:
    """Looks at everything in a file before any array of it is read."""

    def __init__(self, limits: dict[str, int]) -> None:
        self._limits = limits
        self._seen: set[int] = set()
        self._arrays: dict[str, tuple[h5py.Dataset, np.dtype[Any]]] = {}
        self._attributes: dict[str, dict[str, Any]] = {}
        self._bytes = self._attribute_bytes = 0

    def visit(self, group: h5py.Group, path: str, depth: int) -> None:
        """Note what a group holds, and the groups in it."""
        self._note(group, path)
        if depth > self._limits["most_depth"]:
            raise ValueError(f"it is nested more than {self._limits['most_depth']} deep")
        if group.id.get_num_objs() > self._limits["most_objects"]:
            raise ValueError(f"it has more than {self._limits['most_objects']:,} arrays and groups")
        for name in group.id:
            inner = f"{path}/{name.decode()}".lstrip("/")
            if group.id.links.get_info(name).type != h5py.h5l.TYPE_HARD:
                raise ValueError(f"{_shown(inner)} is a link, and no link is followed")
            found = group[name]
            if isinstance(found, h5py.Group):
                self.visit(found, inner, depth + 1)
            elif isinstance(found, h5py.Dataset):
                self._take(found, inner)
            else:
                raise ValueError(f"{_shown(inner)} is neither an array nor a group")

    def encoded(self) -> Iterator[bytes]:
        """safetensors, piece by piece."""
        header: dict[str, Any] = {"__metadata__": {"attributes": json.dumps(self._attributes)}}
        end = 0
        for path, (dataset, dtype) in self._arrays.items():
            start, end = end, end + prod(dataset.shape) * dtype.itemsize
            header[path] = {
                "dtype": _NAMES[dtype.str],
                "shape": list(dataset.shape),
                "data_offsets": [start, end],
            }
        text = json.dumps(header).encode()
        yield len(text).to_bytes(8, "little")
        yield text
        for dataset, dtype in self._arrays.values():
            yield np.ascontiguousarray(dataset[()], dtype).tobytes()

    def _note(self, found: Any, path: str) -> None:
        """What is said beside a group or an array; nothing that is in the file twice."""
        address = h5py.h5o.get_info(found.id).addr
        if address in self._seen:
            raise ValueError(f"{_shown(path)} is there under another name too")
        self._seen.add(address)
        if len(self._seen) > self._limits["most_objects"]:
            raise ValueError(f"it has more than {self._limits['most_objects']:,} arrays and groups")
        n_attributes = h5py.h5a.get_num_attrs(found.id)
        if n_attributes > _MOST_ATTRIBUTES:
            raise ValueError(f"{_shown(path)} has {n_attributes:,} attributes")
        if n_attributes:
            names = [h5py.h5a.open(found.id, index=i).name.decode() for i in range(n_attributes)]
            self._attributes[path] = {name: self._attribute(found, name) for name in names}

    def _attribute(self, found: Any, name: str) -> Any:
        opened = h5py.h5a.open(found.id, name.encode())
        space = opened.get_space()
        size = opened.get_type().get_size() * max(1, space.get_simple_extent_npoints())
        self._attribute_bytes += size
        most = self._limits["most_attribute_bytes"]
        if self._attribute_bytes > most or space.get_simple_extent_npoints() > _MOST_IN_ONE:
            raise ValueError("its attributes are too large")
        if opened.get_type().get_class() not in _KINDS or opened.shape is None:
            return None
        return _plain(found.attrs[name])

    def _take(self, dataset: h5py.Dataset, path: str) -> None:
        self._note(dataset, path)
        created = dataset.id.get_create_plist()
        if created.get_external_count() or created.get_layout() == h5py.h5d.VIRTUAL:
            raise ValueError(f"the numbers of {_shown(path)} are in another place")
        filters = {created.get_filter(i)[0] for i in range(created.get_nfilters())}
        if not filters <= _FILTERS:
            raise ValueError(f"{_shown(path)} is packed in another way than gzip")
        dtype = _dtype(dataset, path)
        if dataset.shape is None or len(dataset.shape) > self._limits["most_axes"]:
            raise ValueError(
                f"{_shown(path)} is no array of up to {self._limits['most_axes']} axes"
            )
        self._bytes += prod(size or 1 for size in dataset.shape) * dtype.itemsize
        if self._bytes > self._limits["most_bytes"]:
            raise ValueError(f"it would unpack to more than {self._limits['most_bytes']:,} bytes")
        self._arrays[path] = dataset, dtype


def _dtype(dataset: h5py.Dataset, path: str) -> np.dtype[Any]:
    if dataset.id.get_type().get_class() in _KINDS:
        dtype: np.dtype[Any] = dataset.dtype.newbyteorder("<")
        if dtype.str in _NAMES:
            return dtype
    raise ValueError(f"{_shown(path)} holds other values than numbers")


def _plain(value: Any) -> Any:
    """A number, a text, or a list of them, as JSON has them."""
    if isinstance(value, np.ndarray):
        return [_plain(each) for each in value.ravel()]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value if isinstance(value, int | float | str | bool) else None


def _shown(path: str) -> str:
    return repr(path if len(path) <= 60 else f"{path[:60]}…")
