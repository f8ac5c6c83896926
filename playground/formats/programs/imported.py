"""How a program is loaded that was exported."""

from __future__ import annotations

import keyword
from collections.abc import Sequence
from pathlib import Path

from playground.formats.code.names import quoted


def import_line(path: Path, names: Sequence[str]) -> str:
    """The statements that take names out of a program that lies in the folder where one works."""
    stem = path.name.removesuffix(path.suffix)
    if stem.isidentifier() and not keyword.iskeyword(stem) and path.suffix == ".py":
        return f"from {stem} import {', '.join(names)}"
    taken = ", ".join(f"program[{quoted(name)}]" for name in names)
    return f"import runpy\n\nprogram = runpy.run_path({quoted(path.name)})\n" + (
        f"{', '.join(names)} = {taken}"
    )
