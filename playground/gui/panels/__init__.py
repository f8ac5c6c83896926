"""The side panels of the window."""
