"""Reuse what was learned of the digits 0 to 4 for the digits 5 to 9, ten samples of each.

    python examples/transfer_learning.py [FILE.playground]

Both networks are the same and train for as many epochs on the same fifty samples. One begins with
the filters that tell 0 to 4 apart, frozen at first and freed one after another; the other with
nothing. Ten times, each with other samples and other first weights. A file that is named gets the
project as it begins, with the filters of this very run.
"""

from __future__ import annotations

import sys
from pathlib import Path

import playground

EXAMPLES = Path(__file__).parent
SEEDS = range(10)


def main() -> None:
    """Train both with every seed and print how far apart they come."""
    source = trained_source()
    print(f"Digits 0 to 4: {source.metrics('validation')['accuracy']:.1%} of validation samples.")
    if len(sys.argv) > 1:
        beginning = playground.open(EXAMPLES / "digits_5_to_9.playground").spec
        playground.Session(beginning, start_from=source).save(sys.argv[1])
    margins = []
    for seed in SEEDS:
        reused, nothing = accuracies(source, seed)
        margins.append(reused - nothing)
        print(f"Digits 5 to 9, seed {seed}: reused {reused:.1%}, from nothing {nothing:.1%}")
    mean = 100 * sum(margins) / len(margins)
    print(f"Reused filters are {mean:.1f} points better in the mean of {len(margins)} seeds.")


def trained_source() -> playground.Session:
    """The network that knows the digits 0 to 4."""
    project = playground.open(EXAMPLES / "digits_0_to_4.json")
    session = playground.Session(project)
    session.train(session.project.training.epochs)
    return session


def accuracies(source: playground.Session, seed: int) -> tuple[float, float]:
    """Of validation samples, with the weights of `source` and from nothing."""
    reusing = with_samples(playground.open(EXAMPLES / "digits_5_to_9.playground"), seed)
    nothing = with_samples(playground.open(EXAMPLES / "digits_5_to_9_from_nothing.json"), seed)
    return (
        accuracy(playground.Session(reusing, seed=seed, start_from=source)),
        accuracy(playground.Session(nothing, seed=seed)),
    )


def with_samples(project: playground.Project, seed: int) -> playground.Project:
    """The project with other ten samples of each class to train on."""
    data = project.spec.data.model_copy(update={"seed": seed})
    return project.spec.model_copy(update={"data": data})


def accuracy(session: playground.Session) -> float:
    """How good it becomes in the epochs that its project has."""
    session.train(session.project.training.epochs)
    return session.metrics("validation")["accuracy"]


if __name__ == "__main__":
    main()
