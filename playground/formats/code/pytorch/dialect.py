"""The program in PyTorch."""

from __future__ import annotations

from playground.errors import UserError
from playground.formats.code.answers import answer_words, shape_words
from playground.formats.code.design import Code, Design
from playground.formats.code.dialect import Dialect
from playground.formats.code.imports import imports
from playground.formats.code.page import Line, code_of, indented, lines, sections
from playground.formats.code.parts import finish_function, finished, header, loss_function
from playground.formats.code.plan import Plan, Step
from playground.formats.code.pytorch.activations import FINAL
from playground.formats.code.pytorch.helpers import HELPERS
from playground.formats.code.pytorch.layers import LAYERS
from playground.formats.code.pytorch.losses import loss_body
from playground.formats.code.pytorch.piece import Piece
from playground.formats.code.pytorch.reserved import RESERVED
from playground.formats.code.pytorch.training import train_function, training_notes
from playground.formats.code.scaling import LOADED, answered, standardised
from playground.network.spec import HEAD, INPUT

Pieces = list[tuple[Step, Piece]]


class PyTorch(Dialect):
    """A module, a training loop, and functions that load the export and answer."""

    name = "pytorch"
    label = "PyTorch"
    help = "A module with a training loop; it loads the weights that Playground exports."
    # A Shared is written as the layer that it applies again.
    writes = ("Shared", *LAYERS)

    def write(self, design: Design) -> Code:
        plan = self.plan(design, RESERVED)
        pieces = pieces_of(plan)
        parts = [
            network_class(plan, pieces),
            finish_function(plan, FINAL),
            loss_function(plan, "logits, y", loss_body(plan)),
            train_function(plan),
            _load(plan, pieces),
            standardised(),
            _predict(plan),
        ]
        text = "\n".join(line.text for part in parts for line in part)
        helpers = helpers_of(text)
        opening = [*header(design, "PyTorch", "network"), *imports(text + "".join(helpers))]
        everything = sections(opening, *map(lines, helpers), *parts)
        return code_of(everything, training_notes(plan))


def helpers_of(text: str) -> list[str]:
    """The functions and classes that a program has to bring along."""
    return [code for name, code in HELPERS.items() if f"{name}(" in text]


def pieces_of(plan: Plan) -> Pieces:
    """What each step adds to the network.

    Raises:
        UserError: a shared layer is applied to what PyTorch has another layer for.
    """
    pieces = [(step, LAYERS[step.node.type](step)) for step in plan.steps]
    _refuse_other_kinds(pieces)
    return pieces


def _refuse_other_kinds(pieces: Pieces) -> None:
    """Refuse a shared layer that PyTorch has as two: for vectors and for images, say."""
    made: dict[str, tuple[tuple[str, str], ...]] = {}
    for step, piece in pieces:
        if piece.made and made.setdefault(step.name, piece.made) != piece.made:
            raise UserError(
                f"{step.id} applies {step.owner} again to a value of another kind, for which "
                "PyTorch has another layer. Use a layer of its own there."
            )


def network_class(plan: Plan, pieces: Pieces) -> list[Line]:
    """The class: what it consists of, and how a batch goes through."""
    made = [
        Line(f"self.{name} = {expression}", _maker(plan, step), 2)
        for step, piece in pieces
        if step.first
        for name, expression in piece.made
    ]
    head = f"self.{plan.head} = nn.Linear({plan.width}, {plan.columns})"
    taken, given = shape_words(plan.features), f"(N, {plan.columns})"
    forward = [Line(statement, step.id, 2) for step, piece in pieces for statement in piece.forward]
    return [
        Line("class Network(nn.Module):"),
        Line(f'"""Standardised features {taken} to logits {given}."""', "", 1),
        Line(""),
        Line("def __init__(self):", "", 1),
        Line("super().__init__()", "", 2),
        *made,
        Line(head, HEAD, 2),
        Line(""),
        Line("def forward(self, x):", INPUT, 1),
        *forward,
        Line(f"return self.{plan.head}({plan.last})", HEAD, 2),
    ]


def _maker(plan: Plan, step: Step) -> str:
    """The node that the lines belong to which make a layer: the one that is shared, if it is."""
    return step.owner if any(each.id == step.owner for each in plan.steps) else step.id


def _load(plan: Plan, pieces: Pieces) -> list[Line]:
    state = [
        Line(f'"{name}": {stored.code},', _maker(plan, step), 2)
        for step, piece in pieces
        if step.first
        for name, stored in piece.state
    ]
    head = [
        Line(f'"{plan.head}.weight": w["head.weight"].T,', HEAD, 2),
        Line(f'"{plan.head}.bias": w["head.bias"],', HEAD, 2),
    ]
    return [
        Line('def load(path="weights.npz"):'),
        *indented(lines(LOADED.format(convert="torch.tensor(file[name])"))),
        Line("state = {", "", 1),
        *state,
        *head,
        Line("}", "", 1),
        Line("network = Network()", "", 1),
        Line("network.load_state_dict(state)", "", 1),
        Line("return network.eval(), metadata", "", 1),
    ]


def _predict(plan: Plan) -> list[Line]:
    text = f'''
"""Answers {answer_words(plan)}, to raw features x {shape_words(plan.features)}."""
x = torch.tensor(standardised(x, metadata["features"]), dtype=torch.float32)
'''
    answers = finished(plan, "network(x)")
    body = [*lines(text), *answered(plan, f"{answers}.numpy()", "with torch.no_grad():")]
    return [Line("def predict(network, metadata, x):"), *indented(body)]
