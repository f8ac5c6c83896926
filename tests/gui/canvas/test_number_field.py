from __future__ import annotations

import pytest

from playground.gui.canvas.number_field import number_field
from playground.network.layers.batch_norm import BatchNorm
from playground.network.layers.dense import Dense
from playground.network.layers.dropout import Dropout
from playground.network.layers.flatten import Flatten
from playground.network.layers.layer_norm import LayerNorm

UNITS = number_field(Dense(id="dense_1"))
RATE = number_field(Dropout(id="dropout_1"))


def test_a_layer_without_numbers_has_no_number_field():
    assert number_field(Flatten(id="flatten_1")) is None


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [(UNITS, 8, "8"), (UNITS, 1024, "1,024"), (RATE, 0.2, "20%"), (RATE, 0.125, "12.5%")],
)
def test_what_is_shown_can_be_typed_again(field, value, text):
    assert field.text(value) == text
    assert field.parse(text) == value


def test_steps_stop_at_the_bounds():
    assert UNITS.stepped(1, -1) is None
    assert UNITS.stepped(100_000, 1) is None
    assert RATE.stepped(0.0, -1) is None
    assert RATE.stepped(0.95, 1) is None
    assert RATE.stepped(0.9, 1) == 0.95


@pytest.mark.parametrize("text", ["", "x", "0", "-3", "2.5", "100001", "1e9"])
def test_what_units_cannot_be_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"Units must be a whole number from 1 to 100,000\."):
        UNITS.parse(text)


@pytest.mark.parametrize("text", ["100", "-1%", "nan", "half"])
def test_what_a_rate_cannot_be_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"Rate must be a percentage from 0% to below 100%\."):
        RATE.parse(text)


@pytest.mark.parametrize("layer", [BatchNorm, LayerNorm])
def test_a_number_that_is_rarely_changed_is_on_no_card(layer):
    assert number_field(layer(id="norm")) is None
