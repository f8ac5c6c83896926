"""What a step of the preparation is: fitted on the training rows, then the same for every row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from playground.data.tables.table import Column, Pictures, Words
from playground.frozen import Frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.tables.kinds import Kind

Form = Literal["numbers", "words", "pictures", "pixels"]
"""numbers: columns of numbers. words: one column of words. pictures: one column of images, and
pixels: what they become."""


@dataclass(frozen=True, eq=False)
class Block:
    """What one column of the table has become so far.

    Attributes:
        name: the column's.
        kind: the column's, as it was read.
        names: of its columns of numbers; () for words and pictures.
        values: (N, len(names)) float64, NaN where missing; or words; or pictures; or what pictures
            have become, (N, C, H, W).
    """

    name: str
    kind: Kind
    names: tuple[str, ...]
    values: NDArray[np.float64] | Words | Pictures

    @classmethod
    def of(cls, column: Column) -> Block:
        """A column as it was read."""
        values = column.values
        if isinstance(values, np.ndarray):
            return cls(column.name, column.kind, (column.name,), values[:, np.newaxis])
        return cls(column.name, column.kind, (), values)

    @property
    def form(self) -> Form:
        """What it has come to so far."""
        if isinstance(self.values, np.ndarray):
            return "numbers" if self.values.ndim == 2 else "pixels"
        return "words" if isinstance(self.values, Words) else "pictures"

    @property
    def numbers(self) -> NDArray[np.float64]:
        """The values of a block of numbers or pixels."""
        assert isinstance(self.values, np.ndarray), self.kind
        return self.values

    @property
    def words(self) -> Words:
        """The values of a block of words."""
        assert isinstance(self.values, Words), self.kind
        return self.values


class Fitted(Frozen):
    """A step that knows the training rows. Written to files as JSON: it holds no arrays.

    A type names itself by a literal field `type`, as its step does.
    """

    def apply(self, block: Block) -> Block:
        """What it makes of any rows. Never looks at one row to change another."""
        raise NotImplementedError

    @property
    def affine(self) -> tuple[list[float], list[float]] | None:
        """Mean and scale a column of numbers, where it only makes (x − mean) / scale of them.

        Such a step at the end of a column's preparation goes into the data's `Standardiser`.
        """
        return None


class Step(Frozen):
    """A kind of step: typed fields, and what it does to the training rows.

    A type names itself by a literal field `type`.
    """

    label: ClassVar[str]
    help: ClassVar[str]
    takes: ClassVar[tuple[Kind, ...]]
    """The kinds of columns that it is offered for."""
    needs: ClassVar[Form] = "numbers"
    """What the steps before it must have come to."""
    gives: ClassVar[Form] = "numbers"
    """What it comes to."""

    @classmethod
    def accepts(cls) -> tuple[Form, ...]:
        """What the steps before it may have come to."""
        return (cls.needs,)

    def fit(self, block: Block) -> Fitted:
        """Learn from the training rows, and only these.

        Raises:
            UserError: they can't be prepared so; says why and what to do.
        """
        raise NotImplementedError
