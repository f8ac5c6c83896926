"""What is wrong with the links into a node, in words."""

from __future__ import annotations

from collections.abc import Sequence

from playground.network.fixes import KeepLinks
from playground.network.node import NodeSpec
from playground.network.problems import Connect, InsertLayer, Misfit, Problem, RemoveNode
from playground.network.spec import HEAD, INPUT, NetworkSpec


def is_loose(node: NodeSpec, sources: Sequence[str], reaching: set[str]) -> bool:
    """Whether nothing leads into a node that needs it, or out of it to the head."""
    return node.id not in reaching or (node.inputs[0] > 0 and not sources)


def loose(network: NetworkSpec, identity: str) -> Problem:
    """What to say of a node that is loose."""
    needs_input = network[identity].inputs[0] > 0
    fed, feeding = bool(network.sources(identity)), bool(network.targets(identity))
    if not fed and not feeding:
        return Problem(
            "warning",
            identity,
            f"{identity} is linked to nothing, so it does nothing.",
            RemoveNode(identity),
            unfinished=True,
        )
    if not fed and needs_input:
        return Problem(
            "error",
            identity,
            f"Nothing leads into {identity}. Connect the input to it.",
            Connect(INPUT, identity),
        )
    return Problem(
        "warning",
        identity,
        f"{identity} leads nowhere, so it does nothing.",
        _way_out(network, identity),
    )


def _way_out(network: NetworkSpec, identity: str) -> Connect | RemoveNode:
    """To the head, if that waits for something and this is an end; else out of the network."""
    if not network.sources(HEAD) and not network.targets(identity):
        return Connect(identity, HEAD)
    return RemoveNode(identity)


def miscount(node: NodeSpec, sources: Sequence[str]) -> Problem | None:
    """What is wrong with the number of links into a node, if anything.

    A merge of any number of inputs passes a single one on, so a network runs while a merge waits
    for its second wire.
    """
    least, most = node.inputs
    if most is not None and len(sources) > most:
        return _too_many(node.type, node.id, sources, most)
    if len(sources) >= least:
        return None
    if most is None:
        takes = f"{node.type} takes at least {_inputs(least)}"
        what = f"only {sources[0]} leads into {node.id}, which it passes on"
    else:
        takes, what = f"{node.type} takes {_inputs(least)}", f"only {sources[0]} leads into it"
    message = f"{takes}; {what}. Connect another layer to it."
    return Problem("warning" if most is None else "error", node.id, message, unfinished=True)


def head_miscount(network: NetworkSpec, sources: Sequence[str]) -> Problem | None:
    """The same of the head, which takes one."""
    if not sources:
        ends = network.ends()
        return Problem(
            "error",
            HEAD,
            "Nothing leads into the head. Connect the last layer to it.",
            Connect(ends[-1], HEAD) if ends else None,
        )
    if len(sources) > 1:
        return _too_many("The head", HEAD, sources, 1)
    return None


def misfit_at(misfit: Misfit, identity: str, sources: Sequence[str]) -> Problem:
    """A misfit as a problem, with the link on which another layer would mend it."""
    message, fix = misfit.message, None
    if misfit.insert:
        source = sources[misfit.operand]
        where = f" {source} and {identity}" if len(sources) > 1 else ""
        message += f" Put a {misfit.insert} between{where}."
        fix = InsertLayer(misfit.insert, source, identity)
    return Problem("error", identity, message, fix, unfinished=misfit.unfinished)


def _too_many(who: str, identity: str, sources: Sequence[str], most: int) -> Problem:
    it = "it" if identity == HEAD else identity
    return Problem(
        "error",
        identity,
        f"{who} takes {_inputs(most)}; {', '.join(sources)} all lead into {it}. "
        f"Remove all links but {_number(most)}.",
        KeepLinks(identity, tuple(sources[-most:])) if most else None,
    )


def _inputs(count: int) -> str:
    return f"{_number(count)} input" + "s" * (count != 1)


def _number(count: int) -> str:
    return {0: "no", 1: "one", 2: "two", 3: "three"}.get(count, str(count))
