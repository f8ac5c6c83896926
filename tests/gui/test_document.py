from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.assets_path import examples_path
from playground.gui.document import Document
from playground.gui.editing.mending import apply_fix
from playground.network.heads import HEADS
from playground.network.layers import LAYERS
from playground.network.losses import LOSSES
from playground.network.spec import HEAD, INPUT
from playground.project.file import open_project
from playground.project.spec import ProjectSpec
from playground.project.templates import TEMPLATES
from playground.training.optimizers import OPTIMIZERS

OFFERED = list(LAYERS)
SOURCES = ["circle", "spiral", "blobs", "regions", "plane"]
PLACES = st.tuples(st.floats(-500, 500), st.floats(-500, 500))


class Recorder:
    """Every signal a document sends, in order."""

    NAMES = (
        "node_added",
        "node_removed",
        "node_moved",
        "node_changed",
        "link_added",
        "link_removed",
        "data_changed",
        "head_changed",
        "training_changed",
        "changed",
        "replaced",
        "refused",
    )

    def __init__(self, document):
        self.sent = []
        for name in self.NAMES:
            getattr(document, name).connect(
                lambda *values, name=name: self.sent.append((name, *values))
            )

    def take(self):
        sent, self.sent = self.sent, []
        return sent


def expected(before, after):
    """The signals that the difference of two projects asks for, without their order."""
    if before == after:
        return set()
    found = {("changed",)}
    old, new = ({node.id: node for node in each.network} for each in (before, after))
    found |= {("node_removed", name) for name in old.keys() - new.keys()}
    found |= {("node_added", name) for name in new.keys() - old.keys()}
    for name in old.keys() & new.keys():
        if old[name].position != new[name].position:
            found.add(("node_moved", name))
        if unplaced(old[name]) != unplaced(new[name]):
            found.add(("node_changed", name))
    links, new_links = set(before.network.links), set(after.network.links)
    found |= {("link_removed", *link) for link in links - new_links}
    found |= {("link_added", *link) for link in new_links - links}
    if before.head.position != after.head.position:
        found.add(("node_moved", HEAD))
    for part in ("data", "head", "training"):
        if unplaced(getattr(before, part)) != unplaced(getattr(after, part)):
            found.add((f"{part}_changed",))
    return found


def unplaced(part):
    return part.model_copy(update={"position": None}) if hasattr(part, "position") else part


def edit(document, draw):
    """One edit, any of them."""
    nodes = [node.id for node in document.network]
    some = st.sampled_from(nodes)
    links = list(document.network.links)
    match draw(st.integers(0, 15)):
        case 0 | 1:
            link = draw(st.sampled_from([None, *links]))
            placed = draw(st.none() | PLACES)
            document.insert_layer(draw(st.sampled_from(OFFERED)), link, placed)
        case 2:
            document.remove_nodes(draw(st.lists(some, max_size=3)))
        case 3:
            names = draw(st.lists(st.sampled_from([*nodes, HEAD]), min_size=1, unique=True))
            document.move_nodes({name: draw(PLACES) for name in names})
        case 4:
            layers = [node.id for node in document.network if node.type == "Dense"]
            if layers:
                name = draw(st.sampled_from(layers))
                document.set_node_field(name, "units", draw(st.integers(-2, 12)))
        case 5:
            layers = [node.id for node in document.network if node.type == "Dense"]
            if layers:
                name = draw(st.sampled_from(layers))
                document.set_node_field(name, "activation", draw(st.sampled_from(["relu", "elu"])))
        case 6:
            name = draw(st.sampled_from(["renamed", "input", "dense_1", "not a name"]))
            document.set_node_field(draw(some), "id", name)
        case 7:
            document.connect_nodes(draw(some), draw(st.sampled_from([*nodes, HEAD])))
        case 8:
            if links:
                document.disconnect_nodes(*draw(st.sampled_from(links)))
        case 9:
            document.set_data(source=draw(st.sampled_from(SOURCES)), samples=60)
        case 10:
            document.set_data(noise=draw(st.sampled_from([0.0, 0.1])))
        case 11:
            document.set_head(draw(st.sampled_from(list(HEADS))))
        case 12:
            document.set_loss(draw(st.sampled_from(list(LOSSES))))
        case 13:
            document.set_optimizer(draw(st.sampled_from(list(OPTIMIZERS))))
            document.set_learning_rate(draw(st.sampled_from([0.1, 0.03])))
        case 14:
            document.set_training(batch_size=draw(st.integers(1, 64)))
            document.set_regularization(type=draw(st.sampled_from(["none", "l1", "l2"])))
        case 15:
            fixes = [problem.fix for problem in document.problems if problem.fix]
            if fixes:
                apply_fix(document, draw(st.sampled_from(fixes)))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_edits_are_undone_and_redone_exactly_and_tell_just_the_difference(qapp, data):
    document = Document(ProjectSpec(data={"source": "circle", "samples": 60}))
    recorder, stack = Recorder(document), document.undo_stack
    start = document.project
    for _ in range(20):
        before, steps = document.project, stack.index()
        edit(document, data.draw)
        told = recorder.take()
        if document.project == before:
            assert stack.index() == steps
        elif told.count(("changed",)) == 1:
            assert {each for each in told if each[0] != "refused"} == expected(
                before, document.project
            )
            assert len(set(told)) == len(told)
            assert told[-1] == ("changed",)
    end, projects = document.project, []
    while stack.canUndo():
        assert stack.undoText()
        projects.append(document.project)
        stack.undo()
        assert set(recorder.take()) == expected(projects[-1], document.project)
    assert document.project == start
    while stack.canRedo():
        stack.redo()
        assert document.project == projects.pop()
    assert document.project == end


