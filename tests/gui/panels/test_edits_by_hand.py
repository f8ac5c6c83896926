"""Edits of the data by hand, as the data panel tells of them and files keep them."""

from __future__ import annotations

from playground.data.prepare import prepare
from playground.gui.document import Document
from playground.gui.panels.data_panel import DataPanel
from playground.project.text import parse_document


def test_the_panel_counts_what_was_edited_and_takes_all_of_it_back(qtbot, project_of):
    document = Document(project_of())
    panel = DataPanel(document)
    document.setParent(panel)
    qtbot.addWidget(panel)
    start = document.project
    assert panel.by_hand.isHidden()
    document.add_points([(0.0, 0.0, 1.0), (0.5, 0.5, 0.0)])
    document.remove_samples([1, 5, 100])
    assert not panel.by_hand.isHidden()
    assert panel._by_hand_label.text() == "1 added, 2 removed"
    again = parse_document(document.project.model_dump_json().encode(), "project.json")
    assert again == document.project
    assert len(prepare(again.data).dataset.features) == 99
    panel.forget_button.click()
    assert panel.by_hand.isHidden()
    assert document.project == start
    document.undo_stack.undo()
    assert document.project == again


def test_a_batch_is_never_larger_than_what_is_left_to_train_on(qapp, project_of):
    document = Document(project_of(training={"batch_size": 50}))
    refused = []
    document.refused.connect(refused.append)
    split = prepare(document.project.data).split
    document.remove_samples(split.train[:-1].tolist())
    assert document.project.training.batch_size == 1
    assert not document.problems or document.problems[0].severity != "error"
    document.remove_samples([int(prepare(document.project.data).split.train[0])])
    assert "no sample to train on" in refused[0]


def test_other_data_keeps_points_or_drops_all_edits_in_one_entry(qapp, project_of):
    document = Document(project_of())
    document.add_points([(0.0, 0.0, 1.0)])
    document.remove_samples([1])
    edited = document.project
    document.set_data(noise=0.3)
    assert document.project.data.edits.points == [(0.0, 0.0, 1.0)]
    assert document.project.data.edits.removed == ()
    document.set_data(source="iris")
    assert not document.project.data.edits
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.project == edited
