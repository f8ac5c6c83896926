"""How a program of ours imports Keras: with whatever backend there is."""

from __future__ import annotations

from playground.formats.checking.child import MISSING

CHOOSE_BACKEND = f"""
import importlib.util, os, sys
backends = [name for name in ("torch", "tensorflow", "jax") if importlib.util.find_spec(name)]
if importlib.util.find_spec("keras") is None or not backends:
    print("Keras is not installed", file=sys.stderr)
    raise SystemExit({MISSING})
os.environ["KERAS_BACKEND"] = backends[0]
import keras
"""
