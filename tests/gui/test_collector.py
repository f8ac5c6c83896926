from __future__ import annotations

import gc
import weakref

import pytest


class Knot:
    """An object that only the collector can free."""

    def __init__(self):
        self.itself = self


@pytest.fixture
def nothing_passed_over():
    gc.unfreeze()
    yield
    gc.unfreeze()


def test_what_has_come_to_stay_is_passed_over_once_the_window_is_ready(
    nothing_passed_over, open_window, project_of, user_of
):
    knot = weakref.ref(Knot())
    window = open_window(project_of())
    user_of(window).wait(lambda: gc.get_freeze_count() > 10_000)
    assert knot() is None
    window.close()
    assert gc.get_freeze_count() == 0


def test_a_job_done_while_it_trains_costs_no_look_through_everything(
    nothing_passed_over, open_window, project_of, user_of
):
    window = open_window(project_of())
    user = user_of(window)
    user.settle()
    user.wait(lambda: gc.get_freeze_count() > 10_000)
    user.run()
    looks = gc.get_stats()[2]["collections"]
    before = gc.get_freeze_count()
    window.jobs.start(list, print, print)
    user.wait(lambda: gc.get_freeze_count() != before)
    assert gc.get_stats()[2]["collections"] == looks
    user.pause()
