"""Keras: a functional model, its training, and the trained weights."""

from playground.formats.code.keras.dialect import Keras

__all__ = ["Keras"]
