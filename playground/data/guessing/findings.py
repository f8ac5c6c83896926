"""What stands out in data: gaps, columns without use, columns that give the target away, and so on.

Each is found by a check of its own; the worst come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.data.guessing.finding import Finding
from playground.data.progress import tell

if TYPE_CHECKING:
    from playground.data.guessing.survey import Survey
    from playground.data.spec import DataSpec
    from playground.data.tables.table import Table


def findings(data: DataSpec, table: Table, survey: Survey) -> tuple[Finding, ...]:
    """Everything that stands out.

    Raises:
        Cancelled: it is no longer wanted.
    """
    tell(0.0, "looking for what stands out")
    return ()
