"""What the race says, from what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from math import isinf, log

from playground.gui.device_words import executor_words
from playground.gui.plots import words
from playground.network.analysis import bytes_words, count_words
from playground.training.race.contestants import Contestants
from playground.training.race.cost import StepCost
from playground.training.race.model import Model, Shares
from playground.training.race.results import (
    EVEN,
    Cell,
    Lead,
    OwnResults,
    Results,
    lead_of,
)
from playground.training.race.timing import Timing

INVITATION = (
    "How long does one training step take on this machine, for narrow and wide networks, small and "
    "large batches? Press Measure: about 20 seconds, one executor after the other, on one thread "
    "each."
)
HELD = "A run goes on, which would spoil the times. They go on when it rests."
COMPILING = "Waits until the kernels of the native executor are compiled."
REST = "Nothing is measured while this can't be seen; it goes on when it is seen again."
_GPU_WOULD = (
    "One takes longer to begin an instruction and far less for multiply-adds: it would win at wide "
    "layers and large batches."
)
# Of stretches; above that something else was busy.
_DISTURBED = 0.25
# Of a time; the fit itself is off by less.
_UNLIKE = 0.4


def label(executor: str) -> str:
    """Who it is: "NumPy", "native", "GPU"."""
    return executor_words(executor, ", ").removeprefix("CPU, ")


def called(executor: str) -> str:
    """Who it is, within a sentence."""
    name = label(executor)
    return f"the {name}" if name == "GPU" else name


def duration(seconds: float) -> str:
    """Three digits with a unit: "28 ns", "1.43 µs", "12.3 ms"."""
    for scale, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * scale >= 0.9995:
            return f"{words.number(seconds * scale)} {unit}"
    return f"{words.number(seconds * 1e9)} ns"


def per_second(timing: Timing) -> str:
    """Steps a second: "699k"."""
    return count_words(timing.per_second)


def times(factor: float) -> str:
    """How many times as fast: "176×", "8×", "1.1×"."""
    return f"{factor:.0f}×" if factor >= 9.95 else f"{words.number(factor, 2)}×"


def cell_words(cell: Cell) -> str:
    """A cell of the grid."""
    return f"Width {cell[0]:,}, batch {cell[1]:,}"


def lead_words(results: Results, cell: Cell) -> str:
    """Who leads in a cell, and by how much."""
    lead = results.lead(cell)
    if lead is None:
        return f"{cell_words(cell)}: not measured yet"
    if lead.is_even:
        return f"{cell_words(cell)}: {called(lead.executor)} and {called(lead.over)} are even"
    ahead = f"{called(lead.executor)} is {times(lead.times)} as fast as {called(lead.over)}"
    return f"{cell_words(cell)}: {ahead}"


def cost_words(cost: StepCost) -> str:
    """What a step has to do."""
    return (
        f"{cost.instructions} instructions, {bytes_words(cost.bytes)} read and written, "
        f"{count_words(cost.multiply_adds)} multiply-adds"
    )


def time_words(timing: Timing) -> str:
    """One executor in one cell."""
    return f"{duration(timing.seconds)} a step, {per_second(timing)}/s"


def fit_words(shares: Shares, timing: Timing) -> str:
    """What the three parts come to, and how far off that is."""
    off = abs(shares.seconds - timing.seconds) / timing.seconds
    return f"sum {duration(shares.seconds)}, {words.percent(off)} off"


def why(
    results: Results, cost: StepCost, timings: Mapping[str, Timing], batch: int, what: str
) -> str:
    """Who is ahead, and why."""
    said = [f"{what}: {cost_words(cost)}."]
    lead = lead_of(timings)
    if lead is not None:
        said.append(_ahead(results, lead, cost))
    said.append(_bounds(results, batch))
    if _is_unlike(results, cost, timings):
        said.append("The parts are fitted to dense layers; others do more to each number.")
    return " ".join(filter(None, said))


def _is_unlike(results: Results, cost: StepCost, timings: Mapping[str, Timing]) -> bool:
    """Whether the parts come to something quite else than what was measured of own layers."""
    if cost in results.costs.values():
        return False
    pairs = [(results.models[n], t) for n, t in timings.items() if n in results.models]
    return any(abs(m.shares(cost).seconds - t.seconds) > _UNLIKE * t.seconds for m, t in pairs)


def _ahead(results: Results, lead: Lead, cost: StepCost) -> str:
    first, second = (results.models.get(name) for name in (lead.executor, lead.over))
    if lead.is_even:
        text = f"{_sentence(lead.executor)} and {called(lead.over)} are even here"
    else:
        text = f"{_sentence(lead.executor)} is {times(lead.times)} as fast as {called(lead.over)}"
    if first is None or second is None:
        return f"{text}."
    saved = _parts(second, cost), _parts(first, cost)
    most = max(saved[0], key=lambda name: abs(saved[0][name] - saved[1][name]))
    if most == "launch":
        return (
            f"{text}: to begin an instruction takes {called(lead.over)} "
            f"{duration(second.launch)}, {called(lead.executor)} {duration(first.launch)}."
        )
    how = {"memory": "moving bytes", "multiply-adds": "multiply-adds"}[most]
    return f"{text}; the largest difference is in {how}."


def _parts(model: Model, cost: StepCost) -> dict[str, float]:
    shares = model.shares(cost)
    return {
        "launch": shares.launch,
        "memory": shares.memory,
        "multiply-adds": shares.products,
    }


def _bounds(results: Results, batch: int) -> str:
    """Up to which width beginning instructions is most of a step, at the nearest batch."""
    batch = min(results.course.batches, key=lambda each: abs(log(each / batch)))
    parts = []
    for name in results.course.executors:
        width = results.launch_bound(name, batch)
        if width is not None:
            upto = "at every width" if isinf(width) else f"up to width {width:,.0f}"
            parts.append(f"{upto if width else 'at no width'} with {called(name)}")
    return f"At batch {batch:,} launch is most of a step {', '.join(parts)}." if parts else ""


def crossings(results: Results) -> str:
    """Who overtakes whom where, or that nobody does."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for each in results.crossings():
        where = pairs.setdefault((each.after, each.before), [])
        first = not where
        width = f"from width {each.width:,.0f} on" if first else f"{each.width:,.0f}"
        where.append(f"{width} at {'batch ' if first else ''}{each.batch:,}")
    if pairs:
        said = [
            f"{_sentence(after)} overtakes {called(before)} {', '.join(where)}."
            for (after, before), where in pairs.items()
        ]
        return " ".join(said)
    leads = [lead for cell in results.costs if (lead := results.lead(cell)) is not None]
    ahead = {lead.executor for lead in leads if not lead.is_even}
    if len(ahead) != 1:
        return ""
    (name,) = ahead
    most = max(lead.times for lead in leads)
    least = min(lead.times for lead in leads)
    end = "nothing" if least < EVEN else times(least)
    return (
        f"Nobody overtakes {called(name)}: its lead falls from {times(most)} to {end}, as "
        "multiply-adds, the same for all, become the work."
    )


def doubt(results: Results) -> str:
    """How far all this can be trusted."""
    said = []
    errors = [f"{called(n)} {words.percent(m.error)}" for n, m in results.models.items()]
    if errors:
        said.append(f"The three parts' sum is off by {', '.join(errors)} in the median.")
    found = [t.disturbed for cells in results.times.values() for t in cells.values()]
    if found and sum(found) / len(found) > _DISTURBED:
        share = words.percent(sum(found) / len(found))
        said.append(f"Something else kept the processor busy in {share} of the stretches.")
    return " ".join(said)


def of_gpu(there: Contestants | None) -> str:
    """What a GPU would do, where there is none, and what `playground doctor` says of it."""
    if there is None or there.has_gpu:
        return ""
    return f"No GPU races here: {there.gpu}. {_GPU_WOULD}"


def own_words(own: OwnResults) -> str:
    """One's own network, as it stands on the chart."""
    return (
        f"Your network at batch {own.batch:,}, as many multiply-adds as a width of {own.width:,.0f}"
    )


def _sentence(name: str) -> str:
    text = called(name)
    return text[:1].upper() + text[1:]
