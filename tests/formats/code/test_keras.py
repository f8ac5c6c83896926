"""Programs in Keras: how they are put together; and where Keras is installed, how they train."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import playground
from playground.formats.code import DIALECTS, write_code
from playground.network.heads import HEADS
from tests.formats.code.programs import LAYER_CASES, design_of, layer_made, run
from tests.formats.code.training import HEADS_MADE, TRAININGS, loss_of, targets_of, theirs
from tests.project.documents import project

installed = pytest.mark.skipif(
    importlib.util.find_spec("keras") is None, reason="Keras is not installed"
)
_CASES = [case for case in LAYER_CASES if case[1] < 2 and case[0] in DIALECTS["keras"].writes]
# What Keras's own optimizers and schedules do otherwise; the notes say so.
OTHERWISE = ("nadam", "rmsprop", "adagrad", "epsilon", "warm_up", "reduce_on_plateau")


@pytest.mark.parametrize(("layer", "seed"), _CASES)
def test_every_value_is_made_before_it_is_used_and_every_weight_has_its_layer(
    layer: str, seed: int
) -> None:
    made = layer_made(layer, seed)
    tree = ast.parse(write_code("keras", made.design).text)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    known = {"x", "inputs", "keras", "layers", "ops", "np", *functions}
    for statement in functions["build"].body:
        used = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name)}
        stored = {
            n.id
            for n in ast.walk(statement)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        assert used - stored <= known
        known |= stored
    named = {
        keyword.value.value
        for call in ast.walk(functions["build"])
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "name" and isinstance(keyword.value, ast.Constant)
    }
    loaded = next(n for n in ast.walk(functions["load"]) if isinstance(n, ast.Dict))
    assert {key.value for key in loaded.keys if isinstance(key, ast.Constant)} == named
    texts = {n.value for n in ast.walk(functions["load"]) if isinstance(n, ast.Constant)}
    reaching = {*made.trained.network.reaching_head(), "head"}
    needed = {name for name in made.trained.parameters if name.rpartition(".")[0] in reaching}
    assert needed <= texts


def test_rates_and_unfreezing_that_keras_has_not_are_named() -> None:
    nodes = [{"id": "dense_1", "type": "Dense", "rate_factor": 0.1, "frozen": True}]
    made = project(network={"nodes": nodes}, training__unfreeze={"every": 4})
    session = playground.Session(made, device="numpy")
    notes = write_code("keras", design_of(session.project)).notes
    assert any("dense_1 0.1 times" in note for note in notes)
    assert any("frees one every 4 epochs" in note for note in notes)


def test_images_are_turned_once_for_a_run_of_layers_that_take_them_so() -> None:
    nodes: list[dict[str, Any]] = [
        {"id": "conv_1", "type": "Conv2D"},
        {"id": "norm", "type": "BatchNorm"},
        {"id": "pool", "type": "MaxPool"},
        {"id": "conv_2", "type": "Conv2D"},
        {"id": "flat", "type": "Flatten"},
    ]
    design = design_of(
        project(data={"source": "digits"}, network={"nodes": nodes}, head="multiclass").spec
    )
    text = write_code("keras", design).text
    assert text.count("layers.Permute((2, 3, 1))") == 1
    assert text.count("layers.Permute((3, 1, 2))") == 1


def test_what_keras_does_otherwise_is_said() -> None:
    for optimizer, words in (("nadam", "Nadam"), ("rmsprop", "RMSprop"), ("adam", "")):
        design = design_of(
            project(training__optimizer={"type": optimizer, "learning_rate": 0.1}).spec
        )
        notes = " ".join(write_code("keras", design).notes)
        assert words in notes
        assert bool(notes) == bool(words)


@installed
@pytest.mark.parametrize("head_type", HEADS)
def test_every_loss_is_playgrounds(head_type: str, tmp_path: Path) -> None:
    for name, one in HEADS_MADE.items():
        if one.trained.head.name == head_type:
            y = targets_of(one, name)
            found = theirs("keras", one, y, tmp_path, _in_keras)
            assert found == pytest.approx(loss_of(one, y), rel=3e-4, abs=1e-5), name


def _in_keras(program: Any, network: Any, x: Any, y: Any) -> float:
    ops = program["keras"].ops
    logits = network.predict(x.astype("float32"), verbose=0)
    losses = program["loss"](ops.convert_to_tensor(y), ops.convert_to_tensor(logits))
    return float(ops.mean(losses))


@installed
@pytest.mark.parametrize(
    "training", [one for one in TRAININGS if not any(w in str(one) for w in OTHERWISE)], ids=str
)
def test_training_takes_the_steps_that_playground_takes(
    training: dict[str, Any], tmp_path: Path
) -> None:
    session = playground.Session(
        project(training={"batch_size": 45, "epochs": 6, **training}), device="numpy"
    )
    path = tmp_path / "weights.npz"
    session.export(path)
    program = run("keras", design_of(session.project), tmp_path)
    network, metadata = program["load"](path)
    rows = session.prepared.train
    program["train"](network, rows.features, rows.targets.reshape(-1, 1))
    session.train(6)
    x = session.prepared.dataset.features
    found = program["predict"](network, metadata, x)
    np.testing.assert_allclose(found, session.predict(x), rtol=5e-3, atol=5e-4)
