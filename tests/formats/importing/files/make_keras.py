"""Makes the Keras files beside it, and the answers that Keras gives (run by hand, with Keras 3)."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
from keras import layers

HERE = Path(__file__).parent


def cnn() -> keras.Model:
    return keras.Sequential(
        [
            layers.Input((6, 6, 2)),
            layers.Conv2D(3, 3, padding="same", activation="relu"),
            layers.BatchNormalization(epsilon=1e-3),
            layers.Conv2D(4, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(5, activation="relu"),
            layers.LayerNormalization(epsilon=1e-3),
            layers.Dense(5, activation="relu", name="second"),
            layers.Dense(3, activation="softmax"),
        ]
    )


def rnn() -> keras.Model:
    return keras.Sequential(
        [
            layers.Input((4,)),
            layers.Embedding(9, 5),
            layers.LSTM(6, return_sequences=True),
            layers.GRU(4, return_sequences=True),
            layers.SimpleRNN(3),
            layers.Dense(2),
        ]
    )


random = np.random.RandomState(0)
samples = {
    "cnn": random.normal(size=(5, 6, 6, 2)).astype("float32"),
    "rnn": random.randint(0, 9, (5, 4)).astype("float32"),
}
answers = {}
for model in (cnn, rnn):
    made, name = model(), model.__name__
    made.set_weights(
        [random.uniform(0.1, 0.6, w.shape).astype("float32") for w in made.get_weights()]
    )
    made.save(HERE / f"{name}.keras")
    made.save(HERE / f"{name}.h5")
    made.save_weights(HERE / f"{name}.weights.h5")
    answers[f"{name} answers"] = np.asarray(made.predict(samples[name], verbose=0))
    answers[f"{name} samples"] = samples[name]
np.savez(HERE / "keras_answers.npz", **answers)
