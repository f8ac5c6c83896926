"""What there is to know of a task head before it is chosen, on the data at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.network.heads import HEADS, fitting_head
from playground.network.pairs import FINAL_LABELS
from playground.network.signature import Signature
from playground.training.metrics import MAIN, label_of

Standing = Literal["fits", "works", "doubtful", "impossible"]


@dataclass(frozen=True)
class HeadFacts:
    """A head on certain data.

    Attributes:
        name, label, help: as the head has them.
        standing: "fits" is the one for this data; "works" answers it too; "doubtful" can be tried;
            "impossible" can't answer it.
        why: why it is doubtful or impossible; else "".
        sets: what choosing it sets, in one line; "" for one that is impossible.
    """

    name: str
    label: str
    help: str
    standing: Standing
    why: str
    sets: str


def head_facts(name: str, signature: Signature) -> HeadFacts:
    """What the head called `name` is to data of this signature."""
    kind = HEADS[name]
    head = kind()
    problems = head.problems(signature)
    impossible = any(problem.severity == "error" for problem in problems)
    standing: Standing = "works"
    if impossible:
        standing = "impossible"
    elif kind is fitting_head(signature):
        standing = "fits"
    elif problems:
        standing = "doubtful"
    why = problems[0].message if problems else ""
    sets = "" if impossible else what_it_sets(name, signature)
    return HeadFacts(name, kind.label, kind.help, standing, why, sets)


def what_it_sets(name: str, signature: Signature) -> str:
    """ "final: 1 unit, sigmoid · loss: binary cross-entropy · metric: accuracy"."""
    head = HEADS[name]()
    units = head.columns(signature)
    final = FINAL_LABELS[head.final].lower()
    parts = (
        f"final: {units} {'unit' if units == 1 else 'units'}, {final}",
        f"loss: {head.loss_part.label.lower()}",
        f"metric: {label_of(MAIN[signature.task])}",
    )
    # A line breaks between the parts, not within one.
    return "\u00a0· ".join(part.replace(" ", "\u00a0") for part in parts)
