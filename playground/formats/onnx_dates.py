"""Parts of dates in ONNX, which knows no calendar."""

from __future__ import annotations

import numpy as np

from playground.formats.onnx_pen import Pen

_DAY = 86_400.0


class Dates:
    """Calendar dates by arithmetic on days (H. Hinnant, "chrono-compatible low-level date
    algorithms", `civil_from_days`), all in float64, which holds such whole numbers exactly.
    """

    def __init__(self, pen: Pen, seconds: str, name: str) -> None:
        self._pen, self._name, self._seconds = pen, name, seconds
        self._count = 0
        self._known: dict[str, str] = {}

    def part(self, part: str) -> str:
        """One part of the date; worked out once."""
        if part not in self._known:
            self._known[part] = getattr(self, f"_{part}")()
        return self._known[part]

    def _do(self, operator: str, *values: str | float) -> str:
        """A node on tensors and numbers."""
        self._count += 1
        name = f"{self._name}.{self._count}"
        given = [
            value
            if isinstance(value, str)
            else self._pen.constant(f"{name}.{place}", np.array(value))
            for place, value in enumerate(values)
        ]
        return self._pen.add(operator, given, name)

    def _whole(self, value: str, divisor: float) -> str:
        """⌊value / divisor⌋."""
        return self._do("Floor", self._do("Div", value, divisor))

    def _rest(self, value: str, divisor: float) -> str:
        """What is left of value when it is divided."""
        return self._do("Sub", value, self._do("Mul", self._whole(value, divisor), divisor))

    def _days(self) -> str:
        return self._do("Div", self._seconds, _DAY)

    def _day_number(self) -> str:
        return self._whole(self._seconds, _DAY)

    def _hour(self) -> str:
        return self._whole(self._rest(self._seconds, _DAY), 3600.0)

    def _minute(self) -> str:
        return self._whole(self._rest(self._seconds, 3600.0), 60.0)

    def _weekday(self) -> str:
        shifted = self._do("Add", self.part("day_number"), 3.0)
        return self._do("Add", self._rest(shifted, 7.0), 1.0)

    # Years begin in March here, so that the leap day is the last of one; eras have 400 years.

    def _since_march(self) -> str:
        return self._do("Add", self.part("day_number"), 719_468.0)

    def _day_of_era(self) -> str:
        return self._rest(self.part("since_march"), 146_097.0)

    def _year_of_era(self) -> str:
        day = self.part("day_of_era")
        for sign, days in (("Sub", 1_460.0), ("Add", 36_524.0), ("Sub", 146_096.0)):
            count = self._whole(self.part("day_of_era"), days)
            day = self._do(sign, day, count)
        return self._whole(day, 365.0)

    def _march_day(self) -> str:
        year = self.part("year_of_era")
        before = self._do("Mul", year, 365.0)
        before = self._do("Add", before, self._whole(year, 4.0))
        before = self._do("Sub", before, self._whole(year, 100.0))
        return self._do("Sub", self.part("day_of_era"), before)

    def _march_month(self) -> str:
        fifths = self._do("Add", self._do("Mul", self.part("march_day"), 5.0), 2.0)
        return self._whole(fifths, 153.0)

    def _day(self) -> str:
        fifths = self._do("Add", self._do("Mul", self.part("march_month"), 153.0), 2.0)
        first = self._whole(fifths, 5.0)
        return self._do("Add", self._do("Sub", self.part("march_day"), first), 1.0)

    def _is_late(self) -> str:
        """1 in January and February, which are months 10 and 11 of the year that began before."""
        return self._whole(self.part("march_month"), 10.0)

    def _month(self) -> str:
        late = self._do("Mul", self.part("is_late"), 12.0)
        return self._do("Sub", self._do("Add", self.part("march_month"), 3.0), late)

    def _year(self) -> str:
        era = self._whole(self.part("since_march"), 146_097.0)
        began = self._do("Add", self._do("Mul", era, 400.0), self.part("year_of_era"))
        return self._do("Add", began, self.part("is_late"))
