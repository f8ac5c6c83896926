"""The training loop in PyTorch."""

from __future__ import annotations

from playground.formats.code.answers import shape_words, target_words
from playground.formats.code.page import Line, indented, lines
from playground.formats.code.plan import Plan
from playground.formats.code.pytorch.freezing import epochs_begun, freezing, freezing_notes
from playground.formats.code.pytorch.optimizers import optimizer_made
from playground.formats.code.pytorch.rates import rate_groups
from playground.formats.code.pytorch.schedules import BY_EPOCH, BY_LOSS, BY_STEP, SCHEDULES, Rates


def train_function(plan: Plan) -> list[Line]:
    """`train(network, x, y)`, as the training part of the project has it."""
    training = plan.design.training
    schedule, groups = training.schedule, rate_groups(plan)
    rates = Rates(training.optimizer.learning_rate, bool(groups))
    parameters = "groups" if groups else "network.parameters()"
    watched = ", x_validation, y_validation" if schedule.name == BY_LOSS else ""
    features = shape_words(plan.features)
    body = [
        f'"""Trains on standardised features x {features}, {target_words(plan)}."""',
        *freezing(plan),
        *groups,
        f"optimizer = {optimizer_made(training.optimizer, parameters)}",
        *SCHEDULES[schedule.name](schedule, rates),
        *_weights(plan),
        *epochs_begun(plan),
        "    for rows in torch.randperm(len(x)).split(batch_size):",
        *(f"        {line}" for line in _one_step(plan)),
        *(f"    {line}" for line in _after_epoch(schedule.name)),
        "return network.eval()",
    ]
    defaults = f"epochs={training.epochs}, batch_size={training.batch_size}"
    head = Line(f"def train(network, x, y{watched}, {defaults}):")
    return [head, *indented(lines("\n".join(body)))]


def training_notes(plan: Plan) -> list[str]:
    """What PyTorch does otherwise."""
    types = dict.fromkeys(step.node.type for step in plan.layers)
    found = [
        f"PyTorch's {_TWO_BIASES[each]} learns two biases that it adds up, Playground's one."
        for each in types
        if each in _TWO_BIASES
    ]
    return [*found, *freezing_notes(plan)]


_TWO_BIASES = {"SimpleRNN": "RNN", "LSTM": "LSTM"}


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
    return [*found, "schedule.step()"] if training.schedule.name in BY_STEP else found


def _after_epoch(schedule: str) -> list[str]:
    if schedule in BY_EPOCH:
        return ["schedule.step()"]
    if schedule != BY_LOSS:
        return []
    return [
        "network.eval()",
        "with torch.no_grad():",
        "    schedule.step(loss(network(x_validation), y_validation))",
    ]
