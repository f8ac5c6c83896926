"""What a network could be asked to say of a table, best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.data.guessing import names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.data.dataset import Task
    from playground.data.guessing.survey import ColumnSurvey, Survey
    from playground.data.tables.kinds import Kind

MOST_CLASSES = 10
MOST_NAMED_CLASSES = 200
_LABELS = ("label", "tag", "target")
TASK_WORDS: dict[Task, str] = {
    "binary": "binary",
    "multiclass": "multi-class",
    "multilabel": "multi-label",
    "regression": "regression",
}


@dataclass(frozen=True)
class Target:
    """One thing to ask.

    Attributes:
        names: of the target columns.
        task: what they mean.
        why: a sentence: "“churned” is last and has 2 distinct values: binary."
    """

    names: tuple[str, ...]
    task: Task
    why: str


def targets_of(survey: Survey) -> tuple[Target, ...]:
    """Every column that could be the target, the likeliest first; several labels at once too."""
    last = len(survey.columns) - 1
    scored = [
        (_likeliness(column, place, last), -place, column)
        for place, column in enumerate(survey.columns)
        if column.distinct > 0 and column.kind != "picture"
    ]
    found = [target_of((column,), survey) for _, _, column in sorted(scored, key=_by_score)]
    labels = _labels(survey)
    return (target_of(labels, survey), *found) if labels else tuple(found)


def _by_score(scored: tuple[float, int, ColumnSurvey]) -> tuple[float, int]:
    score, place, _ = scored
    return (-score, place)


def _labels(survey: Survey) -> tuple[ColumnSurvey, ...]:
    """Columns of 0 and 1 that are several labels by their names: tag_rain, tag_snow."""
    found: dict[str, list[ColumnSurvey]] = {}
    for column in survey.columns:
        words = names.words_of(column.name)
        if len(words) > 1 and words[0] in _LABELS and _is_01(column):
            found.setdefault(words[0], []).append(column)
    groups = [tuple(group) for group in found.values() if len(group) > 1]
    return max(groups, key=len, default=())


def _is_01(column: ColumnSurvey) -> bool:
    amounts = column.amounts
    return (
        amounts is not None
        and column.kind == "number"
        and column.distinct <= 2
        and amounts.whole
        and amounts.least >= 0.0
        and amounts.greatest <= 1.0
    )


def _likeliness(column: ColumnSurvey, place: int, last: int) -> float:
    """How likely this column is to be the target; only the order means anything."""
    score = 0.0
    words = names.words_of(column.name)
    if column.name.lower() in names.TARGETS:
        score += 100.0
    elif words and words[-1] in names.TARGETS:
        score += 70.0
    elif not names.TARGETS.isdisjoint(words):
        score += 45.0
    elif names.says(column.name, names.LIKELY):
        score += 40.0
    if place == last:
        score += 30.0
    elif place == 0:
        score += 5.0
    if column.kind in ("number", "category"):
        score += 10.0 if column.distinct == 2 else 5.0 * (column.distinct <= 20)
    score += 40.0 * (column.kind == "tags")
    score -= 30.0 * (column.share_missing > 0.5)
    score -= 60.0 * (column.kind in ("text", "date"))
    score -= 30.0 * (column.kind == "category" and column.distinct > 100)
    if column.kind == "identifier" or names.is_identifier(column.name):
        score -= 150.0
    if column.distinct == 1:
        score -= 300.0
    return score


def target_of(
    columns: Sequence[ColumnSurvey], survey: Survey, task: Task | None = None, first: str = ""
) -> Target:
    """The question that these columns are, with the reason.

    Args:
        task: what they are to mean; to be guessed if None.
        first: why these columns, in place of what can be seen of them: "you chose it".
    """
    wanted = tuple(column.name for column in columns)
    if len(columns) > 1:
        labels = all(_is_01(column) or _is_binary_words(column) for column in columns)
        chosen = task or ("multilabel" if labels else "regression")
        said = ", ".join(f"“{name}”" for name in wanted[:4]) + (", …" if len(wanted) > 4 else "")
        what = "labels of 0 and 1" if labels else "columns of numbers"
        return Target(wanted, chosen, f"{said} are {what}: {TASK_WORDS[chosen]}.")
    column = columns[0]
    chosen = task or task_of(column)
    facts = [first] if first else _where(column, survey)
    facts.append(f"has {_what(column, chosen)}")
    said = " and ".join((", ".join(facts[:-1]), facts[-1])) if len(facts) > 1 else facts[0]
    return Target(wanted, chosen, f"“{column.name}” {said}: {TASK_WORDS[chosen]}.")


def _is_binary_words(column: ColumnSurvey) -> bool:
    return column.kind == "category" and {word for word, _ in column.words} <= {"0", "1"}


def _where(column: ColumnSurvey, survey: Survey) -> list[str]:
    """Why this column, by its name and its place."""
    facts = ["sounds like a target"] if names.says(column.name, names.SOUNDING) else []
    last = len(survey.columns) > 1 and column.name == survey.columns[-1].name
    return [*facts, "is last"] if last else facts


def _what(column: ColumnSurvey, task: Task) -> str:
    if column.kind == "tags":
        return f"{len(column.tags)} tags, several at once"
    if task == "regression":
        if column.amounts is not None and column.amounts.whole and column.distinct <= 20:
            return f"{column.count} distinct values that are amounts"
        return "numbers of any size"
    return f"{column.count} distinct value" + "s" * (column.distinct != 1)


def task_of(column: ColumnSurvey) -> Task:
    """What a single target column seems to mean."""
    if column.kind == "tags":
        return "multilabel"
    if column.distinct == 2:
        return "binary"
    if column.kind in ("number", "date"):
        return "multiclass" if _numbers_classes(column) else "regression"
    if column.numeric and column.distinct > MOST_CLASSES and not _named_class(column):
        return "regression"
    return "binary" if column.distinct < 2 else "multiclass"


def _named_class(column: ColumnSurvey) -> bool:
    words = names.words_of(column.name)
    return not {"class", "classes", "label", "labels", "category", "species"}.isdisjoint(words)


def _numbers_classes(column: ColumnSurvey) -> bool:
    """Whether a few whole numbers name classes, rather than say how much."""
    amounts = column.amounts
    if amounts is None or not amounts.whole or column.kind == "date":
        return False
    if names.says(column.name, names.AMOUNTS):
        return False
    enough = column.known >= 5 * column.distinct
    if _named_class(column):
        return column.distinct <= MOST_NAMED_CLASSES and enough
    in_a_row = amounts.greatest - amounts.least + 1 == column.distinct and amounts.least in (0, 1)
    return column.distinct <= MOST_CLASSES and enough and (in_a_row or column.distinct <= 5)


def target_kind(column: ColumnSurvey, task: Task) -> Kind:
    """How a target column has to be read for a task."""
    if task in ("binary", "multiclass"):
        return "category"
    if task == "multilabel":
        return "tags" if column.kind in ("tags", "text") else "number"
    return "number"
