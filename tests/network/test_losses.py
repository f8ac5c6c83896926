"""Every loss: at random, at its extremes, of parts and of the whole, and as it is written."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest

from playground.engine.autodiff import differentiate
from playground.engine.graph import Graph
from playground.engine.ops import OPS
from playground.network.builder import Builder
from playground.network.losses import LOSSES, Loss
from playground.network.named import parser
from playground.network.pairs import Final
from playground.network.signature import Signature

from ..engine.fresh import central_differences, executor_of, run
from .drawn import drawn
from .small import fields_of

FINALS = [final for final in get_args(Final) if final != "bounded"]
# Besides each loss as it is, with its fields: the ids say which.
VARIANTS: dict[str, Loss] = {
    **{name: kind() for name, kind in LOSSES.items()},
    "binary_cross_entropy smoothed": LOSSES["binary_cross_entropy"](label_smoothing=0.2),
    "binary_cross_entropy weighted": LOSSES["binary_cross_entropy"](
        label_smoothing=0.1, positive_weight=3.0
    ),
    "cross_entropy smoothed": LOSSES["cross_entropy"](label_smoothing=0.1),
    "cross_entropy weighted": LOSSES["cross_entropy"](class_weights=(0.5, 2.0, 1.0)),
    "cross_entropy smoothed and weighted": LOSSES["cross_entropy"](
        label_smoothing=0.3, class_weights=(0.5, 2.0, 1.0)
    ),
    "focal of 0": LOSSES["focal"](gamma=0.0),
    "focal of a half": LOSSES["focal"](gamma=0.5),
}
# Names that stand for classes that exclude each other; and losses of amounts.
SEVERAL = ("cross_entropy", "softmax")
AMOUNTS = ("mse", "rmse", "mae", "huber", "log_cosh")


def final_ones(loss: Loss) -> list[str]:
    """The final activations that a loss fits."""
    return list(loss.fused) or ["identity"]


def targets_for(loss: Loss, final: str, shape: tuple[int, int], random: np.random.Generator) -> Any:
    """Targets before the loss has prepared them."""
    if loss.name in AMOUNTS:
        return random.normal(size=shape) * 2.0
    if loss.name == "poisson":
        return random.poisson(2.0, shape).astype(float)
    if loss.name in SEVERAL or final in SEVERAL:
        return np.eye(shape[1])[random.integers(0, shape[1], shape[0])]
    return random.integers(0, 2, shape).astype(float)


def answers_for(loss: Loss, final: str, shape: tuple[int, int], random: np.random.Generator) -> Any:
    """Logits; or probabilities, where a loss of them has no final activation to make them."""
    if final == "identity" and loss.name not in (*AMOUNTS, "hinge"):
        return random.uniform(0.05, 0.95, shape)
    return random.normal(size=shape)


class Judged:
    """A loss of logits (N, K) by itself, and its derivative."""

    def __init__(self, loss: Loss, final: str, columns: int, dtype: str = "float64") -> None:
        graph = Graph()
        self.loss = loss
        self.z, self.t = graph.input("z", (columns,)), graph.input("t", (columns,))
        builder = Builder(True, self.z, {}, graph)
        prediction = self.z if final == "identity" else graph.apply(final, self.z)
        value = loss.build(builder, self.z, prediction, final, self.t)
        slope = differentiate(graph, value, graph.apply("fill", value=1.0), [self.z])[self.z]
        self.executor = executor_of(graph, {"loss": value, "slope": slope}, 10, dtype)

    def __call__(self, logits: Any, targets: Any) -> dict[str, Any]:
        return run(self.executor, {self.z: logits, self.t: self.loss.targets(targets)})


@pytest.mark.parametrize("final", FINALS)
@pytest.mark.parametrize("name", LOSSES)
def test_slopes_are_central_differences_whatever_the_shape_and_the_fields(
    name: str, final: str
) -> None:
    for draw in range(20):
        random = np.random.default_rng([draw, *name.encode(), *final.encode()])
        shape = (int(random.integers(1, 5)), int(random.integers(1, 5)))
        loss = drawn(LOSSES[name], random, shape[1])
        judged = Judged(loss, final, shape[1])
        logits = answers_for(loss, final, shape, random)
        targets = targets_for(loss, final, shape, random)
        found = judged(logits, targets)

        def value(judged: Judged = judged, logits: Any = logits, targets: Any = targets) -> float:
            return float(judged(logits, targets)["loss"])

        expected = central_differences(value, logits)
        np.testing.assert_allclose(found["slope"], expected, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", VARIANTS)
def test_finite_logits_have_a_finite_loss_and_finite_slopes(name: str, dtype: str) -> None:
    loss = VARIANTS[name]
    points = np.array([0.0, 1e-8, -1e-8, 20.0, -20.0, 1e4, -1e4])
    columns = 3
    for final in final_ones(loss):
        judged = Judged(loss, final, columns, dtype)
        for shift in range(len(points)):
            logits = np.stack([np.roll(points, shift), points, np.zeros_like(points)], 1)
            for wanted in np.eye(columns):
                targets = np.broadcast_to(wanted, logits.shape)
                found = judged(logits, targets)
                assert np.isfinite(found["loss"])
                assert np.isfinite(found["slope"]).all()


@pytest.mark.parametrize("name", VARIANTS)
def test_the_combined_loss_of_unequal_parts_is_the_loss_of_the_whole(name: str) -> None:
    loss, random = VARIANTS[name], np.random.default_rng(0)
    for final in final_ones(loss):
        judged = Judged(loss, final, 3)
        logits = random.normal(size=(10, 3))
        targets = targets_for(loss, final, logits.shape, random)
        whole = float(judged(logits, targets)["loss"])
        parts = [slice(0, 4), slice(4, 8), slice(8, 10)]
        losses = [float(judged(logits[s], targets[s])["loss"]) for s in parts]
        weights = [loss.weight(loss.targets(targets[s])) for s in parts]
        found = loss.combine(np.array(losses), np.array(weights))
        assert found == pytest.approx(whole, rel=1e-12)


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_written_as_its_name_or_with_the_fields_that_differ(name: str) -> None:
    usual = LOSSES[name]()
    assert parser(LOSSES)(usual.dump()) == usual
    assert usual.dump() == name
    other = LOSSES[name](**fields_of(usual))
    assert parser(LOSSES)(other.dump()) == other


@pytest.mark.parametrize("name", VARIANTS)
def test_every_loss_is_explained_and_has_ops_that_exist(name: str) -> None:
    loss = VARIANTS[name]
    assert loss.label
    assert loss.help
    assert loss.formula.startswith("L = ")
    assert {loss.chosen_op(op) for op in (loss.op, *loss.fused.values())} <= set(OPS)


def test_balanced_weights_make_each_class_weigh_as_much_as_any_other() -> None:
    balanced = LOSSES["cross_entropy"](class_weights="balanced")
    fitted = balanced.fitted(Signature("d", (2,), "multiclass", 3, counts=(10, 30, 60)))
    assert fitted.class_weights == pytest.approx((100 / 30, 100 / 90, 100 / 180))
    none = balanced.fitted(Signature("d", (2,), "multiclass", 3, counts=(2, 2, 0)))
    assert none.class_weights == pytest.approx((5 / 6, 5 / 6, 5 / 3))
    assert balanced.fitted(Signature("d", (2,), "regression", 1)).class_weights is None


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("cross_entropy", {"label_smoothing": 1.0}),
        ("cross_entropy", {"class_weights": [1.0, 0.0]}),
        ("cross_entropy", {"class_weights": "balance"}),
        ("binary_cross_entropy", {"positive_weight": 0}),
        ("focal", {"gamma": -1}),
    ],
)
def test_fields_out_of_range_are_refused(name: str, fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(fields))):
        LOSSES[name](**fields)


def test_class_weights_that_are_not_one_an_output_are_told_so() -> None:
    weighted = VARIANTS["cross_entropy weighted"]
    assert weighted.misfit(3) == ""
    assert "2 expected, 3 given" in weighted.misfit(2)
