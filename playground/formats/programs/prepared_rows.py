"""What programs bring along that are given a table's rows as they stand in the file."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from playground.data.tables.kinds import WORDED
from playground.formats.code.names import quoted
from playground.formats.code.page import Line
from playground.formats.contents import columns_line, features_first_line
from playground.formats.material import Material
from playground.formats.programs.preparation import (
    helper_functions,
    prepare_function,
    read_function,
    reading_constants,
    why_no_code,
)

if TYPE_CHECKING:
    from playground.data.tables.table import Column


def prepares(material: Material) -> bool:
    """Whether the program prepares rows itself."""
    pipeline = material.trained.pipeline
    return pipeline is not None and not why_no_code(pipeline)


def taking_line(material: Material) -> str:
    """What the program is given of a table's rows, for people; "" where there is no table."""
    pipeline = material.trained.pipeline
    if pipeline is None:
        return ""
    why = why_no_code(pipeline)
    return features_first_line(material, why) if why else columns_line(pipeline)


def preparing_functions(material: Material) -> list[list[Line]]:
    """`read(path)`, `prepare(rows)` and what they need; [] where rows are not prepared."""
    pipeline, file = material.trained.pipeline, material.prepared.spec.file
    if pipeline is None or file is None or why_no_code(pipeline):
        return []
    prepare = prepare_function(pipeline)
    helpers = helper_functions("\n".join(line.text for line in prepare))
    return [*helpers, read_function(file.reading), prepare]


def preparing_constants(material: Material, text: str) -> list[Line]:
    """What these functions, of this text, know of the file."""
    file = material.prepared.spec.file
    return reading_constants(file, text) if prepares(material) and file is not None else []


def standard_imports(text: str) -> list[str]:
    """What a program's text needs of Python's own library, a statement each, in order."""
    named = ("csv", "datetime", "math", "re")
    return [f"import {name}" for name in named if re.search(rf"\b{name}\.", text)]


def own_file(material: Material) -> str:
    """The name of the project's own file, as code."""
    file = material.prepared.spec.file
    name = file.path.replace("\\", "/").rpartition("/")[2] if file is not None else ""
    return quoted(name or "data.csv")


def rows_as_json(material: Material) -> str:
    """The rows that answers are compared on, for a program that prepares them; else ""."""
    pipeline, table = material.trained.pipeline, material.rows
    if not prepares(material) or pipeline is None or table is None:
        return ""
    cells = {column.name: _cells(table.column(column.name)) for column in pipeline.columns}
    rows = [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
    return json.dumps(rows)


def _cells(column: Column) -> list[Any]:
    if column.kind in WORDED:
        return column.words.strings()
    return [None if math.isnan(number) else number for number in column.numbers.tolist()]
