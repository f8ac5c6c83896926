"""What stands out in single columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.data.guessing import names
from playground.data.guessing.case import Case, listed
from playground.data.guessing.columns import MANY_CATEGORIES, hashed
from playground.data.guessing.copies import copies
from playground.data.guessing.finding import Finding, Remedy, Severity
from playground.data.guessing.leaks import leaks
from playground.data.steps.numbers import Log
from playground.data.steps.words import Hashing, OneHot
from playground.written import significant

if TYPE_CHECKING:
    from playground.data.guessing.survey import Amounts, ColumnSurvey
    from playground.data.tables.spec import ColumnSpec

_MOSTLY_MISSING = 0.6
_FAR_OUT = 10.0


def of_no_feature(case: Case) -> list[Finding]:
    """Nothing for the network to see."""
    series = case.file.window is not None and any(t.steps for t in case.file.targets)
    if case.file.features or series:
        return []
    remedies = [
        Remedy(f"Use “{column.name}”", "The network sees it.", case.using(column.name))
        for column, facts in case.known("skip")
        if facts.distinct > 1 and column.kind != "tags"
    ][:3]
    words = "No column is left for the network to see. Use at least one as a feature."
    return [Finding("no_feature", "error", (), words, tuple(remedies))]


def of_gaps(case: Case) -> list[Finding]:
    """Missing values of features."""
    gaps = [(c, f) for c, f in case.known("feature") if f.missing]
    mostly = [(c, f) for c, f in gaps if f.share_missing >= _MOSTLY_MISSING]
    found = [_mostly_missing(case, column, facts) for column, facts in mostly]
    few = [(c, f) for c, f in gaps if f.share_missing < _MOSTLY_MISSING]
    if not few:
        return found
    columns = tuple(column.name for column, _ in few)
    worst, facts = max(few, key=lambda each: each[1].missing)
    most = f"{facts.missing:,} of {facts.rows:,} rows"
    where = f"“{worst.name}” in {most}"
    if len(few) > 1:
        where = f"{listed(columns)}; most in {where}"
    if case.file.drop_missing:
        words = f"Values are missing: {where}. Rows with gaps are left out."
        remedy = Remedy(
            "Fill them in instead",
            "The middle number, or a feature that says where nothing stood.",
            case.changed(drop_missing=False),
        )
        return [*found, Finding("missing", "note", columns, words, (remedy,), settled=True)]
    words = (
        f"Values are missing: {where}. Numbers are filled in with the middle one, and a further "
        "feature says where; missing words are a word of their own."
    )
    remedies = (
        Remedy(
            "Leave those rows out",
            "Only rows that are whole train and judge.",
            case.changed(drop_missing=True),
        ),
        case.leave_out(*columns),
    )
    return [*found, Finding("missing", "note", columns, words, remedies, settled=True)]


def _mostly_missing(case: Case, column: ColumnSpec, facts: ColumnSurvey) -> Finding:
    words = f"“{column.name}” is missing in {facts.share_missing:.0%} of the rows."
    return Finding("missing", "warning", (column.name,), words, (case.leave_out(column.name),))


def of_constants(case: Case) -> list[Finding]:
    """Columns with one value, or none."""
    found = []
    for column, facts in case.known("feature", "skip"):
        if facts.distinct > 1 or column.kind == "picture" or facts.rows < 2:
            continue
        if facts.distinct and facts.missing:
            continue  # whether it is there may say something
        value = "is the same in every row" if facts.distinct else "has nothing in it"
        out = column.role == "skip"
        says = ": it is left out" if out else ", so it tells nothing"
        words = f"“{column.name}” {value}{says}."
        remedy = case.use(column.name) if out else case.leave_out(column.name)
        remedies = () if out and not facts.distinct else (remedy,)
        found.append(
            Finding(
                "constant",
                "note" if out else "warning",
                (column.name,),
                words,
                remedies,
                settled=out,
            )
        )
    return found


def of_identifiers(case: Case) -> list[Finding]:
    """Columns that tell rows apart."""
    found = []
    for column, facts in case.known("feature", "skip"):
        like = column.kind == "identifier" or names.is_identifier(column.name)
        if not like or facts.distinct < 2 or _is_numbered(column):
            continue
        out = column.role == "skip"
        says = "so it is left out" if out else "and the network may learn rows by heart"
        words = f"“{column.name}” says which row, person or thing it is, {says}."
        remedies = [case.use(column.name) if out else case.leave_out(column.name)]
        if 1 < facts.distinct <= min(facts.known, case.survey.looked_at) // 2:
            words += f" {facts.count} of them come several times."
            remedies.append(
                Remedy(
                    "Keep each on one side",
                    "All rows of one train, or all of them judge: so one sees how well the network "
                    "does on new ones.",
                    case.using(column.name, "group"),
                )
            )
        severity: Severity = "note" if out else "warning"
        found.append(
            Finding("identifier", severity, (column.name,), words, tuple(remedies), settled=out)
        )
    return found


def _is_numbered(column: ColumnSpec) -> bool:
    """Whether it is there to have a learned vector for each."""
    return bool(column.role == "feature" and column.steps and column.steps[-1].type == "ordinal")


def of_copies(case: Case) -> list[Finding]:
    """Columns that say the same as another."""
    specs = {column.name: column for column in case.file.columns}
    looked = [
        case.table.column(column.name)
        for column, facts in case.known("feature", "skip")
        if facts.distinct > 1
    ]
    found = []
    for name, other in copies(looked).items():
        out = specs[name].role == "skip"
        if out and specs[other].role == "skip":
            continue
        says = "it is left out" if out else "it adds nothing"
        words = f"“{name}” says the same as “{other}” in every row: {says}."
        remedy = case.use(name) if out else case.leave_out(name)
        severity: Severity = "note" if out else "warning"
        found.append(Finding("copy", severity, (name, other), words, (remedy,), settled=out))
    return found


def of_leaks(case: Case) -> list[Finding]:
    """Columns that give the target away."""
    roles = {column.name: column.role for column in case.file.columns}
    target = ", ".join(column.name for column in case.file.targets)
    found = []
    for leak in leaks(case.file, case.table):
        out = roles[leak.name] == "skip"
        if out and not leak.perfect:
            continue
        ask = "so it is left out" if out else "so there may be nothing to learn"
        words = (
            f"“{leak.name}” {leak.words}, {ask}. Is it known before “{target}” is? If not, it "
            "gives the target away."
        )
        remedy = case.use(leak.name) if out else case.leave_out(leak.name)
        severity: Severity = "note" if out else "warning"
        found.append(Finding("leak", severity, (leak.name,), words, (remedy,), settled=out))
    return found


def of_many_words(case: Case) -> list[Finding]:
    """Categories with very many words."""
    found = []
    for column, facts in case.known("feature"):
        if column.kind != "category" or facts.distinct <= MANY_CATEGORIES or not column.steps:
            continue
        step = column.steps[-1]
        if isinstance(step, OneHot):
            how = f"The {step.most} most frequent have a feature each; the rest share one."
        elif isinstance(step, Hashing):
            how = f"They share {step.buckets} features."
        else:
            continue
        words = f"“{column.name}” has {facts.count} different words. {how}"
        hashing = Remedy(
            "Share out by hashes",
            "A fixed number of features for all words, new ones too.",
            case.prepared_by(column.name, hashed()),
        )
        remedies = [hashing] if isinstance(step, OneHot) else []
        remedies.append(case.leave_out(column.name))
        found.append(
            Finding("many_words", "note", (column.name,), words, tuple(remedies), settled=True)
        )
    return found


def of_long_tails(case: Case) -> list[Finding]:
    """Numbers of which a few are very far out."""
    far = [
        (column, facts.amounts)
        for column, facts in case.known("feature")
        if column.kind == "number"
        and facts.amounts is not None
        and _is_far_out(facts.amounts)
        and not any(isinstance(step, Log) for step in column.steps)
        and column.steps
    ]
    if not far:
        return []
    columns = tuple(column.name for column, _ in far)
    column, amounts = far[0]
    words = (
        f"A few values of {listed(columns)} lie very far out"
        f" (“{column.name}”: half are below {_written(amounts.median)}, the greatest is "
        f"{_written(amounts.greatest)}). They rule the scale of all others."
    )
    changed = tuple(
        each.model_copy(update={"steps": (*each.steps[:-1], Log(), each.steps[-1])})
        if each.name in columns
        else each
        for each in case.file.columns
    )
    remedy = Remedy(
        "Take logarithms",
        "Draws long tails in: from 10 to 100 is as far as from 100 to 1,000.",
        case.changed(columns=changed),
    )
    return [Finding("long_tail", "note", columns, words, (remedy,))]


def _written(value: float) -> str:
    return f"{value:,.0f}" if 1_000 <= abs(value) < 1e15 else significant(value)


def _is_far_out(amounts: Amounts) -> bool:
    spread = amounts.upper - amounts.lower or amounts.deviation
    if spread <= 0:
        return False
    above = (amounts.greatest - amounts.upper) / spread
    below = (amounts.lower - amounts.least) / spread
    return max(above, below) > _FAR_OUT
