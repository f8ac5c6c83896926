"""What the programs have in common: how they begin, and what they say of the head."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from playground.formats.code.design import Design
from playground.formats.code.names import prose
from playground.formats.code.page import Line, lines
from playground.formats.code.plan import Plan
from playground.network.spec import HEAD

_HEADER = '''
"""{name}: a network made with Playground, in {language}.

{before}Export the weights from Playground as weights.npz. Then:

    {loaded}, metadata = load("weights.npz")
    predict({loaded}, metadata, x)
"""
'''


def header(design: Design, language: str, loaded: str, before: str = "") -> list[Line]:
    """The docstring of a program; `loaded` is what it calls what it loads."""
    text = _HEADER.format(name=prose(design.name), language=language, loaded=loaded, before=before)
    return [*lines(text), Line("")]


def finish_function(plan: Plan, finals: Mapping[str, str]) -> list[Line]:
    """`finish(logits)`, the final activation; nothing where there is none.

    Args:
        finals: expressions by the name of the final activation.
    """
    head = plan.design.head
    if head.final == "identity":
        return []
    low, high = head.bounds(plan.design.signature)
    written = finals[head.final].format(x="logits", low=low, range=high - low)
    return [
        Line("def finish(logits):", HEAD),
        Line('"""The final activation: logits to answers."""', HEAD, 1),
        Line(f"return {written}", HEAD, 1),
    ]


def finished(plan: Plan, logits: str) -> str:
    """The expression for answers, of that for what comes before the final activation."""
    return logits if plan.design.head.final == "identity" else f"finish({logits})"


def loss_function(plan: Plan, parameters: str, body: Iterable[str]) -> list[Line]:
    """`loss`, with the statements of its body."""
    return [
        Line(f"def loss({parameters}):", HEAD),
        Line(f'"""{plan.design.head.loss_part.label}."""', HEAD, 1),
        *(Line(statement, HEAD, 1) for statement in body),
    ]
