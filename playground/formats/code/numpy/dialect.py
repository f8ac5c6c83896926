"""The program in NumPy."""

from __future__ import annotations

from playground.formats.code.answers import answer_words, shape_words
from playground.formats.code.design import Code, Design
from playground.formats.code.dialect import Dialect
from playground.formats.code.imports import imports
from playground.formats.code.names import words
from playground.formats.code.numpy.activations import FINAL
from playground.formats.code.numpy.helpers import HELPERS, needed
from playground.formats.code.numpy.layers import LAYERS
from playground.formats.code.page import Line, code_of, indented, lines, sections
from playground.formats.code.parts import header
from playground.formats.code.plan import Plan
from playground.formats.code.scaling import LOADED, answered, standardised
from playground.network.spec import HEAD, INPUT

_RESERVED = words(
    """
    candidate file first forward json key load math metadata mixed np predict query relu second
    sliding_window_view standardised value w x
    """
)


_BEFORE = "It answers and does not train. "


class NumPy(Dialect):
    """Functions that load the export and answer; nothing in it trains."""

    name = "numpy"
    label = "NumPy"
    help = "Answers with NumPy alone; it loads the weights that Playground exports."
    # A Shared is written as the layer that it applies again.
    writes = ("Shared", *LAYERS)

    def write(self, design: Design) -> Code:
        plan = self.plan_of(design)
        parts = [_load(), standardised(), forward_function(plan), _predict(plan)]
        text = "\n".join(line.text for part in parts for line in part)
        helpers = needed(text)
        opening = [*header(design, "NumPy", "w", _BEFORE), *imports(text + "".join(helpers))]
        note = "It only answers; for training, take PyTorch, Keras or Playground."
        return code_of(sections(opening, *map(lines, helpers), *parts), [note])

    def plan_of(self, design: Design) -> Plan:
        """The steps of a design, with names that fit. Raises as `write` does."""
        return self.plan(design, _RESERVED | HELPERS.keys())


def _load() -> list[Line]:
    body = LOADED.format(convert="file[name].astype(np.float32)")
    return [
        Line('def load(path="weights.npz"):'),
        *indented(lines(f"{body}return w, metadata")),
    ]


def forward_function(plan: Plan) -> list[Line]:
    """`forward(w, x)`, from standardised features to logits."""
    body = [Line(text, step.id, 1) for step in plan.steps for text in LAYERS[step.node.type](step)]
    return [
        Line("def forward(w, x):", INPUT),
        Line(
            f'"""Standardised features {shape_words(plan.features)} to logits '
            f'(N, {plan.columns})."""',
            INPUT,
            1,
        ),
        *body,
        Line(f'return {plan.last} @ w["head.weight"] + w["head.bias"]', HEAD, 1),
    ]


def _predict(plan: Plan) -> list[Line]:
    head = plan.design.head
    low, high = head.bounds(plan.design.signature)
    text = f'''
"""Answers {answer_words(plan)}, to raw features x {shape_words(plan.features)}."""
x = standardised(x, metadata["features"]).astype(np.float32)
'''
    answers = FINAL[head.final].format(x="forward(w, x)", low=low, range=high - low)
    body = [*indented(lines(text)), *indented(_of_the_head(answered(plan, answers)))]
    return [Line("def predict(w, metadata, x):"), *body]


def _of_the_head(given: list[Line]) -> list[Line]:
    """The same lines, belonging to the head."""
    return [Line(line.text, HEAD, line.depth) for line in given]
