"""ONNX files that prepare rows of a table themselves, as ONNX Runtime sees them."""

from __future__ import annotations

import datetime as dt
import json
import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from playground.data.own import prepare_table
from playground.data.pipeline import Pipeline
from playground.data.tables.table import Table
from playground.formats.importing.onnx import read_onnx
from playground.formats.onnx import Onnx, check
from playground.formats.onnx_preparation import rows_for
from playground.formats.onnx_writer import inputs_of
from playground.network.heads import HEADS
from playground.network.spec import NetworkSpec
from playground.training.session import Session
from playground.training.spec import TrainingSpec
from tests import own

onnxruntime = pytest.importorskip("onnxruntime")


def answers(path: Path, session: Session, table: Table) -> Any:
    trained = session.trained()
    assert trained.pipeline is not None
    given = rows_for(trained.pipeline, table, inputs_of(trained))
    running = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return running.run(None, given)[0]


def export(session: Session, path: Path) -> Path:
    path.write_bytes(Onnx().files(own.material(session), path.name)[path.name])
    return path


def test_it_answers_raw_rows_as_the_session_does(tmp_path: Path) -> None:
    session = own.session()
    path = export(session, tmp_path / "x.onnx")
    onnx.checker.check_model(onnx.load(path), full_check=True)
    check(path)
    new = own.rows(300, seed=7)
    new[0] |= {"city of birth": "Atlantis", 'plan "x"': "gold"}  # words it has never seen
    new[1] |= {"age": None, "city of birth": None, 'plan "x"': None, "since": None}
    found = answers(path, session, own.table(new))
    np.testing.assert_allclose(found, session.predict(new), rtol=1e-5, atol=1e-6)
    verdict = Onnx().check(path, own.material(session))
    assert verdict.agrees
    assert verdict.independent
    assert verdict.exact


def test_it_says_which_input_takes_which_column(tmp_path: Path) -> None:
    session = own.session()
    model = onnx.load(export(session, tmp_path / "x.onnx"))
    names = ["age", "city of birth", 'plan "x"', "since"]
    assert [each.name for each in model.graph.input] == names
    said = {entry.key: entry.value for entry in model.metadata_props}
    columns = json.loads(said["columns"])
    assert [each["column"] for each in columns] == names
    assert [each["kind"] for each in columns] == ["number", "category", "category", "date"]
    assert read_onnx(tmp_path / "x.onnx").require().pipeline == session.prepared.pipeline
    assert "takes 4 columns" in " ".join(Onnx().contents(own.material(session)))


def test_its_snippet_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = own.session()
    path = export(session, tmp_path / "x.onnx")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "snippet.py").write_text(Onnx().snippet(own.material(session), path), "utf-8")
    names = runpy.run_path("snippet.py")
    rows = session.prepared.split.validation[:2]
    expected = session.predict(session.prepared.dataset.features[rows])
    np.testing.assert_allclose(names["answers"], expected, rtol=1e-5, atol=1e-6)


def trained_on(columns: list[dict[str, Any]], rows: list[dict[str, Any]], task: str) -> Session:
    prepared = prepare_table(own.spec(columns, task), own.table(rows, columns))
    head = "binary" if task == "binary" else "regression"
    training = TrainingSpec(batch_size=4)
    return Session(NetworkSpec(), HEADS[head](), training, prepared, device="numpy")


def test_columns_called_as_something_in_the_graph_have_other_inputs(tmp_path: Path) -> None:
    names = ["features", "predictions", "head.weight", "prepare.features", "x.y"]
    columns: list[dict[str, Any]] = [{"name": name} for name in names]
    columns[-1]["role"] = "target"
    rows = [{name: float(n + len(name)) for name in names} for n in range(12)]
    session = trained_on(columns, rows, "regression")
    inputs = inputs_of(session.trained())
    assert [*inputs.values()] == [f"column {name}" for name in names[:4]]
    path = export(session, tmp_path / "x.onnx")
    found = answers(path, session, own.table(rows, columns))
    np.testing.assert_allclose(found, session.predict(rows), rtol=1e-5)


def test_dates_come_apart_as_the_calendar_has_them(tmp_path: Path) -> None:
    parts = ["days", "year", "month", "day", "weekday", "hour"]
    columns = [
        {"name": "when", "kind": "date", "steps": [{"type": "date_parts", "parts": parts}]},
        {"name": "y", "role": "target"},
    ]
    days = [dt.datetime(year, month, 1) for year in (1599, 1900, 1970, 2000) for month in (1, 3)]
    random = np.random.default_rng(1)
    moments = [
        dt.datetime(1, 1, 1) + dt.timedelta(seconds=int(n))
        for n in random.integers(0, 9_998 * 365 * 86_400, 200)
    ]
    moments += [day - dt.timedelta(seconds=1) for day in days] + days
    rows = [{"when": moment, "y": 1.0} for moment in moments]
    session = trained_on(columns, rows, "regression")
    # As many units as parts, each of which lets one through.
    scale = np.array([1e-5, 1e-3, 1, 1, 1, 1])
    session.load({"head.weight": scale[:, None], "head.bias": [0.0]})
    found = answers(export(session, tmp_path / "x.onnx"), session, own.table(rows, columns))
    expected = [
        [
            (m - dt.datetime(1970, 1, 1)) / dt.timedelta(days=1),
            m.year,
            m.month,
            m.day,
            m.isoweekday(),
            m.hour,
        ]
        for m in moments
    ]
    np.testing.assert_allclose(found[:, 0], np.array(expected) @ scale, rtol=1e-6)


def test_what_it_cannot_prepare_is_said_and_taken_as_features(tmp_path: Path) -> None:
    session = own.session()
    pipeline = session.prepared.pipeline
    assert pipeline is not None
    texts = pipeline.columns[1].model_copy(update={"kind": "text"})
    columns = (*pipeline.columns[:1], texts, *pipeline.columns[2:])
    other = pipeline.model_copy(update={"columns": columns})
    assert isinstance(other, Pipeline)
    one = own.material(session)
    told = replace(one, trained=replace(one.trained, pipeline=other))
    assert inputs_of(told.trained) == {}
    assert "does NOT prepare rows of the file, since city of birth holds texts" in " ".join(
        Onnx().contents(told)
    )
    (tmp_path / "x.onnx").write_bytes(Onnx().files(told, "x.onnx")["x.onnx"])
    assert Onnx().check(tmp_path / "x.onnx", told).agrees
