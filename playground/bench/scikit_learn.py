"""scikit-learn's MLPClassifier, which can express a plain chain of dense layers."""

from __future__ import annotations

from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from playground.bench.competitor import Competitor, Learner, Unsuitable, package
from playground.bench.exercise import BATCHES_AN_EPOCH, Exercise

ACTIVATIONS = {"identity": "identity", "sigmoid": "logistic", "tanh": "tanh", "relu": "relu"}


class ScikitLearn(Competitor):
    """One `partial_fit` on all samples is an epoch of mini-batches.

    It shuffles, gathers each batch by index, and adds no penalty here. Its first weights are its
    own. A call checks the samples and encodes the labels again; that is in its time, since nobody
    can leave it out.
    """

    name = "sklearn"
    label = "scikit-learn"

    def __init__(self, threads: int) -> None:
        _, self.version = package("sklearn", "scikit-learn")
        from sklearn import neural_network

        self._neural_network = neural_network
        threadpool_limits(threads)

    def build(self, exercise: Exercise) -> ScikitLearner:
        hidden = exercise.layers[:-1]
        bends = {layer.node.activation.name for layer in hidden if layer.kind == "Dense"}
        if any(layer.kind != "Dense" for layer in hidden) or len(bends) > 1:
            raise Unsuitable("scikit-learn's MLP is a chain of dense layers of one activation")
        model = self._neural_network.MLPClassifier(
            tuple(layer.gives[0] for layer in hidden),
            activation=ACTIVATIONS[bends.pop()],
            solver=exercise.optimizer,
            alpha=0.0,
            batch_size=exercise.batch,
            learning_rate_init=exercise.rate,
            momentum=0.0,
            nesterovs_momentum=False,
            random_state=0,
        )
        return ScikitLearner(model, exercise)


class ScikitLearner(Learner):
    """A model and the samples of an epoch."""

    unit = BATCHES_AN_EPOCH

    def __init__(self, model: Any, exercise: Exercise) -> None:
        self._model = model
        self._x, self._y = exercise.features, exercise.classes
        self._classes = np.arange(exercise.network.classes)

    def run(self, steps: int) -> None:
        for _ in range(steps // self.unit):
            self._model.partial_fit(self._x, self._y, classes=self._classes)

    def parameters(self) -> int:
        learned = (*self._model.coefs_, *self._model.intercepts_)
        return sum(each.size for each in learned)

    def loss(self) -> float:
        """The mean over the last epoch."""
        return float(self._model.loss_)
