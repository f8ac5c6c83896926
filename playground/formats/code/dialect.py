"""What every dialect is."""

from __future__ import annotations

from typing import ClassVar

from playground.formats.code.design import Code, Design


class Dialect:
    """A way to write a network as code.

    Class attributes:
        name: "pytorch".
        label, help: for people.
        suffix: of files, with its dot.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    help: ClassVar[str]
    suffix: ClassVar[str] = ".py"

    def write(self, design: Design) -> Code:
        """The program.

        Raises:
            UserError: the network has errors; the first is named.
        """
        raise NotImplementedError
