"""NumPy's own files: one array, or several with names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.arrays import read_only
from playground.data.progress import tell
from playground.data.reading.array_files import arrays_in
from playground.data.reading.array_table import numbered_pictures
from playground.data.reading.named_arrays import Sorted, sorted_out
from playground.data.reading.pictures import ArrayPictures
from playground.data.reading.reader import FIRST_ROWS, Glimpse
from playground.data.reading.troubles import Troubles
from playground.data.reading.typed import without_infinities
from playground.data.tables.spec import MOST_COLUMNS, Reading
from playground.data.tables.steps_named import step_names
from playground.data.tables.table import Column, Table, Words
from playground.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.tables.kinds import Kind, Role

_MOST_CLASSES = 1_000


class NumpyArrays:
    """`.npy` and `.npz` files. Objects in them, which could run code, are refused."""

    name = "numpy"
    label = "NumPy arrays"
    help = (
        "An .npy file with a row for each sample, or an .npz file with x and y, or x_train, "
        "y_train, x_test and y_test. x may be (N, columns), pictures or series (N, steps, values)."
    )
    suffixes: tuple[str, ...] = (".npy", ".npz")

    def recognises(self, path: Path) -> bool:
        """By the ending of its name."""
        return path.is_file() and path.suffix.lower() in self.suffixes

    def glimpse(self, path: Path, reading: Reading | None) -> Glimpse:
        """See `Reader.glimpse`."""
        found = sorted_out(arrays_in(path), path)
        some = found.first(FIRST_ROWS)
        table = _table(some, {}, path)
        whole = len(found.sides) if found.sides else found.n_rows
        roles: dict[str, Role] = {}
        if found.targets is not None:
            targets = _target_columns(some, {}, Troubles())
            roles = dict.fromkeys(table.names, "feature")
            roles.update({column.name: "target" for column in targets})
            if found.sides:
                roles["side"] = "side"
        return Glimpse(
            Reading(layout=self.name),
            table.names,
            tuple(column.kind for column in table.columns),
            _shown(table),
            whole,
            True,
            path.stat().st_size,
            roles=roles,
            why=f"the array “{found.target_name}” says what is to be told" if roles else "",
        )

    def read(self, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """See `Reader.read`."""
        tell(0.0, f"reading {path.name}")
        return _table(sorted_out(arrays_in(path), path), kinds, path)


def _table(found: Sorted, kinds: Mapping[str, Kind], path: Path) -> Table:
    troubles = Troubles()
    columns: list[Column] = []
    for name, array in found.features.items():
        columns += _feature_columns(name, array, kinds, path, troubles)
    if found.targets is not None:
        columns += _target_columns(found, kinds, troubles)
    if found.sides:
        columns.append(Column("side", "category", Words.of(found.sides)))
    if len(columns) > MOST_COLUMNS:
        raise UserError(
            f"{path.name} makes {len(columns):,} columns; at most {MOST_COLUMNS:,} can be worked "
            "with. Save those that matter, or save pictures as (N, H, W, 3) bytes."
        )
    return Table(tuple(columns), troubles.in_order(), troubles.count, troubles.n_left_out)


def _feature_columns(
    name: str, array: NDArray[Any], kinds: Mapping[str, Kind], path: Path, troubles: Troubles
) -> list[Column]:
    if array.dtype.names:
        return [_column(each, array[each], kinds, troubles) for each in array.dtype.names]
    if array.ndim == 1:
        return [_column(name, array, kinds, troubles)]
    if array.ndim == 2:
        if array.shape[1] > MOST_COLUMNS:
            raise UserError(
                f"“{name}” in {path.name} has {array.shape[1]:,} columns; at most "
                f"{MOST_COLUMNS:,} can be worked with. Save those that matter; save pictures as "
                "(N, H, W) or (N, H, W, 3)."
            )
        names = [f"{name} {place + 1}" for place in range(array.shape[1])]
        if array.shape[1] == 1:
            names = [name]
        return [_column(each, array[:, place], kinds, troubles) for place, each in enumerate(names)]
    if _is_series(array):
        n_rows, steps, values = array.shape
        flat = array.reshape(n_rows, steps * values)
        if flat.shape[1] > MOST_COLUMNS:
            raise UserError(
                f"“{name}” in {path.name} has {steps:,} steps of {values:,} values, "
                f"{flat.shape[1]:,} in all; at most {MOST_COLUMNS:,} can be worked with. Save "
                "shorter series."
            )
        names = step_names(name, steps, values)
        return [_column(each, flat[:, place], kinds, troubles) for place, each in enumerate(names)]
    return [numbered_pictures(name, _pictures(name, array, path), kinds)]


def _is_series(array: NDArray[Any]) -> bool:
    """Whether three axes are samples, steps and values, rather than pictures without colour."""
    if array.ndim != 3 or array.dtype.kind not in "uifb" or array.dtype == np.uint8:
        return False
    return not (array.shape[1] == array.shape[2] >= 8)


def _pictures(name: str, array: NDArray[Any], path: Path) -> ArrayPictures:
    """Arrays of 3 and 4 axes as pictures, if their lengths allow it."""
    said = f"“{name}” in {path.name} has the shape {array.shape}"
    if array.dtype.kind not in "uifb":
        raise UserError(f"{said} and holds no numbers. Save pictures as bytes from 0 to 255.")
    if array.ndim == 3:
        layout: Any = "NHW"
    elif array.ndim == 4 and array.shape[3] in (1, 2, 3, 4):
        layout = "NHWC"
    elif array.ndim == 4 and array.shape[1] in (1, 2, 3, 4):
        layout = "NCHW"
    else:
        raise UserError(
            f"{said}. Pictures are (N, height, width), with the channels, 1 or 3, behind or before "
            "height and width; tables are (N, columns)."
        )
    scale = 1.0
    if array.dtype != np.uint8:
        some = np.asarray(array[:100], np.float64)
        some = some[np.isfinite(some)]
        most = float(some.max()) if some.size else 1.0
        scale = 255.0 if most <= 1.0 else 1.0 if most <= 255.0 else 255.0 / 65_535.0
    return ArrayPictures.of(array, layout, scale)


def _column(
    name: str, array: NDArray[Any], kinds: Mapping[str, Kind], troubles: Troubles
) -> Column:
    """One value in each row."""
    if array.ndim != 1:
        raise UserError(f"The field “{name}” has more than one value in a row. Save it flat.")
    kind = kinds.get(name)
    if array.dtype.kind in "iufb" and kind in (None, "number", "date"):
        values = array.astype(np.float64)
        return Column(name, kind or "number", read_only(without_infinities(values, name, troubles)))
    if array.dtype.kind == "M" and kind in (None, "date"):
        seconds = array.astype("datetime64[us]").astype(np.int64) / 1e6
        return Column(name, "date", read_only(np.where(np.isnat(array), np.nan, seconds)))
    if array.dtype.kind == "m":
        return _column(
            name, array.astype("timedelta64[us]").astype(np.float64) / 1e6, kinds, troubles
        )
    if array.dtype.kind not in "iufbMUS":
        raise UserError(f"“{name}” holds {array.dtype} values, which are no numbers and no words.")
    words = Words.of([_word(cell) for cell in array.tolist()])
    return Column(name, _worded(kind), words)


def _worded(kind: Kind | None) -> Kind:
    return kind if kind in ("text", "tags", "identifier") else "category"


def _word(cell: Any) -> str | None:
    if isinstance(cell, bytes):
        cell = cell.decode("utf-8", errors="replace")
    if isinstance(cell, float):
        if not np.isfinite(cell):
            return None
        cell = int(cell) if cell.is_integer() else cell
    return str(cell).strip() or None


def _target_columns(found: Sorted, kinds: Mapping[str, Kind], troubles: Troubles) -> list[Column]:
    """What is to be told: classes, several at once, or amounts."""
    assert found.targets is not None
    array, name = found.targets, found.target_name
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim == 1:
        whole = array.dtype.kind in "iub" and len(np.unique(array)) <= _MOST_CLASSES
        known = kinds if name in kinds or not whole else {**kinds, name: "category"}
        return [_column(name, array, known, troubles)]
    marks = bool(np.isin(array, (0, 1)).all())
    if marks and (array.sum(axis=1) == 1).all():
        classes = np.asarray(array).argmax(axis=1)
        return [Column(name, "category", Words.of([str(each) for each in classes.tolist()]))]
    if marks:
        tags = [" ".join(str(place) for place in np.flatnonzero(row)) for row in array]
        return [Column(name, "tags", Words.of(tags))]
    return [
        _column(f"{name} {place + 1}", array[:, place], kinds, troubles)
        for place in range(array.shape[1])
    ]


def _shown(table: Table) -> tuple[tuple[str | None, ...], ...]:
    columns = []
    for column in table.columns:
        if isinstance(column.values, Words):
            columns.append([cell or None for cell in column.words.strings()])
        elif isinstance(column.values, np.ndarray):
            columns.append([_word(cell) for cell in column.numbers.tolist()])
        else:
            columns.append([f"picture {row + 1}" for row in range(len(column))])
    return tuple(zip(*columns, strict=True))
