"""Lessons in the window: the list of them, the strip of the one in progress, what it points at."""
