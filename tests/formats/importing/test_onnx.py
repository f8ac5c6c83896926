"""Graphs of PyTorch's exporters become networks that answer the same, and learn on."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.data.dataset import Dataset
from playground.data.prepare import prepare_dataset
from playground.data.spec import DataSpec
from playground.formats.importing import Found, read_weights
from playground.network.heads import HEADS
from playground.training.session import Session
from playground.training.spec import TrainingSpec
from playground.training.trained import Trained
from tests.formats.importing.networks import FILES

torch = pytest.importorskip("torch")
runtime = pytest.importorskip("onnxruntime")
from tests.formats.importing import modules  # noqa: E402

nn = torch.nn
Make = Callable[[], Any]
ACTIVATIONS: dict[str, Make] = {
    name: getattr(nn, name)
    for name in (
        "ReLU", "Sigmoid", "Tanh", "LeakyReLU", "ELU", "SELU", "GELU", "SiLU", "Softplus", "Mish",
        "Softsign", "Hardsigmoid", "Hardswish", "PReLU", "Identity", "ReLU6",
    )
}  # fmt: skip
MODULES: dict[str, tuple[Make, tuple[int, ...]]] = {
    "mlp": (modules.mlp, (4,)),
    "cnn": (modules.Convolutional, (1, 8, 8)),
    "residual": (modules.Residual, (1, 8, 8)),
    "branches": (modules.Branches, (4,)),
    "along": (modules.along, (3, 8)),
    "squeezed": (modules.squeezed, (2, 5, 6)),
    "words": (modules.Words, (5,)),
    **{
        kind: (lambda kind=kind: modules.Recurrent(kind), (4, 3)) for kind in ("RNN", "GRU", "LSTM")
    },
    **{name: (lambda make=make: modules.bent(make()), (4,)) for name, make in ACTIVATIONS.items()},
    "GELU by tanh": (lambda: modules.bent(nn.GELU(approximate="tanh")), (4,)),
}


def samples(name: str, shape: tuple[int, ...], count: int) -> Any:
    if name == "words":
        return torch.randint(0, 9, (count, *shape), generator=torch.Generator().manual_seed(1))
    return torch.randn((count, *shape), generator=torch.Generator().manual_seed(1))


def exported(name: str, path: Path, opset: int, folded: bool = True) -> Any:
    """The module, in a file by the older exporter."""
    make, shape = MODULES[name]
    module = modules.perturbed(make())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            (samples(name, shape, 2),),
            str(path),
            dynamo=False,
            opset_version=opset,
            input_names=["x"],
            dynamic_axes={"x": {0: "N"}},
            training=torch.onnx.TrainingMode.EVAL if folded else torch.onnx.TrainingMode.PRESERVE,
            do_constant_folding=folded,
        )
    return module


def whole(found: Found) -> Trained:
    assert found.trained is not None, found.why
    return found.trained


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize(("opset", "folded"), [(20, True), (13, False)])
def test_a_graph_of_pytorch_answers_the_same_here(
    name: str, opset: int, folded: bool, tmp_path: Path
) -> None:
    if name in ("words", "Mish", "Hardswish", "squeezed") and opset == 13:
        opset = 17 if name == "words" else 18
    module = exported(name, tmp_path / "x.onnx", opset, folded)
    here = whole(read_weights(tmp_path / "x.onnx"))
    x = samples(name, MODULES[name][1], 12)
    theirs = module(x).detach().numpy()
    assert np.allclose(here.predict(x.numpy()), theirs, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", ["mlp", "cnn", "residual"])
def test_a_graph_of_the_newer_exporter_answers_the_same_here(name: str) -> None:
    path = FILES / f"{name}_dynamo.onnx"
    here = whole(read_weights(path))
    x = samples(name, MODULES[name][1], 12).numpy()
    session = runtime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (theirs,) = session.run(None, {session.get_inputs()[0].name: x})
    assert np.allclose(here.predict(x), theirs, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("source", ["dynamo", "folded", "unfolded"])
@pytest.mark.parametrize("name", ["mlp", "cnn", "residual"])
def test_an_imported_network_learns_on(name: str, source: str, tmp_path: Path) -> None:
    path = tmp_path / "x.onnx"
    if source == "dynamo":
        path = FILES / f"{name}_dynamo.onnx"
    else:
        exported(name, path, 20, source == "folded")
    here = whole(read_weights(path))
    assert ("BatchNorm" in {node.type for node in here.network}) == (
        source == "unfolded" and name != "mlp"
    )
    random = np.random.default_rng(0)
    shape = MODULES[name][1]
    x = random.normal(size=(96, *shape))
    classes = 3 if name == "mlp" else 10
    y = (x.reshape(96, -1).sum(1) * 2).astype(int) % classes
    dataset = Dataset(x, y, "multiclass", (), tuple(map(str, range(classes))))
    spec = DataSpec(source="own", standardise=False)
    training = TrainingSpec.model_validate(
        {"optimizer": {"type": "adam", "learning_rate": 0.01}, "batch_size": 32}
    )
    session = Session(
        here.network,
        HEADS["multiclass"](),
        training,
        prepare_dataset(spec, dataset),
        device="numpy",
    )
    session.start_from(here.parameters)
    before = session.loss("train")
    session.train(40)
    assert session.loss("train") < 0.9 * before


def test_names_are_those_of_the_exported_modules(tmp_path: Path) -> None:
    exported("residual", tmp_path / "x.onnx", 20, folded=False)
    here = whole(read_weights(tmp_path / "x.onnx"))
    assert {"conv1", "bn1", "conv2", "bn2"} <= {node.id for node in here.network}
