"""Lets every competitor measure in its turn, so that the machine's moods fall on all alike."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from time import sleep
from typing import Any

from playground.bench.child import Child, Gone
from playground.bench.competitor import OURS
from playground.bench.networks import Case
from playground.bench.plan import Plan
from playground.bench.report import CaseReport, Entrant, Figures, Report

# Threads of a pool that has just worked go on looking for work for a while, on somebody's core.
SETTLE_SECONDS = 0.1

Watch = Callable[[str, int], None]


def measure(plan: Plan, watch: Watch = lambda doing, done: None) -> Report:
    """Measure what `plan` asks for.

    Who is not installed, can't express a network or dies is left out, in words. Ctrl+C ends the
    workers and gives what was measured until then.

    Args:
        plan: what to measure.
        watch: told what is being done, and how many more of `turns(plan)` are done.
    """
    report = Report(plan)
    conductor = Conductor(plan, report, watch)
    try:
        with ExitStack() as closing:
            conductor.start(closing)
            for case in plan.cases:
                conductor.take(case)
    except KeyboardInterrupt:
        report.stopped = True
        report.drop_unmeasured()
    return report


def turns(plan: Plan) -> int:
    """How many times `watch` is told of something done, all in all."""
    return len(plan.competitors) + len(plan.cases) * (plan.rounds + 1)


class Conductor:
    """Who is playing, and what came of it so far."""

    def __init__(self, plan: Plan, report: Report, watch: Watch) -> None:
        self._plan = plan
        self._report = report
        self._watch = watch
        self._children: dict[str, Child] = {}

    def start(self, closing: ExitStack) -> None:
        """Start every competitor that is here, one after another."""
        for name in self._plan.competitors:
            self._watch(f"starting {name.removeprefix(OURS + ':')}", 0)
            child = Child(name, self._plan.threads)
            closing.push(partial(_close, child))
            self._greet(child)
            self._watch("", 1)

    def _greet(self, child: Child) -> None:
        wanted = child.name.removeprefix(f"{OURS}:")
        try:
            hello = child.answer()
        except Gone as gone:
            self._report.left_out[wanted] = str(gone)
            return
        if "absent" in hello:
            self._report.left_out[wanted] = hello["absent"]
            return
        known = ("label", "version", "import_seconds", "import_bytes")
        name = hello["name"]
        if name in self._children:  # two names of one device
            child.close()
            return
        entrant = Entrant(
            name,
            ours=child.name.startswith(f"{OURS}:"),
            **{key: hello[key] for key in known},
        )
        self._report.entrants[name] = entrant
        self._children[name] = child

    def take(self, case: Case) -> None:
        """Measure one network at one batch."""
        title = f"{case.network.name}, batch {case.batch}"
        if case.network.missing:
            words = f"this version has no {', '.join(case.network.missing)}"
            self._report.networks_left_out[case.network.name] = words
            self._watch(title, self._plan.rounds + 1)
            return
        report = CaseReport(case)
        self._report.cases.append(report)
        for name in list(self._children):
            self._watch(f"{title}: building, {self._report.entrants[name].label}", 0)
            self._prepare(name, report)
        for number in range(self._plan.rounds):
            self._watch(f"{title}: round {number + 1}", 1)
            for name in list(report.figures):
                self._round(name, report)
        for name in list(report.figures):
            found = self._ask(name, report, do="finish")
            if found is not None:
                report.figures[name].last_loss = found["last_loss"]
                report.figures[name].peak_bytes = found["peak_bytes"]
        self._watch(title, 1)

    def _prepare(self, name: str, report: CaseReport) -> None:
        plan, case = self._plan, report.case
        found = self._ask(
            name,
            report,
            do="prepare",
            network=case.network.name,
            batch=case.batch,
            optimizer=plan.optimizer,
            round_seconds=plan.round_seconds,
        )
        if found is not None:
            report.figures[name] = Figures(batch=case.batch, **found)

    def _round(self, name: str, report: CaseReport) -> None:
        if self._plan.threads > 1:
            sleep(SETTLE_SECONDS)
        found = self._ask(name, report, do="measure")
        if found is not None:
            report.figures[name].seconds.append(found["seconds"])
            report.figures[name].cores.append(found["cores"])

    def _ask(self, name: str, report: CaseReport, **request: Any) -> dict[str, Any] | None:
        """The answer; None where there was none, which the report then says."""
        try:
            found = self._children[name].ask(**request)
            words = found.get("unsuitable") or found.get("failed")
        except Gone as gone:
            words = f"{gone}, at {report.case.network.name}, batch {report.case.batch}"
            self._children.pop(name).close(at_once=True)
            self._report.left_out[name] = words
        if not words:
            return found
        report.left_out[name] = words
        report.figures.pop(name, None)
        return None


def _close(child: Child, kind: Any, error: Any, traceback: Any) -> None:
    child.close(at_once=error is not None)
