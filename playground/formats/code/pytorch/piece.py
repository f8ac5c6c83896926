"""What a layer adds to a network in PyTorch."""

from __future__ import annotations

from dataclasses import dataclass

from playground.formats.code.plan import Step
from playground.formats.code.stored import Stored, given
from playground.network.activations import Activation


@dataclass(frozen=True)
class Piece:
    """A layer's share of the program.

    Attributes:
        made: the modules it consists of, as (attribute, expression).
        forward: the statements that apply it.
        state: where its parameters come from, by their names in the state dict.
    """

    made: tuple[tuple[str, str], ...] = ()
    forward: tuple[str, ...] = ()
    state: tuple[tuple[str, Stored], ...] = ()

    def with_slopes(self, activation: Activation, step: Step) -> Piece:
        """The same with the slopes that the activation learns, if it learns some."""
        if activation.name != "prelu":
            return self
        count = step.shape[0] if len(step.shape) == 3 else step.shape[-1]
        start = getattr(activation, "start", 0.25)
        first = "" if start == 0.25 else f", init={start}"
        module = (step.prelu, f"nn.PReLU({count}{first})")
        state = (f"{step.prelu}.weight", given(step, "slope"))
        return Piece((*self.made, module), self.forward, (*self.state, state))


def options(**values: object) -> str:
    """ ", bias=False" and the like, after other arguments."""
    return "".join(f", {name}={value}" for name, value in values.items())


def output(step: Step, expression: str) -> tuple[str, ...]:
    """The statement that keeps what leaves."""
    return (f"{step.output} = {expression}",) if expression != step.output else ()
