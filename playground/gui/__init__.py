"""The window: the only place that imports Qt."""

# WORKAROUND: pydantic's lazy imports fail once PySide6's import hook is in place, so it comes first.
import playground.frozen  # noqa: F401
