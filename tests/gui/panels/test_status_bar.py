from __future__ import annotations

from dataclasses import replace


def test_it_says_whether_the_run_is_ready_runs_or_rests(window, user):
    status = window.status
    user.wait(lambda: status._run.text().startswith("ready"))
    user.run(epochs=2)
    user.wait(lambda: status._run.text().startswith("running"))
    user.wait(lambda: "steps/s" in status._pace.text())
    user.pause()
    user.wait(lambda: status._run.text().startswith("paused"))
    assert f"step {user.frame.steps:,}" in status._run.text()
    assert "at rest" in status._pace.text()


def test_it_counts_problems_as_they_come_and_go(window, user):
    button = window.status.problems_button
    assert button.text() == "no problems"
    window.document.disconnect_nodes("dense_1", "head")
    assert button.text() == f"{len(window.document.problems)} problems".replace(
        "1 problems", "1 problem"
    )
    assert button.toolTip() == window.document.problems[0].message
    window.document.undo_stack.undo()
    assert button.text() == "no problems"
    assert button.accessibleName() == "no problems"


def test_it_says_while_faster_code_is_being_compiled(window, user):
    status, frame = window.status, user.frame
    status.show_frame(replace(frame, executor="numpy", preparing=True))
    assert status._pace.text() == "CPU, NumPy, compiling · at rest"
    assert "moves over" in status._pace.toolTip()
    status.show_frame(frame)
    assert "compiling" not in status._pace.text()
    assert status._pace.toolTip() == ""


def test_notes_are_counted_apart_and_mark_no_card(window, user):
    button = window.status.problems_button
    window.document.set_node_field("dense_1", "units", 40)
    assert [problem.severity for problem in window.document.problems] == ["note"]
    assert window.document.problems[0].mark is None
    assert button.text() == "1 note"
    window.document.insert_layer("Dense", None)
    window.document.set_node_field("dense_1", "activation", "identity")
    assert button.text() == "1 problem, 1 note"
    assert button.toolTip() == window.document.problems[0].message


def test_it_counts_the_samples_of_the_batch_in_slow_motion(window, user):
    status = window.status
    status.show_frame(replace(user.frame, steps=12, in_batch=(3, 10)))
    assert status._run.text() == "step 12 · sample 3 of 10 in this batch"
    status.show_frame(replace(user.frame, steps=12, in_batch=(0, 0)))
    assert "sample" not in status._run.text()


def test_the_timeline_has_room_in_the_narrowest_window(window, user):
    window.resize(window.minimumWidth(), 700)
    user.bot.waitUntil(lambda: window.width() == window.minimumWidth())
    fast = replace(user.frame, steps=123_456, running=True, steps_per_second=141_234.0)
    for frame in (fast, replace(fast, in_batch=(10, 10), steps_per_second=1.0)):
        window.status.show_frame(frame)
        user.bot.wait(1)
        assert window.timeline.width() >= 420
        for label in (window.status._run, window.status._pace):
            assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())


def test_the_timeline_stays_where_it_is_while_numbers_change(window, user):
    places = set()
    for step in range(1_000, 9_000, 1_234):
        rate = 100_000.0 + step
        window.status.show_frame(
            replace(user.frame, steps=step, running=True, steps_per_second=rate)
        )
        user.bot.wait(1)
        places.add(window.timeline.geometry().getRect())
    assert len(places) == 1
