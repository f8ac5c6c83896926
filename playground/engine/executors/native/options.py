"""How kernels are compiled."""

from __future__ import annotations

from typing import Any

# No Python objects, no allocation, no exceptions: what can't be compiled that way is refused.
PLAIN: dict[str, Any] = {"error_model": "numpy", "boundscheck": False, "_nrt": False}
# A sum may be taken in any order, so that it vectorises. NaN and infinity are kept.
KERNEL: dict[str, Any] = {**PLAIN, "fastmath": {"contract", "reassoc", "nsz"}}
# Roundings that a function relies on stay, but a product and a sum may become one instruction.
INNER: dict[str, Any] = {**PLAIN, "fastmath": {"contract"}}
