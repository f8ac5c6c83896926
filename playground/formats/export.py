"""Writes a trained network to a file, reads it back and compares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from playground.errors import UserError
from playground.formats import FORMATS, Format
from playground.formats.atomic import write_together
from playground.formats.checking import Check
from playground.formats.material import Material


@dataclass(frozen=True)
class Report:
    """What an export came to.

    Attributes:
        path: the main file.
        files: all that was written, the main one last.
        format: their format.
        size: bytes of all together.
        check: how what was read back compares with the network; None where it was not read back.
        snippet: code that loads and uses it.
    """

    path: Path
    files: tuple[Path, ...]
    format: Format
    size: int
    check: Check | None
    snippet: str

    @property
    def agrees(self) -> bool:
        """Whether the file answers as the network does, as far as that could be checked."""
        return self.check is None or self.check.agrees

    @property
    def rows(self) -> int:
        """How many samples were compared."""
        return self.check.rows if self.check is not None else 0

    @property
    def difference(self) -> float | None:
        """The largest difference of answers, relative to the largest answer; None without any."""
        return self.check.difference if self.check is not None else None

    def __str__(self) -> str:
        others = [path.name for path in self.files[:-1]]
        what = " with ".join([self.path.name, *others])
        verdict = self.check if self.check is not None else "not read back"
        return f"{what}: {self.size / 1000:,.1f} kB; {verdict}."


def format_for(path: Path, name: str | None = None) -> Format:
    """The format by its name, or by the file's ending: the longest that fits, the first of it.

    Raises:
        UserError: neither says one.
    """
    if name is not None:
        return FORMATS.find(name)
    ending = [each for each in FORMATS.values() if path.name.lower().endswith(each.suffix)]
    if ending:
        return max(ending, key=lambda each: len(each.suffix))
    known = dict.fromkeys(each.suffix for each in FORMATS.values())
    raise UserError(
        f"{path.name} has no ending that names a format. Use one of {', '.join(known)}, "
        "or --format."
    )


def export(material: Material, path: Path, format_name: str | None = None) -> Report:
    """Write `material` to `path`, and what goes with it beside it; read it back and compare.

    Raises:
        UserError: it can't be written, or not in this format; no half file is left.
    """
    chosen = format_for(path, format_name)
    files = write(material, path, chosen)
    return report_of(material, path, chosen, files, chosen.check(path, material))


def report_of(
    material: Material, path: Path, chosen: Format, files: Mapping[Path, int], check: Check | None
) -> Report:
    """What `write` has written, and what reading it back came to, if it was."""
    size = sum(files.values())
    return Report(path, tuple(files), chosen, size, check, chosen.snippet(material, path))


def write(material: Material, path: Path, chosen: Format) -> dict[Path, int]:
    """Write the files of an export, all of them or none, and do not look at them again.

    Returns:
        What was written, the main file last, with its bytes.

    Raises:
        UserError: as `export` does.
    """
    refusal = chosen.refusal(material)
    if refusal:
        raise UserError(refusal)
    contents = chosen.files(material, path.name)
    files = {path.with_name(name): data for name, data in contents.items()}
    _refuse_to_replace(path, files)
    write_together(files)
    return {each: len(data) for each, data in files.items()}


def _refuse_to_replace(path: Path, files: Iterable[Path]) -> None:
    """What goes beside a file that is new was asked for by nobody, so it replaces nothing."""
    if path.exists():
        return
    for each in files:
        if each.exists():
            raise UserError(
                f"{each.name} goes beside {path.name}, and there is another one already in "
                f"{each.parent}. Export under another name."
            )
