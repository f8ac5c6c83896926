from __future__ import annotations

import pytest

from playground.data.spec import DataSpec
from playground.gui.document import Document
from playground.gui.edit_words import as_entry, change_of_data, change_of_training
from playground.training.spec import TrainingSpec

FIELDS = [
    *((change_of_data, field) for field in DataSpec.model_fields),
    *((change_of_training, field) for field in TrainingSpec.model_fields),
]


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_every_field_has_words_that_follow_undo(name, field):
    text = name([field])
    assert text.split()[0] in {"change", "choose", "draw", "take"}
    assert "_" not in text


def test_the_fields_of_layers_are_called_as_people_see_them(qapp, project_of):
    document = Document(project_of())
    name = document.insert_layer("LSTM", None)
    document.set_node_field(name, "return_sequences", True)
    assert document.undo_stack.undoText() == f"change whole sequence of {name}"
    document.set_node_field(name, "id", "memory")
    assert document.undo_stack.undoText() == f"rename {name} to memory"


def test_words_stand_by_themselves_as_an_entry():
    assert as_entry("add Dense") == "Add Dense"
    both = change_of_data(["noise", "samples"])
    assert both == "change the noise and change the number of points"
