"""Compiled kernels on disk: one small file each, under the user's cache folder.

A file is named after all that its code depends on: the kernel and what it calls, the dtype, the
processor, the compiler. What was made elsewhere is therefore never found here, and what is damaged
fails its checksum and counts as absent.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import CodeType
from typing import Any

from platformdirs import user_cache_path

from playground.engine.executors.native.blas import find_blas
from playground.engine.executors.native.entry import ENTRIES
from playground.engine.executors.native.tile_shape import shape_of
from playground.engine.ops import OPS
from playground.engine.ops.parts import ByDtype, Primitive

_MAGIC = b"playground kernel 1\n"
_DIGEST = 32
# Every file that has a say in the code of all kernels; and in that of the products of our own.
_MAKERS = ("blas.py", "compiler.py", "intrinsics.py", "options.py", "products.py", "signature.py")
_MAKERS_OF_PRODUCTS = ("gemm.py", "tile_shape.py", "tiles.py")
# The products of our own, where there are any: what they are made of comes first.
TILES, GEMM = "tiles", "gemm"


def folder() -> Path:
    """Where compiled kernels are kept: in the user's cache, or where `PLAYGROUND_KERNELS` says."""
    given = os.environ.get("PLAYGROUND_KERNELS")
    return Path(given) if given else user_cache_path("playground") / "kernels"


def names(dtype: str) -> list[str]:
    """Everything that can be compiled: what every program needs, and ops by name."""
    return [*needed(dtype), *(name for name, op in OPS.items() if op.kernel is not None)]


def needed(dtype: str) -> list[str]:
    """What every program needs, in the order in which it is linked."""
    products = [TILES, GEMM] if shape_of(dtype) is not None else []
    return [*products, *ENTRIES]


def read(name: str, dtype: str) -> tuple[str, bytes] | None:
    """The symbol and the object code of an op's kernel or an entry point, or None if absent."""
    path = path_of(name, dtype)
    try:
        if not _is_ours(path.parent):
            return None
        contents = path.read_bytes()
    except OSError:
        return None
    start = len(_MAGIC) + _DIGEST
    body = contents[start:]
    if contents[:start] != _MAGIC + _checksum(path, body) or b"\n" not in body:
        return None
    symbol, _, code = body.partition(b"\n")
    return symbol.decode(), code


def write(name: str, dtype: str, symbol: str, code: bytes) -> None:
    """Keep a compiled kernel; whoever reads meanwhile finds all of it or nothing."""
    path = path_of(name, dtype)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    body = symbol.encode() + b"\n" + code
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(_MAGIC + _checksum(path, body) + body)
    os.replace(file.name, path)


def _checksum(path: Path, body: bytes) -> bytes:
    return sha256(path.name.encode() + b"\n" + body).digest()


def _is_ours(where: Path) -> bool:
    """Whether only this user (or the machine's own) can write there: it holds machine code."""
    if not hasattr(os, "getuid"):
        return True
    found = where.stat()
    return found.st_uid in (0, os.getuid()) and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


@cache
def path_of(name: str, dtype: str) -> Path:
    """The file of an op's kernel, or of what every program needs."""
    hashed = sha256(f"{environment()}|{dtype}".encode())
    if name in (TILES, GEMM):
        hashed.update(_contents(_MAKERS_OF_PRODUCTS))
    else:
        function = ENTRIES.get(name) or OPS[name].kernel
        assert function is not None
        _feed(hashed, function, set())
    return folder() / f"{name}-{dtype}-{hashed.hexdigest()[:24]}.kernel"


@cache
def environment() -> str:
    """All that compiled code depends on but the kernel itself."""
    from llvmlite import binding

    features = binding.get_host_cpu_features().flatten()
    makers = sha256(_contents(_MAKERS)).hexdigest()
    return "|".join(
        [
            binding.get_process_triple(),
            binding.get_host_cpu_name(),
            features,
            version("numba"),
            version("llvmlite"),
            # A kernel is known by its bytecode, which is each Python's own.
            sys.version,
            find_blas().convention,
            makers,
        ]
    )


def _contents(files: tuple[str, ...]) -> bytes:
    return b"".join((Path(__file__).parent / name).read_bytes() for name in files)


def _feed(hashed: Any, function: Callable[..., Any], seen: set[Any]) -> None:
    """Put a function and every function of ours that it calls into the hash."""
    if function in seen:
        return
    seen.add(function)
    _feed_code(hashed, function.__code__)
    hashed.update(repr(sorted(getattr(function, "__annotations__", {}).items())).encode())
    for name in function.__code__.co_names:
        thing = function.__globals__.get(name)
        if isinstance(thing, ByDtype):
            for each in (thing.single, thing.double):
                if hasattr(each, "__code__"):
                    _feed(hashed, each, seen)
        elif getattr(thing, "inner", False):
            _feed(hashed, thing, seen)  # type: ignore[arg-type]
        elif thing is not None and not isinstance(thing, Primitive):
            hashed.update(f"{name}={thing!r}".encode())


def _feed_code(hashed: Any, code: CodeType) -> None:
    hashed.update(code.co_code)
    hashed.update(repr((code.co_consts, code.co_names, code.co_varnames)).encode())
