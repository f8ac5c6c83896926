"""Foreign weights go where they belong: the network then answers as the one they come from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.assets_path import examples_path
from playground.formats import FORMATS
from playground.formats.importing import match, read_weights, slots_of
from playground.project.file import open_project
from playground.project.session import ProjectSession
from playground.project.spec import ProjectSpec
from playground.project.templates import TEMPLATES
from tests.formats.importing.networks import FILES, Target

torch = pytest.importorskip("torch")
nn = torch.nn


def saved(tensors: dict[str, Any], path: Path) -> Path:
    from safetensors.torch import save_file

    save_file({name: each.contiguous() for name, each in tensors.items()}, str(path))
    return path


def perturbed(module: Any) -> Any:
    """Weights and statistics that are all different."""
    torch.manual_seed(0)
    with torch.no_grad():
        for each in [*module.parameters(), *module.buffers()]:
            if each.dtype.is_floating_point:
                each.uniform_(0.1, 0.9)
    return module.eval()


def mlp() -> Any:
    return perturbed(
        nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 6), nn.ReLU(), nn.Linear(6, 3))
    )


def mlp_here() -> Target:
    dense = {"type": "Dense", "units": 6, "activation": "relu"}
    return Target([dense, dense], (4,), 3)


@pytest.mark.parametrize(
    ("kind", "tolerance"), [("float32", 1e-5), ("half", 1e-2), ("bfloat16", 1e-1)]
)
def test_an_mlp_of_pytorch_answers_the_same_here(
    kind: str, tolerance: float, tmp_path: Path
) -> None:
    module, here = mlp(), mlp_here()
    state = {name: each.to(getattr(torch, kind)) for name, each in module.state_dict().items()}
    table = here.match(saved(state, tmp_path / "mlp.safetensors"))
    assert table.framework == "pytorch"
    assert {row.how for row in table.matches} == {"shape"}
    assert table.count == 6
    x = np.random.default_rng(1).normal(size=(20, 4))
    theirs = module(torch.tensor(x, dtype=torch.float32)).detach().numpy()
    assert np.allclose(here.answers(table.arrays(), x), theirs, rtol=tolerance)


class Convolutional(nn.Module):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.ModuleDict(
            {
                "conv1": nn.Conv2d(2, 3, 3, padding=1, bias=False),
                "norm1": nn.BatchNorm2d(3),
                "conv2": nn.Conv2d(3, 4, 3),
            }
        )
        self.head = nn.Linear(4 * 16, 5)

    def forward(self, x: Any) -> Any:
        body = self.body
        x = torch.relu(body["norm1"](body["conv1"](x)))
        return self.head(torch.flatten(torch.relu(body["conv2"](x)), 1))


def test_a_cnn_of_pytorch_matches_by_the_last_part_of_its_names(tmp_path: Path) -> None:
    module = perturbed(Convolutional())
    here = Target(
        [
            {
                "id": "conv1",
                "type": "Conv2D",
                "filters": 3,
                "bias": False,
                "activation": "identity",
            },
            {"id": "norm1", "type": "BatchNorm"},
            {"type": "Activation"},
            {"id": "conv2", "type": "Conv2D", "filters": 4, "padding": "valid"},
            {"type": "Flatten"},
        ],
        (2, 6, 6),
        5,
    )
    table = here.match(saved(module.state_dict(), tmp_path / "cnn.safetensors"))
    assert {row.how for row in table.matches} == {"name"}
    assert table.count == len(here.slots) == 9
    x = np.random.default_rng(1).normal(size=(8, 2, 6, 6))
    theirs = module(torch.tensor(x, dtype=torch.float32)).detach().numpy()
    assert np.allclose(here.answers(table.arrays(), x), theirs, rtol=1e-4)


@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
def test_recurrent_layers_of_pytorch_answer_the_same_here(kind: str, tmp_path: Path) -> None:
    inner = perturbed(getattr(nn, kind)(3, 5, batch_first=True))
    final = perturbed(nn.Linear(5, 2))
    state = {f"{kind}.{n}": t for n, t in inner.state_dict().items()}
    state |= {f"out.{n}": t for n, t in final.state_dict().items()}
    layer = {"type": "SimpleRNN" if kind == "RNN" else kind, "units": 5}
    here = Target([layer], (4, 3), 2)
    table = here.match(saved(state, tmp_path / "rnn.safetensors"))
    assert table.count == len(here.slots)
    x = np.random.default_rng(1).normal(size=(8, 4, 3))
    states = inner(torch.tensor(x, dtype=torch.float32))[0]
    theirs = final(states[:, -1]).detach().numpy()
    assert np.allclose(here.answers(table.arrays(), x), theirs, rtol=1e-4)


def test_attention_of_pytorch_answers_the_same_here(tmp_path: Path) -> None:
    inner = perturbed(nn.MultiheadAttention(6, 2, batch_first=True))
    final = perturbed(nn.Linear(6, 2))
    state = {f"attention.{n}": t for n, t in inner.state_dict().items()}
    state |= {f"out.{n}": t for n, t in final.state_dict().items()}
    here = Target([{"type": "SelfAttention", "heads": 2}, {"type": "GlobalAveragePool"}], (4, 6), 2)
    table = here.match(saved(state, tmp_path / "attention.safetensors"))
    assert table.count == len(here.slots) == 10
    x = np.random.default_rng(1).normal(size=(8, 4, 6))
    given = torch.tensor(x, dtype=torch.float32)
    theirs = final(inner(given, given, given)[0].mean(1)).detach().numpy()
    assert np.allclose(here.answers(table.arrays(), x), theirs, rtol=1e-4)


def keras_here(name: str) -> Target:
    if name == "rnn":
        return Target(
            [
                {"type": "Embedding", "vocabulary": 9, "units": 5},
                {"type": "LSTM", "units": 6, "return_sequences": True},
                {"type": "GRU", "units": 4, "return_sequences": True},
                {"type": "SimpleRNN", "units": 3},
            ],
            (4,),
            2,
        )
    return Target(
        [
            {"type": "Conv2D", "filters": 3},
            {"type": "BatchNorm", "epsilon": 1e-3},
            {"type": "Conv2D", "filters": 4},
            {"type": "MaxPool"},
            {"type": "Flatten"},
            {"type": "Dense", "units": 5, "activation": "relu"},
            {"type": "LayerNorm", "epsilon": 1e-3},
            {"id": "second", "type": "Dense", "units": 5, "activation": "relu"},
        ],
        (2, 6, 6),
        3,
        "multiclass",
        "multiclass",
    )


@pytest.mark.parametrize("name", ["cnn", "rnn"])
@pytest.mark.parametrize("suffix", [".keras", ".h5", ".weights.h5"])
def test_weights_of_keras_answer_the_same_here(name: str, suffix: str) -> None:
    pytest.importorskip("h5py")
    here = keras_here(name)
    table = here.match(FILES / f"{name}{suffix}")
    assert table.framework.startswith("keras")
    assert table.count == len(here.slots), table.summary()
    with np.load(FILES / "keras_answers.npz") as held:
        x, theirs = held[f"{name} samples"], held[f"{name} answers"]
    x = np.moveaxis(x, -1, 1) if x.ndim == 4 else x  # channels first
    assert np.allclose(here.answers(table.arrays(), x), theirs, rtol=1e-4, atol=1e-6)


def test_a_square_matrix_that_may_stand_either_way_is_left_to_the_person(tmp_path: Path) -> None:
    square = {"a.weight": torch.arange(36.0).reshape(6, 6), "a.bias": torch.arange(6.0)}
    here = Target([{"id": "a", "type": "Dense", "units": 6}], (6,), 1)
    table = here.match(saved(square, tmp_path / "square.safetensors"))
    weight, bias = table.matches[:2]
    assert (weight.source, weight.taken, weight.way) == ("a.weight", False, None)
    assert "choose" in weight.why
    assert (bias.source, bias.taken, bias.how) == ("a.bias", True, "name")
    ways = [way for source, way in table.choices("a.weight") if source.name == "a.weight"]
    assert [way.label for way in ways] == ["as it is", "transposed"]
    chosen = table.chosen("a.weight", "a.weight", ways[1])
    assert chosen.matches[0].how == "hand"
    assert np.array_equal(chosen.arrays()["a.weight"], np.arange(36.0).reshape(6, 6).T)
    assert table.matches[0] == weight  # the table itself is as it was


def test_where_more_arrays_fit_than_there_are_places_none_is_taken_unasked(tmp_path: Path) -> None:
    np.savez(tmp_path / "x.npz", *[np.full((4, 6), float(n)) for n in range(3)], np.zeros(6))
    here = Target([{"type": "Dense", "units": 6}], (4,), 1)
    table = here.match(tmp_path / "x.npz")
    weight, bias = table.matches[:2]
    assert (weight.source, weight.how, weight.taken) == ("arr_0", "shape", False)
    assert bias.taken


def test_where_there_are_more_places_than_arrays_none_is_taken_unasked(tmp_path: Path) -> None:
    state = {"a.weight": torch.ones(6, 4), "a.bias": torch.ones(6),
             "b.weight": torch.ones(6, 6), "b.bias": torch.ones(6)}  # fmt: skip
    layer = {"type": "Dense", "units": 6}
    table = Target([layer, layer, layer], (4,), 1).match(saved(state, tmp_path / "x.safetensors"))
    first, _, second, *_ = table.matches
    assert (first.source, first.taken) == ("a.weight", True)
    assert (second.source, second.taken) == ("b.weight", False)
    assert "it would fit layer_2 too" in second.why


def test_what_has_the_name_and_another_shape_is_said_and_left_out(tmp_path: Path) -> None:
    layer = {"type": "Dense", "units": 6}
    module, here = mlp(), Target([{"id": "first", **layer}, layer], (4,), 16)
    state = {
        name.replace("0.", "first.").replace("4.", "head."): each
        for name, each in module.state_dict().items()
    }
    table = here.match(saved(state, tmp_path / "mlp.safetensors"))
    head = next(row for row in table.matches if row.parameter == "head.weight")
    assert not head.taken
    assert "3×6 there and 6×16 here" in head.why
    assert "4 of 6 parameters match" in table.summary()
    assert "head.weight: it is 3×6 there and 6×16 here" in table.summary()


def test_arrays_that_are_not_finite_are_never_taken(tmp_path: Path) -> None:
    state = mlp().state_dict()
    state["0.weight"][0, 0] = float("nan")
    table = mlp_here().match(saved(state, tmp_path / "nan.safetensors"))
    assert not table.matches[0].taken
    assert "not finite" in table.matches[0].why
    assert not table.taking("layer_0.weight", True).matches[0].taken


def test_a_row_can_be_left_out_and_taken_again(tmp_path: Path) -> None:
    table = mlp_here().match(saved(mlp().state_dict(), tmp_path / "mlp.safetensors"))
    without = table.taking("layer_0.weight", False)
    assert without.count == 5
    assert "layer_0.weight" not in without.arrays()
    assert without.taking("layer_0.weight", True).count == 6


def test_twelve_layers_are_in_their_order_and_not_the_alphabets(
    tmp_path: Path,
) -> None:
    module = perturbed(nn.Sequential(*[nn.Linear(4, 4) for _ in range(12)], nn.Linear(4, 5)))
    here = Target([{"type": "Dense", "units": 4, "activation": "identity"}] * 12, (4,), 5)
    table = here.match(saved(module.state_dict(), tmp_path / "deep.safetensors"))
    assert [row.source for row in table.matches[::2]] == [f"{n}.weight" for n in range(13)]
    x = np.random.default_rng(1).normal(size=(5, 4))
    theirs = module(torch.tensor(x, dtype=torch.float32)).detach().numpy()
    assert np.allclose(here.answers(table.arrays(), x), theirs, rtol=1e-4)


@pytest.mark.parametrize("format_name", ["keras", "keras-weights", "pytorch"])
@pytest.mark.parametrize("name", ["lenet", "transformer", "digits_lstm", "wine"])
def test_weights_that_go_out_to_other_programs_come_back_to_their_places(
    name: str, format_name: str, tmp_path: Path
) -> None:
    one = ProjectSession(project_called(name), device="numpy")
    chosen = FORMATS[format_name]
    for file, contents in chosen.files(one.material(), f"x{chosen.suffix}").items():
        (tmp_path / file).write_bytes(contents)
    (path,) = (
        each for each in tmp_path.iterdir() if each.suffix in (".keras", ".h5", ".safetensors")
    )
    slots = slots_of(one.network, one.head, one.signature)
    table = match(read_weights(path), slots)
    came = table.arrays()
    unsure = {row.parameter for row in table.matches if not row.taken}
    # Weights alone do not say how an image was flattened.
    open_ = (name, format_name) == ("lenet", "keras-weights")
    assert unsure == ({"dense_1.weight"} if open_ else set())
    for parameter, array in one.parameters().items():
        if parameter not in unsure:
            assert np.allclose(came[parameter], array, atol=1e-6), parameter


def project_called(name: str) -> ProjectSpec:
    if name in TEMPLATES:
        return TEMPLATES[name].project()
    return open_project(examples_path() / f"{name}.json").spec
