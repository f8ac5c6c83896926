"""Every warning is shown by a project, and its fix removes it in one edit."""

from __future__ import annotations

from time import perf_counter

import pytest

from playground.assets_path import examples_path
from playground.gui.document import Document
from playground.gui.editing.mending import apply_fix
from playground.project.file import open_project
from playground.project.templates import TEMPLATES

BINARY = {"data": {"source": "circle", "samples": 300}, "head": {"type": "binary"}}
CLASSES = {"data": {"source": "spirals", "samples": 300}, "head": {"type": "multiclass"}}
LABELS = {"data": {"source": "regions", "samples": 300}, "head": {"type": "multilabel"}}
VALUES = {"data": {"source": "waves", "samples": 300}, "head": {"type": "regression"}}


def dense(name, activation="tanh", units=6, **fields):
    return {"id": name, "type": "Dense", "units": units, "activation": activation, **fields}


def rate(optimizer, learning_rate, **fields):
    given = {"type": optimizer, "learning_rate": learning_rate, **fields}
    return {"training": {"optimizer": given}}


def head(name, **fields):
    return {"head": {"type": name, **fields}}


A, B, C = dense("a"), dense("b"), dense("c")
LINE = [dense("a", "identity"), dense("b", "identity", 3)]
SIGMOIDS = [dense("a", "sigmoid"), dense("b", "hard_sigmoid"), dense("c", "sigmoid")]
TO_HEAD = [("input", "a"), ("a", "head")]
WORDS = [{"id": "table", "type": "Embedding", "vocabulary": 5}, {"id": "flat", "type": "Flatten"}]

# By name: nodes, links, the other parts, severity, node, what is said.
WARNINGS = {
    "two lines": (LINE, None, BINARY, "warning", "a", "one matrix product of 2 × 1"),
    "a line before the head": (LINE[:1], None, CLASSES, "warning", "a", "a and the head have no"),
    "a narrow line": (
        [A, dense("b", "identity", 2), dense("c", "tanh", 6)],
        None,
        BINARY,
        "warning",
        "b",
        "6 × 6, of rank 2 at most",
    ),
    "softmax on labels": (
        [A],
        None,
        {**LABELS, **head("multiclass")},
        "warning",
        "head",
        "Multi-label wants a sigmoid each",
    ),
    "softmax at the end of labels": (
        [A],
        None,
        {**LABELS, **head("multilabel", activation="softmax")},
        "warning",
        "head",
        "Softmax makes the labels share",
    ),
    "squared error of a binary": (
        [A],
        None,
        {**BINARY, **head("binary", loss="mse")},
        "warning",
        "head",
        "its gradient fades",
    ),
    "absolute error of classes": (
        [A],
        None,
        {**CLASSES, **head("multiclass", loss="mae")},
        "warning",
        "head",
        "its gradient fades",
    ),
    "squared error of labels": (
        [A],
        None,
        {**LABELS, **head("multilabel", loss="mse")},
        "warning",
        "head",
        "its gradient fades",
    ),
    "a regression head on classes": (
        [A],
        None,
        {**CLASSES, **head("regression")},
        "warning",
        "head",
        "Class numbers are names",
    ),
    "three sigmoids": (SIGMOIDS, None, BINARY, "warning", "a", "no more than 1/64"),
    "sigmoids by themselves": (
        [
            dense("a", "sigmoid"),
            dense("b", "identity"),
            {"id": "c", "type": "Activation", "activation": "sigmoid"},
            {"id": "d", "type": "Dropout"},
            dense("e", "sigmoid"),
        ],
        None,
        BINARY,
        "warning",
        "a",
        "a, c and e each end in a sigmoid",
    ),
    "a ReLU for an output": (
        [A, dense("b", "relu", 1)],
        None,
        BINARY,
        "warning",
        "b",
        "cuts its one number off at 0",
    ),
    "a ReLU by itself for outputs": (
        [
            A,
            dense("b", "identity", 3),
            {"id": "d", "type": "Dropout"},
            {"id": "c", "type": "Activation", "activation": "relu"},
        ],
        None,
        CLASSES,
        "warning",
        "c",
        "cuts each of its 3 numbers off at 0",
    ),
    "a ReLU that is applied elsewhere": (
        [
            dense("a", "relu", 3),
            {"id": "s", "type": "Shared", "layer": "b"},
            dense("b", "relu", 3),
        ],
        None,
        CLASSES,
        "warning",
        "b",
        "cuts each of its 3 numbers",
    ),
    "SGD too fast": ([A], None, {**VALUES, **rate("sgd", 3.0)}, "warning", None, "3 is too much"),
    "momentum too fast": (
        [A],
        None,
        {**VALUES, **rate("momentum", 3.0)},
        "warning",
        None,
        "too much for Momentum",
    ),
    "Nesterov too fast": (
        [],
        None,
        {**VALUES, **rate("nesterov", 1.0)},
        "warning",
        None,
        "too much for Nesterov",
    ),
    **{
        f"{name} too fast": (
            [A, B],
            None,
            {**BINARY, **rate(name, 1.0)},
            "warning",
            None,
            "1 is more than the first weights",
        )
        for name in ("adam", "adamw", "nadam", "rmsprop", "lion")
    },
    "many weights": ([A, dense("b", units=80)], None, BINARY, "note", None, "from 150 samples"),
    "a dead end": ([A, B], [*TO_HEAD, ("a", "b")], BINARY, "warning", "b", "leads nowhere"),
    "a dead end and a free head": ([A], [("input", "a")], BINARY, "warning", "a", "leads nowhere"),
    "two links": (
        [A, B, C],
        [("input", "a"), ("input", "b"), ("a", "c"), ("b", "c"), ("c", "head")],
        BINARY,
        "error",
        "c",
        "Remove all links but one",
    ),
    "a vocabulary too small": (
        WORDS,
        None,
        {"data": {"source": "digits", "standardise": False}, **head("multiclass")},
        "error",
        "table",
        "takes whole numbers from 0 to 4",
    ),
    "standardised words": (
        [{**WORDS[0], "vocabulary": 17}, WORDS[1]],
        None,
        {"data": {"source": "digits"}, **head("multiclass")},
        "error",
        "table",
        "Standardising turned the words",
    ),
}


