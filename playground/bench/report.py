"""What was measured, as numbers and as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import Any

from playground.bench.exercise import BATCHES_AN_EPOCH, RATES
from playground.bench.networks import Case
from playground.bench.plan import Plan

_SIGNIFICANT = 5


@dataclass(frozen=True)
class Entrant:
    """A competitor that is here.

    Attributes:
        name, label, version: as in `Competitor`.
        ours: whether it is one of this project's executors.
        import_seconds: how long importing it took.
        import_bytes: what its process held after that; None where it can't be told.
    """

    name: str
    label: str
    version: str
    ours: bool
    import_seconds: float
    import_bytes: int | None

    def as_json(self) -> dict[str, Any]:
        """Everything but the name."""
        return {
            "label": self.label,
            "version": self.version,
            "ours": self.ours,
            "import_seconds": rounded(self.import_seconds),
            "import_bytes": self.import_bytes,
        }


@dataclass
class Figures:
    """What one competitor took for one network.

    Attributes:
        batch: rows a step.
        parameters: how many numbers are learned.
        kernel_seconds: compiling kernels that stay on disk for every network; 0 where they were
            there.
        compile_seconds: from the definition to ready for the first step.
        first_step_seconds: from the definition to the end of the first call, of `first_steps`.
        steps: how many a round.
        seconds: a step, one a round.
        cores: how many were busy, one a round.
        first_loss: the first epoch's last batch's; last_loss: when all was done. scikit-learn's
            are means over an epoch; None for what has none.
        peak_bytes: the most its process held during this network (`peak_afresh`), or since it began
            where the system can't tell; None if it can't tell at all.
    """

    batch: int
    parameters: int
    kernel_seconds: float
    compile_seconds: float
    first_step_seconds: float
    first_steps: int
    first_loss: float | None
    steps: int
    peak_afresh: bool
    seconds: list[float] = field(default_factory=list)
    cores: list[float] = field(default_factory=list)
    last_loss: float | None = None
    peak_bytes: int | None = None

    @property
    def step_seconds(self) -> float:
        """The median."""
        return median(self.seconds)

    @property
    def samples_a_second(self) -> float:
        """Rows seen a second."""
        return self.batch / self.step_seconds

    @property
    def epochs_a_second(self) -> float:
        """Epochs of `BATCHES_AN_EPOCH` batches a second."""
        return 1.0 / (self.step_seconds * BATCHES_AN_EPOCH)

    def as_json(self, import_bytes: int | None) -> dict[str, Any]:
        """All of it; times in microseconds a step."""
        above = None
        if self.peak_bytes is not None and import_bytes is not None:
            above = self.peak_bytes - import_bytes
        return {
            "step_microseconds": rounded(1e6 * self.step_seconds),
            "samples_a_second": rounded(self.samples_a_second),
            "epochs_a_second": rounded(self.epochs_a_second),
            "kernel_seconds": rounded(self.kernel_seconds),
            "compile_seconds": rounded(self.compile_seconds),
            "first_step_seconds": rounded(self.first_step_seconds),
            "first_steps": self.first_steps,
            "peak_bytes": self.peak_bytes,
            "peak_bytes_above_import": above,
            "peak_is_of_this_network": self.peak_afresh,
            "cores": rounded(median(self.cores)),
            "steps_a_round": self.steps,
            "rounds_microseconds": [rounded(1e6 * each) for each in self.seconds],
            "first_loss": self.first_loss,
            "last_loss": self.last_loss,
        }


@dataclass
class CaseReport:
    """One network at one batch.

    Attributes:
        case: which.
        figures: by competitor.
        left_out: who could not take part, and why.
    """

    case: Case
    figures: dict[str, Figures] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    def ratio(self, ours: str, theirs: str) -> float | None:
        """The median over rounds of one's time by the other's; below 1, the first is ahead."""
        if ours not in self.figures or theirs not in self.figures:
            return None
        pairs = zip(self.figures[ours].seconds, self.figures[theirs].seconds, strict=False)
        return median(a / b for a, b in pairs)


@dataclass
class Report:
    """All of it.

    Attributes:
        plan: what was asked for.
        entrants: who took part, by name.
        cases: what was measured so far.
        left_out: competitors that are not here, and why.
        networks_left_out: networks this version can't build, and why.
        stopped: whether Ctrl+C ended it.
    """

    plan: Plan
    entrants: dict[str, Entrant] = field(default_factory=dict)
    cases: list[CaseReport] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    networks_left_out: dict[str, str] = field(default_factory=dict)
    stopped: bool = False

    def drop_unmeasured(self) -> None:
        """Forget what was prepared and never timed."""
        for report in self.cases:
            timed = {name: each for name, each in report.figures.items() if each.seconds}
            report.figures = timed
        self.cases = [report for report in self.cases if report.figures or report.left_out]

    def fastest(self, report: CaseReport) -> str | None:
        """Which of ours was fastest there."""
        ours = [name for name in report.figures if self.entrants[name].ours]
        return min(ours, key=lambda name: report.figures[name].step_seconds, default=None)

    @property
    def least_cores(self) -> float:
        """The fewest cores anybody had who computes on the CPU; below 1 the machine was busy."""
        figures = (
            each for report in self.cases for name, each in report.figures.items() if name != "cuda"
        )
        return min((median(each.cores) for each in figures), default=1.0)

    @property
    def rivals(self) -> list[str]:
        """Who took part and is not ours."""
        return [name for name, entrant in self.entrants.items() if not entrant.ours]

    def as_json(self) -> dict[str, Any]:
        """One object."""
        return {
            "optimizer": self.plan.optimizer,
            "learning_rate": RATES[self.plan.optimizer],
            "dtype": "float32",
            "threads": self.plan.threads,
            "rounds": self.plan.rounds,
            "batches_an_epoch": BATCHES_AN_EPOCH,
            "stopped": self.stopped,
            "competitors": {name: each.as_json() for name, each in self.entrants.items()},
            "left_out": self.left_out,
            "networks_left_out": self.networks_left_out,
            "networks": [self._case_as_json(report) for report in self.cases],
        }

    def _case_as_json(self, report: CaseReport) -> dict[str, Any]:
        figures = report.figures
        ours = [name for name in figures if self.entrants[name].ours]
        return {
            "network": report.case.network.name,
            "batch": report.case.batch,
            "parameters": next((each.parameters for each in figures.values()), None),
            "fastest": self.fastest(report),
            "results": {
                name: each.as_json(self.entrants[name].import_bytes)
                for name, each in figures.items()
            },
            "ratios": {
                name: {
                    other: rounded(report.ratio(name, other) or 0.0)
                    for other in figures
                    if other != name
                }
                for name in ours
            },
            "left_out": report.left_out,
        }


def rounded(number: float) -> float:
    """A number with as many digits as it can be trusted for."""
    return float(f"{number:.{_SIGNIFICANT}g}")
