"""Every step of preparation, in ONNX and in programs, on rows with gaps and new words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.data.own import prepare_table
from playground.data.steps import STEPS, Step
from playground.data.tables.table import Column, Table
from playground.formats import FORMATS
from playground.formats.material import Material
from playground.formats.onnx_preparation import rows_for, why_not
from playground.formats.onnx_writer import inputs_of
from playground.formats.programs.preparation import why_no_code
from playground.network.heads import HEADS
from playground.network.spec import NetworkSpec
from playground.training.session import Session
from playground.training.spec import TrainingSpec
from tests import own
from tests.data.steps.test_every_step import Drawn
from tests.formats.readers import module

onnxruntime = pytest.importorskip("onnxruntime")

TEXTS = ["A fine film, isn’t it?", "Dull. Dull! DULL", None, "it's 2 o'clock — ärgerlich", "–"]
CELLS: dict[str, list[Any]] = {
    "number": [1.5, None, -40.0, 7e5, 0.0],
    "category": ["Ulm", None, "Köln", "Ulm", "a b"],
    "date": [0, None, 951_782_400, -1, 1_600_000_000],
    "text": TEXTS,
}
NEW: dict[str, list[Any]] = {
    "number": [None, 3.0],
    "category": [None, "Nowhere"],
    "date": [None, 86_399],
    "text": [None, "Isn't that another film?"],
}
AFTER = {"fill_word": [{"type": "one_hot"}], "date_parts": [{"type": "impute"}]}


def material_of_step(step: type[Step]) -> tuple[Material, list[dict[str, Any]]]:
    """A network on one column that is prepared so, and rows to answer."""
    kind, name = step.takes[0], step.model_fields["type"].default
    before = [{"type": "impute"}] if kind == "number" and name != "impute" else []
    steps = [*before, {"type": name}, *AFTER.get(name, [])]
    columns = [
        {"name": "x", "kind": kind, "steps": steps},
        {"name": "y", "kind": "number", "role": "target"},
    ]
    cells = CELLS[kind] * 4
    rows = [{"x": cell, "y": float(n)} for n, cell in enumerate(cells)]
    prepared = prepare_table(own.spec(columns, "regression"), own.table(rows, columns))
    training = TrainingSpec(batch_size=4)
    session = Session(NetworkSpec(), HEADS["regression"](), training, prepared, device="numpy")
    session.train(1)
    new = [{"x": cell, "y": 0.0} for cell in [*NEW[kind], *CELLS[kind]]]
    return own.material(session), new


@pytest.mark.parametrize(
    "step",
    [step for step in STEPS if step.takes[0] != "picture"],
    ids=lambda step: step.model_fields["type"].default,
)
def test_a_step_is_in_the_file(step: type[Step], tmp_path: Path) -> None:
    material, new = material_of_step(step)
    trained = material.trained
    assert trained.pipeline is not None
    columns = [{"name": each.name, "kind": each.kind} for each in trained.pipeline.columns]
    features = trained.pipeline.features(own.table(new, columns))
    assert why_no_code(trained.pipeline) == ""
    (tmp_path / "x.py").write_bytes(FORMATS["numpy"].files(material, "x.py")["x.py"])
    np.testing.assert_allclose(module(tmp_path / "x.py")["prepare"](new), features, rtol=1e-12)
    assert why_not(trained.pipeline) == ""
    path = tmp_path / "x.onnx"
    path.write_bytes(FORMATS["onnx"].files(material, path.name)[path.name])
    assert "as in the file" in " ".join(FORMATS["onnx"].contents(material))
    assert FORMATS["onnx"].check(path, material).agrees
    given = rows_for(trained.pipeline, own.table(new, columns), inputs_of(trained))
    found = onnxruntime.InferenceSession(path).run(None, given)[0]
    np.testing.assert_allclose(found, trained.predict(features), rtol=1e-5, atol=1e-5)


def test_a_series_is_cut_into_windows_in_the_file(tmp_path: Path) -> None:
    number = [{"type": "impute"}, {"type": "standardise"}]
    columns: list[dict[str, Any]] = [
        {"name": "day", "kind": "date", "role": "time"},
        {"name": "rain", "kind": "number", "steps": number},
        {"name": "river", "kind": "number", "role": "target", "steps": number},
    ]
    rows = [
        {"day": n * 86_400, "rain": n % 5 if n % 7 else None, "river": float(n % 3)}
        for n in range(60)
    ]
    spec = own.spec(columns, "regression", window={"steps": 6, "ahead": 2}, split={"way": "time"})
    prepared = prepare_table(spec, own.table(rows, columns))
    network = NetworkSpec.model_validate({"nodes": [{"id": "lstm_1", "type": "LSTM", "units": 4}]})
    training = TrainingSpec(batch_size=4)
    session = Session(network, HEADS["regression"](), training, prepared, device="numpy")
    material = own.material(session)
    for name, file in (("onnx", "x.onnx"), ("numpy", "x.py"), ("pytorch", "y.py")):
        for each, contents in FORMATS[name].files(material, file).items():
            (tmp_path / each).write_bytes(contents)
        check = FORMATS[name].check(tmp_path / file, material)
        assert check.agrees, (name, str(check))
        assert check.independent
        assert "takes 2 columns as in the file" in " ".join(FORMATS[name].contents(material))


def test_pictures_go_in_as_bytes(tmp_path: Path) -> None:
    pixels = np.random.default_rng(4).integers(0, 256, (24, 3, 12, 10)).astype(np.uint8)
    steps = [
        {"type": "resize"},
        {"type": "crop", "height": 8, "width": 6},
        {"type": "grey"},
        {"type": "standardise"},
    ]
    columns: list[dict[str, Any]] = [
        {"name": "picture", "kind": "picture", "steps": steps},
        {"name": "y", "kind": "number", "role": "target"},
    ]
    targets = Column("y", "number", np.arange(24.0))
    table = Table((Column("picture", "picture", Drawn(pixels)), targets))
    prepared = prepare_table(own.spec(columns, "regression"), table)
    network = NetworkSpec.model_validate(
        {
            "nodes": [
                {"id": "conv2d_1", "type": "Conv2D", "filters": 2},
                {"id": "f", "type": "Flatten"},
            ]
        }
    )
    training = TrainingSpec(batch_size=4)
    session = Session(network, HEADS["regression"](), training, prepared, device="numpy")
    material = own.material(session)
    path = tmp_path / "x.onnx"
    path.write_bytes(FORMATS["onnx"].files(material, path.name)[path.name])
    given = onnxruntime.InferenceSession(path).get_inputs()
    assert [(each.name, each.type, each.shape) for each in given] == [
        ("picture", "tensor(uint8)", ["N", 3, 12, 10])
    ]
    check = FORMATS["onnx"].check(path, material)
    assert check.agrees, str(check)
    assert "takes pictures as bytes, 3×12×10" in " ".join(FORMATS["onnx"].contents(material))
    assert "covers that size" in FORMATS["onnx"].snippet(material, path)
    told = " ".join(FORMATS["numpy"].contents(material))
    assert "give it their pixels, from 0 to 1, at 1×8×6" in told
