"""What every dialect is."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from playground.errors import UserError
from playground.formats.code.design import Code, Design
from playground.formats.code.plan import Plan
from playground.formats.code.planning import plan_of


class Dialect:
    """A way to write a network as code.

    Class attributes:
        name: "pytorch".
        label, help: for people.
        suffix: of files, with its dot.
        writes: the layer types that it knows.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    help: ClassVar[str]
    suffix: ClassVar[str] = ".py"
    writes: ClassVar[Collection[str]]

    def write(self, design: Design) -> Code:
        """The program.

        Raises:
            UserError: the network has errors, or a layer of a type that the dialect does not know;
                the first is named.
        """
        raise NotImplementedError

    def plan(self, design: Design, reserved: Collection[str]) -> Plan:
        """The design's steps, all of which it knows how to write. Raises as `write` does."""
        found = plan_of(design, reserved)
        for step in found.steps:
            if step.node.type not in self.writes:
                raise UserError(
                    f"{step.id} is of type {step.node.type}, which can't be written in "
                    f"{self.label} yet. Choose another dialect, or another layer."
                )
        return found
