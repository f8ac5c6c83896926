"""What to measure, checked before anything is started."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from playground.bench.competitor import OURS, RIVALS
from playground.bench.exercise import RATES
from playground.bench.networks import Case, choose
from playground.engine.executors import DEVICES
from playground.errors import UserError

# "auto" is one of the others.
OUR_DEVICES = tuple(device for device in DEVICES if device != "auto")
ROUNDS = 7
ROUND_SECONDS = 0.1
MOST_ROUNDS = 1000


@dataclass(frozen=True)
class Plan:
    """Which networks, beside whom, and how.

    Attributes:
        cases: networks and batches, in order.
        devices: which of this project's executors, by device.
        against: names of `RIVALS`.
        optimizer: "sgd" or "adam".
        rounds: how many times each is timed; they take turns.
        threads: how many each may use.
        round_seconds: about how long a round lasts, or one epoch where that is longer.

    Raises:
        UserError: something in it is not there, or out of range.
    """

    cases: tuple[Case, ...] = field(default_factory=lambda: choose((), (), full=False))
    devices: tuple[str, ...] = OUR_DEVICES
    against: tuple[str, ...] = tuple(RIVALS)
    optimizer: str = "sgd"
    rounds: int = ROUNDS
    threads: int = 1
    round_seconds: float = ROUND_SECONDS

    def __post_init__(self) -> None:
        for name in self.against:
            RIVALS.find(name)
        for device in self.devices:
            if device not in OUR_DEVICES:
                known = ", ".join(OUR_DEVICES)
                raise UserError(f"Expected devices of {known}. Received: {device!r}.")
        if self.optimizer not in RATES:
            raise UserError(
                f"Expected one of the optimizers {', '.join(RATES)}. Received: {self.optimizer!r}."
            )
        cores = os.cpu_count() or 1
        for words, number, most in (
            ("rounds", self.rounds, MOST_ROUNDS),
            ("threads", self.threads, cores),
        ):
            if not 1 <= number <= most:
                raise UserError(f"Expected 1 to {most:,} {words}. Received: {number}.")

    @property
    def competitors(self) -> tuple[str, ...]:
        """Whom to start: this project's devices, then the others, each once."""
        ours = [f"{OURS}:{device}" for device in self.devices]
        return tuple(dict.fromkeys((*ours, *self.against)))


def plan_of(
    networks: str,
    batches: str,
    devices: str,
    against: str,
    optimizer: str,
    rounds: int,
    threads: int,
    *,
    full: bool,
) -> Plan:
    """A plan from lists as the command line has them, their parts between commas.

    Args:
        networks: names, or "" for all.
        batches: rows a step, or "" for the usual ones.
        devices: of ours, or "" for all.
        against: names of `RIVALS`, or "none".
        optimizer, rounds, threads: as in `Plan`.
        full: whether every batch is taken.
    """
    rows = _listed(batches)
    if not all(row.isdecimal() for row in rows):
        raise UserError(f"Expected batches like 1,10,32. Received: {batches!r}.")
    cases = choose(_listed(networks), [int(row) for row in rows], full=full)
    rivals = () if against == "none" else _listed(against)
    return Plan(cases, _listed(devices) or OUR_DEVICES, rivals, optimizer, rounds, threads)


def _listed(given: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in given.split(",") if name.strip())
