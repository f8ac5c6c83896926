"""The window: the only place that imports Qt."""

# WORKAROUND: with PySide6's import hook in place, pydantic's lazy imports fail. It goes first.
import playground.frozen  # noqa: F401
