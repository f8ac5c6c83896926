"""A network being trained on data."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from math import inf
from operator import attrgetter
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared
from playground.data.tables.rows import is_table
from playground.engine.executors.runner import Runner
from playground.engine.program import Operand
from playground.errors import UserError
from playground.network.compiler import TARGET, Compiled, compile_training, trace
from playground.network.heads import Head
from playground.network.replacing import renames, retyped
from playground.network.spec import NetworkSpec
from playground.training import given
from playground.training.adopted import Adopted, Learned, remember, take_over
from playground.training.carry import parts
from playground.training.diverged import Diverged
from playground.training.evaluator import Evaluator
from playground.training.feed import Feed
from playground.training.history import History, Pair, stride, until_kept
from playground.training.judge import Judge
from playground.training.moment import Moment, Stage
from playground.training.order import Orders
from playground.training.problems import batch_problem
from playground.training.rates import Rates
from playground.training.room import refuse_what_has_no_room
from playground.training.rows import raw_features
from playground.training.run_state import RunState
from playground.training.signature import signature_of
from playground.training.snapshot import Snapshot
from playground.training.spec import TrainingSpec
from playground.training.standing import Standing
from playground.training.start import NO_START, Start
from playground.training.stopping import Stopper, StopSpec
from playground.training.timeline import Timeline
from playground.training.trained import Trained, trained_of
from playground.training.unfreezing import Thawing, thawing
from playground.training.vocabulary import Vocabularies, words_problem

Array = NDArray[Any]
# Steps in one call to an executor, which nothing can interrupt.
_MOST_STEPS = 100_000


class Session:
    """Trains one network, step by step, on one executor.

    Attributes:
        network, head, training, prepared: what is trained, how, on what.
        signature: what the network knows of the data.
        dtype: float32 or float64.
        device: as asked for.
        seed: of the first weights, the order of samples and dropout.
        history: what each epoch has measured.
        adopted: what the last edit that it took over has left of the parameters.
        start: first weights that were given; a reset draws all others.
        epoch: whole epochs behind it.
        steps: steps behind it.
        seconds: spent training.
        diverged: why training can't go on, in words, or "".
        stopped: why the run has ended by itself, in words, or ""; see `begin_run`.
        timeline: keeps the run's moments, if it is given one; None keeps none.
        best: the moment with the lowest validation loss that was measured, while there is a
            timeline; None before the first.
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
        self.seed = given.seed(training.seed if seed is None else seed)
        self.version = 0
        self.epoch = 0
        self.adopted = Adopted()
        self.start: Start = NO_START
        self.timeline: Timeline | None = None
        self.best: Moment | None = None
        self.stopped = ""
        self._stopper: Stopper | None = None  # of the run; also of one that rests
        self._obeys = False  # whether what it says ends the run
        self._measuring: Generator[None, None, None] | None = None  # the epoch behind it
        self._learning_rate = training.optimizer.learning_rate
        self._rates = Rates(training.schedule, training.epochs)
        self._orders = Orders(self.seed, 0)
        self._seconds_a_step = inf  # not known before the first
        self._build(network, head, training, prepared)
        self.reset()

    # Building

    def _build(
        self, network: NetworkSpec, head: Head, training: TrainingSpec, prepared: Prepared
    ) -> None:
        signature = signature_of(prepared)
        too_large = batch_problem(training, len(prepared.train))
        if too_large is not None:
            raise UserError(too_large.message)
        traced = trace(network, head, signature, training=False)
        plan = thawing(training.unfreeze, network, traced.learning())
        stage = Stage(network, head, training, signature, prepared, {}, 0, plan.at(self.epoch))
        feed = Feed(stage, self.dtype, self.device)
        compiled = _compiled(stage, training.batch_size, feed)
        refuse_what_has_no_room(compiled.program, self.dtype.itemsize)
        self._refuse_what_outgrows(stage, plan)
        no_words = words_problem(traced, prepared)
        if no_words is not None:
            raise UserError(no_words.message)
        # Only now, with everything known to fit, does the session change.
        self._compiled: Compiled = compiled
        self._executor = Runner(self.device, compiled.program, self.dtype)
        self.network, self.head, self.training = network, head, training
        self.prepared, self.signature = prepared, signature
        self._vocabularies = Vocabularies(traced)
        self._thawing = plan
        self.version += 1
        self._stage = replace(stage, layout=self.layout, version=self.version)
        self._use(feed)

    def _use(self, feed: Feed) -> None:
        """Have the programs fed by it."""
        stage, self._feed = self._stage, feed
        self._measuring = None
        self._evaluator = Evaluator(
            stage.network,
            stage.head,
            stage.signature,
            self.dtype,
            device=self.device,
            given=feed.ends,
        )
        self._judge = Judge(stage, self._evaluator, feed)

    def _thaw(self) -> None:
        """Free the layers that are so by this epoch, and no others; all numbers stay."""
        thawed = self._thawing.at(self.epoch)
        if thawed == self.thawed:
            return
        self._stage = replace(self._stage, thawed=thawed)
        self._use(Feed(self._stage, self.dtype, self.device))
        self._go_on_with(_compiled(self._stage, self._executor.program.batch, self._feed))

    def _refuse_what_outgrows(self, stage: Stage, plan: Thawing) -> None:
        """Refuse a run that would have no room once all its layers are free."""
        if plan.every is not None:
            free = replace(stage, thawed=plan.all)
            feed = Feed(free, self.dtype, self.device)
            program = _compiled(free, stage.training.batch_size, feed).program
            refuse_what_has_no_room(program, self.dtype.itemsize)

    def _go_on_with(self, compiled: Compiled) -> None:
        """Take the next steps by a program for the same parameters."""
        new = Runner(self.device, compiled.program, self.dtype)
        new.take_over(self._executor)
        self._compiled, self._executor = compiled, new

    def _refuse_what_is_no_word(self, features: Array) -> None:
        problem = self._vocabularies.problem(features, standardised=False)
        if problem is not None:
            raise UserError(problem.message)

    @property
    def batch_size(self) -> int:
        """Samples a step."""
        return self.training.batch_size

    @property
    def executor_name(self) -> str:
        """The executor in force."""
        return self._executor.name

    @property
    def preparing(self) -> bool:
        """Whether a faster executor is being made ready for it."""
        return self._executor.preparing

    @property
    def notice(self) -> str:
        """What has happened to the device, in words, or ""."""
        return self._executor.notice or self._evaluator.notice

    @property
    def thawed(self) -> frozenset[str]:
        """The frozen layers that gradual unfreezing has freed by now."""
        return self._stage.thawed

    @property
    def layout(self) -> Mapping[str, Operand]:
        """Where each parameter lies in the flat buffer."""
        return self._compiled.program.parameters

    def adopt(
        self, network: NetworkSpec, head: Head, training: TrainingSpec, prepared: Prepared
    ) -> list[str]:
        """Go on with an edited network, keeping what was learned.

        Parameters, and the optimizer's memory of them, are kept by name, also where a layer goes
        under another name in the same place; where a layer grew, the new part starts as at a
        reset. What an edit takes away is set aside until the next reset, and comes back when
        another edit (an undo, say) asks for it again. Another optimizer starts without memory.
        With other data the epoch in progress is left.

        Returns:
            The names of the parameters that start anew.

        Raises:
            UserError: the network has errors; the session is as it was.
        """
        old = self._executor
        # A name that something is set aside under belongs to what comes back, not to a new name.
        aside = {name.rpartition(".")[0] for name in self._set_aside}
        moved = {a: b for a, b in renames(self.network, network).items() if b not in aside}
        others = retyped(self.network, network, moved)
        before = self._learned()
        learned = before.renamed(moved)
        start = self.start.renamed(moved).without(others)
        same_optimizer = self.training.optimizer.name == training.optimizer.name
        same_data = self.prepared is prepared
        same_loss = same_data and self.head.loss_part == head.loss_part
        self._build(network, head, training, prepared)
        self.start = start
        new, now = self._executor, self._learned()
        self._draw()
        adopted = take_over(learned, now, self._set_aside, others)
        for former, (name, array) in zip(
            before.parameters, learned.parameters.items(), strict=True
        ):
            fits = name in now.parameters and now.parameters[name].shape == array.shape
            if not fits or (name.rpartition(".")[0] in others):
                self._set_aside[former] = array.copy()
        new.control[:] = old.control
        if same_optimizer:
            remember(learned, now, others)
        else:
            new.set_control(step=0)
        self.adopted = replace(adopted, forgotten=not same_optimizer)
        self.learning_rate = training.optimizer.learning_rate
        self._rates = self._rates.edited(
            training.schedule, training.epochs, self.epoch, same_loss=same_loss
        )
        if not same_data:
            self._begin_epoch()
        if not same_loss:
            # What was lowest before can't be compared with what comes.
            self.best, self._lowest, self._stopper = None, inf, None
        self.diverged = ""
        return list(adopted.anew)

    def use_device(self, device: str) -> None:
        """Train on another device, keeping everything.

        Raises:
            UserError: there is no such device; nothing has changed.
        """
        old = self._executor
        new = Runner(device, self._compiled.program, self.dtype)
        new.take_over(old)
        self._executor, self.device = new, device

    def _views(self) -> dict[str, Array]:
        """The parameters by name, where they lie."""
        return parts(self._executor.parameters, self.layout)

    def _states(self) -> list[dict[str, Array]]:
        """Each array of the optimizer's memory, by parameter, where it lies."""
        count = self._executor.program.states
        states: Array = self._executor.state.reshape(count, self._executor.parameters.size)
        return [parts(state, self.layout) for state in states]

    def _learned(self) -> Learned:
        """What there is to keep, where it lies."""
        gates = {p.name: p.gates for p in self._compiled.parameters if p.gates > 1}
        return Learned(self._views(), self._states(), gates)

    # Starting

    def reset(self, seed: int | None = None) -> None:
        """Start over: the same start, or with another seed a new one.

        The same start has the weights that `start_from` was given, and those that stayed then. A
        new start draws all but those that were given.
        """
        if seed is not None and given.seed(seed) != self.seed:
            self.seed = given.seed(seed)
            self.start = self.start.anew()
        self._executor.state.fill(0)
        self._executor.gradients.fill(0)
        self._executor.set_control(step=0, seed=self.seed)
        self._executor.set_control(learning_rate=self._learning_rate)
        self.epoch = 0
        self._thaw()
        self._draw()
        self._set_aside: dict[str, Array] = {}
        self.steps = 0
        self.seconds = 0.0
        self.diverged = ""
        self.best, self._lowest, self._stopper = None, inf, None
        self.end_run()
        self.batch_loss = float("nan")
        self.history = History()
        self._last: Mapping[str, Pair] = {}
        self._rates = Rates(self.training.schedule, self.training.epochs)
        self._begin_epoch()
        if self.timeline is not None:
            self.timeline.clear()

    def _draw(self) -> None:
        views = self._views()
        for parameter in self._compiled.parameters:
            first = parameter.initializer.draw(parameter, self.seed)
            views[parameter.name][...] = first
        self.start.lay(views, self._learned().gates)
        self._forget_measures()

    def _forget_measures(self) -> None:
        """A weight was changed, and not by training."""
        self._feed.forget()
        self._measuring = None

    def _begin_epoch(self) -> None:
        orders = Orders(self.seed, len(self.prepared.train))
        if self._orders != orders:
            self._orders = orders
        self._order = self._orders.of(self.epoch)
        self._place = 0

    @property
    def learning_rate(self) -> float:
        """The rate that the schedule is times; may be set at any time."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, rate: float) -> None:
        self._learning_rate = given.learning_rate(rate)
        self._executor.set_control(learning_rate=self._learning_rate)

    @property
    def current_rate(self) -> float:
        """The rate of the next step: the learning rate times the schedule's factor."""
        ahead = self._ahead(1)
        return self._learning_rate if ahead is None else float(ahead[0])

    def _ahead(self, steps: int) -> NDArray[np.float64] | None:
        """The rates of the next `steps` of this epoch; None where they all are the one set."""
        per_epoch = -(-len(self._order) // self.batch_size)
        start = self._place // self.batch_size
        return self._rates.ahead(self._learning_rate, self.epoch, per_epoch, start, steps)

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
        last = self.epoch + given.count(epochs, "epochs")
        self.note_start()
        while self.epoch < last:
            self._advance(inf, last if on_epoch is None else self.epoch + 1)
            if self.stopped or (on_epoch is not None and on_epoch(self)):
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
        return self._advance(given.count(steps, "steps"), self.epoch + 1 if to_epoch_end else inf)

    def _advance(self, steps: float, last: float, end: float = inf) -> int:
        """Take at most `steps`, up to the end of epoch `last` at most; measure until `end`."""
        taken = 0
        stopper = self._stopper if self._obeys else None
        if stopper is not None:
            last = min(last, stopper.last_epoch)
        begin = perf_counter()
        while self._measured(end) and taken < steps and self.epoch < last and not self.stopped:
            rows = len(self._order)
            left = int(min(steps - taken, _MOST_STEPS))
            rates = self._ahead(left)
            # Up to the next epoch that is measured, in one go where nothing changes meanwhile;
            # those that a timeline keeps are among them.
            epochs = int(min(self._unchanged_for(), last - self.epoch)) if rates is None else 1
            outcome = self._executor.train(
                self._feed.training(
                    self._executor.parameters, self._executor.program, self.seed, self.epoch
                ),
                self._orders.stretch(self.epoch, epochs),
                self._place,
                self.batch_size,
                left if rates is None else len(rates),
                rates,
                rows,
            )
            taken += outcome.steps
            self.steps += outcome.steps
            if outcome.steps:
                self.batch_loss = outcome.loss
                self.diverged = ""
            now = perf_counter()
            self.seconds += now - begin
            begin = now
            self._go_on(outcome.steps)
            if outcome.diverged is not None:
                self._measured(inf)
                self._say_diverged(outcome.diverged)
        return taken

    def _ordered(self, inputs: Mapping[str, Array]) -> list[Array]:
        """Arrays in the order in which the program has its inputs."""
        return [inputs[name] for name in self._executor.program.inputs]

    def _unchanged_for(self) -> float:
        """How many epochs go by before something is measured, freed, or drawn anew."""
        if self._feed.changing:
            return 1
        return min(until_kept(self.epoch), self._thawing.epochs_left(self.epoch))

    def _go_on(self, steps: int) -> None:
        """Be so many steps further on, and measure where that is the end of an epoch."""
        rows = len(self._order)
        first = -(-(rows - self._place) // self.batch_size)
        if steps < first:
            self._place += steps * self.batch_size
            return
        per_epoch = -(-rows // self.batch_size)
        epochs, rest = divmod(steps - first, per_epoch)
        self.epoch += 1 + epochs
        self._thaw()
        self._begin_epoch()
        self._place = rest * self.batch_size
        if rest == 0:
            self._measuring = self._measuring_epoch()

    @property
    def measuring(self) -> bool:
        """Whether the epoch behind it is still being measured: large data takes its time."""
        return self._measuring is not None

    def _measuring_epoch(self) -> Generator[None, None, None]:
        if self.epoch % stride(self.epoch) == 0:
            self._record((yield from self._judge.measuring(self._executor.parameters)))
        if self._obeys and self._stopper is not None:
            self.stopped = self._stopper.reason(self)

    def _measured(self, end: float) -> bool:
        """Go on measuring, till `end` at most; whether nothing is left to be measured."""
        while self._measuring is not None:
            if next(self._measuring, self) is self:
                self._measuring = None
            elif perf_counter() >= end:
                return False
        return True

    def advance_for(self, seconds: float, *, to_epoch_end: bool = False) -> int:
        """Take as many steps as fit in `seconds`, at least one unless stopped; how many.

        With `to_epoch_end` it stops at the end of the epoch in progress. Measuring at an epoch's
        end counts in: of large data it goes on in the next calls, which take no step meanwhile.
        """
        end = perf_counter() + seconds
        epoch, taken = self.epoch, 0
        if self.measuring and (not self._measured(end) or to_epoch_end):
            return 0
        while True:
            begin = perf_counter()
            left = end - begin
            if taken and (left <= 0 or (to_epoch_end and self.epoch != epoch)):
                return taken
            wanted = max(1, int(left / self._seconds_a_step))
            done = self._advance(wanted, self.epoch + 1 if to_epoch_end else inf, end)
            taken += done
            if not done or self.measuring:
                return taken
            self._seconds_a_step = (perf_counter() - begin) / done

    def begin_run(self, stop: StopSpec | None = None) -> None:
        """From here on stop conditions are obeyed, the training's own if no others are given.

        When one is met, `stopped` says so, and `advance` and `train` take no further step. After
        `end_run` a run goes on with what it had counted, unless a condition was met: then it
        counts anew.
        """
        stop = self.training.stop if stop is None else stop
        if stop or not self.measuring:  # conditions count from what is measured at the start
            self.note_start()
        self.end_run()
        before = self._stopper
        if before is None or before.spec != stop:
            self._stopper = Stopper(stop, self, before) if stop else None
        self._obeys = self._stopper is not None

    def check_time(self) -> None:
        """End the run where its time is over, also in the midst of an epoch."""
        if self._obeys and self._stopper is not None and not self.stopped:
            self.stopped = self._stopper.overtime(self)

    def end_run(self) -> None:
        """Stop conditions are obeyed no longer."""
        if self.stopped:
            self._stopper = None
        self._obeys, self.stopped = False, ""

    def note_start(self) -> None:
        """Measure and keep this moment, if it is the first of a run."""
        if not self.history:
            self.measure()

    def begin_to_note_start(self) -> None:
        """The same, bit by bit: `advance_for` goes on with it before it takes a step."""
        if not self.history and not self.measuring:
            self._measuring = self._measuring_epoch()

    def _note(self, timeline: Timeline, loss: float) -> None:
        """Keep this moment, which was measured, if it is one to keep."""
        is_best, wanted = loss < self._lowest, timeline.wants(self.epoch)
        if not (is_best or wanted):
            return
        moment = self.moment()
        if is_best:
            self.best, self._lowest = moment, loss
        if wanted:
            timeline.keep(moment)

    def _say_diverged(self, scope: str) -> None:
        diverged = Diverged(scope, self.epoch, self.learning_rate)
        self.diverged = str(diverged)
        raise diverged

    def step(self, x: Any, y: Any) -> float:
        """One optimizer step on a batch of one's own.

        It is of no epoch, so a schedule of the rate stands still meanwhile.

        Args:
            x: (N, …) features as the network sees them, preprocessed.
            y: class numbers (N,), zeros and ones (N, L), or values (N, T), as the head needs. A
                column a class will do in place of class numbers.

        Returns:
            The loss of that batch, before the step, without penalties.

        Raises:
            Diverged: a number was no longer finite; nothing has changed.
        """
        inputs = self._own_batch(x, y)
        self._measured(inf)
        rows = len(inputs[TARGET])
        data = self._ordered(inputs)
        outcome = self._executor.train(data, np.arange(rows), 0, rows, 1, self._ahead(1))
        if outcome.diverged is not None:
            self._say_diverged(outcome.diverged)
        self.steps += 1
        self.batch_loss = outcome.loss
        self.diverged = ""
        return outcome.loss

    def gradients(self, x: Any, y: Any) -> dict[str, Array]:
        """The objective's derivative (loss plus penalties) on a batch, by parameter; no update.

        It is 0 for what is not learned, frozen layers and running statistics, and not clipped.

        Args are those of `step`.
        """
        inputs = self._own_batch(x, y)
        self._executor.run(**{name: inputs[name] for name in self._executor.program.inputs})
        gradients = parts(self._executor.gradients, self.layout)
        return {name: view.copy() for name, view in gradients.items()}

    def _own_batch(self, x: Any, y: Any) -> Mapping[str, Array]:
        features = given.features(x, self.signature)
        self._refuse_what_is_no_word(features)
        targets = given.targets(y, len(features), self.head, self.signature)
        found = given.finite(features, self.dtype)
        self._make_room(len(features))
        with np.errstate(over="ignore"):  # what becomes infinite is found by the step
            encoded = targets.astype(self.dtype)
        return self._feed.batch(found, encoded, self._executor.parameters)

    def _make_room(self, rows: int) -> None:
        """Plan the program for larger batches when one comes."""
        if rows > self._executor.program.batch:
            compiled = _compiled(self._stage, rows, self._feed)
            refuse_what_has_no_room(compiled.program, self.dtype.itemsize)
            self._go_on_with(compiled)

    # Looking

    def predict(self, x: Any) -> Array:
        """Answers to raw features, after the head's final activation.

        Args:
            x: (N, …) features in their own units; of a file's data, as `Dataset.features` has them.
                Or rows: a table, a mapping of columns, a sequence of mappings, a data frame. What
                is done to the columns of a file's data is done to them first.

        Returns:
            (N, columns): probabilities, or values in the targets' own units.

        Raises:
            UserError: they do not fit; names row and column.
        """
        features = given.features(self._raw(x), self.signature)
        scaled = self.prepared.feature_scaler.apply(features)
        given.finite(scaled, self.dtype)
        self._refuse_what_is_no_word(scaled)
        return self._evaluator.answer(self._executor.parameters, features, self.prepared)

    def _raw(self, x: Any) -> Any:
        if not is_table(x):
            return x
        return raw_features(x, self.prepared.pipeline, self.prepared.dataset.feature_names)

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
        taken = given.parameters(parameters, views)
        for name in views:
            views[name][...] = taken[name]
        self._forget_measures()
        self._executor.state.fill(0)
        self._executor.set_control(step=0)
        self.diverged = ""

    def load_some(self, parameters: Mapping[str, Any]) -> None:
        """Take over some parameters, by name; the others stay, and what is remembered of them.

        What the optimizer remembers of those that are taken over is zeroed.

        Raises:
            UserError: names the first that is unknown, or of another shape; nothing has changed.
        """
        views = self._views()
        known = {name: views[name] for name in parameters if name in views}
        taken = given.parameters(parameters, known)
        for name, array in taken.items():
            views[name][...] = array
            for state in self._states():
                state[name][...] = 0
        self._forget_measures()
        self.diverged = ""

    def start_from(self, parameters: Mapping[str, Any]) -> None:
        """Take over some parameters, by name, as the first weights of a new run.

        The others stay as they are at this moment. A reset to the same start comes back to this
        one; a reset to a new start keeps those that were given and draws the others. What the run
        was until now can be had again with `standing` and `stand_at`.

        Raises:
            UserError: as for `load_some`.
        """
        self.load_some(parameters)
        self.start = Start(self.parameters(), self.start.lasting | set(parameters))
        self.reset()

    def forget_start(self) -> None:
        """Draw all first weights from the next reset on."""
        self.start = NO_START

    def evaluate(self, split: str) -> tuple[float, dict[str, float]]:
        """Loss and metrics on "train", "validation", or "test" where samples are held out."""
        return self._judge.evaluate(self._executor.parameters, split)

    def metrics(self, split: str = "validation") -> dict[str, float]:
        """The metrics on one side, as `evaluate` has them, by name."""
        return self.evaluate(split)[1]

    def loss(self, split: str = "validation") -> float:
        """The loss on one side, as `evaluate` has it, without penalties."""
        return self.evaluate(split)[0]

    def measure(self) -> None:
        """Record loss and metrics of this moment in the history, if the epoch is one to keep."""
        self._measuring = None
        if self.epoch % stride(self.epoch) == 0:
            self._record(self._judge.measure(self._executor.parameters))

    def _record(self, measured: dict[str, Pair]) -> None:
        if stride(self.epoch) > stride(self.epoch - 1):
            self.history = self.history.thinned(stride(self.epoch))
        self.history.record(self.epoch, measured, self.steps, self.seconds)
        self._last, loss = measured, measured["loss"][1]
        self._rates.see(self.epoch, loss)
        if self.timeline is not None:
            self._note(self.timeline, loss)

    def moment(self) -> Moment:
        """A copy of this moment, complete: `go_to` goes on from it."""
        executor = self._executor
        return Moment(
            self._stage,
            executor.parameters.copy(),
            executor.state.copy(),
            executor.control.copy(),
            self.seed,
            self.epoch,
            self._place,
            self.steps,
            self.seconds,
            self.batch_loss,
            self._rates.watch,
            self._last,
        )

    def go_to(self, moment: Moment) -> None:
        """Go on from an earlier moment of this run; what came after it is forgotten.

        Raises:
            UserError: it is of a network or an optimizer that has been edited since; nothing has
                changed.
        """
        misfit = moment.misfit(self._stage, self._executor.state.size)
        if misfit:
            raise UserError(misfit)
        self.epoch = moment.epoch
        self._thaw()
        executor = self._executor
        executor.parameters[:] = moment.parameters
        self._forget_measures()
        executor.state[:] = moment.optimizer
        executor.control[:] = moment.control
        self.seed, self.epoch, self.steps = moment.seed, moment.epoch, moment.steps
        self.seconds, self.batch_loss = moment.seconds, moment.batch_loss
        self.history, self._last = self.history.until(moment.epoch), moment.last
        self._rates = Rates(self.training.schedule, self.training.epochs, moment.watch)
        self._begin_epoch()
        same_data = moment.stage.prepared is self.prepared
        self._place = moment.place if same_data else 0
        self.learning_rate = self._learning_rate
        self.diverged = ""
        self._stopper = None
        self.end_run()
        if self.timeline is not None:
            self.timeline.cut(moment.steps)
        if self.best is None or self.best.steps > moment.steps:
            self.best = self._best_kept(moment)
            self._lowest = self.best.validation_loss if self.best is not None else inf

    def standing(self) -> Standing:
        """A copy of where the run stands, with its history and the moments that are kept."""
        moments = self.timeline.moments if self.timeline is not None else ()
        history = self.history.columns()
        return Standing(self.moment(), history, moments, self.best, self._lowest, self.start)

    def stand_at(self, standing: Standing) -> None:
        """Be wholly as `standing` found the run, later or earlier.

        Raises:
            UserError: as for `go_to`.
        """
        self.go_to(standing.moment)
        self.history, self._last = History.of(standing.history), standing.moment.last
        self.best, self._lowest, self.start = standing.best, standing.lowest, standing.start
        if self.timeline is not None:
            self.timeline.clear()
            for moment in standing.moments:
                self.timeline.keep(moment)

    def _best_kept(self, moment: Moment) -> Moment | None:
        """The best of what is kept up to a moment, as far as it can be compared."""
        kept = self.timeline.moments if self.timeline is not None else (moment,)
        alike = [each for each in kept if each.stage.same_loss(self._stage)]
        return min(alike, key=attrgetter("validation_loss"), default=None)

    def set_number(self, name: str, index: tuple[int, ...], value: float) -> None:
        """Set one number of a parameter by hand; the optimizer keeps its memory.

        Args:
            name: as in `parameters`.
            index: its place, one number an axis.
            value: finite.

        Raises:
            UserError: there is no such place, or it is no finite number; nothing has changed.
        """
        views = self._views()
        place, number = given.place(name, index, views), given.number(value, name, self.dtype)
        views[name][place] = number
        self._forget_measures()
        self.diverged = ""

    def next_rows(self) -> Array:
        """(B,) which training samples the next step takes, as rows of the whole data."""
        upcoming = self._order[self._place : self._place + self.batch_size]
        rows: Array = self.prepared.split.train[upcoming]
        return rows

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
            self._rates.watch,
            self.seconds,
            self.start,
            self.prepared,
        )

    def restore(self, state: RunState) -> None:
        """Go on from a state of this very network.

        Raises:
            UserError: it is damaged, or of another network; nothing has changed.
        """
        damage = state.damage(len(self.prepared.train))
        if damage:
            raise UserError(f"The saved run is damaged: {damage}.")
        if state.optimizer.shape != self._executor.state.shape:
            raise UserError(
                "The saved run does not fit the network: the optimizer's memory holds "
                f"{state.optimizer.size} numbers; this network and optimizer need "
                f"{self._executor.state.size}."
            )
        history = History.of(state.history)
        self.load(state.parameters)
        self.epoch = state.epoch
        self._thaw()
        self._executor.state[:] = state.optimizer
        self._executor.control[:] = state.control
        self.start = state.start
        self.seed, self.epoch, self.steps = state.seed, state.epoch, state.steps
        self.seconds = state.seconds
        self.history, self._last = history, history.last()
        self._rates = Rates(self.training.schedule, self.training.epochs, state.watch)
        self._begin_epoch()
        self._place = state.place
        self.learning_rate = self.training.optimizer.learning_rate
        self.best, self._stopper = None, None
        # The weights of the lowest loss are not in the file: only a lower one has them again.
        self._lowest = history.lowest_loss
        self.end_run()
        if self.timeline is not None:
            self.timeline.clear()
            self.timeline.keep(self.moment())


def _compiled(stage: Stage, batch: int, feed: Feed) -> Compiled:
    training = stage.training
    return compile_training(
        stage.in_force,
        stage.head,
        stage.signature,
        batch,
        training.update(),
        training.regularization,
        feed.ends,
    )
