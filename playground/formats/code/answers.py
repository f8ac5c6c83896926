"""What goes into a network and what comes out of it, in words for docstrings."""

from __future__ import annotations

from playground.formats.code.plan import Plan


def shape_words(shape: tuple[int, ...]) -> str:
    """(1, 8, 8) as "(N, 1, 8, 8)"."""
    return f"(N, {', '.join(str(extent) for extent in shape)})"


def target_words(plan: Plan) -> str:
    """Targets as training takes them: "class numbers (N,)"."""
    if plan.by_class:
        return "class numbers (N,)"
    kind = "values" if plan.regression else "zeros and ones"
    return f"{kind} (N, {plan.columns})"


def answer_words(plan: Plan) -> str:
    """What `predict` answers with."""
    task = plan.design.signature.task
    kinds = {
        "binary": "the probability of class 1" if plan.columns == 1 else "probabilities",
        "multiclass": "a probability a class",
        "multilabel": "a probability a label",
        "regression": "in the targets' own units",
    }
    return f"(N, {plan.columns}), {kinds[task]}"
