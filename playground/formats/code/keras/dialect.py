"""The program in Keras."""

from __future__ import annotations

from playground.formats.code.answers import answer_words, shape_words
from playground.formats.code.design import Code, Design
from playground.formats.code.dialect import Dialect
from playground.formats.code.imports import imports
from playground.formats.code.keras.activations import FINAL
from playground.formats.code.keras.helpers import HELPERS
from playground.formats.code.keras.layers import LAYERS
from playground.formats.code.keras.losses import loss_body
from playground.formats.code.keras.training import train_function, training_notes
from playground.formats.code.keras.wires import Wires, arguments, layer_name
from playground.formats.code.names import words
from playground.formats.code.page import Line, code_of, indented, lines, sections
from playground.formats.code.parts import finish_function, finished, header, loss_function
from playground.formats.code.plan import Plan
from playground.formats.code.scaling import LOADED, answered, standardised
from playground.network.spec import HEAD, INPUT

_RESERVED = words(
    """
    arrays build finish first inputs json keras layers load logits loss metadata name names network
    np ops predict second standardised train w weights x y
    """
)


class Keras(Dialect):
    """A functional model, compile and fit, and functions that load the export and answer."""

    name = "keras"
    label = "Keras"
    help = "A functional model of Keras 3, for any of its backends; it loads exported weights."
    # A Shared is written as the layer that it applies again.
    writes = ("Shared", *LAYERS)

    def write(self, design: Design) -> Code:
        plan = self.plan_of(design)
        wires = wires_of(plan)
        parts = [
            build_function(plan, wires),
            finish_function(plan, FINAL),
            loss_function(plan, "y, logits", loss_body(plan)),
            train_function(plan),
            _load(plan, wires),
            standardised(),
            _predict(plan),
        ]
        text = "\n".join(line.text for part in parts for line in part)
        helpers = helpers_of(text)
        opening = [*header(design, "Keras 3", "network"), *imports(text + "".join(helpers))]
        everything = sections(opening, *map(lines, helpers), *parts)
        return code_of(everything, training_notes(plan))

    def plan_of(self, design: Design) -> Plan:
        """The steps of a design, with names that fit. Raises as `write` does."""
        return self.plan(design, _RESERVED | HELPERS.keys())


def helpers_of(text: str) -> list[str]:
    """The functions and classes that a program has to bring along."""
    return [code for name, code in HELPERS.items() if f"{name}(" in text]


def wires_of(plan: Plan) -> Wires:
    """The statements of the model, and its weights."""
    wires = Wires(plan)
    for step in plan.steps:
        LAYERS[step.node.type](wires, step)
    return wires


def build_function(plan: Plan, wires: Wires) -> list[Line]:
    """`build()`, the model from standardised features to logits."""
    extents = arguments(plan.features)
    price = wires.priced(HEAD, kernel="weight")
    head = arguments(plan.columns, **price, name=f'"{layer_name(plan.head)}"')
    return [
        Line("def build():"),
        Line(
            f'"""Standardised features {shape_words(plan.features)} to logits '
            f'(N, {plan.columns})."""',
            "",
            1,
        ),
        Line(f"x = inputs = keras.Input({extents})", INPUT, 1),
        *(Line(statement, owner, 1) for owner, statement in wires.statements),
        Line(f"logits = layers.Dense({head})({plan.last})", HEAD, 1),
        Line("return keras.Model(inputs, logits)", HEAD, 1),
    ]


def _load(plan: Plan, wires: Wires) -> list[Line]:
    entries = [
        Line(f'"{name}": [{", ".join(each.code for each in weights)}],', owner, 2)
        for name, (owner, weights) in wires.weights.items()
    ]
    head = f'"{layer_name(plan.head)}": [w["head.weight"], w["head.bias"]],'
    return [
        Line('def load(path="weights.npz"):'),
        *indented(lines(LOADED.format(convert="file[name]"))),
        Line("weights = {", "", 1),
        *entries,
        Line(head, HEAD, 2),
        Line("}", "", 1),
        Line("network = build()", "", 1),
        Line("for name, arrays in weights.items():", "", 1),
        Line("network.get_layer(name).set_weights(arrays)", "", 2),
        Line("return network, metadata", "", 1),
    ]


def _predict(plan: Plan) -> list[Line]:
    text = f'''
"""Answers {answer_words(plan)}, to raw features x {shape_words(plan.features)}."""
x = standardised(x, metadata["features"]).astype("float32")
'''
    logits = "network.predict(x, verbose=0)"
    answers = finished(plan, logits)
    if answers != logits:
        answers = f"ops.convert_to_numpy({answers})"
    body = [*lines(text), *answered(plan, answers)]
    return [Line("def predict(network, metadata, x):"), *indented(body)]
