"""What an experiment is tried on: the project of the window, where it suits, or its example."""

from __future__ import annotations

from playground.data.prepare import prepare
from playground.gui.document import Document
from playground.network.pairs import TASK_WORDS
from playground.training.experiments import Experiment
from playground.training.experiments.duel import Setup


def why_not(document: Document, experiment: Experiment) -> str:
    """Why it can't be tried on the project, or ""."""
    signature = document.signature
    if signature.task not in experiment.tasks:
        mine = TASK_WORDS[signature.task].format(count=signature.outputs)
        wanted = [TASK_WORDS[each].format(count="several") for each in experiment.tasks]
        return f"In this project {mine}; here {' or '.join(wanted)}."
    errors = [problem.message for problem in document.problems if problem.severity == "error"]
    return errors[0] if errors else ""


def on_project(document: Document, experiment: Experiment) -> Setup:
    """The project's layers, training and samples, under the experiment's heads."""
    project = document.project
    return Setup(experiment, project.network, project.training, prepare(project.data))


def is_stale(setup: Setup, document: Document) -> bool:
    """Whether the project is another by now."""
    project = document.project
    mine = (setup.network, setup.training, setup.prepared.spec)
    return mine != (project.network, project.training, project.data)
