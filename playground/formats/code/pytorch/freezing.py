"""Frozen layers in PyTorch, and those that a run frees."""

from __future__ import annotations

from playground.formats.code.plan import Plan, Step
from playground.formats.code.pytorch.rates import LEARNING
from playground.training.unfreezing import thawing

# Layer types that are a module of their own, which has parameters, or acts otherwise in training.
_WITH_MODULES = (*LEARNING, "Dropout")


def freezing(plan: Plan) -> list[str]:
    """Statements before training: what is frozen, for good or until it is freed."""
    stages = _stages(plan)
    if stages:
        groups = ", ".join(f"[{', '.join(f'network.{name}' for name in each)}]" for each in stages)
        return [f"frozen = [{groups}]"]
    names = [name for step in _frozen(plan) for name in _modules(step) if name]
    return [f"network.{name}.requires_grad_(False)" for name in names]


def epochs_begun(plan: Plan) -> list[str]:
    """The loop over epochs with what each begins with."""
    every = plan.design.training.unfreeze.every
    if not _stages(plan):
        quiet = [
            f"    network.{step.name}.eval()"
            for step in _frozen(plan)
            if step.node.type in _WITH_MODULES
        ]
        return ["for _ in range(epochs):", "    network.train()", *quiet]
    return [
        "for epoch in range(epochs):",
        "    network.train()",
        "    for number, modules in enumerate(frozen, 1):",
        "        for module in modules:",
        f"            module.requires_grad_(epoch >= {every} * number)",
        f"            module.train(epoch >= {every} * number)",
    ]


def freezing_notes(plan: Plan) -> list[str]:
    """What PyTorch does otherwise."""
    if not _stages(plan) or plan.design.training.optimizer.name not in ("adam", "adamw", "nadam"):
        return []
    return [
        "PyTorch counts the steps of a layer from where it is freed, Playground from the start, so "
        "its first steps differ."
    ]


def _frozen(plan: Plan) -> list[Step]:
    return [step for step in plan.layers if step.first and step.node.frozen]


def _modules(step: Step) -> list[str]:
    """What the modules of a layer are called."""
    own = [step.name] if step.node.type in _WITH_MODULES else []
    return own + ([step.prelu] if step.prelu else [])


def _stages(plan: Plan) -> list[list[str]]:
    """The modules in the order in which they are freed; none where they never are."""
    design = plan.design
    if not design.training.unfreeze:
        return []
    steps = {step.owner: step for step in _frozen(plan)}
    learning = {owner for owner, step in steps.items() if step.node.type in LEARNING or step.prelu}
    groups = thawing(design.training.unfreeze, design.network, learning).groups
    return [
        [name for each in group if each in steps for name in _modules(steps[each])]
        for group in groups
    ]
