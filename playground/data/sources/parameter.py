"""What can be changed of a generator besides its samples and their noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.spec import DataSpec


@dataclass(frozen=True)
class Parameter:
    """One number of a generator.

    Attributes:
        name: as written in files, in `DataSpec.options`.
        label: as shown.
        help: a plain sentence.
        default: what it is where nothing is said.
        low, high: the least and the greatest value.
        whole: whether only whole numbers make sense.
    """

    name: str
    label: str
    help: str
    default: float
    low: float
    high: float
    whole: bool = False

    def of(self, spec: DataSpec) -> float:
        """Its value in some data.

        Raises:
            UserError: it is out of its range, or no whole number where one is wanted.
        """
        value = dict(spec.options).get(self.name, self.default)
        if not self.low <= value <= self.high:
            raise UserError(
                f"{self.label} is {value:g}; it goes from {self.low:g} to {self.high:g}."
            )
        if self.whole and value != round(value):
            raise UserError(f"{self.label} is {value:g}, where a whole number is expected.")
        return value


def refuse_unknown(spec: DataSpec, parameters: tuple[Parameter, ...]) -> None:
    """Refuse options that the source does not have.

    Raises:
        UserError: it has no such.
    """
    known = [parameter.name for parameter in parameters]
    for name, _ in spec.options:
        if name not in known:
            has = f"It has {', '.join(known)}." if known else "It has none."
            raise UserError(f"The data {spec.source!r} has no option {name!r}. {has}")
