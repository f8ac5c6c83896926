"""PyTorch: the network as a module, its weights beside it under the module's own names."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.checking import Check
from playground.formats.checking.child import MISSING, Arrays, NoReaderError, python
from playground.formats.checking.judged import WEIGHT, judged, unchecked
from playground.formats.code.answers import answer_words, shape_words
from playground.formats.code.imports import imports
from playground.formats.code.names import prose, quoted
from playground.formats.code.page import Line, code_of, indented, lines, sections
from playground.formats.code.parts import finish_function, finished, loss_function
from playground.formats.code.plan import Plan
from playground.formats.code.pytorch.activations import FINAL
from playground.formats.code.pytorch.dialect import (
    Pieces,
    PyTorch,
    helpers_of,
    network_class,
    pieces_of,
)
from playground.formats.code.pytorch.losses import loss_body
from playground.formats.code.pytorch.reserved import RESERVED
from playground.formats.code.pytorch.training import train_function
from playground.formats.contents import answering_lines
from playground.formats.format import Format, Group
from playground.formats.material import Material
from playground.formats.metadata import metadata_of
from playground.formats.programs.about import (
    decide_function,
    names_lines,
    scaling_constants,
)
from playground.formats.programs.imported import import_line
from playground.formats.programs.prepared_rows import (
    own_file,
    prepares,
    preparing_constants,
    preparing_functions,
    rows_as_json,
    standard_imports,
    taking_line,
)
from playground.training.trained import Trained

# The file's remarks; not Playground's own key, since the arrays are laid out as PyTorch has them.
ABOUT = "about"

_HEADER = '''
"""{name}: a network made with Playground, in PyTorch; the weights lie beside it.

From {what} to answers:

    network = load()
    predict(network, {x})
"""
'''

_LOAD = '''
def load(path=WEIGHTS):
    """The network with its weights, ready to answer."""
    network = Network()
    network.load_state_dict(load_file(path))
    return network.eval()
'''

_SCALED = """
mean = torch.tensor({before}MEAN, dtype=torch.float64)
scale = torch.tensor({before}SCALE, dtype=torch.float64)
"""
_AS_TRAINED = "\nreturn ((torch.as_tensor(x).double() - mean) / scale).float()"

_READ_BACK = f"""
import json, os, runpy, sys
import numpy as np
try:
    import torch
except ImportError:
    print("PyTorch is not installed", file=sys.stderr)
    raise SystemExit({MISSING}) from None
torch.set_num_threads(2)
program = runpy.run_path(sys.argv[1])
network = program["load"]()
x = np.load("features.npy")
if os.path.exists("rows.json"):
    with open("rows.json", encoding="utf-8") as file:
        x = program["prepare"](json.load(file))
