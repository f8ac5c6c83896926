"""Any table: from file to project, saved, opened and asked again, the answers are the same."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.answering import read_rows, write_answers
from playground.formats import FORMATS
from playground.formats.onnx_preparation import rows_for, why_not
from playground.formats.onnx_writer import inputs_of
from playground.project.file import open_project
from playground.project.session import ProjectSession

onnxruntime = pytest.importorskip("onnxruntime")

GAP = "gap"
ROWS = 36
WORDS = ["Köln", "a, b", 'say "x"', "=1+1", "1", "x\ny", "−", "Œuvre", "0.5", "null island"]
NAMES = [
    "age",
    "Größe (cm)",
    "a,b",
    'the "x"',
    "head.weight",
    "features",
    "=sum",
    "x.y",
    "naïve",
    "class",
    "a b  c",
    "prepare.0",
]
STEPS: dict[str, list[list[dict[str, Any]]]] = {
    "number": [
        [{"type": "impute"}, {"type": "standardise"}],
        [{"type": "impute", "how": "mean", "mark": False}, {"type": "log"}, {"type": "min_max"}],
    ],
    "category": [
        [{"type": "one_hot", "most": 3}],
        [{"type": "fill_word"}, {"type": "ordinal"}],
        [{"type": "hashing", "buckets": 5}],
    ],
    "date": [[{"type": "date_parts"}, {"type": "impute"}, {"type": "standardise"}]],
    "text": [[{"type": "tf_idf", "words": 5}]],
}
CELLS: dict[str, st.SearchStrategy[str]] = {
    "number": st.floats(-1e6, 1e6, width=32).map(lambda n: repr(round(n, 3))),
    "category": st.sampled_from(WORDS),
    "date": st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0).isoformat(" ")
    ),
    "text": st.lists(st.sampled_from(WORDS), max_size=4).map(lambda all_: " ".join(["So", *all_])),
}


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]], list[list[str]]]:
    """A task, columns and rows of cells."""
    names = iter(draw(st.permutations(NAMES)))
    columns, cells = [], []
    for kind in draw(st.lists(st.sampled_from([*STEPS]), min_size=1, max_size=4)):
        steps = draw(st.sampled_from(STEPS[kind]))
        columns.append({"name": next(names), "kind": kind, "steps": steps})
        some = draw(st.lists(CELLS[kind] | st.just(GAP), min_size=4, max_size=9))
        # One at least is no gap, or there would be nothing to learn of a text.
        cells.append([*some, draw(CELLS[kind])] * ROWS)
    task = draw(st.sampled_from(["binary", "multiclass", "labels", "tags", "regression"]))
    count = draw(st.integers(1, 2)) if task in ("labels", "regression") else 1
    kind = {"tags": "tags", "labels": "number", "regression": "number"}.get(task, "category")
    random = np.random.default_rng(draw(st.integers(0, 99)))
    for number in range(count):
        columns.append({"name": next(names), "kind": kind, "role": "target"})
        cells.append([*map(str, _targets(task, number, random))])
    order = draw(st.permutations(range(len(columns))))
    rows = [[cells[place][row] for place in order] for row in range(ROWS)]
    return task, [columns[place] for place in order], rows


def _targets(task: str, number: int, random: np.random.Generator) -> list[Any]:
    match task:
        case "regression":
            return list(np.round(random.normal(size=ROWS), 3))
        case "labels":
            return [(row + number) % 2 for row in range(ROWS)]
        case "tags":
            return ["red", "red blue", "blue green", "green red blue"] * (ROWS // 4)
        case "binary":
            return ["no", "yes"] * (ROWS // 2)
        case _:
            return ["10", "9", "x"] * (ROWS // 3)


def write(path: Path, columns: list[dict[str, Any]], rows: list[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([column["name"] for column in columns])
        writer.writerows(rows)
    return path


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_answers_stay_the_same(made: tuple[str, list[dict[str, Any]], list[list[str]]]) -> None:
    task, columns, rows = made
    task = "multilabel" if task in ("labels", "tags") else task
    with TemporaryDirectory() as name:
        folder = Path(name)
        file = {
            "path": str(write(folder / "table.csv", columns, rows)),
            "reading": {"missing": ["", GAP]},
            "columns": columns,
            "task": task,
        }
        document = {
            "data": {"source": "file", "file": file, "validation": 0.25},
            "network": {"nodes": [{"id": "dense_1", "type": "Dense", "units": 3}]},
            "head": {"type": task},
            "training": {"batch_size": 6},
        }
        (folder / "x.json").write_text(json.dumps(document), "utf-8")
        session = ProjectSession(open_project(folder / "x.json"), device="numpy")
        session.train(2)
        session.save(folder / "x.playground")
        names = [column["name"] for column in columns]
        given = [
            {n: None if cell == GAP else cell for n, cell in zip(names, row, strict=True)}
            for row in rows[:12]
        ]
        before = session.predict(given)
        opened = open_project(folder / "x.playground")
        np.testing.assert_array_equal(ProjectSession(opened, device="numpy").predict(given), before)
        # The data is gone, the columns come in another order, and no target is there.
        (folder / "table.csv").unlink()
        trained = open_project(folder / "x.playground").answering()
        close = {"rtol": 1e-5, "atol": 1e-6}  # another executor may answer
        np.testing.assert_allclose(trained.predict(trained.raw_features(given)), before, **close)
        kept = [place for place, column in enumerate(columns) if column.get("role") != "target"]
        kept.reverse()
        new = write(
            folder / "new.csv",
            [columns[place] for place in kept],
            [[row[place] for place in kept] for row in rows[:12]],
        )
        table = read_rows(trained, opened.spec.data.file, new)
        with (folder / "answers.csv").open("wb") as to:
            assert write_answers(trained, table, to).rows == 12
        with (folder / "answers.csv").open(newline="", encoding="utf-8") as answers:
            found = [row[-before.shape[1] :] for row in csv.reader(answers)][1:]
        np.testing.assert_allclose(np.array(found, np.float32), before, **close)
        assert trained.pipeline is not None
        if not why_not(trained.pipeline):
            material = session.material()
            path = folder / "x.onnx"
            path.write_bytes(FORMATS["onnx"].files(material, path.name)[path.name])
            columns_given = rows_for(trained.pipeline, table, inputs_of(trained))
            (theirs,) = onnxruntime.InferenceSession(path).run(None, columns_given)
            np.testing.assert_allclose(theirs, before, **close)
