"""From the document to a program: spec → graph → program."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from math import prod

from playground.engine.graph import Graph, Kind, Phase, Shape, Value
from playground.engine.ops import ShapeError
from playground.engine.program import Program, Update, plan
from playground.errors import UserError
from playground.network.builder import Builder, ParameterSpec
from playground.network.heads import Head
from playground.network.layers import LAYERS
from playground.network.link_problems import head_miscount, is_loose, loose, miscount, misfit_at
from playground.network.node import NodeSpec, Unknown
from playground.network.problems import Misfit, Problem, RemoveNode
from playground.network.regularization import Regularization
from playground.network.signature import Signature
from playground.network.spec import HEAD, INPUT, NetworkSpec
from playground.registry import did_you_mean

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

    def learning(self) -> set[str]:
        """The ids of what has something to learn, frozen or not."""
        return {_owner(each.name) for each in self.builder.parameters if each.learned}

    def parameter_counts(self) -> dict[str, int]:
        """How many numbers each node (and the head) learns."""
        counts = dict.fromkeys((*self.values, HEAD), 0)
        for parameter in self.builder.parameters:
            owner = _owner(parameter.name)
            if parameter.learned:
                counts[owner] = counts.get(owner, 0) + prod(parameter.shape)
        return counts


def trace(network: NetworkSpec, head: Head, signature: Signature, *, training: bool) -> Trace:
    """Build every node that can be built; the rest become problems."""
    graph = Graph()
    nodes = {node.id: node for node in network}
    features = graph.input(FEATURES, signature.features)
    traced = Trace(Builder(training, features, nodes, graph))
    reaching = network.reaching_head()
    all_sources = network.all_sources()
    for identity in network.order():
        sources = all_sources[identity]
        with graph.within(scope=identity):
            if identity == HEAD:
                _build_head(traced, head, signature, sources, network)
            elif identity != INPUT and is_loose(nodes[identity], sources, reaching):
                traced.problems.append(loose(network, identity))
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


def _build_node(traced: Trace, node: NodeSpec, sources: list[str]) -> None:
    identity = node.id
    if isinstance(node, Unknown):
        hint = did_you_mean(node.type, LAYERS)
        advice = (
            f"{hint} {'Else remove' if hint else 'Remove'} it, or open the project with a newer "
            "version."
        )
        traced.problems.append(
            Problem(
                "error",
                identity,
                f"{identity} is of type {node.type!r}, which this version does not know.{advice}",
                RemoveNode(identity),
            )
        )
        return
    problem = miscount(node, sources)
    if problem is not None:
        traced.problems.append(problem)
        if problem.severity == "error":
            return
    if any(source not in traced.values for source in sources):
        return  # what is wrong there is already said
    operands = [traced.values[source] for source in sources]
    try:
        traced.values[identity] = traced.builder.build(node, *operands)
    except Misfit as misfit:
        traced.problems.append(misfit_at(misfit, identity, sources))
    except ShapeError as error:
        traced.problems.append(Problem("error", identity, str(error)))


def _build_head(
    traced: Trace, head: Head, signature: Signature, sources: list[str], network: NetworkSpec
) -> None:
    judged = head.problems(signature)
    traced.problems.extend(judged)
    problem = head_miscount(network, sources)
    if problem is not None:
        traced.problems.append(problem)
        return
    if sources[0] not in traced.values or any(p.severity == "error" for p in judged):
        return
    try:
        traced.logits, traced.prediction = head.build(
            traced.builder, traced.values[sources[0]], signature
        )
    except Misfit as misfit:
        traced.problems.append(misfit_at(misfit, HEAD, sources))


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
    given: Collection[str] = (),
) -> Compiled:
    """The program of a training step: forward, loss, backward, update.

    Args:
        given: nodes that nothing learned leads to; what leaves them is an input, see `given_name`.

    Raises:
        UserError: the network has errors; the first is named.
    """
    traced = _sound(network, head, signature, training=True)
    graph = traced.builder.graph
    loss = loss_value(traced, head, signature)
    with graph.within(phase=Phase.LOSS):
        objective = regularization.add(traced.builder, loss)
    program = plan(
        graph,
        batch,
        {LOSS: loss},
        loss=objective,
        update=update,
        fixed=fixed_parameters(network, graph),
        rate_factors=_rate_factors(network, head, graph),
        given=_given(traced, given),
    )
    return Compiled(program, tuple(traced.builder.parameters))


def fixed_parameters(network: NetworkSpec, graph: Graph) -> list[Value]:
    """The parameters of frozen layers."""
    frozen = {node.id for node in network if node.frozen}
    return [value for value in graph.parameters if _owner(value.name) in frozen]


def _rate_factors(network: NetworkSpec, head: Head, graph: Graph) -> dict[Value, float]:
    """What the learning rate of each parameter is times, where that is not 1."""
    factors = {node.id: node.rate_factor for node in network} | {HEAD: head.rate_factor}
    found = {value: factors.get(_owner(value.name), 1.0) for value in graph.parameters}
    return {value: factor for value, factor in found.items() if factor != 1.0}


def _owner(name: str) -> str:
    """The id of the layer that a parameter is named after."""
    return name.rpartition(".")[0]


def compile_evaluation(
    network: NetworkSpec,
    head: Head,
    signature: Signature,
    batch: int,
    *,
    with_loss: bool = True,
    given: Collection[str] = (),
) -> Compiled:
    """The program that only looks: prediction, and loss where asked for; `given` as there."""
    traced = _sound(network, head, signature, training=False)
    assert traced.prediction is not None
    outputs = {PREDICTION: traced.prediction}
    if with_loss:
        outputs[LOSS] = loss_value(traced, head, signature)
    program = plan(traced.builder.graph, batch, outputs, given=_given(traced, given))
    return Compiled(program, tuple(traced.builder.parameters))


def compile_part(
    network: NetworkSpec, head: Head, signature: Signature, batch: int, ends: Collection[str]
) -> Compiled:
    """The program that gives what leaves some nodes, as `given_name` calls it, and no more."""
    traced = _sound(network, head, signature, training=False)
    outputs = {given_name(each): traced.values[each] for each in ends}
    program = plan(traced.builder.graph, batch, outputs)
    return Compiled(program, tuple(traced.builder.parameters))


def given_name(identity: str) -> str:
    """What a program calls the numbers that leave a node, where they are given to it."""
    return f"what leaves {identity}"


def _given(traced: Trace, identities: Collection[str]) -> dict[Value, str]:
    """Values that are inputs of a program; those that are so anyway go under their own names."""
    values = {each: traced.values[each] for each in identities}
    return {v: given_name(each) for each, v in values.items() if v.kind is not Kind.INPUT}


def _sound(network: NetworkSpec, head: Head, signature: Signature, *, training: bool) -> Trace:
    traced = trace(network, head, signature, training=training)
    if traced.errors:
        raise UserError(traced.errors[0].message)
    return traced


def loss_value(traced: Trace, head: Head, signature: Signature) -> Value:
    """The head's loss, one number, added to a sound network's graph with the input `TARGET`."""
    assert traced.logits is not None
    assert traced.prediction is not None
    graph = traced.builder.graph
    target = graph.input(TARGET, (head.columns(signature),))
    with graph.within(phase=Phase.LOSS, scope=HEAD):
        loss: Value = head.loss_for(signature).build(
            traced.builder, traced.logits, traced.prediction, head.final, target
        )
    return loss
