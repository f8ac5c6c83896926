"""From the document to a program: spec → graph → program."""

from __future__ import annotations

from dataclasses import dataclass, field

from playground.engine.graph import Phase, Shape, Value
from playground.engine.ops import ShapeError
from playground.engine.program import Program, Update, plan
from playground.errors import UserError
from playground.network.builder import Builder, ParameterSpec
from playground.network.heads import Head
from playground.network.node import NodeSpec, Unknown
from playground.network.problems import (
    Connect,
    InsertLayer,
    Misfit,
    Problem,
    RemoveNode,
)
from playground.network.regularization import Regularization
from playground.network.signature import Signature
from playground.network.spec import HEAD, INPUT, NetworkSpec

FEATURES, TARGET = "features", "target"
LOSS, PREDICTION = "loss", "prediction"

# More numbers than this in one network's parameters (4 GB in float32) are refused.
MOST_PARAMETERS = 1_000_000_000


@dataclass
class Trace:
    """A network built as far as it can be.

    Attributes:
        builder: the graph, and the parameters in it.
        values: what leaves each node that could be built, by id.
        logits, prediction: the head's, once it could be built.
        problems: everything that is wrong or worth a word.
    """

    builder: Builder
    values: dict[str, Value] = field(default_factory=dict)
    logits: Value | None = None
    prediction: Value | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        """What keeps the network from running."""
        return [problem for problem in self.problems if problem.severity == "error"]

    def shapes(self) -> dict[str, Shape]:
        """The shape of one sample leaving each node (and the head)."""
        found = {identity: value.shape for identity, value in self.values.items()}
        return found | ({HEAD: self.prediction.shape} if self.prediction else {})

    def parameter_counts(self) -> dict[str, int]:
        """How many numbers each node (and the head) learns."""
        counts = dict.fromkeys((*self.values, HEAD), 0)
        for value in self.builder.graph.parameters:
            counts[value.name.rpartition(".")[0]] += value.size(1)
        return counts


def trace(network: NetworkSpec, head: Head, signature: Signature, *, training: bool) -> Trace:
    """Build every node that can be built; the rest become problems."""
    traced = Trace(Builder(training))
    graph = traced.builder.graph
    reaching = network.reaching_head()
    nodes = {node.id: node for node in network}
    all_sources = network.all_sources()
    features = graph.input(FEATURES, signature.features)
    for identity in network.order():
        sources = all_sources[identity]
        with graph.within(scope=identity):
            if identity == INPUT:
                traced.values[INPUT] = features
            elif identity == HEAD:
                _build_head(traced, head, signature, sources, network)
            elif identity not in reaching or not sources:
                traced.problems.append(_loose(network, identity, sources))
            else:
                _build_node(traced, nodes[identity], sources)
    n_parameters = sum(value.size(1) for value in graph.parameters)
    if n_parameters > MOST_PARAMETERS:
        traced.problems.append(
            Problem(
                "error",
                None,
                f"The network has {n_parameters:,} parameters; at most {MOST_PARAMETERS:,} fit. "
                "Use fewer units.",
            )
        )
    return traced


def _loose(network: NetworkSpec, identity: str, sources: list[str]) -> Problem:
    targets = network.targets(identity)
    if not sources and not targets:
        return Problem(
            "warning",
            identity,
            f"{identity} is linked to nothing, so it does nothing.",
            RemoveNode(identity),
        )
    if not sources:
        return Problem(
            "error",
            identity,
            f"Nothing leads into {identity}. Connect the input to it.",
            Connect(INPUT, identity),
        )
    return Problem("warning", identity, f"{identity} leads nowhere, so it does nothing.", None)