def test_a_run_of_changes_of_one_field_is_one_step_back(qapp, project_of):
    document = Document(project_of())
    start = document.project
    for units in (5, 6, 7):
        document.set_node_field("dense_1", "units", units)
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "change units of dense_1"
    document.undo_stack.undo()
    assert document.project == start


def test_a_field_brought_back_to_what_it_was_is_no_edit(qapp, project_of):
    document = Document(project_of())
    document.set_node_field("dense_1", "units", 5)
    document.set_node_field("dense_1", "units", 4)
    assert not document.undo_stack.canUndo()
    assert document.undo_stack.isClean()


def test_a_value_that_a_field_cannot_have_is_refused_in_words(qapp, project_of):
    document = Document(project_of())
    recorder, before = Recorder(document), document.project
    document.set_node_field("dense_1", "units", 0)
    ((name, message),) = recorder.take()
    assert name == "refused"
    assert "dense_1 can't have units 0" in message
    assert document.project is before


def test_a_circle_and_other_impossible_links_are_refused_with_the_reason(qapp, project_of):
    nodes = [{"id": f"dense_{n}", "type": "Dense"} for n in (1, 2)]
    document = Document(project_of(*nodes))

    def why(source, target):
        return document.judge.why_not_connect(source, target).message

    assert "circle" in why("dense_2", "dense_1")
    assert "itself" in why("dense_1", "dense_1")
    assert "end" in why(HEAD, "dense_1")
    assert "beginning" in why("dense_1", INPUT)
    assert "already" in why("dense_1", "dense_2")
    assert document.judge.why_not_connect("dense_1", HEAD) is None
    recorder, before = Recorder(document), document.project
    document.connect_nodes("dense_2", "dense_1")
    assert [name for name, *_ in recorder.take()] == ["refused"]
    assert document.project is before


def test_a_merge_takes_links_up_to_its_number_and_each_once(qapp, project_of):
    nodes = [
        *({"id": f"dense_{n}", "type": "Dense"} for n in (1, 2, 3)),
        {"id": "dot", "type": "Dot"},
    ]
    links = [(INPUT, f"dense_{n}") for n in (1, 2, 3)] + [("dense_1", "dot"), ("dot", HEAD)]
    document = Document(project_of(*nodes, links=links))
    assert "takes two inputs; only dense_1 leads into it" in document.problems[0].message
    assert "linked already" in document.judge.why_not_connect("dense_1", "dot").message
    assert document.judge.why_not_connect("dense_2", "dot") is None
    document.connect_nodes("dense_2", "dot")
    assert document.network.sources("dot") == ["dense_1", "dense_2"]
    assert "has its 2 inputs already" in document.judge.why_not_connect("dense_3", "dot").message
    recorder, before = Recorder(document), document.project
    document.connect_nodes("dense_3", "dot")
    assert [name for name, *_ in recorder.take()] == ["refused"]
    assert document.project is before


def test_what_a_merge_is_given_must_fit_it_before_the_wire_is_let_go(qapp, project_of):
    nodes = [{"id": "dense_1", "type": "Dense", "units": 5}, {"id": "sum", "type": "Add"}]
    document = Document(project_of(*nodes))
    assert "given 5 and 2" in document.judge.why_not_connect(INPUT, "sum").message


@pytest.mark.parametrize("layer", ["Add", "Multiply", "Concatenate", "Dot", "Shared"])
def test_a_layer_that_still_waits_for_a_wire_or_a_choice_may_be_dropped(qapp, project_of, layer):
    document = Document(project_of())
    assert document.judge.why_not_insert(layer, (INPUT, "dense_1")) is None
    document.insert_layer(layer, (INPUT, "dense_1"))
    assert [problem.unfinished for problem in document.problems] == [True]


def test_a_further_input_stands_alone_and_may_be_removed(qapp, project_of):
    document = Document(project_of())
    links = document.network.links
    name = document.insert_layer("Input", links[0])
    assert document.network.links == links
    assert [problem.severity for problem in document.problems] == ["warning"]
    assert "beginning" in document.judge.why_not_connect("dense_1", name).message
    document.remove_nodes([name, INPUT])
    assert name not in document.network
    assert INPUT in document.network


