"""Learning rates of their own, as PyTorch's parameter groups."""

from __future__ import annotations

from playground.formats.code.plan import Plan

# Layer types that are a module of their own with parameters.
LEARNING = (
    "Dense",
    "Conv2D",
    "Conv1D",
    "BatchNorm",
    "LayerNorm",
    "Embedding",
    "SimpleRNN",
    "GRU",
    "LSTM",
    "SelfAttention",
)


def rate_groups(plan: Plan) -> list[str]:
    """Statements that make `groups`, the parameters by their rates; none where all have one."""
    rate = plan.design.training.optimizer.learning_rate
    modules = _modules_by_factor(plan)
    if set(modules) <= {1.0}:
        return []
    groups = []
    for factor, names in modules.items():
        parameters = ", ".join(f"*network.{name}.parameters()" for name in names)
        own = rate if factor == 1.0 else f"{factor} * {rate}"
        groups.append(f'    {{"params": [{parameters}], "lr": {own}}},')
    return ["groups = [", *groups, "]"]


def _modules_by_factor(plan: Plan) -> dict[float, list[str]]:
    found: dict[float, list[str]] = {}
    for step in plan.layers:
        if step.first:
            own = [step.name] if step.node.type in LEARNING else []
            slopes = [step.prelu] if step.prelu else []
            found.setdefault(step.node.rate_factor, []).extend([*own, *slopes])
    found.setdefault(plan.design.head.rate_factor, []).append(plan.head)
    return {factor: names for factor, names in found.items() if names}
