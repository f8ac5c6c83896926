"""Networks in PyTorch, as people write them, to be exported and imported."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn


class Residual(nn.Module):
    """Two convolutions with a skip past the second, and a mean over the image."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(1, 6, 3, padding=1), nn.BatchNorm2d(6)
        self.conv2, self.bn2 = nn.Conv2d(6, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6)
        self.pool, self.fc = nn.MaxPool2d(2), nn.Linear(6, 10)

    def forward(self, x: Any) -> Any:
        x = torch.relu(self.bn1(self.conv1(x)))
        x = torch.relu(x + self.bn2(self.conv2(x)))
        return self.fc(self.pool(x).mean((2, 3)))


class Convolutional(nn.Module):
    """Convolutions of several kinds with batch normalization, then dense layers and softmax."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 4, 3, padding=1),
            nn.BatchNorm2d(4),
            nn.ReLU(),
            nn.Conv2d(4, 8, 3, stride=2, padding=1, groups=2),
            nn.LeakyReLU(0.2),
            nn.AvgPool2d(2),
        )
        self.classifier = nn.Sequential(nn.Linear(32, 12), nn.GELU(), nn.Linear(12, 10))

    def forward(self, x: Any) -> Any:
        x = self.features(x)
        return torch.softmax(self.classifier(x.view(x.size(0), -1)), -1)


class Recurrent(nn.Module):
    """A recurrent layer whose last state is answered from."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.rnn = getattr(nn, kind)(3, 5, batch_first=True)
        self.out = nn.Linear(5, 2)

    def forward(self, x: Any) -> Any:
        return self.out(self.rnn(x)[0][:, -1])


class Words(nn.Module):
    """Vectors of words, normalised, and their mean."""

    def __init__(self) -> None:
        super().__init__()
        self.table, self.norm = nn.Embedding(9, 6), nn.LayerNorm(6)
        self.out = nn.Linear(6, 1)

    def forward(self, x: Any) -> Any:
        return torch.sigmoid(self.out(self.norm(self.table(x)).mean(1)))


class Branches(nn.Module):
    """Branches that are put side by side, and multiplied."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.b = nn.Linear(4, 6), nn.Linear(4, 6)
        self.out = nn.Linear(16, 3)

    def forward(self, x: Any) -> Any:
        x = (x - 0.5) / 2.0
        a, b = torch.tanh(self.a(x)), torch.sigmoid(self.b(x))
        return 3.0 * self.out(torch.cat([a, a * b, x], 1)) + 1.0


def mlp() -> nn.Module:
    """Dense layers alone."""
    return nn.Sequential(
        nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 8), nn.Tanh(), nn.Dropout(0.5), nn.Linear(8, 3)
    )


def bent(activation: nn.Module) -> nn.Module:
    """Two dense layers with an activation between."""
    return nn.Sequential(nn.Linear(4, 6), activation, nn.Linear(6, 2))


def along() -> nn.Module:
    """Convolutions along a sequence that has its features first."""
    return nn.Sequential(
        nn.Conv1d(3, 4, 3, padding=1), nn.BatchNorm1d(4), nn.ReLU(), nn.MaxPool1d(2),
        nn.Conv1d(4, 5, 2), nn.ELU(), nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(5, 2),
    )  # fmt: skip


def squeezed() -> nn.Module:
    """An image that shrinks to its channels, and is weighed as an image of 1 × 1."""
    return nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=(1, 1), dilation=1), nn.PReLU(4), nn.AdaptiveAvgPool2d(1),
        nn.Conv2d(4, 6, 1), nn.Hardswish(), nn.Flatten(), nn.Linear(6, 2), nn.LogSigmoid(),
    )[:-1]  # fmt: skip


def perturbed(module: Any) -> Any:
    """Weights and statistics that are all different, as after training."""
    torch.manual_seed(0)
    with torch.no_grad():
        for name, each in [*module.named_parameters(), *module.named_buffers()]:
            if each.dtype.is_floating_point:
                each.uniform_(*((0.5, 1.5) if "running_var" in name else (-0.6, 0.9)))
    return module.eval()
