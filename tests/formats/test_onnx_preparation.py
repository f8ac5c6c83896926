"""ONNX files that prepare rows of a table themselves, as ONNX Runtime sees them."""

from __future__ import annotations

import datetime as dt
import json
import re
import runpy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data.own import prepare_table
from playground.data.pipeline import Pipeline, PreparedColumn
from playground.data.steps.text import FittedBag, FittedTokenIds
from playground.data.steps.words import FittedFillWord, FittedHashing
from playground.data.tables.rows import table_of
from playground.data.tables.table import Table
from playground.formats.importing.onnx import read_onnx
from playground.formats.onnx import Onnx, check
from playground.formats.onnx_flow import ML_DOMAIN
from playground.formats.onnx_preparation import (
    ML_OPSET,
    input_of,
    rows_for,
    write_preparation,
)
from playground.formats.onnx_writer import OPSET, inputs_of
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
    pictures = pipeline.columns[1].model_copy(update={"kind": "picture"})
    columns = (*pipeline.columns[:1], pictures, *pipeline.columns[2:])
    other = pipeline.model_copy(update={"columns": columns})
    assert isinstance(other, Pipeline)
    one = own.material(session)
    told = replace(one, trained=replace(one.trained, pipeline=other))
    assert inputs_of(told.trained) == {}
    assert (
        "does NOT prepare rows of the file, since city of birth holds pictures of any size"
        in " ".join(Onnx().contents(told))
    )
    (tmp_path / "x.onnx").write_bytes(Onnx().files(told, "x.onnx")["x.onnx"])
    assert Onnx().check(tmp_path / "x.onnx", told).agrees


SAID = st.text(st.sampled_from("aAbÉ’'  .,-_1ß–漢"), max_size=40)


@given(texts=st.lists(SAID, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_texts_and_hashes_become_what_the_steps_make_of_them(texts: list[str]) -> None:
    running, pipeline = worded()
    rows = [
        {name: text if text.strip() else None for name in ("bag", "rare", "ids", "hash", "filled")}
        for text in texts
    ]
    table = table_of(rows, {c.name: c.kind for c in pipeline.columns})
    given = rows_for(pipeline, table, {column.name: column.name for column in pipeline.columns})
    found = running.run(None, given)[0]
    np.testing.assert_allclose(found, pipeline.features(table), rtol=1e-12, atol=1e-12)


@cache
def worded() -> tuple[Any, Pipeline]:
    """The preparation alone of columns of words, as a graph that runs."""
    words = ("a", "ab", "a'b", "é", "1", "漢", "ba")
    weights = tuple(float(number) for number in np.linspace(1.0, 3.0, len(words)))
    steps: dict[str, tuple[Any, ...]] = {
        "bag": (FittedBag(words=words),),
        "rare": (FittedBag(words=words, weights=weights),),
        "ids": (FittedTokenIds(words=words, length=5),),
        "hash": (FittedHashing(buckets=6),),
        "filled": (FittedFillWord(word="none"), FittedHashing(buckets=4)),
    }
    widths = {"bag": 7, "rare": 7, "ids": 5, "hash": 6, "filled": 4}
    columns = tuple(
        PreparedColumn(
            name=name,
            kind="category" if name in ("hash", "filled") else "text",
            steps=chain,
            names=tuple(f"{name} {place}" for place in range(widths[name])),
        )
        for name, chain in steps.items()
    )
    other = own.session().prepared.pipeline
    assert other is not None
    shape = (sum(widths.values()),)
    pipeline = Pipeline(task="binary", columns=columns, targets=other.targets, shape=shape)
    pen = Sketch()
    out = write_preparation(pen, pipeline, {name: name for name in steps})
    graph = onnx.helper.make_graph(
        pen.nodes,
        "preparation",
        [onnx.helper.make_tensor_value_info(c.name, *input_of(c)) for c in columns],
        [onnx.helper.make_tensor_value_info(out, onnx.TensorProto.DOUBLE, ["N", *shape])],
        pen.constants,
    )
    opsets = [onnx.helper.make_opsetid("", OPSET), onnx.helper.make_opsetid(ML_DOMAIN, ML_OPSET)]
    model = onnx.helper.make_model(graph, opset_imports=opsets, ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    encoded = model.SerializeToString()
    running = onnxruntime.InferenceSession(encoded, providers=["CPUExecutionProvider"])
    return running, pipeline


class Sketch:
    """Nodes and constants of a graph that is no network's."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(onnx.helper.make_node(operator, inputs, [output], **attributes))
        return output

    def constant(self, name: str, array: Any) -> str:
        self.constants.append(onnx.numpy_helper.from_array(np.asarray(array, order="C"), name))
        return name


@pytest.mark.parametrize("step", ["token_ids", "tf_idf", "bag_of_words"])
def test_a_network_of_texts_takes_their_words(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ["A dull film.", "What a film, what a cast!", "It's not dull", "Moving, and wise"]
    columns = [
        {"name": "review", "kind": "text", "steps": [{"type": step}]},
        {"name": "liked", "kind": "category", "role": "target"},
    ]
    rows = [{"review": said[n % 4], "liked": "yes" if n % 2 else "no"} for n in range(24)]
    session = trained_on(columns, rows, "binary")
    session.train(2)
    path = export(session, tmp_path / "x.onnx")
    new = [*rows[:5], {"review": "DULL, and unheard-of", "liked": "no"}]
    new.append({"review": None, "liked": "no"})
    found = answers(path, session, own.table(new, columns))
    np.testing.assert_allclose(found, session.predict(new), rtol=1e-5, atol=1e-6)
    assert "texts as their words: review" in " ".join(Onnx().contents(own.material(session)))
    (about,) = json.loads({e.key: e.value for e in onnx.load(path).metadata_props}["columns"])
    assert re.findall(about["word"], "it's a dull_film") == ["it's", "a", "dull", "film"]
    material = own.material(session)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "snippet.py").write_text(Onnx().snippet(material, path), "utf-8")
    assert runpy.run_path("snippet.py")["answers"].shape == (2, 1)
