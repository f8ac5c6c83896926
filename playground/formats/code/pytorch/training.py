"""The training loop in PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.formats.code.answers import shape_words, target_words
from playground.formats.code.page import Line, indented, lines
from playground.formats.code.plan import Plan
from playground.formats.code.pytorch.piece import options

# PyTorch's class, and what it calls our settings; where they are as usual they are usual there too.
_OPTIMIZERS: dict[str, tuple[str, dict[str, str]]] = {
    "sgd": ("torch.optim.SGD", {}),
    "momentum": ("torch.optim.SGD", {}),
    "nesterov": ("torch.optim.SGD", {}),
    "adam": ("torch.optim.Adam", {"epsilon": "eps"}),
    "adamw": ("torch.optim.AdamW", {"epsilon": "eps", "weight_decay": "weight_decay"}),
    "nadam": ("torch.optim.NAdam", {"epsilon": "eps", "momentum_decay": "momentum_decay"}),
    "adagrad": ("torch.optim.Adagrad", {"epsilon": "eps"}),
    "rmsprop": (
        "torch.optim.RMSprop",
        {"alpha": "alpha", "epsilon": "eps", "momentum": "momentum"},
    ),
    "adadelta": ("torch.optim.Adadelta", {"rho": "rho", "epsilon": "eps"}),
    "lion": ("Lion", {"weight_decay": "weight_decay"}),
}


def _optimizer(given: Any) -> str:
    kind, names = _OPTIMIZERS[given.name]
    fields = type(given).model_fields
    changed = {
        theirs: getattr(given, ours)
        for ours, theirs in names.items()
        if getattr(given, ours) != fields[ours].default
    }
    if "beta_1" in fields and any(getattr(given, b) != fields[b].default for b in _BETAS):
        changed["betas"] = tuple(getattr(given, beta) for beta in _BETAS)
    if given.name in ("momentum", "nesterov"):
        changed["momentum"] = given.momentum
    if given.name == "nesterov" and given.momentum:
        changed["nesterov"] = True
    return f"{kind}(network.parameters(), lr={given.learning_rate}{options(**changed)})"


_BETAS = ("beta_1", "beta_2")
_SCHEDULERS = "torch.optim.lr_scheduler"
_STEPS = "steps = epochs * math.ceil(len(x) / batch_size)"


def _constant(given: Any, rate: float) -> list[str]:
    return []


def _step(given: Any, rate: float) -> list[str]:
    settings = f"step_size={given.every}, gamma={given.gamma}"
    return [f"schedule = {_SCHEDULERS}.StepLR(optimizer, {settings})"]


def _exponential(given: Any, rate: float) -> list[str]:
    return [f"schedule = {_SCHEDULERS}.ExponentialLR(optimizer, gamma={given.gamma})"]


def _cosine(given: Any, rate: float) -> list[str]:
    if not given.warm_up:
        settings = f"T_max=steps, eta_min={given.final * rate}"
        return [
            _STEPS,
            f"schedule = {_SCHEDULERS}.CosineAnnealingLR(optimizer, {settings})",
        ]
    return [
        _STEPS,
        f"climb = min(round({given.warm_up} * steps / epochs), steps)",
        "",
        "def factor(step):",
        "    if step < climb:",
        "        return (step + 1) / climb",
        "    done = min((step - climb) / max(steps - climb, 1), 1)",
        f"    falling = {1 - given.final} * (1 + math.cos(math.pi * done)) / 2",
        f"    return {given.final} + falling",
        "",
        f"schedule = {_SCHEDULERS}.LambdaLR(optimizer, factor)",
    ]


def _one_cycle(given: Any, rate: float) -> list[str]:
    settings = (
        f"max_lr={rate}, total_steps=steps, pct_start={given.rise}, "
        f"div_factor={1 / given.first}, final_div_factor={given.first / given.last}, "
        "cycle_momentum=False"
    )
    return [_STEPS, f"schedule = {_SCHEDULERS}.OneCycleLR(optimizer, {settings})"]


def _plateau(given: Any, rate: float) -> list[str]:
    settings = (
        f"factor={given.factor}, patience={given.patience}, threshold={given.threshold}, "
        f"min_lr={given.least * rate}"
    )
    return [f"schedule = {_SCHEDULERS}.ReduceLROnPlateau(optimizer, {settings})"]


_SCHEDULES: dict[str, Callable[[Any, float], list[str]]] = {
    "constant": _constant,
    "step": _step,
    "exponential": _exponential,
    "cosine": _cosine,
    "one_cycle": _one_cycle,
    "reduce_on_plateau": _plateau,
}
_BY_STEP, _BY_EPOCH, _BY_LOSS = (
    ("cosine", "one_cycle"),
    ("step", "exponential"),
    "reduce_on_plateau",
)


def train_function(plan: Plan) -> list[Line]:
    """`train(network, x, y)`, as the training part of the project has it."""
    training = plan.design.training
    schedule, rate = training.schedule, training.optimizer.learning_rate
    watched = ", x_validation, y_validation" if schedule.name == _BY_LOSS else ""
    features = shape_words(plan.features)
    body = [
        f'"""Trains on standardised features x {features}, {target_words(plan)}."""',
        *_freezing(plan),
        f"optimizer = {_optimizer(training.optimizer)}",
        *_SCHEDULES[schedule.name](schedule, rate),
        *_weights(plan),
        "for _ in range(epochs):",
        *(f"    {line}" for line in _training_mode(plan)),
        "    for rows in torch.randperm(len(x)).split(batch_size):",
        *(f"        {line}" for line in _one_step(plan)),
        *(f"    {line}" for line in _after_epoch(schedule.name)),
        "return network.eval()",
    ]
    defaults = f"epochs={training.epochs}, batch_size={training.batch_size}"
    head = Line(f"def train(network, x, y{watched}, {defaults}):")
    return [head, *indented(lines("\n".join(body)))]


def _frozen(plan: Plan) -> list[str]:
    """What the modules of frozen layers are called."""
    frozen = [step for step in plan.layers if step.first and step.node.frozen]
    return [step.name for step in frozen if step.node.type in _WITH_MODULES]


# Layer types that are a module of their own, which has parameters, or acts otherwise in training.
_WITH_MODULES = (
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
    "Dropout",
)


def _freezing(plan: Plan) -> list[str]:
    names = [name for name in _frozen(plan) if name]
    slopes = [step.prelu for step in plan.layers if step.first and step.node.frozen and step.prelu]
    return [f"network.{name}.requires_grad_(False)" for name in (*names, *slopes)]


def _training_mode(plan: Plan) -> list[str]:
    quiet = [f"network.{name}.eval()" for name in _frozen(plan)]
    return ["network.train()", *quiet]


def _weights(plan: Plan) -> list[str]:
    """The weights that regularization counts."""
    price = plan.design.training.regularization
    if price.type == "none" or price.rate == 0.0 or not plan.penalised:
        return []
    return [f"weights = [{', '.join(_parameter(plan, name) for name in plan.penalised)}]"]


def _parameter(plan: Plan, name: str) -> str:
    """Where the network has a parameter that the export calls `name`."""
    owner, _, part = name.rpartition(".")
    node = next((step.node for step in plan.layers if step.owner == owner), None)
    layer = f"network.{plan.named(owner)}"
    if node is not None and node.type in ("SimpleRNN", "GRU", "LSTM"):
        return f"{layer}.{'weight_ih_l0' if part == 'weight' else 'weight_hh_l0'}"
    if node is not None and node.type == "SelfAttention":
        return f"{layer}.{part}.weight"
    return f"{layer}.weight"


def _one_step(plan: Plan) -> list[str]:
    training = plan.design.training
    found = ["objective = loss(network(x[rows]), y[rows])"]
    if _weights(plan):
        price = training.regularization
        each, rate = ("abs", price.rate) if price.type == "l1" else ("square", price.rate / 2)
        found.append(f"objective = objective + {rate} * sum(w.{each}().sum() for w in weights)")
    found += ["optimizer.zero_grad()", "objective.backward()"]
    if training.clipping.type != "none":
        kind = training.clipping.type
        limit = training.clipping.limit
        found.append(f"nn.utils.clip_grad_{kind}_(network.parameters(), {limit})")
    found.append("optimizer.step()")
    return [*found, "schedule.step()"] if training.schedule.name in _BY_STEP else found


def _after_epoch(schedule: str) -> list[str]:
    if schedule in _BY_EPOCH:
        return ["schedule.step()"]
    if schedule != _BY_LOSS:
        return []
    return [
        "network.eval()",
        "with torch.no_grad():",
        "    schedule.step(loss(network(x_validation), y_validation))",
    ]
