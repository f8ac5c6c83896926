"""A frozen part whose outputs are computed once: the numbers are those without."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np
import pytest

import playground
from playground.data.prepare import prepare
from playground.engine.graph import Phase
from playground.network import edits
from playground.network.compiler import given_name, trace
from playground.network.frozen_part import FrozenPart, frozen_part
from playground.training import feed
from playground.training.timeline import Timeline
from playground.training.unfreezing import Unfreezing

from ..network.small import signature
from .samples import session as small_session

CONVOLUTIONS = [
    {"id": "conv", "type": "Conv2D", "filters": 3, "frozen": True},
    {"id": "norm", "type": "BatchNorm", "frozen": True},
    {"id": "pool", "type": "MaxPool"},
    {"id": "flat", "type": "Flatten"},
    {"id": "dense", "type": "Dense", "units": 6, "activation": "tanh"},
]


def digits(nodes: Any = CONVOLUTIONS, links: Any = None, **training: Any) -> Any:
    network: dict[str, Any] = {"nodes": nodes} | ({"links": links} if links else {})
    document = {
        "data": {"source": "digits", "only_classes": [0, 1, 2], "per_class": 20},
        "network": network,
        "head": {"type": "multiclass"},
        "training": {"batch_size": 16, **training},
    }
    return playground.Session(playground.from_dict(document), "numpy", "float64")


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes a session that keeps no outputs."""

    def make(*given: Any, **settings: Any) -> Any:
        with monkeypatch.context() as patch:
            patch.setattr(feed, "MOST_BYTES", 0)
            return digits(*given, **settings)

    return make


