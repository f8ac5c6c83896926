"""What people's own data is, what is wrong with it, and with what to begin."""

from __future__ import annotations

from playground.data.guessing.changes import (
    is_ratings,
    with_file,
    with_kind,
    with_role,
    with_target,
    with_task,
)
from playground.data.guessing.columns import steps_for
from playground.data.guessing.finding import Finding, Remedy
from playground.data.guessing.findings import findings
from playground.data.guessing.proposal import (
    Proposal,
    first_kinds,
    first_table,
    propose,
    starting_data,
)
from playground.data.guessing.survey import Amounts, ColumnSurvey, Survey, survey
from playground.data.guessing.targets import TASK_WORDS, Target

__all__ = [
    "TASK_WORDS",
    "Amounts",
    "ColumnSurvey",
    "Finding",
    "Proposal",
    "Remedy",
    "Survey",
    "Target",
    "findings",
    "first_kinds",
    "first_table",
    "is_ratings",
    "propose",
    "starting_data",
    "steps_for",
    "survey",
    "with_file",
    "with_kind",
    "with_role",
    "with_target",
    "with_task",
]
