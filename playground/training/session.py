"""A network being trained on data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared
from playground.engine.executors import create_executor
from playground.engine.memory import available_bytes, training_bytes
from playground.engine.program import Operand
from playground.engine.rng import permutation, stream_of
from playground.errors import UserError
from playground.network.compiler import FEATURES, TARGET, Compiled, compile_training
from playground.network.heads import Head
from playground.network.spec import NetworkSpec
from playground.training import given
from playground.training.carry import carry, parts
from playground.training.evaluator import Evaluator
from playground.training.history import History
from playground.training.judge import Judge
from playground.training.run_state import RunState
from playground.training.signature import signature_of
from playground.training.spec import TrainingSpec
from playground.training.trained import Trained, trained_of

Array = NDArray[Any]
_ORDER = stream_of("order of samples")


class Diverged(UserError):
    """Training met a number that is not finite. The weights from before are kept."""


@dataclass(frozen=True)
class Snapshot:
    """A run at one moment.

    Attributes:
        parameters: the flat buffer, a copy.
        epoch: whole epochs behind it.
        steps: steps behind it.
        version: the session's; it changes when the layout of `parameters` does.
    """

    parameters: Array
    epoch: int
    steps: int
    version: int


class Session:
    """Trains one network, step by step, on one executor.

    Attributes:
        network, head, training, prepared: what is trained, how, on what.
        signature: what the network knows of the data.
        dtype: float32 or float64.
        device: as asked for.
        seed: of the first weights, the order of samples and dropout.
        history: what each epoch has measured.
        epoch: whole epochs behind it.
        steps: steps behind it.
        diverged: why training can't go on, in words, or "".
        version: counts the changes of the parameters' layout.
    """

    def __init__(
        self,
        network: NetworkSpec,
        head: Head,
        training: TrainingSpec,
        prepared: Prepared,
        *,
        device: str = "auto",
        dtype: str = "float32",
        seed: int | None = None,
    ) -> None:
        if dtype not in ("float32", "float64"):
            raise UserError(f"Expected dtype float32 or float64. Received: {dtype!r}.")
        self.device = device
        self.dtype = np.dtype(dtype)
        self.seed = _seed(training.seed if seed is None else seed)
        self.version = 0
        self._learning_rate = training.optimizer.learning_rate
        self._build(network, head, training, prepared)
        self.reset()

    # Building

    def _build(
        self, network: NetworkSpec, head: Head, training: TrainingSpec, prepared: Prepared
    ) -> None:
        signature = signature_of(prepared)
        batch = min(training.batch_size, len(prepared.train))
        compiled = compile_training(
            network, head, signature, batch, training.optimizer.update(), training.regularization
        )
        self._refuse_what_has_no_room(compiled)
        # Only now, with everything known to fit, does the session change.
        self._compiled: Compiled = compiled
        self._executor = create_executor(self.device, compiled.program, self.dtype)
        self._evaluator = Evaluator(network, head, signature, self.dtype, device=self.device)
        self.network, self.head, self.training = network, head, training
        self.prepared, self.signature = prepared, signature
        self._judge = Judge(prepared, head, signature, self._evaluator)
        self.version += 1

    def _refuse_what_has_no_room(self, compiled: Compiled) -> None:
        needed = training_bytes(compiled.program, self.dtype.itemsize)
        available = available_bytes()
        if available is not None and needed > available:
            raise UserError(
                f"Training this network needs {needed / 1e9:.1f} GB of memory; "
                f"{available / 1e9:.1f} GB are free. Use fewer units or a smaller batch."
            )

    @property
    def batch_size(self) -> int:
        """Samples a step: as set, but never more than there are."""
        return min(self.training.batch_size, len(self.prepared.train))

    @property
    def executor_name(self) -> str:
        """The executor in force."""
        return self._executor.name

    @property
    def layout(self) -> Mapping[str, Operand]:
        """Where each parameter lies in the flat buffer."""
        return self._compiled.program.parameters

    def adopt(
        self, network: NetworkSpec, head: Head, training: TrainingSpec, prepared: Prepared
    ) -> list[str]:
        """Go on with an edited network, keeping what was learned.

        Parameters, and the optimizer's memory of them, are kept by name; where a layer grew, the
        new part starts as at a reset. What an edit takes away is set aside until the next reset,
        and comes back when another edit (an undo, say) asks for it again. Another optimizer starts
        without memory. With other data the epoch in progress is left.

        Returns:
            The names of the parameters that start anew.

        Raises:
            UserError: the network has errors; the session is as it was.
        """
        old = self._executor
        old_parameters, old_states = self._views(), self._states()
        same_optimizer = self.training.optimizer.name == training.optimizer.name
        same_data = self.prepared is prepared
        self._build(network, head, training, prepared)
        new, new_parameters = self._executor, self._views()
        self._draw()
        carry(self._set_aside, new_parameters)
        anew = carry(old_parameters, new_parameters)
        anew = [name for name in anew if name not in self._set_aside]
        for name, array in old_parameters.items():
            if name not in new_parameters or new_parameters[name].shape != array.shape:
                self._set_aside[name] = array.copy()
        new.control[:] = old.control
        if same_optimizer:
            for before, after in zip(old_states, self._states(), strict=True):
                carry(before, after)
        else:
            new.set_control(step=0)
        self.learning_rate = training.optimizer.learning_rate
        if not same_data:
            self._begin_epoch()
        self.diverged = ""
        return anew

    def use_device(self, device: str) -> None:
        """Train on another device, keeping everything.

        Raises:
            UserError: there is no such device; nothing has changed.
        """
        old = self._executor
        new = create_executor(device, self._compiled.program, self.dtype)
        for name in ("parameters", "gradients", "state", "control"):
            getattr(new, name)[:] = getattr(old, name)
        self._executor, self.device = new, device

    def _views(self) -> dict[str, Array]:
        """The parameters by name, where they lie."""
        return parts(self._executor.parameters, self.layout)

    def _states(self) -> list[dict[str, Array]]:
        """Each array of the optimizer's memory, by parameter, where it lies."""
        count = self._executor.program.states
        states: Array = self._executor.state.reshape(count, self._executor.parameters.size)
        return [parts(state, self.layout) for state in states]

    # Starting

    def reset(self, seed: int | None = None) -> None:
        """Start over: the same start, or with another seed a new one."""
        if seed is not None:
            self.seed = _seed(seed)
        self._executor.state.fill(0)
        self._executor.gradients.fill(0)
        self._executor.set_control(step=0, seed=self.seed)
        self._executor.set_control(learning_rate=self._learning_rate)
        self._draw()
        self._set_aside: dict[str, Array] = {}
        self.epoch = 0
        self.steps = 0
        self.diverged = ""
        self.batch_loss = float("nan")
        self.history = History()
        self._begin_epoch()

    def _draw(self) -> None:
        views = self._views()
        for parameter in self._compiled.parameters:
            first = parameter.initializer.draw(parameter, self.seed)
            views[parameter.name][...] = first

    def _begin_epoch(self) -> None:
        rows = len(self.prepared.train)
        self._order = permutation(self.seed, _ORDER, self.epoch, rows)
        self._place = 0

    @property
    def learning_rate(self) -> float:
        """The rate of the next step; may be set at any time."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, rate: float) -> None:
        if not (isinstance(rate, int | float) and isfinite(rate) and rate > 0):
            raise UserError(f"Expected a learning rate above 0. Received: {rate!r}.")
        self._learning_rate = float(rate)
        self._executor.set_control(learning_rate=rate)

    # Training

    def train(
        self, epochs: int, on_epoch: Callable[[Session], bool | None] | None = None
    ) -> History:
        """Go through the training samples `epochs` times.

        Args:
            epochs: how many whole epochs; one in progress is finished first and counts.
            on_epoch: called after each; True from it ends the training.

        Raises:
            Diverged: a number was no longer finite.
        """
        if not self.history:
            self.measure()
        for _ in range(epochs):
            self.advance(len(self._order), to_epoch_end=True)
            if on_epoch is not None and on_epoch(self):
                break
        return self.history

    def advance(self, steps: int, *, to_epoch_end: bool = False) -> int:
        """Take optimizer steps, measuring at each epoch's end.

        Args:
            steps: how many at most.
            to_epoch_end: stop at the end of the epoch in progress.

        Returns:
            How many were taken.

        Raises:
            Diverged: a number was no longer finite.
        """
        taken = 0
        while taken < steps:
            outcome = self._executor.train(
                self._judge.train, self._order, self._place, self.batch_size, steps - taken
            )
            taken += outcome.steps
            self.steps += outcome.steps
            self._place += outcome.steps * self.batch_size
            if outcome.steps:
                self.batch_loss = outcome.loss
                self.diverged = ""
            if outcome.diverged is not None:
                self._say_diverged(outcome.diverged)
            if self._place >= len(self._order):
                self.epoch += 1
                self._begin_epoch()
                self.measure()
                if to_epoch_end:
                    break
        return taken

    def advance_for(self, seconds: float, *, to_epoch_end: bool = False) -> int:
        """Take as many steps as fit in `seconds`, at least one; how many were taken.

        With `to_epoch_end` it stops at the end of the epoch in progress.
        """
        end = perf_counter() + seconds
        epoch = self.epoch
        taken = self.advance(1)
        while (left := end - perf_counter()) > 0 and not (to_epoch_end and self.epoch != epoch):
            pace = (seconds - left) / taken
            steps = max(1, int(left / pace / 2))
            taken += self.advance(steps, to_epoch_end=to_epoch_end)
        return taken

    def _say_diverged(self, scope: str) -> None:
        where = f" in {scope}" if scope else ""
        self.diverged = (
            f"Training diverged in epoch {self.epoch + 1}{where}: the numbers are no longer "
            "finite. The weights from the step before are kept. "
            f"Lower the learning rate (now {self.learning_rate:g}), or reset."
        )
        raise Diverged(self.diverged)

    def step(self, x: Any, y: Any) -> float:
        """One optimizer step on a batch of one's own.

        Args:
            x: (N, …) features as the network sees them, preprocessed.
            y: class numbers (N,), zeros and ones (N, L), or values (N, T), as the head needs. A
                column a class will do in place of class numbers.

        Returns:
            The loss of that batch, before the step, without penalties.

        Raises:
            Diverged: a number was no longer finite; nothing has changed.
        """
        data = self._own_batch(x, y)
        rows = len(data[0])
        outcome = self._executor.train(data, np.arange(rows), 0, rows, 1)
        if outcome.diverged is not None:
            self._say_diverged(outcome.diverged)
        self.steps += 1
        self.batch_loss = outcome.loss
        self.diverged = ""
        return outcome.loss

    def gradients(self, x: Any, y: Any) -> dict[str, Array]:
        """The objective's derivative (loss plus penalties) on a batch, by parameter; no update.

        Args are those of `step`.
        """
        features, targets = self._own_batch(x, y)
        self._executor.run(**{FEATURES: features, TARGET: targets})
        gradients = parts(self._executor.gradients, self.layout)
        return {name: view.copy() for name, view in gradients.items()}

    def _own_batch(self, x: Any, y: Any) -> tuple[Array, Array]:
        features = given.features(x, self.signature)
        targets = given.targets(y, len(features), self.head, self.signature)
        self._make_room(len(features))
        with np.errstate(over="ignore"):  # what becomes infinite is found by the step
            return features.astype(self.dtype), targets.astype(self.dtype)

    def _make_room(self, rows: int) -> None:
        """Plan the program for larger batches when one comes."""
        old = self._executor
        if rows <= old.program.batch:
            return
        self._compiled = compile_training(
            self.network,
            self.head,
            self.signature,
            rows,
            self.training.optimizer.update(),
            self.training.regularization,
        )
        new = create_executor(self.device, self._compiled.program, self.dtype)
        for name in ("parameters", "gradients", "state", "control"):
            getattr(new, name)[:] = getattr(old, name)
        self._executor = new

    # Looking

    def predict(self, x: Any) -> Array:
        """Answers to raw features, after the head's final activation.

        Args:
            x: (N, …) features in their own units.

        Returns:
            (N, columns): probabilities, or values in the targets' own units.
        """
        features = given.features(x, self.signature)
        return self._evaluator.answer(self._executor.parameters, features, self.prepared)

    def parameters(self) -> dict[str, Array]:
        """Every parameter by name, copies: {"dense_1.weight": (inputs, units), …}."""
        return {name: view.copy() for name, view in self._views().items()}

    def load(self, parameters: Mapping[str, Any]) -> None:
        """Take over parameters of the same names and shapes; the optimizer forgets.

        Names that begin with two underscores are a file's remarks and passed over.

        Raises:
            UserError: names the first that differs; nothing has changed.
        """
        views = self._views()
        taken: dict[str, Array] = {}
        for name, view in views.items():
            if name not in parameters:
                raise UserError(f"Expected a parameter called {name!r}; it is missing.")
            array = given.numbers(parameters[name], repr(name))
            if array.shape != view.shape:
                raise UserError(
                    f"Expected {name!r} of shape {view.shape}. Received: {array.shape}."
                )
            with np.errstate(over="ignore"):
                taken[name] = array.astype(self.dtype)
            if not np.isfinite(taken[name]).all():
                raise UserError(f"{name!r} holds numbers that are not finite in {self.dtype}.")
        extra = next((n for n in parameters if n not in views and not n.startswith("__")), None)
        if extra is not None:
            raise UserError(f"The network has no parameter called {extra!r}.")
        for name in views:
            views[name][...] = taken[name]
        self._executor.state.fill(0)
        self._executor.set_control(step=0)
        self.diverged = ""

    def evaluate(self, split: str) -> tuple[float, dict[str, float]]:
        """Loss and metrics on "train" or "validation"."""
        return self._judge.evaluate(self._executor.parameters, split)

    def metrics(self, split: str = "validation") -> dict[str, float]:
        """The metrics on "train" or "validation", by name."""
        return self.evaluate(split)[1]

    def loss(self, split: str = "validation") -> float:
        """The loss on "train" or "validation", without penalties."""
        return self.evaluate(split)[0]

    def measure(self) -> None:
        """Record loss and metrics of this moment in the history."""
        self.history.record(self.epoch, self._judge.measure(self._executor.parameters))

    def snapshot(self) -> Snapshot:
        """A copy of this moment, for other threads."""
        return Snapshot(self._executor.parameters.copy(), self.epoch, self.steps, self.version)

    # Taking home, and coming back

    def trained(self) -> Trained:
        """A copy of everything it takes to answer, for exports and other threads."""
        return trained_of(self.network, self.head, self.signature, self.prepared, self.parameters())

    def state(self) -> RunState:
        """A copy of everything that training goes on from."""
        executor = self._executor
        return RunState(
            self.parameters(),
            executor.state.copy(),
            executor.control.copy(),
            self.seed,
            self.epoch,
            self._place,
            self.steps,
            self.history.columns(),
        )

    def restore(self, state: RunState) -> None:
        """Go on from a state of this very network.

        Raises:
            UserError: it is of another network; nothing has changed.
        """
        if state.optimizer.shape != self._executor.state.shape:
            raise UserError(
                f"The optimizer's memory holds {state.optimizer.size} numbers; this network and "
                f"optimizer need {self._executor.state.size}."
            )
        history = History.of(state.history)
        self.load(state.parameters)
        self._executor.state[:] = state.optimizer
        self._executor.control[:] = state.control
        self.seed, self.epoch, self.steps = state.seed, state.epoch, state.steps
        self.history = history
        self._begin_epoch()
        self._place = state.place
        self.learning_rate = self.training.optimizer.learning_rate


def _seed(seed: int) -> int:
    if not 0 <= seed < 2**32:
        raise UserError(f"Expected a seed from 0 to {2**32 - 1}. Received: {seed!r}.")
    return seed
