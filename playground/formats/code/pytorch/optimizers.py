"""Optimizers as PyTorch has them."""

from __future__ import annotations

from typing import Any

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


def optimizer_made(given: Any, parameters: str) -> str:
    """The expression that makes an optimizer of parameters, or of groups of them."""
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
    return f"{kind}({parameters}, lr={given.learning_rate}{options(**changed)})"


_BETAS = ("beta_1", "beta_2")
