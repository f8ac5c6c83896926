"""`playground predict`: answers to the rows of a file."""

from __future__ import annotations

import csv
import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import playground
from playground import answering
from playground.cli import run
from playground.data.reading import glimpse
from tests import own
from tests.project.documents import write
from tests.test_cli import complaint

Captured = pytest.CaptureFixture[str]
NEW = ['plan "x"', "since", "note", "age", "id", "city of birth"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that is trained, and the rows it has learned from."""
    made = tmp_path_factory.mktemp("people")
    own.write_rows(made / "people.csv", own.rows())
    own.write_project(made / "people.json", made / "people.csv")
    saved = str(made / "people.playground")
    assert run(["train", str(made / "people.json"), "--device", "numpy", "--save", saved]) == 0
    return made


def new_rows() -> list[dict[str, Any]]:
    rows = own.rows(30, seed=11)
    for row in rows:
        row["note"] = "=SUM(A1)"
    rows[0]["city of birth"] = "Atlantis"
    return rows


def table(text: str) -> tuple[list[str], list[dict[str, str]]]:
    reader = csv.DictReader(StringIO(text, newline=""))
    rows = list(reader)
    return list(reader.fieldnames or ()), rows


def test_rows_are_answered_beside_their_columns(folder: Path, tmp_path: Path) -> None:
    file = own.write_rows(tmp_path / "new.csv", new_rows(), NEW)
    out = tmp_path / "out.csv"
    assert run(["predict", str(folder / "people.playground"), str(file), "--out", str(out)]) == 0
    names, rows = table(out.read_text("utf-8"))
    assert names == [*NEW, "predicted left", "probability of yes"]
    session = playground.Session(playground.open(folder / "people.playground"), device="numpy")
    expected = session.predict(new_rows())[:, 0]
    found = np.array([float(row["probability of yes"]) for row in rows])
    np.testing.assert_allclose(found, expected, rtol=1e-5)
    assert [row["predicted left"] == "yes" for row in rows] == list(expected >= 0.5)
    assert rows[0]["note"] == "'=SUM(A1)"  # which no spreadsheet runs
    assert rows[0]["city of birth"] == "Atlantis"


def test_it_goes_on_where_the_data_is_gone_and_tells_metrics_where_targets_are(
    folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    moved = tmp_path / "moved.playground"
    moved.write_bytes((folder / "people.playground").read_bytes())
    rows = own.rows(30, seed=11)
    rows[3]["left"] = None
    rows[4]["left"] = "perhaps"
    file = own.write_rows(tmp_path / "new.csv", rows)
    (folder / "people.csv").rename(folder / "gone.csv")
    try:
        assert run(["predict", str(moved), str(file)]) == 0
    finally:
        (folder / "gone.csv").rename(folder / "people.csv")
    said = capsys.readouterr()
    _, answers = table(said.out)
    assert len(answers) == 30
    assert "On the 28 rows that name their target:" in said.err
    right = [
        row["left"] == row["predicted left"] for row in answers if row["left"] in ("yes", "no")
    ]
    assert f"accuracy {100 * np.mean(right):.1f}%" in said.err


def test_a_project_without_a_run_is_trained_first(
    folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    file = own.write_rows(tmp_path / "new.csv", own.rows(5))
    arguments = [str(folder / "people.json"), str(file), "--device", "numpy"]
    assert run(["predict", *arguments]) == 0
    said = capsys.readouterr()
    assert "people.json is trained first, for 3 epochs." in said.err
    assert len(table(said.out)[1]) == 5


def test_large_files_are_answered_part_by_part(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = own.write_rows(tmp_path / "new.csv", own.rows(50, seed=2))
    texts = []
    for rows in (20_000, 7):
        monkeypatch.setattr(answering, "PART_ROWS", rows)
        out = tmp_path / f"{rows}.csv"
        arguments = [str(folder / "people.playground"), str(file), "--out", str(out)]
        assert run(["predict", *arguments]) == 0
        texts.append(out.read_text())
    assert texts[0] == texts[1]


def test_nothing_is_replaced_unasked(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    file = own.write_rows(tmp_path / "new.csv", own.rows(5))
    out = tmp_path / "out.csv"
    out.write_text("precious")
    arguments = ["predict", str(folder / "people.playground"), str(file), "--out", str(out)]
    assert run(arguments) == 2
    assert "is there already" in complaint(capsys)
    assert out.read_text() == "precious"
    assert run([*arguments, "--force"]) == 0
    assert "predicted left" in out.read_text()
    assert sorted(os.listdir(tmp_path)) == ["new.csv", "out.csv"]


@pytest.mark.parametrize(
    ("name", "contents", "words"),
    [
        ("none.csv", None, "There is no file"),
        ("empty.csv", b"", "empty.csv"),
        (
            "other.csv",
            b"ages,x\n1,2\n3,4\n",
            "no column 'age', which the network was trained on. "
            "Did you mean 'ages'? It has: ages, x.",
        ),
        ("nul.csv", b"\0\0\0\0\0\0\0", "nul.csv"),
        ("document.csv", json.dumps({"age": [1, 2]}).encode(), "document.csv"),
    ],
)
def test_bad_files_are_refused_in_a_line(
    folder: Path, tmp_path: Path, capsys: Captured, name: str, contents: bytes | None, words: str
) -> None:
    file, out = tmp_path / name, tmp_path / "out.csv"
    if contents is not None:
        file.write_bytes(contents)
    project = str(folder / "people.playground")
    assert run(["predict", project, str(file), "--out", str(out)]) == 2
    assert words in complaint(capsys)
    assert not out.exists()


@pytest.fixture(scope="module")
def reviews(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose file has one feature, a text, with its run."""
    made = tmp_path_factory.mktemp("reviews")
    words = ("good", "bad")
    rows = [f"it was {words[n % 2]} {n} times over,{words[n % 2]}" for n in range(80)]
    (made / "reviews.csv").write_text("\n".join(["review,opinion", *rows]) + "\n", "utf-8")
    assert run(["new", str(made / "reviews.csv"), "--out", str(made / "x.json")]) == 0
    saved = str(made / "x.playground")
    assert run(["train", str(made / "x.json"), "--epochs", "1", "--save", saved]) == 0
    return made / "x.playground"


def test_few_rows_of_one_column_are_read_as_the_project_s_own_file(
    reviews: Path, tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "new.csv"
    file.write_text("review\n1;2\n3;4\n", "utf-8")
    assert glimpse(file).reading.separator == ";"  # taken by itself
    assert run(["predict", str(reviews), str(file)]) == 0
    assert [row["review"] for row in table(capsys.readouterr().out)[1]] == ["1;2", "3;4"]


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        ("review;opinion\na;good\nb;bad\n", "“;” between cells in place of “,”"),
        ("so good,good\nso good,good\nso bad,bad\n", "no names in its first row"),
    ],
)
def test_rows_that_are_written_otherwise_are_refused_and_it_says_how(
    reviews: Path, tmp_path: Path, capsys: Captured, contents: str, words: str
) -> None:
    file = tmp_path / "new.csv"
    file.write_text(contents, "utf-8")
    assert run(["predict", str(reviews), str(file)]) == 2
    said = complaint(capsys)
    assert "no column 'review'" in said
    assert words in said