@pytest.fixture
def document(qapp, project_of):
    """Makes a document with these nodes, links and other parts."""

    def make(nodes, links=None, parts=BINARY):
        flat = parts["data"]["source"] == "digits"
        first = [{"id": "pixels", "type": "Flatten"}] if flat else []
        if not nodes and links is None:
            links = [("input", "head")]
        # `project_of` puts a layer of its own where there is none.
        made = project_of(*first, *(nodes or [A]), links=None, **parts)
        if links is not None:
            network = type(made.network)(nodes=nodes, links=links)
            made = made.model_copy(update={"network": network})
        return Document(made)

    return make


@pytest.mark.parametrize("name", WARNINGS)
def test_each_warning_is_said_and_its_fix_removes_it_in_one_edit(name, document):
    nodes, links, parts, severity, node, words = WARNINGS[name]
    shown = document(nodes, links, parts)
    found = [p for p in shown.problems if words in p.message]
    assert len(found) == 1, [p.message for p in shown.problems]
    (problem,) = found
    assert (problem.severity, problem.node) == (severity, node)
    assert problem.fix.label
    before, known = shown.project, {p.message for p in shown.problems}
    apply_fix(shown, problem.fix)
    assert shown.undo_stack.count() == 1
    left = [p for p in shown.problems if p.severity != "note"]
    assert problem.message not in [p.message for p in shown.problems]
    # What it brings at most is that a layer whose link was taken out leads nowhere.
    assert [p for p in left if p.message not in known and "leads nowhere" not in p.message] == []
    shown.undo_stack.undo()
    assert shown.project == before


