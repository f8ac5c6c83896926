"""From spec to program: shapes, parameters, prices, and problems in words with fixes that work."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.program import Update
from playground.errors import UserError
from playground.network import edits
from playground.network.compiler import Trace, compile_evaluation, compile_training, trace
from playground.network.fixes import KeepLinks
from playground.network.layers import LAYERS
from playground.network.problems import Connect, Fix, InsertLayer, Problem, RemoveNode
from playground.network.regularization import Regularization
from playground.network.spec import NetworkSpec

from .small import assert_gradients_are_slopes, chain, head, signature

IMAGE = (2, 3, 3)


def traced(network: NetworkSpec, features: tuple[int, ...] = (2,)) -> Trace:
    return trace(network, head("binary"), signature("binary", features), training=True)


def applied(network: NetworkSpec, fix: Fix) -> NetworkSpec:
    match fix:
        case InsertLayer(kind, source, target):
            node = LAYERS[kind](id=network.fresh_id(kind))
            return edits.insert(network, node, (source, target))
        case Connect(source, target):
            return edits.connect(network, source, target)
        case RemoveNode(node):
            return edits.remove(network, [node])
        case KeepLinks(target, sources):
            return edits.keep_links(network, target, sources)
    raise AssertionError(f"{fix} does not edit the network")


def dense(*names: str) -> list[dict[str, Any]]:
    return [{"id": name, "type": "Dense", "units": 3} for name in names]


# Networks that have something wrong, the node that is told, and a piece of what it is told.
WRONG: dict[str, tuple[NetworkSpec, tuple[int, ...], str, str, str]] = {
    "a layer of vectors after an image": (
        NetworkSpec(nodes=dense("a", "b")),
        IMAGE,
        "error",
        "a",
        "Dense takes a vector or a sequence; it is given 2×3×3. Put a Flatten between.",
    ),
    "the head after an image": (
        NetworkSpec(),
        IMAGE,
        "error",
        "head",
        "The binary head takes a vector; it is given 2×3×3. Put a Flatten between.",
    ),
    "two inputs": (
        NetworkSpec(
            nodes=dense("a", "b", "c"),
            links=[("input", "a"), ("input", "b"), ("a", "c"), ("b", "c"), ("c", "head")],
        ),
        (2,),
        "error",
        "c",
        "Dense takes one input; a, b all lead into c. Remove all links but one.",
    ),
    "two inputs of the head": (
        NetworkSpec(nodes=dense("a"), links=[("input", "a"), ("a", "head"), ("input", "head")]),
        (2,),
        "error",
        "head",
        "The head takes one input; a, input all lead into it. Remove all links but one.",
    ),
    "one input of a merge": (
        NetworkSpec(nodes=[*dense("a"), {"id": "m", "type": "Add"}]),
        (2,),
        "warning",
        "m",
        "Add takes at least two inputs; only a leads into m, which it passes on. Connect another "
        "layer to it.",
    ),
    "one input of a merge of two": (
        NetworkSpec(nodes=[*dense("a"), {"id": "m", "type": "Dot"}]),
        (2,),
        "error",
        "m",
        "Dot takes two inputs; only a leads into it. Connect another layer to it.",
    ),
    "three inputs of a merge of two": (
        NetworkSpec(
            nodes=[*dense("a", "b", "c"), {"id": "m", "type": "Dot"}],
            links=[*(("input", x) for x in "abc"), *((x, "m") for x in "abc"), ("m", "head")],
        ),
        (2,),
        "error",
        "m",
        "Dot takes two inputs; a, b, c all lead into m. Remove all links but two.",
    ),
    "a loose input": (
        NetworkSpec(nodes=[*dense("a"), {"id": "more", "type": "Input"}]),
        (2,),
        "warning",
        "more",
        "more is linked to nothing, so it does nothing.",
    ),
    "nothing into the head": (
        NetworkSpec(nodes=dense("a", "b"), links=[("input", "a"), ("a", "b")]),
        (2,),
        "error",
        "head",
        "Nothing leads into the head. Connect the last layer to it.",
    ),
    "nothing into the head and a loose node": (
        NetworkSpec(nodes=dense("a", "loose"), links=[("input", "a")]),
        (2,),
        "error",
        "head",
        "Nothing leads into the head. Connect the last layer to it.",
    ),
    "nothing linked at all": (
        NetworkSpec(links=[]),
        (2,),
        "error",
        "head",
        "Nothing leads into the head. Connect the last layer to it.",
    ),
    "nothing into a layer": (
        NetworkSpec(nodes=dense("a"), links=[("a", "head")]),
        (2,),
        "error",
        "a",
        "Nothing leads into a. Connect the input to it.",
    ),
    "a loose node": (
        NetworkSpec(nodes=dense("a", "loose"), links=[("input", "a"), ("a", "head")]),
        (2,),
        "warning",
        "loose",
        "loose is linked to nothing, so it does nothing.",
    ),
    "a dead end": (
        NetworkSpec(nodes=dense("a", "b"), links=[("input", "a"), ("a", "head"), ("a", "b")]),
        (2,),
        "warning",
        "b",
        "b leads nowhere, so it does nothing.",
    ),
    "an unknown type": (
        NetworkSpec(nodes=[{"id": "x", "type": "Attention", "heads": 2}, *dense("a")]),
        (2,),
        "error",
        "x",
        "x is of type 'Attention', which this version does not know. Did you mean 'SelfAttention'? "
        "Else remove it, or open the project with a newer version.",
    ),
    "a type of another version": (
        NetworkSpec(nodes=[{"id": "x", "type": "Quantum"}, *dense("a")]),
        (2,),
        "error",
        "x",
        "x is of type 'Quantum', which this version does not know. Remove it, or open the project "
        "with a newer version.",
    ),
}
# These leave a choice to the person: from where the other link is to come.
WITHOUT_FIX = {
    "one input of a merge",
    "one input of a merge of two",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_of_the_right_node_and_its_fix_mends_it(wrong: str) -> None:
    network, features, severity, node, message = WRONG[wrong]
    problems = traced(network, features).problems
    matching = [p for p in problems if p.node == node]
    assert [(p.severity, p.message) for p in matching] == [(severity, message)]
    fix = matching[0].fix
    assert (fix is None) == (wrong in WITHOUT_FIX)
    if fix is not None:
        assert fix.label
        before, mended = traced(network, features), traced(applied(network, fix), features)
        assert message not in [p.message for p in mended.problems]
        # A layer whose link was one too many leads nowhere, which is no error.
        counts = [(len(each.errors), len(each.problems)) for each in (mended, before)]
        assert counts == sorted(counts)
        assert counts[0] < counts[1]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_network_with_errors_is_not_compiled_and_one_with_warnings_is(wrong: str) -> None:
    network, features, severity, _, message = WRONG[wrong]
    described = signature("binary", features)
    if severity == "warning":
        assert compile_evaluation(network, head("binary"), described, 4).program.instructions
        return
    with pytest.raises(UserError) as refused:
        compile_evaluation(network, head("binary"), described, 4)
    assert str(refused.value) == message


def test_fixing_one_problem_after_another_ends_with_a_network_that_runs() -> None:
    network = NetworkSpec(
        nodes=[{"id": "x", "type": "Attention"}, *dense("a", "loose")],
        links=[("x", "a"), ("a", "head")],
    )
    for _ in range(10):
        problems = traced(network, IMAGE).problems
        if not problems:
            break
        fix = next(p.fix for p in problems if p.fix)
        network = applied(network, fix)
    assert problems == []
    assert compile_evaluation(network, head("binary"), signature("binary", IMAGE), 1)


def test_a_network_too_large_to_hold_is_refused_before_any_memory_is_taken() -> None:
    network = chain(*[{"type": "Dense", "units": 100_000}] * 2)
    problems = traced(network).problems
    assert [(p.severity, p.node) for p in problems] == [("error", None)]
    assert "10,000,500,001 parameters" in problems[0].message


def test_shapes_and_parameter_counts_are_those_of_the_layers() -> None:
    network = chain(
        {"type": "Flatten"},
        {"type": "Dense", "units": 5},
        {"type": "Dense", "units": 4, "bias": False},
        {"type": "Dropout"},
    )
    found = traced(network, IMAGE)
    shapes = {"input": IMAGE, "n0": (18,), "n1": (5,), "n2": (4,), "n3": (4,), "head": (1,)}
    assert found.shapes() == shapes
    counts = {"input": 0, "n0": 0, "n1": 18 * 5 + 5, "n2": 20, "n3": 0, "head": 5}
    assert found.parameter_counts() == counts
    assert [p.name for p in found.builder.parameters] == [
        "n1.weight",
        "n1.bias",
        "n2.weight",
        "head.weight",
        "head.bias",
    ]
    weight = found.builder.parameters[0]
    assert (weight.fan_in, weight.fan_out, weight.penalised) == (18, 5, True)
    assert not found.builder.parameters[1].penalised


@pytest.mark.parametrize("price", ["none", "l1", "l2"])
@pytest.mark.parametrize("rate", [0.0, 0.3])
def test_gradients_hold_the_price_of_weights_and_not_of_biases(price: Any, rate: float) -> None:
    layer = {"type": "Dense", "units": 3}
    regularization = Regularization(type=price, rate=rate)
    assert_gradients_are_slopes(
        chain(layer, layer), head("binary"), "binary", regularization=regularization
    )


def test_the_reported_loss_is_without_the_price_of_weights() -> None:
    losses = []
    for price in ("none", "l2"):
        compiled = compile_training(
            chain({"type": "Dense"}),
            head("regression"),
            signature("regression"),
            2,
            Update("sgd", {}),
            Regularization.model_validate({"type": price, "rate": 10}),
        )
        executor = ReferenceExecutor(compiled.program, np.float64)
        executor.parameters.fill(0.5)
        losses.append(float(executor.run(features=np.ones((2, 2)), target=np.ones((2, 2)))["loss"]))
    assert losses[0] == losses[1]


def test_every_problem_of_a_network_is_reported_at_once() -> None:
    network = NetworkSpec(nodes=dense("a", "loose"), links=[("input", "a"), ("a", "head")])
    found = trace(network, head("multiclass"), signature("regression", IMAGE), training=True)
    assert {p.node for p in found.problems} == {"a", "loose", "head"}
    assert all(isinstance(p, Problem) and p.message.endswith(".") for p in found.problems)
