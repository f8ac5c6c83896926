"""The time of a training step, beside what people use instead."""

from __future__ import annotations

from playground.bench.conductor import measure
from playground.bench.networks import NETWORKS, choose
from playground.bench.plan import Plan, plan_of
from playground.bench.progress import measure_with_progress
from playground.bench.report import Report
from playground.bench.table import print_report

__all__ = [
    "NETWORKS",
    "Plan",
    "Report",
    "choose",
    "measure",
    "measure_with_progress",
    "plan_of",
    "print_report",
]
