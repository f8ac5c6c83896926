"""The competitors take turns, nobody is missed silently, and nobody stays behind."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from playground.bench import NETWORKS, Plan, measure, print_report
from playground.bench import conductor as module
from playground.bench.child import Child, Gone, environment
from playground.bench.networks import Case, Network
from playground.bench.table import duration, quantity

SMALL = (Case(NETWORKS["2-8-8-1"], 3), Case(NETWORKS["64-256-256-10"], 2))
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")


def plan(*against: str, rounds: int = 2) -> Plan:
    return Plan(SMALL, ("numpy",), against, rounds=rounds, round_seconds=1e-4)


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Child]:
    """Every child the conductor starts, in order."""
    children: list[Child] = []

    class Noted(Child):
        def __init__(self, name: str, threads: int) -> None:
            super().__init__(name, threads)
            children.append(self)

    monkeypatch.setattr(module, "Child", Noted)
    return children


def test_json_has_every_figure_and_the_ratios(started: list[Child]) -> None:
    report = measure(plan("gemm", "sklearn"))
    found = json.loads(json.dumps(report.as_json(), allow_nan=False))
    assert (found["optimizer"], found["threads"], found["rounds"]) == ("sgd", 1, 2)
    assert found["batches_an_epoch"] == 32
    assert list(found["competitors"]) == ["numpy", "gemm", "sklearn"]
    assert found["competitors"]["numpy"]["ours"]
    assert found["left_out"] == found["networks_left_out"] == {}
    first, second = found["networks"]
    assert (first["network"], first["batch"], first["parameters"]) == ("2-8-8-1", 3, 105)
    assert second["network"] == "64-256-256-10"
    assert first["fastest"] == "numpy"
    assert set(first["ratios"]["numpy"]) == {"gemm", "sklearn"}
    for name, figures in first["results"].items():
        assert len(figures["rounds_microseconds"]) == 2
        step = figures["step_microseconds"]
        assert figures["samples_a_second"] == pytest.approx(3e6 / step, rel=1e-3)
        assert figures["epochs_a_second"] == pytest.approx(1e6 / step / 32, rel=1e-3)
        assert figures["first_step_seconds"] >= figures["compile_seconds"] > 0
        assert figures["first_steps"] == (32 if name == "sklearn" else 1)
    ours, theirs = (first["results"][name]["rounds_microseconds"] for name in ("numpy", "gemm"))
    expected = sum(a / b for a, b in zip(ours, theirs, strict=True)) / 2
    assert first["ratios"]["numpy"]["gemm"] == pytest.approx(expected, rel=1e-3)
    assert not any(is_there(child.pid) for child in started)


def test_the_table_shows_all_of_them() -> None:
    report = measure(plan("gemm", rounds=1))
    page = io.StringIO()
    print_report(report, page)
    text = page.getvalue()
    assert "optimizer sgd, one thread each: medians of 1 rounds" in text
    assert text.count("2-8-8-1, 3") == text.count("64-256-256-10, 2") == 2
    assert text.count("ours, numpy") == 2
    assert text.count("bare GEMMs") >= 3
    assert "…" not in text


def test_who_does_not_load_is_left_out_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "torch.py").write_text("raise ImportError('no such library')")
    monkeypatch.syspath_prepend(str(tmp_path))
    report = measure(plan("torch", "gemm", rounds=1))
    assert report.left_out == {"torch": "torch is installed but does not load: no such library"}
    assert set(report.cases[0].figures) == {"numpy", "gemm"}
    page = io.StringIO()
    print_report(report, page)
    assert "Left out: torch: torch is installed but does not load" in page.getvalue()


def test_a_device_that_is_not_here_is_left_out_in_words() -> None:
    report = measure(Plan(SMALL[:1], ("numpy", "cuda"), (), rounds=1, round_seconds=1e-4))
    assert "numpy" in report.entrants
    assert ("cuda" in report.left_out) != ("cuda" in report.entrants)


def test_a_network_of_layers_that_are_not_here_is_left_out_in_words() -> None:
    later = Network("later", (2,), 2, ({"id": "conv_1", "type": "Conv9D"},))
    report = measure(Plan((Case(later, 1),), ("numpy",), (), rounds=1))
    assert report.networks_left_out == {"later": "this version has no Conv9D"}
    assert report.cases == []


@POSIX
def test_a_worker_that_dies_is_left_out_and_the_others_go_on(started: list[Child]) -> None:
    def watch(doing: str, done: int) -> None:
        if doing == "2-8-8-1, batch 3: round 2":
            os.kill(started[1].pid, signal.SIGKILL)

    report = measure(plan("gemm"), watch)
    assert report.left_out == {"gemm": "ended by signal 9, at 2-8-8-1, batch 3"}
    assert [set(case.figures) for case in report.cases] == [{"numpy"}, {"numpy"}]
    assert len(report.cases[1].figures["numpy"].seconds) == 2
    assert not any(is_there(child.pid) for child in started)


def test_stopping_gives_what_was_measured_and_leaves_no_process(started: list[Child]) -> None:
    def watch(doing: str, done: int) -> None:
        if doing == "64-256-256-10, batch 2: round 2":
            raise KeyboardInterrupt

    report = measure(plan("gemm"), watch)
    assert report.stopped
    assert report.as_json()["stopped"]
    assert [len(case.figures["numpy"].seconds) for case in report.cases] == [2, 1]
    assert not any(is_there(child.pid) for child in started)


def test_what_a_worker_printed_last_is_said_when_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sklearn.py").write_text("raise SystemExit('out of order')")
    monkeypatch.syspath_prepend(str(tmp_path))
    child = Child("sklearn", 1)
    try:
        with pytest.raises(Gone, match="ended with status 1: out of order"):
            child.answer()
    finally:
        child.close()
        child.close()


def test_every_library_is_held_to_its_threads() -> None:
    held = environment(2, {"XLA_FLAGS": "--mine", "HOME": "/here"})
    assert held["OMP_NUM_THREADS"] == held["OPENBLAS_NUM_THREADS"] == held["NPROC"] == "2"
    assert held["XLA_FLAGS"] == "--mine --xla_cpu_multi_thread_eigen=true"
    assert held["HOME"] == "/here"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_a_bench_that_is_ended(tmp_path: Path, number: signal.Signals) -> None:
    asked = "bench --devices numpy --against gemm --networks 2-8-8-1 --rounds 1000 --json"
    running = subprocess.Popen(
        [sys.executable, "-m", "playground", *asked.split()],
        env={**os.environ, "BENCH_UNDER_TEST": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: len(marked(tmp_path)) == 3)
    time.sleep(1.0)  # for some rounds, which a machine that is busy may not come to
    running.send_signal(number)
    out, said = running.communicate(timeout=30)
    wait_for(lambda: not marked(tmp_path))
    if number is signal.SIGINT:
        assert running.returncode == 130
        assert json.loads(out.splitlines()[-1])["stopped"]
        assert said == "playground: Stopped; what is above was measured until then.\n"


def marked(path: Path) -> list[str]:
    """The processes that were started for a test."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if f"BENCH_UNDER_TEST={path}\0".encode() in (entry / "environ").read_bytes():
                found.append(entry.name)
        except OSError:
            continue
    return found


def wait_for(condition: object) -> None:
    end = time.monotonic() + 30
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3.04e-6, "3.04 µs"),
        (2.9e-4, "290 µs"),
        (0.9996e-3, "1.00 ms"),
        (12.34, "12.3 s"),
        (1234.0, "1,234 s"),
    ],
)
def test_durations_have_three_digits(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(4.2, "4.20"), (330.4, "330"), (10_400, "10,400"), (330_000, "330 k"), (3_300_000, "3.30 M")],
)
def test_quantities_are_readable(number: float, words: str) -> None:
    assert quantity(number) == words
