"""Whether there is a GPU is asked once, in a process of its own, and answered in words."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from playground.engine.executors import probe
from playground.engine.executors.probe import Answer, Probe, in_child, seems_present


def absent(name: str) -> None:
    return None


def test_without_cupy_the_answer_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "find_spec", absent)
    answer = Probe().ask()
    assert not answer.works
    assert 'pip install "playground[cuda]"' in answer.words
    assert not seems_present()


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("raise OSError('cudaErrorInsufficientDriver: too old')", "install NVIDIA's (OSError: cud"),
        ("raise ImportError('libnvrtc.so')", "can't compute (ImportError: libnvrtc.so)"),
        ("import os; os._exit(3)", "can't compute (ended with status 3)"),
        ("import time; time.sleep(60)", "can't compute (no answer within 0.5 s)"),
    ],
)
def test_a_gpu_that_fails_or_hangs_is_told_by_its_reason(
    monkeypatch: pytest.MonkeyPatch, program: str, words: str
) -> None:
    monkeypatch.setattr(probe, "find_spec", lambda name: name)
    monkeypatch.setattr(probe, "_PROGRAM", program)
    monkeypatch.setattr(probe, "SECONDS", 0.5 if "sleep" in program else 60)
    answer = Probe().ask()
    assert not answer.works
    assert words in answer.words


def test_it_is_asked_once_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def tried() -> Answer:
        asked.append(threading.current_thread())
        return Answer(True, "a card")

    monkeypatch.setattr(probe, "_tried", tried)
    one = Probe()
    threads = [threading.Thread(target=one.ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert one.ask() == Answer(True, "a card")
    assert len(asked) == 1


def test_a_gpu_that_was_lost_stays_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "_tried", lambda: Answer(True, "a card"))
    one = Probe()
    assert one.ask().works
    one.lost("it fell out")
    assert one.ask() == Answer(False, "it fell out", lost=True)


def test_a_device_is_looked_for_without_importing_anything(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(probe, "find_spec", lambda name: name)
    monkeypatch.setattr(probe, "Path", lambda part: tmp_path / part.strip("/"))
    monkeypatch.setattr(sys, "platform", "linux")
    (tmp_path / "dev").mkdir()
    assert not seems_present()
    (tmp_path / "dev" / "nvidia0").touch()
    assert seems_present()
    assert "cupy" not in sys.modules


def test_a_child_gives_what_it_prints() -> None:
    assert in_child("import sys; print(sys.argv[1])", 60, "well") == (True, "well")
    assert in_child("import os; print(os.environ['WORD'])", 60, WORD="so") == (True, "so")
