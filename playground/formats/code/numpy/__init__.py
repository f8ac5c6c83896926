"""NumPy alone: functions that load the export and answer."""

from playground.formats.code.numpy.dialect import NumPy

__all__ = ["NumPy"]
