"""Samples and answers as a table to take along."""

from __future__ import annotations

from playground.gui.plots.names import named
from playground.gui.plots.told_samples import ToldSamples
from playground.gui.views.sheet import Sheet

# Images and long sequences are left out of the table: a row would have thousands of cells.
_MOST_FEATURES = 64


def sheet_of(samples: ToldSamples) -> Sheet:
    """A row a sample: its row in the data, truth, answer, every output, loss, features."""
    answered = samples.answered
    outputs = answered.predictions.shape[1]
    kind = "target" if answered.signature.task == "regression" else "output"
    given = answered.prepared.dataset.target_names
    if outputs == 1 and len(given) == 2:
        given = given[1:]  # one output for two classes says how much it is the second
    names = named(given if len(given) == outputs else (), kind, outputs)
    with_features = samples.kind in ("table", "words")
    features = samples.feature_names()[:_MOST_FEATURES] if with_features else []
    columns = ("row", "true", "answer", "loss", *(f"predicted {name}" for name in names), *features)
    rows = (
        (
            samples.row(number),
            samples.truth_words(number),
            samples.answer_short(number),
            samples.loss(number),
            *answered.predictions[place].tolist(),
            *(samples.features(number).ravel()[: len(features)].tolist() if features else ()),
        )
        for number, place in enumerate(samples.places)
    )
    return Sheet(columns, rows)
