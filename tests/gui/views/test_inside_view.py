"""What all views of the layers' insides keep to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QWidget

from playground.gui import theme
from playground.gui.plots.save_menu import save_picture
from playground.gui.views.bench import Bench
from playground.gui.views.histograms_view import HistogramsView
from playground.gui.views.norms_view import NormsView
from playground.gui.views.ratios_view import RatiosView
from playground.gui.views.units_view import UnitsView
from tests.inside import dense, example, let_look, pixels, run, session_of, shown_of, travelled

VIEWS = (HistogramsView, NormsView, RatiosView, UnitsView)
EXAMPLES = ("spiral", "digits_cnn", "digits_lstm", "multi_label", "regression_surface")


@pytest.fixture(params=VIEWS, ids=lambda each: each.key)
def view(request, qtbot):
    theme.apply_theme(QApplication.instance(), "light")
    result = request.param(None)
    qtbot.addWidget(result)
    result.resize(640, 170)
    with qtbot.waitExposed(result):
        result.show()
    yield result
    theme.apply_theme(QApplication.instance(), "light")


def is_blank(view):
    seen = pixels(view)
    return len(np.unique(seen.reshape(-1, 3), axis=0)) <= 3


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_shows_something_of_every_kind_of_network(view, name):
    session = example(name)
    moments = [session.moment()]
    session.advance(5)
    moments.append(session.moment())
    let_look(view, shown_of(session, tuple(moments)))
    nothing = isinstance(view, UnitsView) and bool(view.says)
    assert nothing or view.sentence.text
    assert not is_blank(view)


def test_parameters_that_are_not_finite_are_named_and_drawn_without_a_fault(view):
    session = session_of(dense(1), dense(2, 5, "relu"))
    moments = run(session, 3)
    lost = session.moment()
    lost.parameters[:] = np.nan
    shown = travelled(shown_of(session, (*moments, lost)), lost)
    let_look(view, shown)
    assert "diverged" in view.sentence.text
    assert view.sentence.alarm
    view.grab()
    let_look(view, replace(shown, moments=(lost,)))
    view.grab()
    lost.parameters[:] = np.inf
    let_look(view, replace(shown, moments=()))
    view.grab()


def with_data(session, prepared):
    """The session's moment, on other data."""
    shown, moment = shown_of(session), session.moment()
    moment = replace(moment, stage=replace(moment.stage, prepared=prepared))
    return replace(shown, frame=replace(shown.frame, prepared=prepared), moments=(moment,))


@pytest.mark.parametrize("rows", [0, 1])
def test_one_training_sample_or_none_has_a_picture_or_a_sentence(view, rows):
    session = session_of(dense(1), dense(2, 4, "relu"))
    prepared = session.prepared
    split = replace(prepared.split, train=prepared.split.train[:rows])
    let_look(view, with_data(session, replace(prepared, split=split)))
    assert not is_blank(view)
    if rows == 0 and not isinstance(view, HistogramsView):
        assert "no training sample" in view.says


def test_constant_features_and_an_empty_class_are_no_fault(view):
    session = session_of(dense(1), dense(2, 4, "relu"))
    data = session.prepared.dataset
    ones, zeros = np.ones_like(data.features), np.zeros_like(data.targets)
    for dataset in (replace(data, features=ones), replace(data, targets=zeros)):
        let_look(view, with_data(session, replace(session.prepared, dataset=dataset)))
        assert not is_blank(view)
        assert view.sentence.text


def test_an_edit_in_the_midst_of_a_run_is_no_fault(view):
    session = session_of(dense(1, 4), dense(2, 4, "relu"))
    moments = run(session, 2)
    other = session_of(dense(1, 6), dense(3, 3, "relu"))
    session.adopt(other.network, other.head, other.training, session.prepared)
    session.train(2)
    moments += (session.moment(),)
    let_look(view, shown_of(session, moments))
    assert not is_blank(view)
    names = {heat.label for heat in getattr(getattr(view, "panels", None), "heats", ())}
    names |= {line.label for line in view.picture.lines} if hasattr(view, "picture") else set()
    assert "dense_2" not in names
    assert "dense_3" in names


def test_a_network_of_the_head_alone_has_a_picture_or_a_sentence(view):
    session = session_of()
    let_look(view, shown_of(session, run(session, 2)))
    assert view.says or view.sentence.text
    assert not is_blank(view)


def test_a_fault_and_a_cleared_run_leave_a_sentence(view):
    view.show_result(None)
    assert view.says == view.invitation
    session = session_of(dense(1), dense(2, 4, "relu"))
    let_look(view, shown_of(session, run(session, 2)))
    view.show_result(None)
    assert not view.says
    view.clear()
    assert view.says == view.invitation
    assert view.sheet() is None


def test_it_asks_again_while_there_is_more_to_measure(view, qtbot, monkeypatch):
    monkeypatch.setattr("playground.gui.views.inside_columns.BUDGET_S", 0.0)
    session = session_of(dense(1), dense(2, 4, "relu"))
    shown, bench = shown_of(session, run(session, 3)), Bench()
    with qtbot.waitSignal(view.stale):
        view.show_result(view.request(shown).run(bench))
    assert let_look(view, shown, bench) == 3  # a reading a job
    with qtbot.assertNotEmitted(view.stale):
        view.show_result(view.request(shown).run(bench))


@pytest.mark.parametrize("name", ["light", "dark"])
def test_it_can_be_saved_as_a_drawing_and_as_a_table(view, tmp_path, name):
    theme.apply_theme(QApplication.instance(), name)
    session = session_of(dense(1), dense(2, 4, "relu"))
    let_look(view, shown_of(session, run(session, 3)))
    save_picture(view, tmp_path / "it.svg")
    assert "epoch" in (tmp_path / "it.svg").read_text()
    sheet = view.sheet()
    assert sheet is not None
    assert sheet.csv().count("\n") >= 4


def test_everything_can_be_reached_and_is_named(view):
    session = session_of(dense(1), dense(2, 4, "relu"))
    let_look(view, shown_of(session, run(session, 2)))
    assert view.accessibleName()
    for child in view.findChildren(QWidget):
        if child.focusPolicy().value and child.isVisible() and "qt_" not in child.objectName():
            assert child.accessibleName(), child
            assert child.toolTip() or child is getattr(view, "panels", None), child