def test_the_test_file_of_two_is_read_as_the_train_file(tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    rows = [f"{number};{number % 7},5;{number % 2}" for number in range(80)]
    (folder / "train.csv").write_text("\n".join(["id;size;y", *rows]) + "\n", "utf-8")
    (folder / "test.csv").write_text("id;size\n90;3\n91;4\n", "utf-8")
    project, saved = str(tmp_path / "x.json"), str(tmp_path / "x.playground")
    assert run(["new", str(folder), "--out", project]) == 0
    assert run(["train", project, "--epochs", "1", "--save", saved]) == 0
    (tmp_path / "one.csv").write_text("id;size\n90;1.250\n", "utf-8")
    capsys.readouterr()
    assert run(["predict", saved, str(tmp_path / "one.csv")]) == 0
    assert table(capsys.readouterr().out)[1][0]["size"] == "1250"


@pytest.mark.parametrize(
    ("data", "head", "names"),
    [
        ({"source": "iris"}, "multiclass", 3),
        ({"source": "regions"}, "multilabel", None),
        ({"source": "diabetes"}, "regression", 1),
    ],
)
def test_other_data_is_answered_by_the_names_of_its_features(
    tmp_path: Path, capsys: Captured, data: dict[str, Any], head: str, names: int | None
) -> None:
    path = write(tmp_path / "x.json", data=data, head=head, training__epochs=1)
    session = playground.Session(playground.open(path), device="numpy")
    session.save(tmp_path / "x.playground")
    dataset = session.prepared.dataset
    file = tmp_path / "rows.csv"
    with file.open("w", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(reversed(dataset.feature_names))
        writer.writerows(row[::-1].tolist() for row in dataset.features[:6])
    assert run(["predict", str(tmp_path / "x.playground"), str(file)]) == 0
    header, rows = table(capsys.readouterr().out)
    count = names or len(dataset.target_names)
    found = np.array([[float(row[name]) for name in header[-count:]] for row in rows])
    np.testing.assert_allclose(found, session.predict(dataset.features[:6]), rtol=1e-4)


def test_a_series_is_answered_from_each_row_that_has_enough_before_it(
    tmp_path: Path, capsys: Captured
) -> None:
    number = [{"type": "impute"}, {"type": "standardise"}]
    columns: list[dict[str, Any]] = [
        {"name": "day", "kind": "date", "role": "time"},
        {"name": "river", "kind": "number", "role": "target", "steps": number},
    ]
    data = own.spec(columns, "regression", window={"steps": 4, "ahead": 2}, split={"way": "time"})
    rows = [f"2026-01-{n + 1:02},{(n * 7) % 5}" for n in range(30)]
    (tmp_path / "rivers.csv").write_text("\n".join(["day,river", *rows]))
    nodes = [{"id": "gru_1", "type": "GRU", "units": 3}]
    own.write_project(
        tmp_path / "x.json",
        tmp_path / "rivers.csv",
        data=data.model_dump(mode="json"),
        network={"nodes": nodes},
        head={"type": "regression"},
    )
    saved = tmp_path / "x.playground"
    assert run(["train", str(tmp_path / "x.json"), "--save", str(saved)]) == 0
    capsys.readouterr()
    (tmp_path / "new.csv").write_text("\n".join(["day,river", *rows[:12][::-1]]))
    assert run(["predict", str(saved), str(tmp_path / "new.csv")]) == 0
    said = capsys.readouterr()
    names, found = table(said.out)
    assert names == ["day", "river", "predicted river, 2 rows ahead"]
    assert [row["day"] for row in found] == [f"2026-01-{n:02}" for n in range(4, 13)]
    assert "On the 7 rows that name their target:" in said.err
    session = playground.Session(playground.open(saved), device="numpy")
    expected = session.predict({"river": [(n * 7) % 5 for n in range(12)]})[:, 0]
    answers = [float(row[names[-1]]) for row in found]
    np.testing.assert_allclose(answers, expected, rtol=1e-5)
    (tmp_path / "short.csv").write_text("\n".join(["day,river", *rows[:3]]))
    assert run(["predict", str(saved), str(tmp_path / "short.csv")]) == 2
    assert "looks back on 4" in complaint(capsys)


def test_pictures_of_no_class_yet_are_answered_by_their_names(
    tmp_path: Path, capsys: Captured
) -> None:
    random = np.random.default_rng(0)

    def draw(path: Path, bright: bool) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = random.integers(150 if bright else 0, 256 if bright else 100, (8, 8, 3))
        Image.fromarray(pixels.astype(np.uint8)).save(path)

    for number in range(12):
        draw(tmp_path / "sky" / "day" / f"{number}.png", True)
        draw(tmp_path / "sky" / "night" / f"{number}.png", False)
    for number in range(3):
        draw(tmp_path / "new" / f"{number}.png", number == 1)
    (tmp_path / "new" / "3.png").write_bytes(b"\x89PNG no more")
    (tmp_path / "new" / "notes.md").write_text("none")
    given = {"data": {"source": "file", "file": "sky"}, "training": {"epochs": 30}}
    (tmp_path / "x.json").write_text(json.dumps(given))
    saved = str(tmp_path / "x.playground")
    assert run(["train", str(tmp_path / "x.json"), "--save", saved, "--device", "numpy"]) == 0
    capsys.readouterr()
    for path, files, classes in (
        ("new", ["0.png", "1.png", "2.png"], ["night", "day", "night"]),
        ("new/1.png", ["1.png"], ["day"]),
    ):
        assert run(["predict", saved, str(tmp_path / path)]) == 0
        said = capsys.readouterr()
        names, rows = table(said.out)
        assert names[:2] == ["file", "predicted class"]
        assert [row["file"] for row in rows] == files
        assert [row["predicted class"] for row in rows] == classes
        assert ("3.png" in said.err) == (path == "new")
    assert run(["predict", saved, str(tmp_path / "sky")]) == 0
    said = capsys.readouterr()
    assert table(said.out)[1][0]["file"] == "day/0.png"
    assert "On the 24 rows that name their target:" in said.err
    assert run(["predict", saved, str(tmp_path / "new" / "3.png")]) == 2
    assert "3.png" in complaint(capsys)


def test_texts_of_no_class_yet_are_answered_by_their_names(
    tmp_path: Path, capsys: Captured
) -> None:
    for number in range(20):
        for name, words in (("good", "a fine warm film"), ("bad", "a dull cold film")):
            path = tmp_path / "films" / name / f"{number}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{words} number {number}")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.txt").write_text("so warm, so fine")
    (tmp_path / "new" / "b.txt").write_text("cold and dull")
    given = {"data": {"source": "file", "file": "films"}, "training": {"epochs": 40}}
    (tmp_path / "x.json").write_text(json.dumps(given))
    saved = str(tmp_path / "x.playground")
    assert run(["train", str(tmp_path / "x.json"), "--save", saved, "--device", "numpy"]) == 0
    capsys.readouterr()
    assert run(["predict", saved, str(tmp_path / "new")]) == 0
    names, rows = table(capsys.readouterr().out)
    assert names[:3] == ["file", "text", "predicted class"]
    assert [(row["file"], row["predicted class"]) for row in rows] == [
        ("a.txt", "good"),
        ("b.txt", "bad"),
    ]


def test_series_in_arrays_are_learned_step_by_step_and_answered(
    tmp_path: Path, capsys: Captured
) -> None:
    rng = np.random.default_rng(0)
    x = np.cumsum(rng.normal(size=(300, 12, 2)), axis=1)
    np.savez(tmp_path / "walks.npz", x=x, y=(x[:, -1, 0] > x[:, 6, 1]).astype(int))
    np.save(tmp_path / "new.npy", x[:5])
    project, saved = str(tmp_path / "x.json"), str(tmp_path / "x.playground")
    assert run(["new", str(tmp_path / "walks.npz"), "--out", project]) == 0
    assert run(["train", project, "--device", "numpy", "--epochs", "12", "--save", saved]) == 0
    session = playground.Session(playground.open(saved), device="numpy")
    nodes = json.loads(Path(project).read_text("utf-8"))["network"]["nodes"]
    assert [node["type"] for node in nodes] == ["Input", "Reshape", "GRU"]
    assert session.metrics("validation")["accuracy"] > 0.8
    capsys.readouterr()
    assert run(["predict", saved, str(tmp_path / "new.npy")]) == 0
    found = [float(row["probability of 1"]) for row in table(capsys.readouterr().out)[1]]
    expected = session.predict(x[:5].reshape(5, -1).astype(np.float64)).ravel()
    np.testing.assert_allclose(found, expected, rtol=1e-4)