QUIET = {
    "logistic regression": ([], BINARY),
    "one hidden layer of ReLU": ([dense("a", "relu", 4)], BINARY),
    "two sigmoids": (SIGMOIDS[:2], BINARY),
    "three sigmoids with a normalization": (
        [*SIGMOIDS[:2], {"id": "n", "type": "BatchNorm"}, SIGMOIDS[2]],
        BINARY,
    ),
    "a ReLU before a regression": ([A, dense("b", "relu", 1)], VALUES),
    "Adagrad": ([A], {**BINARY, **rate("adagrad", 1.0)}),
    "a fast SGD of a classification": ([A], {**BINARY, **rate("sgd", 3.0)}),
    "gradients that are clipped": (
        [A],
        {
            **VALUES,
            "training": {
                "optimizer": {"type": "sgd", "learning_rate": 3.0},
                "clipping": {"type": "norm"},
            },
        },
    ),
    "many weights and dropout": ([dense("a", units=200), {"id": "d", "type": "Dropout"}], BINARY),
    "many weights that decay": (
        [dense("a", units=200)],
        {**BINARY, **rate("adamw", 0.001, weight_decay=0.01)},
    ),
}


@pytest.mark.parametrize("name", QUIET)
def test_what_is_right_is_left_in_peace(name, document):
    nodes, parts = QUIET[name]
    assert document(nodes, None, parts).problems == []


EXAMPLES = {path.stem: path for path in sorted(examples_path().glob("*.json"))}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_free_of_warnings(name, qapp):
    assert worse_than_notes(Document(open_project(EXAMPLES[name]).spec)) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_templates_are_free_of_warnings(name, qapp):
    assert worse_than_notes(Document(TEMPLATES[name].project())) == []


def worse_than_notes(document):
    return [problem for problem in document.problems if problem.severity != "note"]


def test_skips_keep_gradients_of_sigmoids_alive(document):
    links = [("input", "a"), ("a", "b"), ("a", "m"), ("b", "c"), ("c", "m"), ("m", "head")]
    nodes = [*SIGMOIDS, {"id": "m", "type": "Add"}]
    assert document(nodes, links).problems == []


def test_another_rate_is_judged_by_the_curvature_that_is_known(document, monkeypatch):
    shown = document([A], None, {**VALUES, **rate("sgd", 3.0)})
    assert len(shown.problems) == 1
    drawn = []
    draw = type(shown.network["a"].initializer).draw
    monkeypatch.setattr(
        type(shown.network["a"].initializer),
        "draw",
        lambda self, *given: (drawn.append(self), draw(self, *given))[1],
    )
    shown.set_learning_rate(0.01)
    shown.move_nodes({"a": (40.0, 40.0), "head": (300.0, 40.0)})
    assert shown.problems == []
    assert drawn == []
    shown.set_training(seed=4)
    assert drawn


@pytest.mark.parametrize("parts", [BINARY, {**VALUES, **rate("sgd", 0.01)}], ids=["adam", "sgd"])
def test_the_time_to_judge_an_edit_grows_no_faster_than_the_layers(parts, document):
    def seconds(layers):
        shown = document([dense(f"n{place}", units=8) for place in range(layers)], None, parts)
        taken = []
        for units in range(9, 15):
            start = perf_counter()
            shown.set_node_field(f"n{layers // 2}", "units", units)
            taken.append(perf_counter() - start)
        return min(taken)

    few, many = seconds(30), seconds(300)
    print(f"\nan edit among 300 layers is judged in {1000 * many:.1f} ms")  # usually 30 ms
    assert many < 30 * few


def test_hundreds_of_layers_are_mended_at_once_and_not_all_named(document):
    shown = document([dense(f"n{place}", "sigmoid", 8) for place in range(300)])
    (problem,) = [p for p in shown.problems if "sigmoid" in p.message]
    assert "n0, n1, … and n299 each end in a sigmoid" in problem.message
    assert "less than a millionth" in problem.message
    apply_fix(shown, problem.fix)
    assert {node.initializer.name for node in shown.network if node.type == "Dense"} == {"he"}