def _build_node(traced: Trace, node: NodeSpec, sources: list[str]) -> None:
    identity = node.id
    if isinstance(node, Unknown):
        traced.problems.append(
            Problem(
                "error",
                identity,
                f"{identity} is of type {node.type}, which this version does not know. Remove it, "
                "or open the project with a newer version.",
                RemoveNode(identity),
            )
        )
        return
    if len(sources) > 1:
        traced.problems.append(
            Problem(
                "error",
                identity,
                f"{node.type} takes one input; {', '.join(sources)} all lead into {identity}. "
                "Remove all links but one.",
            )
        )
        return
    if sources[0] not in traced.values:
        return  # what is wrong there is already said
    try:
        traced.values[identity] = node.build(traced.builder, traced.values[sources[0]])
    except Misfit as misfit:
        fix = InsertLayer(misfit.insert, sources[0], identity) if misfit.insert else None
        advice = f" Put a {misfit.insert} between." if misfit.insert else ""
        traced.problems.append(Problem("error", identity, misfit.message + advice, fix))
    except ShapeError as error:
        traced.problems.append(Problem("error", identity, str(error)))


def _build_head(
    traced: Trace, head: Head, signature: Signature, sources: list[str], network: NetworkSpec
) -> None:
    judged = head.problems(signature)
    traced.problems.extend(judged)
    if not sources:
        ends = network.ends()
        traced.problems.append(
            Problem(
                "error",
                HEAD,
                "Nothing leads into the head. Connect the last layer to it.",
                Connect(ends[-1], HEAD) if ends else None,
            )
        )
        return
    if len(sources) > 1:
        traced.problems.append(
            Problem(
                "error",
                HEAD,
                f"The head takes one input; {', '.join(sources)} all lead into it. "
                "Remove all links but one.",
            )
        )
        return
    if sources[0] not in traced.values or any(p.severity == "error" for p in judged):
        return
    try:
        traced.logits, traced.prediction = head.build(
            traced.builder, traced.values[sources[0]], signature
        )
    except Misfit as misfit:
        fix = InsertLayer(misfit.insert, sources[0], HEAD) if misfit.insert else None
        advice = f" Put a {misfit.insert} between." if misfit.insert else ""
        traced.problems.append(Problem("error", HEAD, misfit.message + advice, fix))


@dataclass(frozen=True)
class Compiled:
    """A program, and what the network calls its parameters.

    Attributes:
        program: outputs "prediction", and "loss" where there is a target.
        parameters: in the order they lie in the parameter buffer.
    """

    program: Program
    parameters: tuple[ParameterSpec, ...]


def compile_training(
    network: NetworkSpec,
    head: Head,
    signature: Signature,
    batch: int,
    update: Update,
    regularization: Regularization,
) -> Compiled:
    """The program of a training step: forward, loss, backward, update.

    Raises:
        UserError: the network has errors; the first is named.
    """
    traced = _sound(network, head, signature, training=True)
    graph = traced.builder.graph
    loss = _loss(traced, head, signature)
    with graph.within(phase=Phase.LOSS):
        objective = regularization.add(traced.builder, loss)
    program = plan(graph, batch, {LOSS: loss}, loss=objective, update=update)
    return Compiled(program, tuple(traced.builder.parameters))


def compile_evaluation(
    network: NetworkSpec,
    head: Head,
    signature: Signature,
    batch: int,
    *,
    with_loss: bool = True,
) -> Compiled:
    """The program that only looks: prediction, and loss where asked for."""
    traced = _sound(network, head, signature, training=False)
    assert traced.prediction is not None
    outputs = {PREDICTION: traced.prediction}
    if with_loss:
        outputs[LOSS] = _loss(traced, head, signature)
    program = plan(traced.builder.graph, batch, outputs)
    return Compiled(program, tuple(traced.builder.parameters))


def _sound(network: NetworkSpec, head: Head, signature: Signature, *, training: bool) -> Trace:
    traced = trace(network, head, signature, training=training)
    if traced.errors:
        raise UserError(traced.errors[0].message)
    return traced


def _loss(traced: Trace, head: Head, signature: Signature) -> Value:
    assert traced.logits is not None
    assert traced.prediction is not None
    graph = traced.builder.graph
    target = graph.input(TARGET, (head.columns(signature),))
    with graph.within(phase=Phase.LOSS, scope=HEAD):
        loss: Value = head.loss_part.build(
            traced.builder, traced.logits, traced.prediction, head.final, target
        )
    return loss
