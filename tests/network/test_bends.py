"""The curves and slopes that are shown of activations, against PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.network.activations import ACTIVATIONS
from playground.network.activations.bends import bend, bend_row

X = np.concatenate((np.linspace(-7.0, 7.0, 141) + 0.013, [0.3, -0.3, 2.5]))


def in_pytorch(torch: Any, name: str, fields: dict[str, Any]) -> Any:
    F = torch.nn.functional
    slope = torch.tensor([fields.get("start", 0.25)], dtype=torch.float64)
    return {
        "identity": lambda x: x * 1.0,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "relu": F.relu,
        "leaky_relu": lambda x: F.leaky_relu(x, fields.get("slope", 0.1)),
        "gelu": lambda x: F.gelu(x, approximate=fields.get("approximation", "none")),
        "silu": F.silu,
        "elu": lambda x: F.elu(x, fields.get("alpha", 1.0)),
        "softplus": F.softplus,
        "selu": F.selu,
        "prelu": lambda x: F.prelu(x, slope),
        "mish": F.mish,
        "hard_sigmoid": F.hardsigmoid,
        "hard_swish": F.hardswish,
        "softsign": F.softsign,
        "sine": torch.sin,
    }[name]


ALL = [(name, {}) for name in ACTIVATIONS if name != "softmax"]
ALL += [
    ("leaky_relu", {"slope": 0.45}),
    ("elu", {"alpha": 2.5}),
    ("prelu", {"start": -0.5}),
    ("gelu", {"approximation": "tanh"}),
]


@pytest.mark.parametrize(("name", "fields"), ALL)
def test_curve_and_slope_are_those_of_pytorch_with_these_fields(
    name: str, fields: dict[str, Any]
) -> None:
    torch = pytest.importorskip("torch")
    found = bend(ACTIVATIONS[name](**fields), X)
    x = torch.tensor(X, requires_grad=True)
    y = in_pytorch(torch, name, fields)(x)
    (slope,) = torch.autograd.grad(y.sum(), x)
    np.testing.assert_allclose(found.y, y.detach().numpy(), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found.slope, slope.numpy(), rtol=1e-7, atol=1e-7)


def test_a_softmax_row_and_all_its_slopes_are_those_of_pytorch() -> None:
    torch = pytest.importorskip("torch")
    row = np.array([0.4, -1.2, 2.0, 0.1])
    found = bend_row(ACTIVATIONS["softmax"](), row)

    def softmax(x: Any) -> Any:
        return torch.softmax(x, 0)

    np.testing.assert_allclose(found.y, softmax(torch.tensor(row)).numpy(), rtol=1e-12)
    slopes = torch.autograd.functional.jacobian(softmax, torch.tensor(row)).numpy()
    np.testing.assert_allclose(found.slopes, slopes, rtol=1e-10, atol=1e-14)


def test_what_a_prelu_has_learned_takes_the_place_of_what_it_started_as() -> None:
    found = bend(ACTIVATIONS["prelu"](), np.array([-2.0, 2.0]), {"slope": 0.75})
    np.testing.assert_allclose((*found.y, *found.slope), (-1.5, 2.0, 0.75, 1.0))


@pytest.mark.parametrize(
    ("name", "fields"), [*ALL, ("softmax", {}), ("leaky_relu", {"slope": 0.0})]
)
def test_every_activation_says_what_speaks_for_and_against_it_and_keeps_to_its_range(
    name: str, fields: dict[str, Any]
) -> None:
    activation = ACTIVATIONS[name](**fields)
    for words in (activation.strength, activation.weakness):
        assert words[0].isupper()
        assert words.endswith(".")
    assert activation.strength != activation.weakness
    low, high = activation.reach
    y = activation.curve(np.linspace(-200.0, 200.0, 40_001))
    for end, met in ((low, y.min()), (high, y.max())):
        if np.isfinite(end):
            assert met == pytest.approx(end, abs=0.006)
        else:
            assert abs(met) > 10.0
    assert y.min() >= low - 1e-6
    assert y.max() <= high + 1e-6
