"""The command line, as scripts and people use it."""

from __future__ import annotations

import errno
import json
import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import playground
from playground import cli, terminal
from playground.assets_path import asset, examples, examples_path
from playground.engine.executors.probe import Probe
from playground.formats import FORMATS
from tests.engine.executors.gpu import Computer, computer
from tests.project.documents import document, write

__all__ = ["computer"]
Captured = pytest.CaptureFixture[str]


def complaint(capsys: Captured) -> str:
    """The one plain line on standard error."""
    said = capsys.readouterr().err
    assert said.startswith("playground: ")
    assert said.count("\n") == 1
    assert "Traceback" not in said
    return said


def child(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "playground", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=100,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write(tmp_path / "small.json")


# Training


def test_json_is_the_last_line_and_has_the_fields_of_the_contract(
    small: Path, capsys: Captured
) -> None:
    assert cli.run(["train", str(small), "--epochs", "2", "--seed", "9", "--json"]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert list(found) == [
        "epochs",
        "steps",
        "seconds",
        "steps_per_second",
        "device",
        "seed",
        "loss",
        "metrics",
    ]
    assert (found["epochs"], found["steps"], found["seed"]) == (2, 2 * 6, 9)
    assert found["seconds"] > 0
    assert found["steps_per_second"] == pytest.approx(found["steps"] / found["seconds"], rel=0.1)
    assert set(found["loss"]) == set(found["metrics"]) == {"train", "validation"}
    assert set(found["metrics"]["validation"]) == {"accuracy", "balanced_accuracy", "f1"}


def test_json_says_what_the_api_says(small: Path, capsys: Captured) -> None:
    cli.run(["train", str(small), "--json", "--device", "cpu"])
    found = json.loads(capsys.readouterr().out)
    session = playground.Session(playground.open(small), device="cpu")
    session.train(3)
    assert found["device"] == "cpu"
    assert found["seed"] == 1
    assert found["loss"]["validation"] == session.loss("validation")
    assert found["metrics"]["train"] == session.metrics("train")


def test_what_is_held_out_is_judged_only_with_test(small: Path, capsys: Captured) -> None:
    assert cli.run(["train", str(small), "--test"]) == 2
    assert "No samples are held out" in complaint(capsys)
    held = write(small.parent / "held.json", data__split={"test": 0.25})
    assert cli.run(["train", str(held), "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)["metrics"]) == {"train", "validation"}
    assert cli.run(["train", str(held), "--test", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["metrics"]) == set(found["loss"]) == {"train", "validation", "test"}
    assert cli.run(["train", str(held), "--test"]) == 0
    assert "test" in capsys.readouterr().out


def test_folds_say_mean_and_deviation_and_keep_nothing(small: Path, capsys: Captured) -> None:
    assert cli.run(["train", str(small), "--folds", "3", "--epochs", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    losses = [each["loss"]["validation"] for each in found["each"]]
    assert len(losses) == found["folds"] == 3
    assert found["mean"]["loss"]["validation"] == pytest.approx(sum(losses) / 3)
    assert set(found["deviation"]["metrics"]["train"]) == {"accuracy", "balanced_accuracy", "f1"}
    assert cli.run(["train", str(small), "--folds", "3"]) == 0
    assert "3 folds, 9 epochs" in capsys.readouterr().out
    save = ["--save", str(small.parent / "x.json")]
    assert cli.run(["train", str(small), "--folds", "3", *save]) == 2
    assert "keeps none" in complaint(capsys)


def test_numbers_that_are_not_finite_become_null() -> None:
    numbers = {"a": float("nan"), "b": float("-inf"), "c": 0.5}
    assert terminal.finite(numbers) == {"a": None, "b": None, "c": 0.5}


def test_without_json_a_person_reads_the_outcome(small: Path, capsys: Captured) -> None:
    assert cli.run(["train", str(small)]) == 0
    out, err = capsys.readouterr()
    assert "A small one: 3 epochs, 18 steps" in out
    assert "balanced accuracy" in out
    assert err == ""


def test_a_run_is_saved_and_gone_on_from(small: Path, tmp_path: Path, capsys: Captured) -> None:
    saved, longer = tmp_path / "run.playground", tmp_path / "longer.playground"
    assert cli.run(["train", str(small), "--epochs", "2", "--save", str(saved)]) == 0
    assert cli.run(["train", str(saved), "--epochs", "3", "--save", str(longer)]) == 0
    assert "Going on from epoch 2" in capsys.readouterr().out
    direct = playground.Session(playground.open(small))
    direct.train(5)
    resumed = playground.Session(playground.open(longer))
    assert resumed.epoch == 5
    for name, array in direct.parameters().items():
        assert (resumed.parameters()[name] == array).all()


def test_another_seed_starts_a_saved_run_anew(
    small: Path, tmp_path: Path, capsys: Captured
) -> None:
    saved = tmp_path / "run.playground"
    cli.run(["train", str(small), "--save", str(saved)])
    capsys.readouterr()
    cli.run(["train", str(saved), "--seed", "5", "--epochs", "2", "--json"])
    found = json.loads(capsys.readouterr().out)
    cli.run(["train", str(small), "--seed", "5", "--epochs", "2", "--json"])
    assert json.loads(capsys.readouterr().out)["loss"] == found["loss"]


def test_a_document_saved_as_json_opens_again(small: Path, tmp_path: Path) -> None:
    saved = tmp_path / "copy.json"
    assert cli.run(["train", str(small), "--save", str(saved)]) == 0
    assert playground.open(saved).spec == playground.open(small).spec


@pytest.mark.parametrize(
    ("target", "words"),
    [("nowhere/x.playground", "does not exist"), ("x.onnx", ".playground or .json"), (".", "ends")],
)
def test_a_bad_place_is_refused_before_training_begins(
    tmp_path: Path, capsys: Captured, target: str, words: str
) -> None:
    long = write(tmp_path / "long.json", training__epochs=10_000_000)
    assert cli.run(["train", str(long), "--save", str(tmp_path / target)]) == 2
    assert words in complaint(capsys)


def test_a_gpu_that_is_not_there_is_refused_with_what_to_do(
    small: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("playground.engine.executors.probe.find_spec", lambda name: None)
    monkeypatch.setattr("playground.engine.executors.PROBE", Probe())
    for device in ("cuda", "cuda-tf32", "cuda-bfloat16"):
        assert cli.run(["train", str(small), "--device", device]) == 2
        assert 'pip install "playground[cuda]"' in complaint(capsys)


def test_a_gpu_that_is_lost_is_told_on_the_side_and_the_result_is_the_same(
    small: Path, capsys: Captured, computer: Computer
) -> None:
    results = {}
    for device, left in (("numpy", 0), ("cuda", float("inf")), ("cuda", 40)):
        computer.card.left = left
        assert cli.run(["train", str(small), "--device", device, "--json"]) == 0
        out, err = capsys.readouterr()
        found = json.loads(out.splitlines()[-1])
        results[found["device"], bool(err)] = found["loss"]
    assert list(results) == [("numpy", False), ("cuda", False), ("numpy", True)]
    assert "no step lost" in err
    assert len({json.dumps(loss) for loss in results.values()}) == 1


def stopping(path: Path, **stop: Any) -> Path:
    return write(path / "stop.json", training={"epochs": 60, "stop": stop})


def epochs_of(capsys: Captured, *arguments: str | Path) -> int:
    assert cli.run(["train", *map(str, arguments), "--json"]) == 0
    epochs: int = json.loads(capsys.readouterr().out.splitlines()[-1])["epochs"]
    return epochs


def test_a_run_obeys_its_stop_conditions_and_says_which_was_met(
    tmp_path: Path, capsys: Captured
) -> None:
    project = stopping(tmp_path, metric="loss", target=1e6)
    assert epochs_of(capsys, project) == 60  # met from the start, it is not asked for
    project = stopping(tmp_path, epochs=7)
    assert epochs_of(capsys, project) == 7
    assert epochs_of(capsys, project, "--epochs", "9") == 9  # the number that is given rules
    project = stopping(tmp_path, minutes=1e-9)
    assert epochs_of(capsys, project, "--epochs", "9") == 1
    assert cli.run(["train", str(project)]) == 0
    assert "Stopped: 1e-09 minutes of training done" in capsys.readouterr().out


def test_training_that_diverges_says_what_to_do(tmp_path: Path, capsys: Captured) -> None:
    wild = write(
        tmp_path / "wild.json",
        data__source="waves",
        head="regression",
        network={"nodes": [{"id": "dense_1", "type": "Dense", "activation": "relu"}]},
        training__optimizer={"type": "sgd", "learning_rate": 1e6},
        training__epochs=50,
    )
    assert cli.run(["train", str(wild), "--json"]) == 2
    assert "Lower the learning rate" in complaint(capsys)


# Bad use


@pytest.mark.parametrize(
    "arguments",
    [
        ["train"],
        ["train", "a.json", "b.json"],
        ["train", "{small}", "--epochs", "0"],
        ["train", "{small}", "--epochs", "many"],
        ["train", "{small}", "--seed", "-1"],
        ["train", "{small}", "--device", "abacus"],
        ["train", "{small}", "--frobnicate"],
        ["export", "{small}"],
        ["export", "{small}", "x.docx"],
        ["export", "{small}", "x", "--format", "docx"],
        ["check", "nothing.onnx"],
        ["check", "nothing.json"],
        ["shot", "{small}", "x.jpg"],
        ["shot", "{small}", "x.png", "--size", "big"],
        ["shot", "{small}", "x.png", "--size", "9x9"],
        ["shot", "{small}", "x.png", "--theme", "pink"],
        ["shot", "{small}", "nowhere/x.png"],
        ["bench", "--networks", "2-8-8-2"],
        ["bench", "--batches", "many"],
        ["bench", "--against", "keras"],
        ["bench", "--rounds", "0"],
        ["--frobnicate"],
        ["nothing.json"],
        ["trian"],
        [".", "two"],
    ],
    ids=" ".join,
)
def test_bad_use_is_one_line_and_status_2(
    small: Path,
    tmp_path: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run([text.replace("{small}", str(small)) for text in arguments]) == 2
    assert complaint(capsys)
    assert os.listdir(tmp_path) == ["small.json"]


def test_a_mistyped_command_is_named(capsys: Captured) -> None:
    cli.run(["trian"])
    assert "Did you mean playground train?" in complaint(capsys)


LINKS = "network__links"
BAD_DOCUMENTS: dict[str, tuple[str | dict[str, Any], str]] = {
    "broken JSON": ('{"format": 1,\n "name": }', "line 2, column 10"),
    "empty": ("", "line 1"),
    "a list": ("[]", "an object in braces"),
    "not text": ("\udc80{", "not a JSON document"),
    "deep nesting": ("[" * 100_000, "not a JSON document"),
    "NaN": ('{"format": 1, "data": {"noise": NaN}}', "NaN"),
    "a newer version": (document(format=2), "newer version"),
    "a wrong type": (document(network__nodes__0__units="many"), "network.nodes[0].units"),
    "a wrong whole": (document(training="fast"), "training"),
    "a field nobody knows": (document(training__speed=3), "training.speed"),
    "a number out of range": (document(data__validation=1.5), "data.validation"),
    "zero units": (document(network__nodes__0__units=0), "network.nodes[0].units"),
    "a billion units": (document(network__nodes__0__units=10**9), "network.nodes[0].units"),
    "a cycle": (
        document(**{LINKS: [["dense_1", "dense_1"], ["dense_1", "head"]]}),
        "circle through dense_1",
    ),
    "a dangling link": (document(**{LINKS: [["input", "dense_7"]]}), "'dense_7'"),
    "the same link twice": (
        document(**{LINKS: [["input", "dense_1"], ["input", "dense_1"]]}),
        "listed twice",
    ),
    "no such source": (document(data__source="spirral"), "Did you mean 'spiral'"),
    "no such head": (document(head="binari"), "Did you mean 'binary'"),
    "no such activation": (document(network__nodes__0__activation="tan"), "'tanh'"),
    "no such optimizer": (document(training__optimizer="adams"), "'adam'"),
}


@pytest.mark.parametrize("command", ["check", "train", "export", "open"])
@pytest.mark.parametrize("kind", BAD_DOCUMENTS)
def test_a_bad_project_is_one_line_that_names_file_and_place(
    tmp_path: Path, capsys: Captured, kind: str, command: str
) -> None:
    contents, place = BAD_DOCUMENTS[kind]
    path = tmp_path / "bad.json"
    text = contents if isinstance(contents, str) else json.dumps(contents)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    before = path.read_bytes()
    more = [str(tmp_path / "x.onnx")] if command == "export" else []
    assert cli.run([command, str(path), *more]) == 2
    said = complaint(capsys)
    assert str(path) in said
    assert place in said
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["bad.json"]


def test_an_unknown_layer_type_opens_is_named_by_check_and_refused_by_train(
    tmp_path: Path, capsys: Captured
) -> None:
    nodes = [{"id": "conv_1", "type": "Conv9D", "kernel": [1, 2]}]
    path = write(tmp_path / "new.json", network={"nodes": nodes})
    opened = playground.open(path).spec
    assert opened.network["conv_1"].type == "Conv9D"
    assert opened.model_dump(mode="json")["network"]["nodes"][1]["kernel"] == [1, 2]
    for command in ("check", "train"):
        assert cli.run([command, str(path)]) == 2
        assert "Conv9D" in complaint(capsys)


# Exporting


@pytest.mark.parametrize("suffix", ["safetensors", "npz", "onnx"])
def test_export_trains_first_where_there_are_no_weights(
    small: Path, tmp_path: Path, capsys: Captured, suffix: str
) -> None:
    target = tmp_path / f"x.{suffix}"
    assert cli.run(["export", str(small), str(target)]) == 0
    out = capsys.readouterr().out
    assert "trained first, for 3 epochs" in out
    assert "matches " in out
    assert cli.run(["check", str(target)]) == 0
    assert "sound" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [("pdf", b"%PDF-1."), pytest.param("html", b"<!DOCTYPE html>", marks=pytest.mark.soak)],
)
def test_a_report_is_exported_without_a_window(
    small: Path, tmp_path: Path, suffix: str, begins: bytes
) -> None:
    """In a process of its own: it makes an application."""
    target = tmp_path / f"report.{suffix}"
    command = [sys.executable, "-m", "playground", "export", str(small), str(target)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "a report of epoch 3" in ended.stdout
    assert target.read_bytes().startswith(begins)


def test_export_takes_saved_weights_as_they_are(
    small: Path, tmp_path: Path, capsys: Captured
) -> None:
    import numpy as np

    saved, target = tmp_path / "run.playground", tmp_path / "weights"
    cli.run(["train", str(small), "--save", str(saved)])
    capsys.readouterr()
    assert cli.run(["export", str(saved), str(target), "--format", "npz"]) == 0
    assert "trained first" not in capsys.readouterr().out
    weights = np.load(target, allow_pickle=False)
    for name, array in playground.Session(playground.open(saved)).parameters().items():
        assert (weights[name] == array).all()


def test_what_a_format_cant_hold_is_refused_before_training(
    tmp_path: Path, capsys: Captured
) -> None:
    wide = {"nodes": [{"id": "wide", "type": "Dense", "units": 60_000}]}
    path = write(tmp_path / "wide.json", network=wide, training__epochs=10**6)
    assert cli.run(["export", str(path), str(tmp_path / "x.h")]) == 2
    assert "a C header is for small ones" in complaint(capsys)
    assert os.listdir(tmp_path) == ["wide.json"]


def test_every_format_has_a_name_in_the_help(capsys: Captured) -> None:
    assert cli.run(["export", "--help"]) == 0
    said = capsys.readouterr().out
    for name, each in FORMATS.items():
        assert name in said
        assert each.suffix in said


def test_export_to_a_missing_folder_is_refused_before_training(
    tmp_path: Path, capsys: Captured
) -> None:
    long = write(tmp_path / "long.json", training__epochs=10_000_000)
    assert cli.run(["export", str(long), str(tmp_path / "nowhere" / "x.onnx")]) == 2
    assert "does not exist" in complaint(capsys)


@pytest.mark.parametrize("name", ["x.onnx", "x.safetensors", "x.npz", "x.playground"])
@pytest.mark.parametrize("there", [True, False], ids=["over an old file", "anew"])
def test_a_full_disk_leaves_what_was_there_and_nothing_else(
    tmp_path: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    there: bool,
) -> None:
    small, target = write(tmp_path / "small.json"), tmp_path / name
    if there:
        target.write_bytes(b"precious")
    before = sorted(os.listdir(tmp_path))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    save = ["train", str(small), "--save", str(target)]
    status = cli.run(save if name.endswith("playground") else ["export", str(small), str(target)])
    assert status == 2
    assert "No space left" in complaint(capsys)
    assert sorted(os.listdir(tmp_path)) == before
    assert not there or target.read_bytes() == b"precious"


@pytest.mark.skipif(os.name != "posix", reason="limits of file sizes are POSIX")
def test_a_write_that_really_fails_leaves_no_half_file(small: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.onnx"
    target.write_bytes(b"precious")
    export = [sys.executable, "-m", "playground", "export", str(small), str(target)]
    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 1; exec "$@"', "sh", *export],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert done.returncode == 2
    assert "can't be written" in done.stderr
    assert target.read_bytes() == b"precious"
    assert sorted(os.listdir(tmp_path)) == ["small.json", "x.onnx"]


# Checking


def test_check_says_what_a_sound_project_is(small: Path, capsys: Captured) -> None:
    assert cli.run(["check", str(small)]) == 0
    out = capsys.readouterr().out
    assert "sound" in out
    assert "1 layer and the binary head, 21 parameters" in out


def test_check_lists_warnings_and_passes(tmp_path: Path, capsys: Captured) -> None:
    odd = write(tmp_path / "odd.json", head="regression")
    assert cli.run(["check", str(odd)]) == 0
    out = capsys.readouterr().out
    assert "warning: Squared error on a yes or no" in out
    assert "Warnings: 1." in out


def test_check_tells_errors_of_the_network_in_words(tmp_path: Path, capsys: Captured) -> None:
    images = write(tmp_path / "images.json", data={"source": "digits"}, head="multiclass")
    assert cli.run(["check", str(images)]) == 2
    out, err = capsys.readouterr()
    assert "error: Dense takes a vector" in out
    assert "Put a Flatten between" in err


def test_check_tells_of_data_that_an_embedding_does_not_know(
    tmp_path: Path, capsys: Captured
) -> None:
    nodes = [{"id": "table", "type": "Embedding"}, {"id": "flat", "type": "Flatten"}]
    points = write(tmp_path / "points.json", network={"nodes": nodes})
    assert cli.run(["check", str(points)]) == 2
    assert "table takes whole numbers from 0 to 99; the data has" in capsys.readouterr().err


def test_check_finds_a_run_that_is_of_another_network(
    small: Path, tmp_path: Path, capsys: Captured
) -> None:
    from zipfile import ZipFile

    saved, mixed = tmp_path / "run.playground", tmp_path / "mixed.playground"
    cli.run(["train", str(small), "--save", str(saved)])
    with ZipFile(saved) as old, ZipFile(mixed, "w") as new:
        for name in old.namelist():
            wide = json.dumps(document(network__nodes__0__units=9))
            new.writestr(name, wide if name == "project.json" else old.read(name))
    capsys.readouterr()
    assert cli.run(["check", str(saved)]) == 0
    assert "a run of 3 epochs" in capsys.readouterr().out
    assert cli.run(["check", str(mixed)]) == 2
    assert "does not fit" in complaint(capsys)


@pytest.mark.parametrize("suffix", ["onnx", "npz", "safetensors", "playground"])
@pytest.mark.parametrize("damage", ["cut", "noise", "empty"])
def test_check_refuses_damaged_files(
    small: Path, tmp_path: Path, capsys: Captured, suffix: str, damage: str
) -> None:
    target = tmp_path / f"x.{suffix}"
    if suffix == "playground":
        cli.run(["train", str(small), "--save", str(target)])
    else:
        cli.run(["export", str(small), str(target)])
    whole = target.read_bytes()
    damaged = {"cut": whole[: len(whole) // 2], "noise": whole[::-1], "empty": b""}[damage]
    target.write_bytes(damaged)
    capsys.readouterr()
    assert cli.run(["check", str(target)]) == 2
    assert "x." in complaint(capsys)
    assert target.read_bytes() == damaged


# The rest


def test_help_says_what_a_word_means_and_refuses_what_is_none(capsys: Captured) -> None:
    assert cli.run(["help", "relu"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("ReLU (Activations)")
    assert "y = max(x, 0)" in said
    assert cli.run(["help", "learning rte"]) == 2
    assert "Did you mean 'Learning rate'?" in capsys.readouterr().err


def test_examples_lists_every_example_and_template_with_its_path(capsys: Captured) -> None:
    assert cli.run(["examples"]) == 0
    out = capsys.readouterr().out
    for path in (*examples(), *asset("templates").iterdir()):
        assert str(path) in out


def test_version_and_help(capsys: Captured) -> None:
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"playground {playground.__version__}\n"
    assert cli.run(["--help"]) == 0
    out = capsys.readouterr().out
    commands = ["train", "export", "shot", "check", "bench", "doctor", "examples", "help"]
    assert all(f"\n  {command}" in out for command in commands)
    for command in commands:
        assert cli.run([command, "--help"]) == 0
        assert f"playground {command}" in capsys.readouterr().out


def test_doctor_looks_at_everything(capsys: Captured) -> None:
    assert cli.run(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert list(found) == [
        "python",
        "qt",
        "fonts",
        "screen",
        "gpu",
        "numba_cache",
        "onnxruntime",
        "torch",
    ]
    assert found["python"]["works"]
    assert found["fonts"]["works"] == found["qt"]["works"]
    for finding in found.values():
        assert finding["words"]


def test_bench_prints_a_table_or_json(capsys: Captured) -> None:
    asked = ["bench", "--networks", "2-8-8-1", "--batches", "1,2", "--rounds", "1"]
    asked += ["--devices", "numpy", "--against", "gemm"]
    assert cli.run(asked) == 0
    out, err = capsys.readouterr()
    assert "2-8-8-1, 2" in out
    assert err == ""
    assert cli.run([*asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [network["batch"] for network in found["networks"]] == [1, 2]
    assert set(found["networks"][0]["results"]) == {"numpy", "gemm"}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ImportError("libGL.so.1: cannot open shared object file: No such file"), "libgl1"),
        (ImportError("libxcb-cursor.so.0: cannot open shared object file"), "libxcb-cursor0"),
        (ImportError("cannot import name 'x'"), ""),
    ],
)
def test_a_missing_system_library_is_told_with_its_packages(error: ImportError, words: str) -> None:
    from playground.doctor import library_complaint

    said = library_complaint(error)
    assert words in said
    assert bool(said) == bool(words)


def test_a_screen_that_does_not_answer_is_told_before_qt_aborts() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("other systems always have a screen")
    done = child(DISPLAY=":4711", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert done.returncode == 2
    assert done.stderr.startswith("playground: ")
    assert done.stderr.count("\n") == 1


def test_without_a_screen_the_window_says_how_to_go_on() -> None:
    bare = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    if not sys.platform.startswith("linux"):
        pytest.skip("other systems always have a screen")
    for arguments in ([], [examples_path() / "xor.json"]):
        done = child(*arguments, **bare)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert done.stderr.startswith("playground: There is no screen here")
        assert "playground train" in done.stderr
        assert "playground shot" in done.stderr


def test_shot_draws_the_window_without_a_screen(tmp_path: Path) -> None:
    target = tmp_path / "x.png"
    small = write(tmp_path / "small.json")
    done = child(
        "shot", small, target, "--epochs", "2", "--size", "1280x720", DISPLAY="", QT_QPA_PLATFORM=""
    )
    assert done.returncode == 0, done.stderr
    assert struct.unpack(">II", target.read_bytes()[16:24]) == (1280, 720)


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
@pytest.mark.parametrize("save", [True, False], ids=["to be saved", "not to be saved"])
def test_ctrl_c_ends_with_a_line_and_keeps_what_was_to_be_saved(tmp_path: Path, save: bool) -> None:
    begun, saved = tmp_path / "begun.playground", tmp_path / "run.playground"
    cli.run(["train", str(write(tmp_path / "small.json")), "--save", str(begun)])
    running = subprocess.Popen(
        [sys.executable, "-u", "-m", "playground", "train", str(begun), "--epochs", "10000000"]
        + (["--save", str(saved)] if save else []),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "Going on from epoch 3.\n"
    time.sleep(0.5)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Traceback" not in said
    last = said.splitlines()[-1]
    assert last.startswith("playground: Stopped after ")
    assert ("saved to" in last) == save
    if save:
        assert playground.Session(playground.open(saved)).epoch > 3


def test_a_fault_of_ours_is_one_line_and_status_1(
    small: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(cli, "_session", broken)
    assert cli.run(["train", str(small)]) == 1
    said = complaint(capsys)
    assert "ZeroDivisionError: a bug" in said
    monkeypatch.setenv("PLAYGROUND_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.run(["train", str(small)])


def test_output_that_nobody_reads_to_the_end_is_no_fault() -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m playground examples | head -n 1; echo "${{PIPESTATUS[0]}}"',
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.stderr == ""


def test_weights_are_imported_onto_a_project(tmp_path: Path, capsys: Captured) -> None:
    source, onto = write(tmp_path / "a.json"), write(tmp_path / "b.json", name="Another")
    assert cli.run(["export", str(source), str(tmp_path / "a.npz")]) == 0
    capsys.readouterr()
    made = tmp_path / "c.playground"
    assert cli.run(["import", str(tmp_path / "a.npz"), str(made), "--onto", str(onto)]) == 0
    said = capsys.readouterr().out
    assert "dense_1.weight ← dense_1.weight (2×5), by name" in said
    assert "4 of 4 parameters match (by name)." in said
    run = playground.open(made).run
    assert run is not None
    assert np.array_equal(run.parameters["head.weight"], np.load(tmp_path / "a.npz")["head.weight"])
    assert run.start.lasting == frozenset(run.parameters)


def test_a_whole_network_is_imported_into_a_project(tmp_path: Path, capsys: Captured) -> None:
    wide = [{"id": "wide", "type": "Dense", "units": 9}]
    source = write(tmp_path / "a.json", network={"nodes": wide})
    onto = write(tmp_path / "b.json", name="Another")
    assert cli.run(["export", str(source), str(tmp_path / "a.onnx")]) == 0
    arguments = [str(tmp_path / "a.onnx"), str(tmp_path / "c.playground"), "--onto", str(onto)]
    assert cli.run(["import", *arguments, "--network"]) == 0
    opened = playground.open(tmp_path / "c.playground")
    assert opened.name == "Another"
    assert [node.id for node in opened.spec.network] == ["input", "wide"]


def test_weights_that_fit_nowhere_are_said_and_nothing_is_written(
    tmp_path: Path, capsys: Captured
) -> None:
    np.savez(tmp_path / "x.npz", other=np.zeros((7, 3)))
    onto = write(tmp_path / "b.json")
    made = tmp_path / "c.playground"
    assert cli.run(["import", str(tmp_path / "x.npz"), str(made), "--onto", str(onto)]) == 2
    assert "Nothing of" in complaint(capsys)
    assert not made.exists()
