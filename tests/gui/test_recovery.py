"""What is left unsaved is kept, offered and brought back; and what is saved is not."""

from __future__ import annotations

from time import time

import numpy as np
import pytest

from playground.errors import UserError
from playground.gui import autosave as autosave_module
from playground.gui.ago import ago
from playground.gui.recovery import Place, find_kept
from playground.gui.work import Work
from playground.project.file import open_project
from playground.project.origin import Origin


@pytest.fixture
def save(window, user):
    def save_(path):
        with user.bot.waitSignal(window.files.saved, timeout=30_000):
            window.files.save_to(str(path))

    return save_


def offered(window, user):
    """Press nothing, ask for what was left unsaved, and wait for the buttons."""
    window.projects.offer_unsaved()
    user.wait(lambda: bool(window.banner.buttons) and window.banner.isVisible())
    return {button.text(): button for button in window.banner.buttons}


@pytest.fixture
def at_once(monkeypatch):
    """Work is kept again as soon as it is looked at."""
    monkeypatch.setattr(autosave_module, "SOONEST_S", 0.0)
    monkeypatch.setattr(autosave_module, "LATEST_S", 0.0)


def kept_now(window, user):
    """Have the window keep its work, and wait until it is written."""
    window.autosave.look()
    user.wait(lambda: not window.autosave.busy and window.autosave.place.path.exists())
    return open_project(window.autosave.place.path)


def test_what_was_left_unsaved_is_offered_and_brought_back_with_its_training(
    open_window, user_of, project_of, tmp_path
):
    first = open_window(project_of())
    user = user_of(first)
    user.settle()
    user.click_canvas(first.canvas.control_rect("dense_1", "plus").center())
    user.wait(lambda: user.weights()["dense_1.weight"].shape == (2, 5))
    user.step(2)
    left, weights = first.document.project, user.weights()
    first.close()
    (kept,) = find_kept()
    assert (kept.name, kept.origin.edited, kept.origin.left) == ("Test", True, True)

    second = open_window(project_of(name="Another"))
    user = user_of(second)
    user.settle()
    buttons = offered(second, user)
    assert list(buttons) == ["Bring it back", "Discard"]
    assert "“Test” was left unsaved; it is kept as it was just now, at epoch 2." in (
        second.banner.label.text()
    )
    user.click(buttons["Bring it back"])
    user.wait(lambda: second.document.project == left)
    user.wait(lambda: user.frame.epoch == 2)
    for name, value in user.weights().items():
        np.testing.assert_array_equal(value, weights[name])
    assert second.document.path is None
    assert second.isWindowModified()
    assert not find_kept()  # it is this window's again
    with user.bot.waitSignal(second.files.saved):
        second.files.save_to(str(tmp_path / "kept.playground"))
    assert not second.isWindowModified()
    second.close()
    assert not find_kept()


def test_what_was_left_unsaved_can_be_discarded(window, user, project_of):
    Place().write(Work(project_of(name="Old")), Origin(left=True))
    user.click(offered(window, user)["Discard"])
    assert not find_kept()
    assert not window.banner.isVisible()


def test_closing_what_is_saved_keeps_nothing(window, user, save, tmp_path):
    window.document.set_head("binary_softmax")
    user.step(1)
    save(tmp_path / "network.playground")
    window.close()
    assert not find_kept()


def test_training_after_the_last_save_is_kept_too_but_not_pressed_on_anyone(
    open_window, user_of, project_of, tmp_path
):
    first = open_window(project_of())
    user = user_of(first)
    user.settle()
    user.step(3)
    weights = user.weights()
    first.close()
    (kept,) = find_kept()
    assert not kept.urgent
    second = open_window(project_of(name="Another"))
    user = user_of(second)
    user.settle()
    second.projects.find()
    user.wait(lambda: len(second.projects.kept) == 1)
    assert not second.banner.isVisible()
    second.projects.bring_back(kept)
    user.wait(lambda: user.frame is not None and user.frame.epoch == 3)
    assert second.document.project.name == "Test"
    assert not second.isWindowModified()
    for name, value in user.weights().items():
        np.testing.assert_array_equal(value, weights[name])
    second.close()
    assert len(find_kept()) == 1


def test_unsaved_work_is_kept_while_it_goes_on_and_kept_again_when_it_changed(
    window, user, at_once, tmp_path, save
):
    autosave = window.autosave
    assert not autosave.unsaved
    autosave.look()
    assert not autosave.busy
    window.document.set_head("binary_softmax")
    user.settle()
    kept = kept_now(window, user)
    assert kept.spec == window.document.project
    assert kept.run.steps == 0
    before = autosave.place.path.read_bytes()
    autosave.look()  # nothing has changed since
    assert not autosave.busy
    user.step(2)
    user.settle()
    kept = kept_now(window, user)
    assert kept.run.epoch == 2
    assert not kept.origin.left
    assert autosave.place.path.read_bytes() != before
    save(tmp_path / "a.playground")
    assert not autosave.place.path.exists()
    assert not autosave.unsaved


def test_it_is_kept_while_it_trains(window, user, at_once):
    user.run(epochs=2)
    epochs = [kept_now(window, user).run.epoch for _ in range(3)]
    assert epochs[0] < epochs[-1]
    assert user.frame.running
    user.pause()


