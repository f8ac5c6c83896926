"""The text of a C header: constants, `predict` and `decide`."""

from __future__ import annotations

import re
from math import prod
from pathlib import Path

import numpy as np

from playground.errors import UserError
from playground.formats.c.activations import finish
from playground.formats.c.applied import Applied, dense
from playground.formats.c.layers import LAYERS, passes_on
from playground.formats.c.text import constant, indented, loops, number, remark, string
from playground.formats.code.answers import answer_words
from playground.formats.code.plan import Plan, Step
from playground.formats.code.planning import plan_of
from playground.formats.material import Material

LABEL = "a C header"


def planned(material: Material) -> Plan:
    """The steps of the network.

    Raises:
        UserError: a layer can't be written in C; it is named.
    """
    plan = plan_of(material.design, ())
    for step in plan.steps:
        if step.node.type not in LAYERS:
            raise UserError(
                f"{step.id} is of type {step.node.type}, which can't be written in {LABEL}. Export "
                "as ONNX, or take another layer."
            )
    return plan


def prefix_of(name: str) -> str:
    """What every name in a header begins with, of the file's name: "two_spirals"."""
    bare = re.sub(r"[^A-Za-z0-9]+", "_", Path(name).stem).strip("_").lower() or "network"
    return f"network_{bare}" if bare[0].isdigit() else bare


def array_names(material: Material, prefix: str) -> dict[str, str]:
    """What the arrays of the parameters are called."""
    spelled = {name: re.sub(r"[^A-Za-z0-9_]", "_", name) for name in material.trained.parameters}
    taken: set[str] = set()
    found = {}
    for name, spelling in spelled.items():
        while spelling in taken:
            spelling += "_"
        taken.add(spelling)
        found[name] = f"{prefix}_{spelling}"
    return found


def header_text(material: Material, file: str) -> str:
    """The header; `file` is what it will be called."""
    plan, prefix = planned(material), prefix_of(file)
    guard = f"{prefix.upper()}_H"
    names = array_names(material, prefix)
    weights = [
        line
        for name, array in material.trained.parameters.items()
        for line in (f"/* {name} {array.shape} */", *constant(names[name], array))
    ]
    return "\n".join(
        [
            *_opening(material, plan, prefix),
            f"#ifndef {guard}",
            f"#define {guard}",
            "",
            "#include <math.h>",
            "",
            f"#define {prefix.upper()}_FEATURES {prod(plan.features)}",
            f"#define {prefix.upper()}_ANSWERS {plan.columns}",
            "",
            *_names(material, prefix),
            "",
            *_scaling(material, prefix),
            *weights,
            "",
            *_predict(material, plan, prefix, names),
            "",
            *_decide(material, plan, prefix),
            f"#endif /* {guard} */",
            "",
        ]
    )


def _opening(material: Material, plan: Plan, prefix: str) -> list[str]:
    shape = " x ".join(map(str, plan.features))
    answers = answer_words(plan).partition("), ")[2]
    return [
        f"/* {remark(material.name)}: a network made with Playground, in C99.",
        " *",
        f" * {prefix}_predict takes {shape} raw features, one after the other, and answers with",
        f" * {plan.columns}: {answers}. It needs the library m, and some {4 * _room(plan):,}",
        " * bytes of stack; it keeps nothing between two calls.",
        " */",
    ]


def _room(plan: Plan) -> int:
    """How many numbers are held at once: every new value has an array of its own."""
    made = [step for step in plan.steps if not passes_on(step)]
    return sum(prod(step.shape) for step in made) + prod(plan.features)


def _names(material: Material, prefix: str) -> list[str]:
    names = material.trained.target_names
    noun = {"regression": "targets", "multilabel": "labels"}
    kind = noun.get(material.trained.signature.task, "classes")
    return [
        f"static const char *const {prefix}_{kind}[{len(names)}] = {{",
        *(f"    {string(name)}," for name in names),
        "};",
    ]


def _scaling(material: Material, prefix: str) -> list[str]:
    one, found = material.trained, []
    for before, scaler in (("feature", one.feature_scaler), ("target", one.target_scaler)):
        if not scaler.is_identity:
            for name, array in (("mean", scaler.mean), ("scale", scaler.scale)):
                found += constant(f"{prefix}_{before}_{name}", np.asarray(array, np.float32))
    return found


def _predict(material: Material, plan: Plan, prefix: str, names: dict[str, str]) -> list[str]:
    one, count = material.trained, prod(plan.features)
    scaled = "features[i]"
    if not one.feature_scaler.is_identity:
        scaled = f"(features[i] - {prefix}_feature_mean[i]) / {prefix}_feature_scale[i]"
    body = [f"float given[{count}];", *loops(("i", count), body=[f"given[i] = {scaled};"])]
    arrays = {"x": "given"}
    for number_, step in enumerate(plan.steps):
        body += _step(step, arrays, f"v{number_}", names)
    sizes = (plan.width, plan.columns)
    weight, bias = names["head.weight"], names["head.bias"]
    body += ["/* head */", *dense(arrays[plan.last], "answers", 1, sizes, weight, bias)]
    head = plan.design.head
    body += finish(head.final, "answers", plan.columns, *head.bounds(one.signature))
    if plan.regression and not one.target_scaler.is_identity:
        own = f"answers[i] * {prefix}_target_scale[i] + {prefix}_target_mean[i]"
        body += loops(("i", plan.columns), body=[f"answers[i] = {own};"])
    return [
        f"static inline void {prefix}_predict(const float *features, float *answers) {{",
        *indented(body),
        "}",
    ]


def _step(step: Step, arrays: dict[str, str], y: str, names: dict[str, str]) -> list[str]:
    """One layer's statements; its array takes the place of its value from then on."""
    given = tuple(arrays.get(name, "given") for name in step.inputs) or ("given",)
    one = Applied(step, given, y, lambda part: names.get(step.weight(part), ""))
    arrays[step.output] = one.x if passes_on(step) else y
    if passes_on(step):
        return [] if step.node.type == "Input" else [f"/* {step.id}: {step.node.type}, as it is */"]
    found = [f"/* {step.id}: {step.node.type} */", f"float {y}[{one.count}];"]
    return [*found, *LAYERS[step.node.type](one)]


def _decide(material: Material, plan: Plan, prefix: str) -> list[str]:
    rule, threshold = material.decision.rule, material.decision.threshold
    several = material.trained.signature.task == "multilabel"
    one_number = f"static inline int {prefix}_decide(const float *answers) {{"
    match rule:
        case "none":
            return []
        case "argmax":
            body = [
                "int best = 0;",
                *loops(("i", plan.columns), body=["if (answers[i] > answers[best]) best = i;"]),
                "return best;",
            ]
            opening = [
                "/* The number of the class, or label, with the largest answer. */",
                one_number,
            ]
        case _ if not several:
            body = [f"return answers[0] >= {number(threshold or 0.0)};"]
            opening = [f"/* The number of the class: 1 from {threshold} on. */", one_number]
        case _:
            yes = f"decisions[i] = answers[i] >= {number(threshold or 0.0)};"
            body = loops(("i", plan.columns), body=[yes])
            opening = [
                f"/* For each label whether it is a yes: from {threshold} on. */",
                f"static inline void {prefix}_decide(const float *answers, int *decisions) {{",
            ]
    return [*opening, *indented(body), "}", ""]
