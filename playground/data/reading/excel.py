"""Workbooks: a sheet is taken as a table of text, and that is looked through as any other."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from playground.data.progress import tell
from playground.data.reading.apart import glimpse_apart, table_apart
from playground.data.reading.separated import Separated
from playground.data.reading.source import Source
from playground.data.tables.spec import MOST_COLUMNS, Reading
from playground.errors import UserError

if TYPE_CHECKING:
    import fastexcel

    from playground.data.reading.reader import Glimpse
    from playground.data.tables.kinds import Kind
    from playground.data.tables.table import Table

_MOST_UNPACKED = 512 << 20
_MOST_ABOVE = 20
_GLIMPSE_ROWS = 2_000


class Excel:
    """Workbooks of Excel and OpenDocument. They are opened by another process only."""

    name = "excel"
    label = "Excel or OpenDocument workbook"
    help = "A workbook; the table is on one of its sheets, with the columns' names in one row."
    suffixes: tuple[str, ...] = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")

    def recognises(self, path: Path) -> bool:
        """By the ending of its name."""
        return path.is_file() and path.suffix.lower() in self.suffixes

    def glimpse(self, path: Path, reading: Reading | None) -> Glimpse:
        """See `Reader.glimpse`."""
        _refuse_bombs(path)
        return glimpse_apart("playground.data.reading.excel:glimpse_here", path, reading)

    def read(self, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """See `Reader.read`."""
        _refuse_bombs(path)
        return table_apart("playground.data.reading.excel:read_here", path, reading, kinds)


def glimpse_here(path: Path, reading: Reading | None) -> Glimpse:
    """What the other process does of `Excel.glimpse`."""
    from dataclasses import replace

    book = _opened(path)
    sheet = _sheet_of(book, path, reading)
    contents, n_rows = _text_of(book, sheet, path, _GLIMPSE_ROWS)
    seen = Separated().glimpse_source(_source(path, sheet, contents), _inner(reading))
    return replace(
        seen,
        reading=seen.reading.model_copy(update={"layout": Excel.name, "sheet": sheet}),
        n_rows=max(len(seen.rows), n_rows - 1),
        counted=n_rows <= _GLIMPSE_ROWS,
        n_bytes=path.stat().st_size,
        sheets=tuple(book.sheet_names),
    )


def read_here(
    path: Path, reading: Reading, kinds: Mapping[str, Kind], folder: Path
) -> Table | None:
    """What the other process does of `Excel.read`."""
    tell(0.0, f"opening {path.name}")
    book = _opened(path)
    sheet = _sheet_of(book, path, reading)
    contents, _ = _text_of(book, sheet, path, None)
    tell(0.5, f"reading {path.name}")
    source = _source(path, sheet, contents)
    Separated().write_source(source, _inner(reading) or Reading(), kinds, folder)
    return None


def _refuse_bombs(path: Path) -> None:
    """Refuse a workbook that is small packed and vast unpacked. Old ones are not packed."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _damaged(path, str(error)) from error
    most = _MOST_UNPACKED + 3 * path.stat().st_size
    if unpacked > most:
        raise UserError(
            f"{path.name} unpacks to {unpacked / 2**20:,.0f} MB, far more than its "
            f"{path.stat().st_size / 2**20:,.1f} MB; at most {most >> 20:,} MB are opened. Save "
            "the sheet that matters as CSV, and open that."
        )


def _opened(path: Path) -> fastexcel.ExcelReader:
    import fastexcel

    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        raise _damaged(path, str(error)) from error


def _damaged(path: Path, what: str) -> UserError:
    if "assword" in what or "ncrypt" in what:
        return UserError(f"{path.name} is locked with a password. Save it without, and open that.")
    return UserError(
        f"{path.name} is no workbook that can be opened, or it is damaged "
        f"({what.splitlines()[0][:120] if what else 'it is empty'}). Save it anew, or as CSV."
    )


def _sheet_of(book: fastexcel.ExcelReader, path: Path, reading: Reading | None) -> str:
    """The sheet that is asked for, or else the first with a table on it."""
    asked = reading.sheet if reading else ""
    if asked:
        if asked not in book.sheet_names:
            raise UserError(
                f"{path.name} has no sheet “{asked}”. There are: {', '.join(book.sheet_names)}."
            )
        return asked
    for name in book.sheet_names:
        if book.load_sheet(name, header_row=None, n_rows=2, dtypes="string").height:
            return name
    raise UserError(f"{path.name} has nothing on any of its sheets. Open one that has a table.")


def _text_of(
    book: fastexcel.ExcelReader, sheet: str, path: Path, most: int | None
) -> tuple[bytes, int]:
    """A sheet as comma-separated text, a line for each of its rows, and how many rows it has."""
    import fastexcel
    import polars as pl

    try:
        loaded = book.load_sheet(sheet, header_row=None, n_rows=most, dtypes="string")
    except fastexcel.FastExcelError as error:
        raise _damaged(path, str(error)) from error
    if loaded.width > MOST_COLUMNS:
        raise UserError(
            f"Sheet “{sheet}” of {path.name} has {loaded.width:,} columns; at most "
            f"{MOST_COLUMNS:,} can be worked with. Save those that matter to a file of their own."
        )
    frame = loaded.to_polars().select(pl.all().str.replace_all(r"[\r\n\x00]+", " "))
    if not frame.width:
        raise UserError(f"Sheet “{sheet}” of {path.name} is empty. Choose another sheet.")
    above = _rows_above(frame)
    text = b"\n" * above + frame[above:].write_csv(include_header=False).encode()
    # A row without anything is an empty line, so that rows keep their numbers.
    return re.sub(rb"(?m)^[,\"]+$", b"", text), loaded.total_height


def _rows_above(frame: object) -> int:
    """How many rows stand above the table: titles and notes, with few cells."""
    import polars as pl

    assert isinstance(frame, pl.DataFrame)
    given = [sum(cell is not None for cell in row) for row in frame.head(200).iter_rows()]
    usual = sorted(given)[len(given) // 2]
    for place, count in enumerate(given[:_MOST_ABOVE]):
        if count >= max(1, usual - 1) and (count > 1 or usual <= 1):
            return place
    return 0


def _source(path: Path, sheet: str, contents: bytes) -> Source:
    return Source(f"{path.name}, sheet “{sheet}”", None, contents, len(contents))


def _inner(reading: Reading | None) -> Reading | None:
    """The reading of the sheet's text; None where nobody has chosen anything but the sheet."""
    if reading is None:
        return None
    inner = reading.model_copy(update={"layout": "", "sheet": ""})
    return None if inner == Reading() else inner