def test_work_on_a_file_comes_back_as_work_on_that_file(open_window, user_of, project_of, tmp_path):
    path = tmp_path / "mine.playground"
    first = open_window(project_of())
    user = user_of(first)
    user.settle()
    with user.bot.waitSignal(first.files.saved):
        first.files.save_to(str(path))
    first.document.set_training(batch_size=7)
    first.close()

    second = open_window(project_of(name="Another"))
    user = user_of(second)
    user.settle()
    user.click(offered(second, user)["Bring it back"])
    user.wait(lambda: second.document.path == path)
    assert open_project(path).spec.training.batch_size != 7
    with user.bot.waitSignal(second.files.saved):
        second.files.save()
    assert open_project(path).spec.training.batch_size == 7


def test_a_file_that_was_written_meanwhile_is_not_overwritten_unasked(
    open_window, user_of, project_of, tmp_path
):
    path = tmp_path / "mine.playground"
    first = open_window(project_of())
    user = user_of(first)
    user.settle()
    with user.bot.waitSignal(first.files.saved):
        first.files.save_to(str(path))
    first.document.set_training(batch_size=7)
    first.close()
    path.write_bytes(path.read_bytes() + b" ")
    second = open_window(project_of(name="Another"))
    user = user_of(second)
    user.settle()
    user.click(offered(second, user)["Bring it back"])
    user.wait(lambda: second.document.path == path)
    before = path.read_bytes()
    second.files.save()
    assert "Not saved yet: mine.playground was changed" in second.banner.label.text()
    assert path.read_bytes() == before


def test_a_broken_network_is_kept_with_the_run_of_the_one_before(
    open_window, user_of, project_of, tmp_path
):
    first = open_window(project_of())
    user = user_of(first)
    user.settle()
    user.step(2)
    weights = user.weights()
    first.document.disconnect_nodes("dense_1", "head")
    first.close()
    second = open_window(project_of(name="Another"))
    user = user_of(second)
    user.settle()
    user.click(offered(second, user)["Bring it back"])
    user.wait(lambda: second.document.project.name == "Test")
    assert second.document.traced.errors
    second.document.connect_nodes("dense_1", "head")
    user.settle()
    assert user.frame.epoch == 2
    for name, value in user.weights().items():
        np.testing.assert_array_equal(value, weights[name])


def test_an_edit_made_while_it_is_saved_does_not_part_document_and_run(window, user, tmp_path):
    """The run that is saved is the one of the document that is saved."""
    user.step(1)
    path = tmp_path / "a.playground"
    with user.bot.waitSignal(window.files.saved):
        window.files.save_to(str(path))
        window.document.set_node_field("dense_1", "units", 9)
    opened = open_project(path)
    assert opened.spec.network["dense_1"].units == 4
    assert opened.run_spec is None
    assert opened.run.parameters["dense_1.weight"].shape == (2, 4)
    assert window.isWindowModified()


def test_a_window_whose_work_cannot_be_kept_stays_open_and_says_so(
    window, user, monkeypatch, tmp_path
):
    def full(self, work, origin):
        raise UserError("There is no space left.")

    monkeypatch.setattr(Place, "write", full)
    window.document.set_head("binary_softmax")
    window.close()
    assert window.isVisible()
    assert "no space left" in window.banner.label.text()
    elsewhere, without = window.banner.buttons
    assert (elsewhere.text(), without.text()) == ("Save elsewhere…", "Close without it")
    user.step(1)  # it is as alive as before
    user.click(without)
    user.wait(lambda: not window.isVisible())


def test_that_work_cannot_be_kept_is_said_once(window, user, at_once, monkeypatch):
    writes = []

    def full(self, work, origin):
        writes.append(work)
        raise UserError("There is no space left.")

    monkeypatch.setattr(Place, "write", full)
    window.document.set_head("binary_softmax")
    user.settle()
    window.autosave.look()
    user.wait(lambda: "not kept against a crash any more" in window.banner.label.text())
    window.banner.dismiss()
    window.autosave.look()
    user.wait(lambda: len(writes) == 2 and not window.autosave.busy)
    assert not window.banner.isVisible()
    monkeypatch.undo()
    window.document.undo_stack.undo()


def test_of_networks_that_were_trained_alone_a_few_are_kept_and_of_edits_all(project_of):
    for number in range(8):
        Place().write(Work(project_of(name=f"{number}")), Origin(edited=False, left=True))
        Place().write(Work(project_of(name=f"edited {number}")), Origin(left=True))
    found = find_kept()
    assert sum(kept.urgent for kept in found) == 8
    assert sum(not kept.urgent for kept in found) == 5
    assert len(find_kept()) == 13


def test_what_an_open_window_keeps_is_offered_to_no_other(project_of):
    mine = Place()
    mine.write(Work(project_of()), Origin())
    assert not find_kept()
    assert not Place(mine.path).hold()
    mine.release()
    (kept,) = find_kept()
    assert not kept.origin.left
    other = Place(kept.path)
    assert other.hold()
    assert not find_kept()
    other.release()


def test_a_damaged_one_is_passed_over(project_of):
    Place().write(Work(project_of(name="Whole")), Origin())
    broken = Place()
    broken.write(Work(project_of()), Origin())
    broken.release()
    broken.path.write_bytes(broken.path.read_bytes()[:100])
    assert [kept.name for kept in find_kept()] == ["Whole"]
    assert broken.path.exists()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (-5, "just now"),
        (60, "a minute ago"),
        (250, "4 minutes ago"),
        (3_000, "an hour ago"),
        (20_000, "6 hours ago"),
        (80_000, "a day ago"),
        (900_000, "10 days ago"),
    ],
)
def test_how_long_ago_in_words(seconds, words):
    now = time()
    assert ago(now - seconds, now) == words