answers = program["predict"](network, x).numpy()
weights = {{"{WEIGHT}" + name: array.numpy() for name, array in network.state_dict().items()}}
reader = "PyTorch " + torch.__version__.partition("+")[0]
np.savez("found.npz", answers=answers, reader=reader, **weights)
"""


class PyTorchModule(Format):
    """Source and state dict, side by side."""

    name = "pytorch"
    suffix = ".py"
    label = "PyTorch"
    group: ClassVar[Group] = "Program"
    help = "A module as source, with its state dict as safetensors beside it; it trains on."

    def refused(self, material: Material) -> str:
        try:
            _planned(material)
        except UserError as error:
            return str(error).replace("Choose another dialect", "Export as ONNX or npz")
        return ""

    def contents(self, material: Material) -> tuple[str, ...]:
        return (
            "class Network, load, predict and train, as source",
            *answering_lines(material, takes=taking_line(material)),
        )

    def size(self, material: Material) -> int:
        return 2_500 + 4 * material.numbers + len(metadata_of(material.trained))

    def names(self, name: str) -> tuple[str, ...]:
        return (f"{Path(name).stem}_weights.safetensors", name)

    def snippet(self, material: Material, path: Path) -> str:
        decides = ["decide"] if material.decision.rule != "none" else []
        more, x = [], "x"
        if prepares(material):
            more, x = ["prepare", "read"], f"prepare(read({own_file(material)}))"
        found = import_line(path, [*decides, "load", "predict", *more])
        found += f"\n\nnetwork = load()\nanswers = predict(network, {x})"
        return f"{found}\nprint(decide(answers))" if decides else found

    def files(self, material: Material, name: str) -> dict[str, bytes]:
        from safetensors.numpy import save

        weights, module = self.names(name)
        plan, pieces = _planned(material)
        state = state_of(material.trained, plan, pieces)
        # One key alone: the library writes several in any order.
        remarks = {ABOUT: metadata_of(material.trained)}
        text = _program(material, plan, pieces, weights)
        return {weights: save(state, remarks), module: text.encode()}

    def check(self, path: Path, material: Material) -> Check:
        state = state_of(material.trained, *_planned(material))

        def ask(features: NDArray[Any]) -> Arrays:
            return python(_READ_BACK, [path.resolve()], features, rows=rows_as_json(material))

        try:
            return judged("PyTorch", material, ask, state)
        except NoReaderError as error:
            from safetensors.numpy import load_file

            held = load_file(path.with_name(self.names(path.name)[0]))
            exact = all(np.array_equal(held[name], array) for name, array in state.items())
            return unchecked("safetensors", error, exact)


def _planned(material: Material) -> tuple[Plan, Pieces]:
    plan = PyTorch().plan(material.design, RESERVED)
    return plan, pieces_of(plan)


def state_of(trained: Trained, plan: Plan, pieces: Pieces) -> dict[str, NDArray[Any]]:
    """The module's state dict, in PyTorch's layout."""
    head = f"{plan.head}.weight", f"{plan.head}.bias"
    w = trained.parameters
    found = {
        name: stored.of(w) for step, piece in pieces if step.first for name, stored in piece.state
    }
    found |= dict(zip(head, (w["head.weight"].T, w["head.bias"]), strict=True))
    return {name: np.ascontiguousarray(array).reshape(array.shape) for name, array in found.items()}


def _program(material: Material, plan: Plan, pieces: Pieces, weights: str) -> str:
    parts = [
        network_class(plan, pieces),
        finish_function(plan, FINAL),
        lines(_LOAD),
        *preparing_functions(material),
        _standardised(material),
        _predict(material, plan),
        decide_function(material, "answers.argmax(1).tolist()", ".tolist()"),
        loss_function(plan, "logits, y", loss_body(plan)),
        train_function(plan),
    ]
    text = "\n".join(line.text for part in parts for line in part)
    helpers = helpers_of(text)
    what, x = ("rows", "prepare(rows)") if prepares(material) else ("raw features (N, …)", "x")
    header = lines(_HEADER.format(name=prose(material.name), what=what, x=x))
    constants = [
        Line(f"WEIGHTS = Path(__file__).with_name({quoted(weights)})"),
        *names_lines(material),
        *scaling_constants(material),
        *preparing_constants(material, text),
    ]
    opening = [*header, Line(""), *_imports(text + "".join(helpers)), Line(""), *constants]
    return code_of(sections(opening, *map(lines, helpers), *parts)).text


def _imports(text: str) -> list[Line]:
    standard = [*standard_imports(text), "from pathlib import Path"]
    others = [line.text for line in imports(text) if line.text and line.text != "import math"]
    others = sorted({*others, "import torch", "from safetensors.torch import load_file"}, key=_rank)
    return [*map(Line, standard), Line(""), *map(Line, others)]


def _rank(statement: str) -> tuple[bool, str]:
    """Plain imports before those of single names."""
    return statement.startswith("from"), statement


def _standardised(material: Material) -> list[Line]:
    body = "return torch.as_tensor(x).float()"
    if not material.trained.feature_scaler.is_identity:
        body = _SCALED.format(before="").strip("\n") + _AS_TRAINED
    words = '"""Raw features as the network was trained on them."""'
    return [Line("def standardised(x):"), *indented(lines(f"{words}\n{body}"))]


def _predict(material: Material, plan: Plan) -> list[Line]:
    answers, before = finished(plan, "network(standardised(x))"), ""
    if plan.regression and not material.trained.target_scaler.is_identity:
        answers = f"({answers} * scale + mean).float()"
        before = _SCALED.format(before="TARGET_")
    words = f'"""Answers {answer_words(plan)}, to raw features x {shape_words(plan.features)}."""'
    words += before.rstrip("\n")
    return [
        Line("@torch.no_grad()"),
        Line("def predict(network, x):"),
        *indented(lines(f"{words}\nreturn {answers}")),
    ]
