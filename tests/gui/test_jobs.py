from __future__ import annotations

import threading
from time import sleep

import pytest

from playground.errors import UserError
from playground.gui.jobs import Jobs


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    made.finish()


def test_a_job_runs_elsewhere_and_answers_here(jobs, qtbot):
    answers = []
    jobs.start(
        threading.get_ident,
        lambda worker: answers.append((worker, threading.get_ident())),
        pytest.fail,
    )
    assert jobs.busy
    qtbot.waitUntil(lambda: bool(answers))
    worker, here = answers[0]
    assert worker != here == threading.get_ident()
    assert not jobs.busy


def test_jobs_run_one_after_the_other(jobs, qtbot):
    order = []
    for number in range(4):
        jobs.start(
            lambda number=number: (sleep(0.02 * (4 - number)), number)[1], order.append, pytest.fail
        )
    qtbot.waitUntil(lambda: len(order) == 4)
    assert order == [0, 1, 2, 3]


def test_bad_input_fails_with_its_own_words_and_a_fault_says_that_it_is_one(jobs, qtbot):
    words = []

    def refuse():
        raise UserError("The file is empty.")

    def break_():
        raise KeyError("units")

    for job in (refuse, break_):
        jobs.start(job, pytest.fail, words.append)
    qtbot.waitUntil(lambda: len(words) == 2)
    assert words[0] == "The file is empty."
    assert "should not have" in words[1]
    assert "KeyError" in words[1]
    assert not jobs.busy


def test_finishing_waits_for_the_work_and_delivers_nothing(qapp, qtbot):
    jobs, done, told = Jobs(), [], []
    jobs.start(lambda: (sleep(0.05), done.append(True)), told.append, told.append)
    jobs.finish()
    assert done == [True]
    qtbot.wait(30)
    assert told == []
