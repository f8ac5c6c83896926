"""Predictions and curves as tables: complete, and nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.data.own import prepare_table
from playground.data.prepared import Prepared
from playground.errors import UserError
from playground.formats import FORMATS
from playground.formats.export import export, write
from playground.formats.records.tables import cell, table
from playground.project.session import ProjectSession
from playground.training.session import Session
from tests import own
from tests.formats.trained import CASES, images, session
from tests.project.documents import project


def rows_of(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def numbers(rows: list[dict[str, str]], columns: list[str]) -> Any:
    return np.array([[float(row[column]) for column in columns] for row in rows])


@pytest.mark.parametrize("head", CASES)
def test_predictions_hold_every_sample_with_split_target_answers_and_decision(
    head: str, tmp_path: Path
) -> None:
    one = session(head)
    write(one.material(), tmp_path / "x.csv", FORMATS["predictions"])
    rows, data = rows_of(tmp_path / "x.csv"), one.prepared.dataset
    assert [int(row["sample"]) for row in rows] == list(range(len(data.features)))
    for name, side in (("train", one.prepared.split.train),):
        assert {n for n, row in enumerate(rows) if row["split"] == name} == set(side.tolist())
    assert np.array_equal(numbers(rows, list(data.feature_names)), data.features)
    answers = one.predict(data.features)
    columns = list(rows[0])[-answers.shape[1] - (data.task != "regression") :]
    columns = [name for name in columns if name != "decision"]
    assert np.array_equal(numbers(rows, columns).astype(np.float32), answers)
    names = data.target_names
    if data.task == "regression":
        targets = numbers(rows, [f"target {name}" for name in names])
        assert np.array_equal(targets, data.targets)
        return
    decided = one.head.decide(answers, data.task)
    for row, decision, target in zip(rows, decided, data.targets, strict=True):
        for said, meant in ((row["decision"], decision), (row["target"], target)):
            if data.task == "multilabel":
                assert said == "; ".join(n for n, yes in zip(names, meant, strict=True) if yes)
            else:
                assert said == names[int(meant)]


def test_samples_of_many_features_go_by_their_number(tmp_path: Path) -> None:
    write(images().material(), tmp_path / "x.csv", FORMATS["predictions"])
    rows = rows_of(tmp_path / "x.csv")
    assert len(rows) == len(images().prepared.dataset.features)
    assert list(rows[0])[:4] == ["sample", "split", "target", "probability of 0"]


NASTY = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "  =1", 'a"b', "a,b", "naïve")


def test_names_that_a_spreadsheet_would_run_are_text(tmp_path: Path) -> None:
    one = session("multiclass").material()
    data = replace(
        one.prepared.dataset, target_names=NASTY[:4], feature_names=("=cmd|' /C calc'!A0", "ok")
    )
    trained = replace(one.trained, target_names=NASTY[:4])
    material = replace(one, trained=trained, prepared=replace(one.prepared, dataset=data))
    write(material, tmp_path / "x.csv", FORMATS["predictions"])
    with open(tmp_path / "x.csv", newline="", encoding="utf-8-sig") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=1+1" in cells
    for each in cells:
        assert not each.startswith(("=", "@", "\t", "\r")), each
        if each.startswith(("+", "-")):
            float(each)


@pytest.mark.parametrize("text", NASTY)
def test_a_cell_is_neutralised_only_where_it_is_text(text: str) -> None:
    starts = text.lstrip(" ")[0] in "=+-@\t\r\n"
    assert cell(text) == (f"'{text}" if starts else text)
    assert cell(-1.5) == -1.5


def test_a_table_of_plain_letters_has_no_byte_order_mark() -> None:
    assert table(["a"], [["b", -1]]) == b"a\r\nb,-1\r\n"
    assert table(["é"], []).startswith(b"\xef\xbb\xbf")


def test_curves_hold_the_history_bit_for_bit_and_gaps_are_empty(tmp_path: Path) -> None:
    one = session("multiclass").material()
    history = {name: column.copy() for name, column in one.history.items()}
    history["validation loss"][1] = np.nan
    report = export(replace(one, history=history), tmp_path / "x.csv", "curves")
    assert report.agrees
    rows = rows_of(tmp_path / "x.csv")
    assert list(rows[0]) == list(history)
    assert rows[1]["validation loss"] == ""
    for name, column in history.items():
        found = [float(row[name] or "nan") for row in rows]
        assert np.array_equal(found, column, equal_nan=True), name


@pytest.mark.parametrize("name", ["curves", "tensorboard"])
def test_a_run_that_has_not_begun_has_no_curves_and_says_so(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Train at least one epoch"):
        export(replace(session("binary").material(), history={}), tmp_path / "x", name)
    assert not list(tmp_path.iterdir())


def test_a_csv_file_holds_predictions_unless_curves_are_asked_for(tmp_path: Path) -> None:
    one = ProjectSession(project())
    one.train(1)
    assert one.export(tmp_path / "x.csv").format.name == "predictions"
    assert one.export(tmp_path / "x.csv", "curves").format.name == "curves"


def test_samples_of_a_file_go_by_its_own_columns_and_rows(tmp_path: Path) -> None:
    rows = own.rows()
    rows[5]["left"] = None  # which leaves this one out
    prepared = prepare_table(own.spec(), own.table(rows))
    material = own.material(replace_data(own.session(), prepared))
    write(material, tmp_path / "x.csv", FORMATS["predictions"])
    found = rows_of(tmp_path / "x.csv")
    assert [int(row["row"]) for row in found] == [n + 1 for n in range(60) if n != 5]
    for row in found:
        given = rows[int(row["row"]) - 1]
        assert row["id"] == given["id"]
        assert row["city of birth"] == (given["city of birth"] or "")
        assert row["age"] == ("" if given["age"] is None else f"{given['age']:g}")
        assert row["target"] == given["left"]
    answers = numbers(found, ["probability of yes"])
    expected = material.trained.predict(prepared.dataset.features)
    assert np.array_equal(answers.astype(np.float32), expected)
    assert "the file's 6 columns and the row's number" in " ".join(
        FORMATS["predictions"].contents(material)
    )
    assert FORMATS["predictions"].check(tmp_path / "x.csv", material).agrees


def replace_data(session: Session, prepared: Prepared) -> Session:
    parts = (session.network, session.head, session.training, prepared)
    return Session(*parts, device="numpy")
