"""The race in the real window: what is on screen is what was measured, and nothing else runs."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.gui.plots.words import percent
from playground.gui.views.race import words
from playground.network.analysis import count_words
from playground.training.race.contestants import contestants
from playground.training.race.cost import cost_of
from playground.training.race.course import WidthLane

LEFT = Qt.MouseButton.LeftButton
KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Down)


@pytest.fixture
def race(window, user, monkeypatch):
    """The race, over a small grid, with one heat a turn and short stretches."""
    monkeypatch.setattr("playground.training.race.race.TURN_S", 0.0)
    monkeypatch.setattr("playground.training.race.race.Race.__init__.__defaults__", (None, 5e-4, 3))
    window.show_view("race")
    view = window.views.view("race")
    view.widths, view.batches = (4, 16, 64), (1, 16)
    return view


def press(race):
    QTest.mouseClick(race.bar.button, LEFT)


def texts(widget, role):
    return {text.key: text.text for text in widget.texts if text.role == role}


def test_what_is_on_screen_is_what_was_measured(race, user, window):
    assert "Press Measure" in race.says
    press(race)
    assert race.bar.button.text() == "Cancel"
    user.wait(lambda: not race.measuring)
    results, there = race.results, contestants()
    assert results.is_done
    assert race.bar.button.text() == "Measure again"
    # Every cell says how many times as fast the fastest is.
    said = texts(race.map, "cell")
    assert set(said) == set(results.costs) == {(w, b) for w in (4, 16, 64) for b in (1, 16)}
    for cell, text in said.items():
        both = sorted(times[cell].seconds for times in results.times.values() if cell in times)
        factor = both[1] / both[0]
        assert text == ("≈" if factor < 1.1 else words.times(factor))
    # Arrow keys and clicks choose a cell.
    race.map.choose((16, 16))
    for key in KEYS:
        QTest.keyClick(race.map, key)
    assert race.map.chosen == (4, 1)
    assert f"Width 4, batch 1: native is {said[4, 1]} as fast" in race.map.accessibleName()
    tile = next(each for each in race.map.tiles if each.cell == (64, 16))
    QTest.mouseClick(race.map, LEFT, pos=tile.rect.center().toPoint())
    assert race.map.chosen == (64, 16)
    # Its shares are the model's, which is off by as much as is said.
    cost = cost_of(WidthLane(64, 16).program, 16)
    assert results.costs[64, 16] == cost
    for name in there.executors:
        timing, model = results.times[name][64, 16], results.models[name]
        launch = cost.instructions * model.launch
        parts = launch, cost.bytes * model.a_byte, cost.multiply_adds * model.a_product
        shares = texts(race.shares, "part")
        for part, seconds in zip(("launch", "memory", "multiply-adds"), parts, strict=True):
            assert shares[name, part] == f"{part} {percent(seconds / sum(parts))}"
        off = percent(abs(sum(parts) - timing.seconds) / timing.seconds)
        assert texts(race.shares, "fit")[name].endswith(f", {off} off")
        time = texts(race.shares, "time")[name]
        assert (
            time == f"{words.duration(timing.seconds)} a step, {count_words(1 / timing.seconds)}/s"
        )
        points = {p.cell: p.seconds for p in race.lines.points if p.executor == name}
        assert points == {(w, 16): results.times[name][w, 16].seconds for w in (4, 16, 64)}
    assert f"{cost.instructions} instructions" in race.told.text
    assert f"{count_words(cost.multiply_adds)} multiply-adds" in race.told.text
    assert {c.batch for c in race.lines.crossings} <= {16}
    # No GPU: what doctor says of it stands there.
    assert (there.gpu in race.gpu_note.text) != there.has_gpu
    # One's own network is on the chart, and can be looked at.
    assert texts(race.map, "mark") == {"yours": "yours"}
    own = results.own
    assert own.batch == window.document.project.training.batch_size
    QTest.mouseClick(race.subject.button("own"), LEFT)
    assert f"width of {own.width:,.0f}" in race.told.text
    for name, timing in own.times.items():
        assert texts(race.shares, "time")[name] == words.time_words(timing)
    # All of it as a table.
    rows = list(csv.DictReader(StringIO(race.sheet().csv())))
    assert len(rows) == results.total
    first = rows[0]
    cell = int(first["width"]), int(first["batch"])
    assert float(first["seconds a step"]) == results.times[first["executor"]][cell].seconds
    assert int(first["multiply-adds"]) == results.costs[cell].multiply_adds
    # One's own is said to be of before, once it was edited; measuring anew takes it as it is.
    window.document.set_node_field("dense_1", "units", 9)
    race.subject.set_current("cell")
    race.subject.set_current("own")
    assert race.told.text.startswith("As it was when it was measured, your network")
    press(race)
    user.wait(lambda: race.results is not None and race.results.own is not None)
    assert race.results.own.width > own.width
    # The window closes in the midst of a race.
    assert race.measuring


def test_a_run_is_paused_waited_for_and_a_cancelled_race_goes_on(race, user, window):
    race.widths, race.batches = (4, 8, 12, 16, 20, 24, 28, 32), (1, 4)
    user.run(epochs=1)
    user.wait(lambda: race.bar.button.text() == "Pause the run and measure")
    press(race)
    user.wait(lambda: race.results is not None and race.results.done >= 1)
    assert not user.frame.running
    # A run that begins meanwhile holds it, and what was measured beside it is measured again.
    user.press_run()
    user.wait(lambda: user.frame.running and not race._under_way)
    user.wait(lambda: race.bar.status.text() == words.HELD)
    held = race.results.done
    user.bot.wait(300)
    assert race.results.done == held < race.results.total
    user.click(window.transport.run_button)
    user.wait(lambda: race.results.done > held)
    # Cancelled, it keeps what there is.
    press(race)
    user.wait(lambda: not race._under_way)
    kept = {name: dict(times) for name, times in race.results.times.items()}
    assert race.bar.button.text() == "Go on"
    press(race)
    # Unseen nothing is measured; seen again it goes on to the end.
    window.centre.show_tab("build")
    user.wait(lambda: not race._under_way)
    rested = race.results.done
    user.bot.wait(150)
    assert race.results.done == rested
    window.show_view("race")
    user.wait(lambda: not race.measuring)
    assert race.results.is_done
    for name, times in kept.items():
        assert all(race.results.times[name][cell] == timing for cell, timing in times.items())
