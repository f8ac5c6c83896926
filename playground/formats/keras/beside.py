""".weights.h5: weights for a model of Keras whose source lies beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.checking import Check, same
from playground.formats.checking.child import Arrays, NoReaderError, python
from playground.formats.checking.judged import judged, unchecked
from playground.formats.code.answers import answer_words, shape_words
from playground.formats.code.imports import imports
from playground.formats.code.keras.activations import FINAL
from playground.formats.code.keras.dialect import Keras, build_function, helpers_of, wires_of
from playground.formats.code.keras.losses import loss_body
from playground.formats.code.keras.training import train_function
from playground.formats.code.names import prose, quoted
from playground.formats.code.page import Line, code_of, indented, lines, sections
from playground.formats.code.parts import finish_function, finished, loss_function
from playground.formats.code.plan import Plan
from playground.formats.contents import answering_lines
from playground.formats.format import Format, Group
from playground.formats.keras.backend import CHOOSE_BACKEND
from playground.formats.keras.layout import decode, encode
from playground.formats.keras.model import model_of
from playground.formats.keras.whole import why_not_in_keras
from playground.formats.material import Material
from playground.formats.metadata import metadata_of
from playground.formats.programs.about import decide_function, names_lines, scaling_constants
from playground.formats.programs.imported import import_line

# The attribute of the file that holds everything else.
ABOUT = "about"

_HEADER = '''
"""{name}: a network made with Playground, in Keras 3; the weights lie beside it.

From raw features (N, …) to answers:

    network = load()
    predict(network, x)
"""
'''

_LOAD = '''
def load(path=WEIGHTS):
    """The network with its weights."""
    network = build()
    network.load_weights(path)
    return network
'''

_READ_BACK = f"""
import runpy, sys
import numpy as np
{CHOOSE_BACKEND}
program = runpy.run_path(sys.argv[1])
answers = program["predict"](program["load"](), np.load("features.npy"))
np.savez("found.npz", answers=answers, reader="Keras " + keras.__version__)
"""


class KerasWeights(Format):
    """What `save_weights` would write, and the source that builds the model for it."""

    name = "keras-weights"
    suffix = ".weights.h5"
    label = "Keras weights"
    group: ClassVar[Group] = "Weights"
    help = "Weights as load_weights of Keras 3 takes them, with the model's source beside them."

    def refused(self, material: Material) -> str:
        return why_not_in_keras(material)

    def contents(self, material: Material) -> tuple[str, ...]:
        return ("build, load, predict and train, as source", *answering_lines(material))

    def size(self, material: Material) -> int:
        arrays = len(material.trained.parameters)
        about = len(metadata_of(material.trained))
        return 4 * material.numbers + 3_000 * arrays + about + 5_500

    def names(self, name: str) -> tuple[str, ...]:
        return (f"{_stem(name)}_model.py", name)

    def snippet(self, material: Material, path: Path) -> str:
        decides = ["decide"] if material.decision.rule != "none" else []
        source = path.with_name(self.names(path.name)[0])
        found = import_line(source, [*decides, "load", "predict"])
        found += "\n\nnetwork = load()\nanswers = predict(network, x)"
        return f"{found}\nprint(decide(answers))" if decides else found

    def files(self, material: Material, name: str) -> dict[str, bytes]:
        refusal = self.refused(material)
        if refusal:
            raise UserError(refusal)
        source, weights = self.names(name)
        model = model_of(material, whole=False)
        held = encode(model.arrays, model.names, **{ABOUT: metadata_of(material.trained)})
        return {source: _program(material, weights).encode(), weights: held}

    def check(self, path: Path, material: Material) -> Check:
        exact = same(model_of(material, whole=False).arrays, decode(path))
        source = path.with_name(self.names(path.name)[0])

        def ask(features: NDArray[Any]) -> Arrays:
            return python(_READ_BACK, [source.resolve()], features)

        try:
            return judged("Keras", material, ask, exact=exact)
        except NoReaderError as error:
            import h5py

            return unchecked(f"h5py {h5py.__version__}", error, exact)


def _stem(name: str) -> str:
    ending = KerasWeights.suffix
    return name[: -len(ending)] if name.lower().endswith(ending) else Path(name).stem


def _program(material: Material, weights: str) -> str:
    plan = Keras().plan_of(material.design)
    wires = wires_of(plan)
    parts = [
        build_function(plan, wires),
        finish_function(plan, FINAL),
        lines(_LOAD),
        _predict(material, plan),
        decide_function(material, "answers.argmax(1)"),
        loss_function(plan, "y, logits", loss_body(plan)),
        train_function(plan),
    ]
    text = "\n".join(line.text for part in parts for line in part)
    helpers = helpers_of(text)
    constants = [
        Line(f"WEIGHTS = Path(__file__).with_name({quoted(weights)})"),
        *names_lines(material),
        *scaling_constants(material),
    ]
    header = lines(_HEADER.format(name=prose(material.name)))
    used = imports(text + "".join(helpers))
    known = [line for line in used if line.text and line.text != "import math"]
    standard = ["import math"] * ("math." in text) + ["from pathlib import Path"]
    opening = [*header, Line(""), *map(Line, standard), Line(""), *known, Line(""), *constants]
    return code_of(sections(opening, *map(lines, helpers), *parts)).text


def _predict(material: Material, plan: Plan) -> list[Line]:
    one = material.trained
    words = f'"""Answers {answer_words(plan)}, to raw features x {shape_words(plan.features)}."""'
    scaled = 'x = np.asarray(x, "float32")'
    if not one.feature_scaler.is_identity:
        scaled = 'x = ((np.asarray(x) - MEAN) / SCALE).astype("float32")'
    logits = "network.predict(x, verbose=0)"
    answers = finished(plan, logits)
    if answers != logits:
        answers = f"ops.convert_to_numpy({answers})"
    ending = [f"return {answers}"]
    if plan.regression and not one.target_scaler.is_identity:
        ending = [f"answers = {answers}", "return answers * np.array(TARGET_SCALE) + TARGET_MEAN"]
    body = "\n".join([words, scaled, *ending])
    return [Line("def predict(network, x):"), *indented(lines(body))]
