"""Programs that prepare a table's rows themselves."""

from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.formats import FORMATS
from playground.formats.export import write
from playground.formats.material import Material
from tests import own
from tests.formats.readers import module

PREPARING = ["numpy", "pytorch"]


def read_otherwise(material: Material, **reading: Any) -> Material:
    """The same, of a file that is laid out in another way."""
    spec = material.prepared.spec
    assert spec.file is not None
    file = spec.file.model_copy(update={"reading": spec.file.reading.model_copy(update=reading)})
    spec = spec.model_copy(update={"file": file})
    return replace(material, prepared=replace(material.prepared, spec=spec))


@pytest.mark.parametrize("name", PREPARING)
def test_they_answer_raw_rows_as_the_session_does(name: str, tmp_path: Path) -> None:
    material = own.material()
    write(material, tmp_path / "x.py", FORMATS[name])
    check = FORMATS[name].check(tmp_path / "x.py", material)
    assert check.agrees
    assert check.exact
    program = module(tmp_path / "x.py")
    new = own.rows(100, seed=3)
    new[0] |= {"city of birth": "Atlantis", 'plan "x"': "gold"}  # words it has never seen
    new[1] |= {"age": None, "city of birth": None, 'plan "x"': None, "since": None}
    x = program["prepare"](new)
    pipeline = own.session().prepared.pipeline
    assert pipeline is not None
    np.testing.assert_allclose(x, pipeline.features(own.table(new)), rtol=1e-12)
    line = "takes 4 columns as in the file, and prepares what is in them: age, city of birth"
    assert line in " ".join(FORMATS[name].contents(material))


def test_a_table_from_the_command_line(tmp_path: Path) -> None:
    reading = {"separator": ";", "decimal": ",", "encoding": "cp1252", "dates": "dmy"}
    write(read_otherwise(own.material(), **reading), tmp_path / "x.py", FORMATS["numpy"])
    text = (
        'note;since;plan "x";city of birth;age\n'
        "ä;29.02.2020 18:30;basic;Köln;1.031,5\n"
        "b;;n/a;;\n"
        "c;1969-12-31;pro;Paris;old\n"
    )
    (tmp_path / "data.csv").write_text(text, "cp1252")
    command = [sys.executable, "-I", "x.py", "data.csv"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    header, *found = csv.reader(StringIO(done.stdout))
    assert header == ["probability of yes", "decision"]
    plan, city, day = 'plan "x"', "city of birth", 86_400.0
    rows: list[dict[str, Any]] = [
        {"since": 18_321 * day + 66_600, plan: "basic", city: "Köln", "age": 1031.5},
        {"since": None, plan: None, city: None, "age": None},
        {"since": -day, plan: "pro", city: "Paris", "age": None},
    ]
    expected = own.session().predict(rows)
    np.testing.assert_allclose([float(row[0]) for row in found], expected[:, 0], rtol=1e-5)
    (tmp_path / "data.csv").write_text("age\n1\n")
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert "holds no table with its columns" in done.stderr


def test_a_file_without_a_header_goes_by_the_order_of_its_columns(tmp_path: Path) -> None:
    write(read_otherwise(own.material(), header=False), tmp_path / "x.py", FORMATS["numpy"])
    (tmp_path / "data.csv").write_text("31,Oslo,pro,2020-01-01,n1,yes\n")
    (row,) = module(tmp_path / "x.py")["read"](tmp_path / "data.csv")
    assert row["age"] == "31"
    assert row["left"] == "yes"


@pytest.mark.parametrize("name", [n for n in FORMATS if FORMATS[n].group != "Run"])
def test_every_format_says_what_it_takes(name: str) -> None:
    contents = " ".join(FORMATS[name].contents(own.material()))
    prepares = name in [*PREPARING, "onnx"]
    assert ("takes 4 columns as in the file" in contents) == prepares
    assert ("takes 19 prepared features, not rows" in contents) == (not prepares)
