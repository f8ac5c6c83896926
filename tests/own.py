"""Tables of people's own data, made in memory, and sessions that have learned from them."""

from __future__ import annotations

import csv
import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from playground.data.own import prepare_table
from playground.data.spec import DataSpec
from playground.data.tables.rows import table_of
from playground.data.tables.table import Table
from playground.formats.material import Material, material_of
from playground.network.heads import HEADS
from playground.network.layers import LAYERS
from playground.network.spec import NetworkSpec
from playground.training.optimizers import OPTIMIZERS
from playground.training.session import Session
from playground.training.spec import TrainingSpec

COLUMNS: list[dict[str, Any]] = [
    {"name": "age", "kind": "number", "steps": [{"type": "impute"}, {"type": "standardise"}]},
    {"name": "city of birth", "kind": "category", "steps": [{"type": "one_hot", "most": 2}]},
    {"name": 'plan "x"', "kind": "category", "steps": [{"type": "ordinal"}]},
    {
        "name": "since",
        "kind": "date",
        "steps": [
            {"type": "date_parts", "parts": ["days", "year", "month", "day", "weekday", "hour"]},
            {"type": "impute"},
            {"type": "min_max"},
        ],
    },
    {"name": "id", "kind": "identifier", "role": "skip"},
    {"name": "left", "kind": "category", "role": "target"},
]


def rows(count: int = 60, seed: int = 0) -> list[dict[str, Any]]:
    """Rows of `COLUMNS` with gaps; whether somebody left depends on the rest."""
    random = np.random.default_rng(seed)
    found = []
    for number in range(count):
        age = float(np.round(random.uniform(18, 80), 1))
        city = str(random.choice(["Paris", "Rome", "Oslo", "Köln"]))
        moment = int(random.integers(-(10**8), 2 * 10**9))
        found.append(
            {
                "age": age if random.random() < 0.9 else None,
                "city of birth": city if random.random() < 0.9 else None,
                'plan "x"': str(random.choice(["basic", "pro"])) if number % 9 else None,
                "since": moment if random.random() < 0.9 else None,
                "id": f"n{number}",
                "left": "yes" if (age > 50) != (city == "Rome") else "no",
            }
        )
    return found


def spec(
    columns: list[dict[str, Any]] | None = None,
    task: str = "binary",
    split: dict[str, Any] | None = None,
    **fields: Any,
) -> DataSpec:
    """The data part of a document about such a table."""
    file = {"path": "people.csv", "columns": columns or COLUMNS, "task": task, **fields}
    given = {"source": "file", "file": file, "validation": 0.25, "split": split or {}}
    return DataSpec.model_validate(given)


def table(made: list[dict[str, Any]], columns: list[dict[str, Any]] | None = None) -> Table:
    """Rows as a table."""
    return table_of(made, {each["name"]: each.get("kind", "number") for each in columns or COLUMNS})


def write_rows(path: Path, made: list[dict[str, Any]], names: list[str] | None = None) -> Path:
    """Rows as a CSV file of these columns, dates as people write them."""
    names = names or [each["name"] for each in COLUMNS]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for row in made:
            moment = row.get("since")
            if isinstance(moment, int):
                row = row | {"since": dt.datetime(1970, 1, 1) + dt.timedelta(seconds=moment)}
            writer.writerow(["" if row[name] is None else row[name] for name in names])
    return path


def write_project(path: Path, rows_file: Path, **changes: Any) -> Path:
    """A project about such a file: one hidden layer, a few epochs."""
    document = {
        "name": "People",
        "data": spec().model_dump(mode="json"),
        "network": {"nodes": [{"id": "dense_1", "type": "Dense", "units": 6}]},
        "head": {"type": "binary"},
        "training": {"epochs": 3, "batch_size": 8},
        **changes,
    }
    document["data"]["file"]["path"] = str(rows_file)
    path.write_text(json.dumps(document), "utf-8")
    return path


@cache
def session() -> Session:
    """A session that has learned a little from `rows()`. Shared: only look at it."""
    nodes = [LAYERS["Dense"](id="dense_1", units=6)]
    training = TrainingSpec(optimizer=OPTIMIZERS["adam"](), batch_size=8)
    prepared = prepare_table(spec(), table(rows()))
    network = NetworkSpec.model_validate({"nodes": nodes})
    made = Session(network, HEADS["binary"](), training, prepared, device="numpy")
    made.train(3)
    return made


def material(made: Session | None = None) -> Material:
    """What exports of such a session are made of."""
    made = made or session()
    return material_of("People", made.trained(), made.prepared, made.training, {}, made.epoch)
