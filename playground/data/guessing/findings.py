"""What stands out in data: gaps, columns without use, columns that give the target away, and so on.

Each is found by a check of its own; the worst come first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playground.data.guessing import of_columns, of_rows, of_targets
from playground.data.guessing.case import Case
from playground.data.guessing.finding import Finding
from playground.data.progress import part, tell

if TYPE_CHECKING:
    from playground.data.guessing.survey import Survey
    from playground.data.spec import DataSpec
    from playground.data.tables.table import Table

CHECKS: tuple[Callable[[Case], list[Finding]], ...] = (
    of_targets.of_one_value,
    of_columns.of_no_feature,
    of_columns.of_leaks,
    of_targets.of_classes,
    of_rows.of_repeated_rows,
    of_columns.of_gaps,
    of_targets.of_few_rows,
    of_columns.of_identifiers,
    of_columns.of_copies,
    of_columns.of_constants,
    of_columns.of_many_words,
    of_columns.of_long_tails,
    of_rows.of_times,
    of_targets.of_missing_targets,
    of_targets.of_rare_tags,
    of_rows.of_troubles,
)
"""Every check; of one severity the first ones are named first."""
_RANK = {"error": 0, "warning": 1, "note": 2}


def findings(data: DataSpec, table: Table, survey: Survey) -> tuple[Finding, ...]:
    """Everything that stands out, the worst first, and what is dealt with already last.

    Args:
        data: with a file whose columns and task are settled.
        table: the file's rows.
        survey: facts of the table.

    Raises:
        Cancelled: it is no longer wanted.
    """
    case = Case(data, table, survey)
    found: list[Finding] = []
    for number, check in enumerate(CHECKS):
        with part(number / len(CHECKS), (number + 1) / len(CHECKS)):
            tell(0.0, "looking for what stands out")
            found += check(case)
    return tuple(sorted(found, key=lambda each: (_RANK[each.severity], each.settled)))
