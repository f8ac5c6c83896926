"""What the controls of the bar are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.gui.topics import mark

if TYPE_CHECKING:
    from playground.gui.panels.transport import Transport


def explain(bar: Transport) -> None:
    """Give every control of the bar, and every choice that it offers, its topic."""
    topics = {
        bar.run_button: "button.run",
        bar.reset_button: "button.reset",
        bar.step_button: "button.step",
        bar.epoch_counter: "epoch_counter",
        bar.head: "head",
        bar.rate: "learning_rate",
        bar.stop: "stop",
        bar.export_button: "export",
        bar.theme_button: "theme",
        bar.help_button: "whats_this",
        bar.menu_button: "menu",
    }
    for control, topic in topics.items():
        mark(control, topic)
    bar.loss.explain("loss", "loss")
    bar.optimizer.explain("optimizer", "optimizer")
    bar.batch.explain("batch")
    bar.regularization.explain("regularization")
    bar.device.explain("device")
    for button, topic in ((bar.reset_button, "button.reset"), (bar.step_button, "button.step")):
        menu = button.menu()
        for action in menu.actions() if menu is not None else ():
            mark(action, topic)