def test_the_first_input_keeps_its_name(qapp, project_of):
    document = Document(project_of())
    recorder, before = Recorder(document), document.project
    document.set_node_field(INPUT, "id", "renamed")
    ((name, message),) = recorder.take()
    assert (name, document.project) == ("refused", before)
    assert "keeps its name" in message


def test_a_new_layer_never_takes_the_name_of_one_that_was_removed_or_undone(qapp, project_of):
    # A run knows weights by name: a new layer would take over those of the old one.
    document = Document(project_of(), None)
    first = document.insert_layer("Dense", None)
    document.remove_nodes([first])
    second = document.insert_layer("Dense", None)
    document.undo_stack.undo()
    third = document.insert_layer("Dense", None)
    assert len({first, second, third}) == 3
    for _ in range(2):
        document.undo_stack.undo()
    assert first in document.network
    document.replace(project_of(), None)
    assert document.insert_layer("Dense", None) == first


def test_the_input_stays_whatever_is_removed(qapp, project_of):
    document = Document(project_of())
    document.remove_nodes([INPUT, HEAD])
    assert not document.undo_stack.canUndo()
    document.remove_nodes([INPUT, "dense_1"])
    assert document.network.links == ((INPUT, HEAD),)


@pytest.mark.parametrize(
    ("source", "head"),
    [("blobs", "multiclass"), ("regions", "multilabel"), ("plane", "regression")],
)
def test_other_data_brings_a_head_that_fits_in_one_edit(qapp, project_of, source, head):
    document = Document(project_of())
    start = document.project
    document.set_data(source=source)
    assert document.project.head.name == head
    assert not document.traced.errors
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.project == start


def test_data_that_says_what_is_held_out_brings_that_split_and_other_data_another(qapp, project_of):
    document = Document(project_of())
    document.set_data(source="film_reviews")
    assert document.project.data.split.way == "given"
    document.set_data(source="reviews")
    assert document.project.data.split.way == "stratified"
    document.set_data(split={"way": "given"})
    assert document.project.data.split.way == "stratified"


def test_a_template_is_one_edit_and_never_takes_a_name_that_was_used(qapp, project_of):
    document = Document(project_of())
    start, seen = document.project, {"dense_1"}
    for name in ("mlp", "transformer", "mlp"):
        document.use_template(TEMPLATES[name])
        assert document.undo_stack.undoText() == f"use the {TEMPLATES[name].label} template"
        new = {node.id for node in document.network} - {INPUT}
        assert not new & seen
        assert all(problem.severity == "note" for problem in document.problems)
        seen |= new
    assert document.undo_stack.count() == 3
    assert document.project.name == "Multilayer perceptron"
    document.undo_stack.setIndex(0)
    assert document.project == start


def test_data_that_cannot_be_drawn_is_refused_and_nothing_changes(qapp, project_of):
    document = Document(project_of())
    recorder, before = Recorder(document), document.project
    document.set_data(noise=7.0)
    assert [name for name, *_ in recorder.take()] == ["refused"]
    assert document.project is before


def test_another_project_takes_the_place_and_cannot_be_undone(qapp, project_of, tmp_path):
    document = Document(project_of())
    document.set_head("binary_softmax")
    recorder = Recorder(document)
    document.replace(project_of(name="Other"), tmp_path / "other.json")
    assert recorder.take() == [("replaced",)]
    assert document.undo_stack.isClean()
    assert not document.undo_stack.canUndo()
    assert document.path == tmp_path / "other.json"


def test_data_that_an_embedding_does_not_know_is_a_problem_until_it_is_gone(qapp):
    nodes = [{"id": "table", "type": "Embedding"}, {"id": "flat", "type": "Flatten"}]
    document = Document(ProjectSpec.model_validate({"network": {"nodes": nodes}}))
    (problem,) = document.problems
    assert (problem.severity, problem.node) == ("error", "table")
    assert "Standardising turned the words into other numbers" in problem.message
    document.remove_nodes(["table"])
    assert {problem.severity for problem in document.problems} <= {"note"}


def test_a_file_in_an_examples_place_has_its_own_name_and_no_notes_of_the_example(qtbot):
    example = open_project(examples_path() / "spiral.json")
    document = Document(example.spec)
    document.path = example.path
    begun = example.spec.model_copy(update={"name": "churn", "notes": ""})
    document.begin_with(begun, "use churn.csv")
    assert (document.project.name, document.project.notes) == ("churn", "")
    document.undo_stack.undo()
    assert document.project.notes == example.spec.notes
    document.path = None
    document.begin_with(begun, "use churn.csv")
    assert document.project.name == example.spec.name
    document.deleteLater()
