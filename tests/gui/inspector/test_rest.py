"""The head and the training."""

from __future__ import annotations

import pytest

from playground.training.optimizers import OPTIMIZERS
from playground.training.schedules import SCHEDULES


@pytest.mark.parametrize(
    ("field", "registry"), [("optimizer", OPTIMIZERS), ("schedule", SCHEDULES)]
)
def test_every_part_is_chosen_by_the_arrow_keys_and_brings_its_own_fields(
    inspect, project_of, hand, field, registry
):
    inspector = inspect(project_of())
    for name, part in registry.items():
        hand(inspector.row(field)).choose(name)
        training = inspector._document.project.training
        assert getattr(training, field).name == name
        within = {row.field.path[1] for row in inspector.rows if row.field.path[:-1] == (field,)}
        assert within == set(part.model_fields)


def test_another_optimizer_brings_its_rate_unless_one_was_set_by_hand(inspect, project_of, hand):
    inspector = inspect(project_of())
    training = lambda: inspector._document.project.training  # noqa: E731
    hand(inspector.row("optimizer")).choose("lion")
    assert training().optimizer.learning_rate == 0.0001
    hand(inspector.row("optimizer", "learning_rate")).type("0.02")
    hand(inspector.row("optimizer")).choose("adadelta")
    assert training().optimizer.learning_rate == 0.02


def test_head_and_loss_chosen_here_are_those_of_the_transport(inspect, project_of, hand):
    inspector = inspect(project_of())
    document = inspector._document
    hand(inspector.row("type")).choose("binary_softmax")
    assert document.project.head.name == "binary_softmax"
    assert document.undo_stack.undoText() == "use the Binary, two outputs head"
    hand(inspector.row("loss")).choose("focal")
    assert document.project.head.loss_part.name == "focal"
    assert inspector.row("loss", "gamma").isVisible()
    hand(inspector.row("loss")).click(inspector.row("loss").reset_button)
    assert document.project.head.loss is None
