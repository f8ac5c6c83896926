"""How answers become decisions, for programs that know nothing of Playground."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from playground.frozen import Frozen
from playground.network.heads import Head, Multiclass
from playground.network.signature import Signature

# Where yes begins: that of `Head.decide`.
HALF = 0.5


class Decision(Frozen):
    """The rule by which answers (N, columns) are decided on.

    Attributes:
        rule: "argmax": the number of the column with the largest answer, the first of equal ones.
            "threshold": yes from the threshold on, in each column by itself; a single column of a
            binary task then is class 1, else class 0. "none": answers are amounts.
        threshold: where yes begins; None for the other rules.
    """

    rule: Literal["argmax", "threshold", "none"]
    threshold: float | None = Field(None)

    @property
    def words(self) -> str:
        """The rule as a line for people."""
        match self.rule:
            case "argmax":
                return "decision: the class with the largest answer"
            case "threshold":
                return f"decision: yes from {self.threshold} on"
            case _:
                return "decision: none, answers are amounts"


def decision_of(head: Head, signature: Signature) -> Decision:
    """The rule that `head.decide` follows on this data."""
    if signature.task == "regression":
        return Decision(rule="none")
    several = head.columns(signature) > 1
    by_label = signature.task == "multilabel" and not isinstance(head, Multiclass)
    if several and not by_label:
        return Decision(rule="argmax")
    return Decision(rule="threshold", threshold=HALF)
