"""Every dialect writes every network, and its programs answer as the network does."""

from __future__ import annotations

import ast
import importlib.util
import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import playground
from playground.data.spec import DataSpec
from playground.errors import UserError
from playground.formats.code import DIALECTS, Design, write_code
from playground.network.activations import ACTIVATIONS
from playground.network.heads import HEADS
from playground.network.layers import LAYERS
from playground.network.spec import NetworkSpec
from playground.project.file import open_project
from playground.training.spec import TrainingSpec
from tests.formats.code.programs import (
    LAYER_CASES,
    PROJECTS,
    activation_made,
    assert_answers_alike,
    assert_session_answers_alike,
    design_of,
    heads_made,
    layer_made,
    made,
)
from tests.network.small import chain, signature

HEADS_MADE = dict(heads_made())
NEEDS = {"pytorch": "torch", "keras": "keras"}
ANSWERING = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(
            importlib.util.find_spec(NEEDS.get(name, "numpy")) is None, reason="not installed"
        ),
    )
    for name in DIALECTS
    if name != "playground"
]


@pytest.mark.parametrize("dialect", ANSWERING)
@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_type_answers_as_the_network_does(
    dialect: str, layer: str, tmp_path: Path
) -> None:
    for seed in range(6):
        made = layer_made(layer, seed)
        if layer in DIALECTS[dialect].writes:
            assert_answers_alike(dialect, made, tmp_path)
        else:
            with pytest.raises(UserError, match=f"layer is of type {layer}, which can't be"):
                write_code(dialect, made.design)


@pytest.mark.parametrize("dialect", ANSWERING)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_answers_as_the_network_does(
    dialect: str, activation: str, tmp_path: Path
) -> None:
    for rank in (1, 2, 3):
        assert_answers_alike(dialect, activation_made(activation, rank), tmp_path)


@pytest.mark.parametrize("dialect", ANSWERING)
@pytest.mark.parametrize("head", HEADS)
def test_every_head_and_final_activation_answers_as_the_network_does(
    dialect: str, head: str, tmp_path: Path
) -> None:
    for name, one in HEADS_MADE.items():
        if one.trained.head.name == head and name.endswith("-None"):
            assert_answers_alike(dialect, one, tmp_path)


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: path.stem)
def test_every_project_that_comes_along_answers_in_every_dialect(
    path: Path, tmp_path: Path
) -> None:
    session = playground.Session(open_project(path), device="numpy")
    session.advance(6)
    for dialect in DIALECTS:
        if dialect != "playground" and importlib.util.find_spec(NEEDS.get(dialect, "numpy")):
            assert_session_answers_alike(dialect, session, tmp_path)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_node_has_lines_of_its_own(dialect: str) -> None:
    for layer, seed in LAYER_CASES:
        if layer not in DIALECTS[dialect].writes:
            continue
        design = layer_made(layer, seed).design
        code = write_code(dialect, design)
        count = len(code.text.splitlines())
        # What passes on what it is given has nothing to say.
        passing = ("Add", "Multiply", "Concatenate", "Activation")
        quiet = {node.id for node in design.network if node.type in passing}
        missing = (design.network.reaching_head() | {"head"}) - code.lines.keys()
        assert missing <= quiet, (layer, missing)
        owned = [line for parts in code.lines.values() for part in parts for line in part]
        assert len(owned) == len(set(owned))
        assert all(0 <= line < count for line in owned)
        for name, parts in code.lines.items():
            assert code.owner(parts[0].start) == name


@pytest.mark.parametrize("dialect", DIALECTS)
def test_names_can_be_anything_that_a_node_may_be_called(dialect: str, tmp_path: Path) -> None:
    names = [
        "x",
        "self",
        "a-b",
        "a_b",
        "class",
        "train",
        "np",
        "forward",
        "load",
        "add_1",
        "logits",
    ]
    names += ["_modules", "__", "F"]
    nodes = [{"id": name, "type": "Dense", "units": 3} for name in names]
    nodes.append({"id": "add", "type": "Add"})
    links = [("input", "x"), *pairwise(names)]
    links += [("x", "add"), ("F", "add"), ("add", "head")]
    network = NetworkSpec.model_validate({"nodes": nodes, "links": links})
    design = Design(
        'Bad """ name \\ \n import os',
        DataSpec(),
        network,
        HEADS["regression"](),
        TrainingSpec(),
        signature("regression"),
    )
    tree = ast.parse(write_code(dialect, design).text)
    assert not [
        node
        for node in tree.body
        if isinstance(node, ast.Expr) and node is not tree.body[0] and dialect != "playground"
    ]
    if dialect != "playground" and importlib.util.find_spec(NEEDS.get(dialect, "numpy")):
        assert_answers_alike(dialect, made(network, design.head, design.signature), tmp_path)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_network_with_errors_is_refused_with_the_first_of_them(dialect: str) -> None:
    bad = chain({"type": "LSTM"})
    design = Design(
        "n", DataSpec(), bad, HEADS["regression"](), TrainingSpec(), signature("regression")
    )
    with pytest.raises(UserError, match="takes a sequence"):
        write_code(dialect, design)


@pytest.mark.parametrize("dialect", [name for name in DIALECTS if name != "playground"])
def test_a_layer_type_that_a_dialect_does_not_know_is_refused_in_words(
    dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(DIALECTS[dialect]), "writes", ("Input",))
    with pytest.raises(UserError, match="is of type Dense, which can't be written in"):
        write_code(dialect, layer_made("Dense", 0).design)


def test_an_unknown_dialect_is_refused_by_name() -> None:
    with pytest.raises(UserError, match="no dialect called 'tensorflow'"):
        write_code("tensorflow", layer_made("Dense", 0).design)


VARIETIES = [
    {"optimizer": "adam"},
    {"optimizer": "lion", "schedule": "one_cycle", "clipping": {"type": "norm"}},
    {"optimizer": "nesterov", "schedule": "reduce_on_plateau", "clipping": {"type": "value"}},
    {
        "optimizer": {"type": "adamw", "beta_1": 0.8},
        "schedule": {"type": "cosine", "warm_up": 2},
        "regularization": {"type": "l1"},
    },
    {"optimizer": "rmsprop", "schedule": "step", "regularization": {"type": "l2"}},
]


def test_programs_are_written_as_the_formatter_and_the_linter_want_them(tmp_path: Path) -> None:
    if importlib.util.find_spec("ruff") is None:
        pytest.skip("Ruff is not installed")
    designs = [design_of(open_project(path).spec) for path in PROJECTS]
    known = [case for case in LAYER_CASES if all(case[0] in d.writes for d in DIALECTS.values())]
    for number, (layer, seed) in enumerate(known):
        one = layer_made(layer, seed).trained
        training = VARIETIES[number % len(VARIETIES)]
        designs.append(made(one.network, one.head, one.signature, **training).design)
    designs += [one.design for one in HEADS_MADE.values()]
    for number, design in enumerate(designs):
        for dialect in DIALECTS:
            code = write_code(dialect, design)
            (tmp_path / f"{dialect}_{number}.py").write_text(code.text, "utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    rules = ["--select", "E,F,W,I,B,C4,SIM,RET,UP", "--output-format", "json"]
    formatted = subprocess.run(
        [*ruff, "format", "--isolated", "--diff", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert formatted.stdout == ""
    checked = subprocess.run(
        [*ruff, "check", "--isolated", *rules, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(checked.stdout) == []
