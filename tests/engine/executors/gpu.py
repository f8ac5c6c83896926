"""A computer with a GPU, where there is none: the stand-in in its place."""

from __future__ import annotations

from typing import Any

import pytest

from playground.engine import executors
from playground.engine.executors import challenge, runner
from playground.engine.executors.cuda import buffers
from playground.engine.executors.cuda.executor import CudaExecutor
from playground.engine.executors.cuda.source import Source
from playground.engine.executors.host import DeviceLost
from playground.engine.executors.probe import Answer, Probe
from playground.errors import UserError

from .cuda.standin import Standin


class StandinProbe(Probe):
    """Has found the stand-in."""

    def __init__(self, answer: Answer | None = None) -> None:
        super().__init__()
        self._answer = answer or Answer(True, "stand-in")


class Computer:
    """What a test can change about the GPU.

    Attributes:
        probe: what is found.
        card: the GPU, one for all; `card.left` launches and copies from now it is lost.
    """

    def __init__(self) -> None:
        self.probe = StandinProbe()
        self.card = Standin()

    def executor(self, device: str, program: Any, dtype: Any) -> CudaExecutor:
        answer = self.probe.ask()
        if answer.lost:
            raise DeviceLost(answer.words)
        if not answer.works:
            raise UserError(answer.words)
        return CudaExecutor(program, dtype, name=device, device=self.card, way="eager")


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Computer:
    """With a GPU that gives the reference's numbers to the last bit; nothing is compiled."""
    made = Computer()
    monkeypatch.setattr(executors, "gpu_executor", made.executor)
    monkeypatch.setattr(executors, "can_be_native", lambda program: False)
    monkeypatch.setattr(buffers, "_source_of", lambda *_: Source("", {}, frozenset(), {}))
    for module in (executors, challenge, runner):
        monkeypatch.setattr(module, "PROBE", made.probe)
    monkeypatch.setattr(runner, "seems_present", lambda: True)
    monkeypatch.setattr(runner, "LOOK_EVERY_S", 0.0)
    return made