def test_the_rest_is_trained_as_without_and_nothing_of_the_part_is_computed(without: Any) -> None:
    kept, plain = digits(optimizer="adamw"), without(optimizer="adamw")
    assert (kept._feed.ends, plain._feed.ends) == (("flat",), ())
    scopes = {each.scope for each in kept._compiled.program.instructions}
    assert not {"conv", "norm", "pool"} & scopes
    assert list(kept._compiled.program.inputs) == ["target", given_name("flat")]
    before = kept.parameters()
    for run in (kept, plain):
        run.train(3)
        x, y = run.prepared.validation.features[:5], run.prepared.validation.targets[:5]
        run.step(x, y)
    for name, array in before.items():
        assert np.array_equal(kept.parameters()[name], array) == name.startswith(("conv", "norm"))
    kept_columns, columns = kept.history.columns(), plain.history.columns()
    for name in kept_columns.keys() - {"seconds"}:
        np.testing.assert_allclose(kept_columns[name], columns[name], rtol=1e-9, err_msg=name)
    for name, array in plain.parameters().items():
        np.testing.assert_allclose(kept.parameters()[name], array, rtol=1e-9, atol=1e-12)
    slopes = plain.gradients(x, y)
    for name, array in kept.gradients(x, y).items():
        np.testing.assert_allclose(array, slopes[name], rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(kept.predict(x), plain.predict(x), rtol=1e-9)


def test_outputs_are_computed_once_for_each_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[int] = []
    computed = feed.Feed._computed

    def counted(self: Any, features: Any, parameters: Any) -> Any:
        rows.append(len(features))
        return computed(self, features, parameters)

    monkeypatch.setattr(feed.Feed, "_computed", counted)
    run = digits()
    run.train(4)
    assert sorted(rows) == sorted((len(run.prepared.train), len(run.prepared.validation)))
    first = run._feed.training(run._executor.parameters, run._executor.program)
    assert run._feed.training(run._executor.parameters, run._executor.program) is first


@pytest.mark.parametrize("change", ["number", "load", "load_some", "go_to", "reset", "state"])
def test_a_frozen_weight_that_is_changed_counts_at_once(change: str, without: Any) -> None:
    runs = digits(), without()
    for run in runs:
        run.timeline = Timeline()
        run.train(1)
        moment, state, parameters = run.moment(), run.state(), run.parameters()
        run.set_number("conv.weight", (0, 0, 1, 1), 3.0)
        run.train(1)
        match change:
            case "load":
                run.load({n: 1.5 * array for n, array in parameters.items()})
            case "load_some":
                run.load_some({"conv.bias": parameters["conv.bias"] + 0.5})
            case "go_to":
                run.go_to(moment)
            case "reset":
                run.reset(4)
            case "state":
                run.restore(state)
        run.train(2)
    one, other = runs
    for name, array in other.parameters().items():
        np.testing.assert_allclose(one.parameters()[name], array, rtol=1e-8, atol=1e-11)
    assert one.loss("validation") == pytest.approx(other.loss("validation"), rel=1e-9)


def test_edits_other_data_and_unfreezing_begin_anew(without: Any) -> None:
    frozen = [{**node, "frozen": True} if node["id"] == "dense" else node for node in CONVOLUTIONS]
    runs = digits(frozen, unfreeze={"every": 1}), without(frozen, unfreeze={"every": 1})
    ends = []
    for run in runs:
        for _ in range(4):
            ends.append(run._feed.ends)
            run.train(1)
    assert ends[:4] == [("dense",), ("flat",), ("conv",), ()]
    one, other = runs
    for run in runs:
        training = run.training.model_copy(update={"unfreeze": Unfreezing()})
        thawed = edits.freeze(run.network, ["dense"], False)
        run.adopt(thawed, run.head, training, run.prepared)
        run.train(1)
        spec = run.prepared.spec.model_copy(update={"seed": 5})
        run.adopt(run.network, run.head, run.training, prepare(spec))
        run.train(1)
    for name, array in other.parameters().items():
        np.testing.assert_allclose(one.parameters()[name], array, rtol=1e-8, atol=1e-11)


def part(nodes: Any, links: Any = None, features: tuple[int, ...] = (1, 8, 8)) -> FrozenPart | None:
    made = digits(nodes, links)
    described = signature("multiclass", features)
    traced = trace(made.network, made.head, described, training=True)
    return frozen_part(made.network, traced)


FROZEN = {"frozen": True}


def test_the_part_ends_where_a_draw_a_statistic_or_a_weight_that_moves_comes_in() -> None:
    conv = {"id": "conv", "type": "Conv2D", **FROZEN}
    flat = {"id": "flat", "type": "Flatten"}
    dense = {"id": "dense", "type": "Dense", **FROZEN}
    drop = {"id": "drop", "type": "Dropout"}
    norm = {"id": "norm", "type": "BatchNorm"}
    for nodes, ends in (
        ([conv, flat, dense], ("dense",)),
        ([conv, drop, flat, dense], ("conv",)),
        ([conv, {**drop, **FROZEN}, flat, dense], ("dense",)),
        ([conv, norm, flat, dense], ("conv",)),
        ([conv, {**norm, **FROZEN}, flat], ("flat",)),
    ):
        found = part(nodes)
        assert found is not None
        assert found.ends == ends
    assert part([flat]) is None
    assert part([{**conv, "frozen": False}, flat, dense]) is None


def test_several_branches_end_each_for_itself() -> None:
    nodes = [
        {"id": "flat", "type": "Flatten"},
        {"id": "a", "type": "Dense", "units": 3, **FROZEN},
        {"id": "b", "type": "Dense", "units": 3},
        {"id": "sum", "type": "Add"},
        {"id": "c", "type": "Dense", "units": 4, "activation": "tanh"},
    ]
    links = [("input", "flat"), ("flat", "a"), ("flat", "b"), ("a", "sum"), ("b", "sum")]
    links += [("sum", "c"), ("c", "head")]
    found = part(nodes, links)
    assert found is not None
    assert set(found.ends) == {"flat", "a"}
    run, fast = digits(nodes, links), digits(nodes, links)
    fast.use_device("cpu")
    for each in (run, fast):
        assert set(each._feed.ends) == {"flat", "a"}
        each.train(2)
    for name, array in run.parameters().items():
        np.testing.assert_allclose(fast.parameters()[name], array, rtol=1e-9, atol=1e-12)


def test_what_costs_less_than_its_outputs_is_computed_each_time() -> None:
    assert not FrozenPart(("a",), numbers=1000, arriving=10, products=5000).saves
    assert FrozenPart(("a",), numbers=1000, arriving=10, products=50_000).saves
    assert FrozenPart(("a",), numbers=10, arriving=10, products=20).saves
    assert not FrozenPart(("a",), numbers=10, arriving=10, products=0).saves


def test_with_no_room_nothing_is_kept(without: Any) -> None:
    assert without()._feed.ends == ()


def test_a_network_with_nothing_frozen_is_compiled_as_ever() -> None:
    program = small_session()._compiled.program
    assert list(program.inputs) == ["features", "target"]
    assert any(each.phase is Phase.BACKWARD for each in program.instructions)


@pytest.mark.soak
def test_a_frozen_convolution_trains_several_times_as_fast_with_its_outputs_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Side by side, in turns; printed with -s."""
    nodes = [
        {"id": "conv_1", "type": "Conv2D", "filters": 16, "frozen": True},
        {"id": "conv_2", "type": "Conv2D", "filters": 32, "frozen": True},
        {"id": "pool", "type": "MaxPool"},
        {"id": "flat", "type": "Flatten"},
        {"id": "dense", "type": "Dense", "units": 32, "activation": "relu"},
    ]

    def made() -> Any:
        document = {
            "data": {"source": "digits"},
            "network": {"nodes": nodes},
            "head": {"type": "multiclass"},
            "training": {"batch_size": 32},
        }
        run = playground.Session(playground.from_dict(document), "cpu")
        run.train(1)
        return run

    kept = made()
    monkeypatch.setattr(feed, "MOST_BYTES", 0)
    plain = made()
    assert (kept._feed.ends, plain._feed.ends) == (("flat",), ())
    ratios = []
    for _ in range(5):
        seconds = []
        for run in (plain, kept):
            begin = perf_counter()
            run.train(4)
            seconds.append(perf_counter() - begin)
        ratios.append(seconds[0] / seconds[1])
    print(f"an epoch with its outputs kept is {np.median(ratios):.1f} times as fast: {ratios}")
    assert np.median(ratios) > 1.5
