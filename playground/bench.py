"""The time of a training step, beside PyTorch's."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from playground.engine.executors import DEVICES, Executor, create_executor
from playground.errors import UserError
from playground.network.compiler import compile_training
from playground.network.heads import HEADS
from playground.network.layers.dense import Dense
from playground.network.regularization import Regularization
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.training.carry import part
from playground.training.optimizers import Adam

if TYPE_CHECKING:
    from rich.console import Console

TORCH = "torch"
ROUNDS = 9
ROUND_SECONDS = 0.06
BATCHES = 32
RATE = 0.001


@dataclass(frozen=True)
class Network:
    """A network to time: widths from features to outputs, tanh between, and its batch."""

    widths: tuple[int, ...]
    batch: int

    @property
    def name(self) -> str:
        """ "2-8-8-1"."""
        return "-".join(map(str, self.widths))


NETWORKS = (
    Network((2, 8, 8, 1), 10),
    Network((2, 8, 8, 8, 8, 8, 8, 1), 10),
    Network((2, 64, 64, 1), 64),
    Network((2, 256, 256, 1), 64),
    Network((64, 256, 256, 10), 32),
    Network((784, 512, 512, 10), 128),
)


@dataclass(frozen=True)
class Timing:
    """What one network took.

    Attributes:
        network: which.
        seconds: the median time of a step, by what computed it ("numpy", …, "torch").
    """

    network: Network
    seconds: dict[str, float]

    @property
    def fastest(self) -> str:
        """Which of ours was fastest."""
        ours = [name for name in self.seconds if name != TORCH]
        return min(ours, key=self.seconds.__getitem__)

    @property
    def ratio(self) -> float | None:
        """How many times PyTorch's time our fastest is ahead; below 1 it is behind."""
        if TORCH not in self.seconds:
            return None
        return self.seconds[TORCH] / self.seconds[self.fastest]

    def as_json(self) -> dict[str, Any]:
        """Times in microseconds a step."""
        return {
            "network": self.network.name,
            "batch": self.network.batch,
            "microseconds": {name: round(1e6 * s, 2) for name, s in self.seconds.items()},
            "fastest": self.fastest,
            "torch_over_fastest": None if self.ratio is None else round(self.ratio, 2),
        }


def measure(networks: tuple[Network, ...] = NETWORKS) -> list[Timing]:
    """Time every network on every executor there is, one thread each, rounds interleaved."""
    from rich.console import Console
    from rich.progress import track

    if importlib.util.find_spec(TORCH) is not None:
        importlib.import_module(TORCH).set_num_threads(1)
    with threadpool_limits(1):
        return [
            _time(network)
            for network in track(
                networks,
                "Measuring",
                console=Console(stderr=True),
                transient=True,
                disable=not sys.stderr.isatty(),
            )
        ]


def print_table(timings: list[Timing], console: Console) -> None:
    """The table for people."""
    from rich import box
    from rich.table import Table

    names = list(timings[0].seconds)
    table = Table("network", "batch", *(f"{name}, µs" for name in names), box=box.SIMPLE_HEAD)
    with_torch = timings[0].ratio is not None
    if with_torch:
        table.add_column("ahead of PyTorch")
    for timing in timings:
        cells = [f"{1e6 * timing.seconds[name]:,.0f}" for name in names]
        if with_torch:
            cells.append(f"{timing.ratio:.1f}×")
        table.add_row(timing.network.name, str(timing.network.batch), *cells)
    console.print("Median time of a training step (float32, tanh, Adam, one thread)")
    console.print(table)
    if not with_torch:
        console.print("PyTorch is not installed, so there is nothing to compare with.")


def _time(network: Network) -> Timing:
    runners = _runners(network)
    steps = {name: _steps_a_round(run) for name, run in runners.items()}
    seen: dict[str, list[float]] = {name: [] for name in runners}
    for _ in range(ROUNDS):
        for name, run in runners.items():
            begin = perf_counter()
            run(steps[name])
            seen[name].append((perf_counter() - begin) / steps[name])
    return Timing(network, {name: median(times) for name, times in seen.items()})


def _steps_a_round(run: Callable[[int], None]) -> int:
    run(3)  # warm
    begin = perf_counter()
    run(5)
    return max(2, int(ROUND_SECONDS / ((perf_counter() - begin) / 5)))


def _runners(network: Network) -> dict[str, Callable[[int], None]]:
    """What takes a number of steps, by name."""
    features, targets = _samples(network)
    found: dict[str, Callable[[int], None]] = {}
    for device in DEVICES:
        if device == "auto":
            continue
        try:
            executor = _executor(network, device)
        except UserError:
            continue  # there is no such device here
        found.setdefault(executor.name, _ours(executor, network, features, targets))
    if importlib.util.find_spec(TORCH) is not None:
        found[TORCH] = _torchs(network, features, targets)
    return found


def _samples(network: Network) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    rng = np.random.default_rng(0)
    count, outputs = network.batch * BATCHES, network.widths[-1]
    features = rng.standard_normal((count, network.widths[0])).astype(np.float32)
    classes = rng.integers(0, max(outputs, 2), count)
    targets = np.eye(outputs)[classes] if outputs > 1 else classes[:, None]
    return features, np.ascontiguousarray(targets, np.float32)


def _executor(network: Network, device: str) -> Executor:
    first, *hidden, outputs = network.widths
    nodes = [Dense(id=f"dense_{i}", units=units) for i, units in enumerate(hidden, 1)]
    task, count = ("multiclass", outputs) if outputs > 1 else ("binary", 2)
    signature = Signature("random samples", (first,), task, count)  # type: ignore[arg-type]
    compiled = compile_training(
        NetworkSpec.model_validate({"nodes": nodes}),
        HEADS[task](),
        signature,
        network.batch,
        Adam().update(),
        Regularization(),
    )
    executor = create_executor(device, compiled.program, np.float32)
    for parameter in compiled.parameters:
        place = compiled.program.parameters[parameter.name]
        part(executor.parameters, place)[...] = parameter.initializer.draw(parameter, 0)
    executor.set_control(step=0, learning_rate=RATE, seed=0)
    return executor


def _ours(
    executor: Executor,
    network: Network,
    features: NDArray[np.float32],
    targets: NDArray[np.float32],
) -> Callable[[int], None]:
    order = np.random.default_rng(0).permutation(len(features))

    def run(steps: int) -> None:
        left = steps
        while left > 0:
            left -= executor.train((features, targets), order, 0, network.batch, left).steps

    return run


def _torchs(
    network: Network, features: NDArray[np.float32], targets: NDArray[np.float32]
) -> Callable[[int], None]:
    """The same training, written as PyTorch's tutorials do."""
    torch: Any = importlib.import_module(TORCH)
    layers: list[Any] = []
    for before, after in zip(network.widths, network.widths[1:], strict=False):
        layers += [torch.nn.Linear(before, after), torch.nn.Tanh()]
    model = torch.nn.Sequential(*layers[:-1])
    several = network.widths[-1] > 1
    loss = torch.nn.CrossEntropyLoss() if several else torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    x, y = torch.from_numpy(features), torch.from_numpy(targets)
    order = torch.randperm(len(x))

    def run(steps: int) -> None:
        for step in range(steps):
            start = (step % BATCHES) * network.batch
            rows = order[start : start + network.batch]
            optimizer.zero_grad()
            loss(model(x[rows]), y[rows]).backward()
            optimizer.step()

    return run
