"""Which edits ask what of the trainer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Signal

from playground.gui.document import Document
from playground.gui.run_link import RunLink
from playground.project.setup import Setup


class Asked(QObject):
    """In the trainer's place, to hear what the link asks; the trainer itself has its own tests."""

    configure = Signal(object, bool)
    restore = Signal(object)
    pause = Signal()
    forget_start = Signal()
    reset = Signal(object)
    set_learning_rate = Signal(float)

    def __init__(self):
        super().__init__()
        self.heard = []
        self.configure.connect(lambda project, keep: self.heard.append(("configure", keep)))
        self.restore.connect(lambda run: self.heard.append(("restore", run)))
        self.pause.connect(lambda: self.heard.append(("pause",)))
        self.forget_start.connect(lambda: self.heard.append(("forget_start",)))
        self.reset.connect(lambda seed: self.heard.append(("reset", seed)))
        self.set_learning_rate.connect(lambda rate: self.heard.append(("rate", rate)))

    def take(self):
        heard, self.heard = self.heard, []
        return heard


@pytest.fixture
def document(qapp, project_of):
    return Document(project_of())


@pytest.fixture
def asked(document):
    asked = Asked()
    asked.link = RunLink(document, asked, document)
    asked.link.begin(None)
    assert asked.take() == [("pause",), ("forget_start",), ("configure", False)]
    return asked


@pytest.mark.parametrize(
    ("edit", "heard"),
    [
        (lambda d: d.set_learning_rate(0.5), [("rate", 0.5)]),
        (lambda d: d.move_nodes({"dense_1": (9.0, 9.0), "head": (1.0, 1.0)}), []),
        (lambda d: d.set_setup(Setup(hidden=("curves",), locked=("data",))), []),
        (lambda d: d.set_node_field("dense_1", "units", 7), [("configure", True)]),
        (lambda d: d.set_head("binary_softmax"), [("configure", True)]),
        (lambda d: d.freeze_nodes(["dense_1"]), [("configure", True)]),
        (lambda d: d.set_optimizer("sgd"), [("configure", True)]),
        (lambda d: d.set_training(batch_size=3), [("configure", True)]),
        (lambda d: d.add_points([(0.1, 0.2, 1.0)]), [("configure", True)]),
        (lambda d: d.remove_samples([3, 4]), [("configure", True)]),
        (lambda d: d.set_data(noise=0.3), [("configure", True)]),
        (lambda d: d.set_data(source="moons"), [("configure", False)]),
        (lambda d: d.set_training(seed=5), [("configure", False)]),
        (lambda d: d.disconnect_nodes("dense_1", "head"), [("pause",)]),
    ],
    ids=[
        "rate",
        "move",
        "set-up",
        "units",
        "head",
        "frozen",
        "optimizer",
        "batch",
        "points",
        "removed",
        "noise",
        "source",
        "seed",
        "broken",
    ],
)
def test_each_edit_asks_only_for_what_it_needs(document, asked, edit, heard):
    edit(document)
    assert asked.take() == heard


def test_a_whole_network_of_its_own_for_other_data_keeps_nothing(document, asked, project_of):
    other = project_of(data={"source": "circle", "samples": 100, "noise": 0.2})
    document.begin_with(other, "use other.csv")
    assert asked.take() == [("configure", False)]
    document.undo_stack.undo()
    assert asked.take() == [("configure", False)]
    document.set_node_field("dense_1", "units", 5)
    assert asked.take() == [("configure", True)]
    document.undo_stack.undo()
    document.undo_stack.redo()
    document.begin_with(other, "use other.csv")
    document.set_node_field("dense_3", "units", 6)
    asked.take()
    document.go_to(0)
    assert asked.take() == [("configure", False)]
    document.set_node_field("dense_1", "units", 7)
    assert asked.take() == [("configure", True)]


def test_an_edit_that_is_undone_while_the_network_is_broken_asks_for_nothing(document, asked):
    document.disconnect_nodes("dense_1", "head")
    asked.take()
    document.undo_stack.undo()
    assert asked.take() == []


def test_edits_of_a_broken_network_are_all_taken_over_once_it_is_mended(document, asked):
    document.disconnect_nodes("dense_1", "head")
    document.set_training(seed=9)
    document.set_data(source="moons")
    asked.take()
    document.connect_nodes("dense_1", "head")
    assert asked.take() == [("configure", False)]


def test_a_saved_run_is_gone_on_from(document, asked):
    run = object()
    asked.link.begin(run)
    assert asked.take() == [("pause",), ("forget_start",), ("configure", False), ("restore", run)]
