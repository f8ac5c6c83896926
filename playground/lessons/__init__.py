"""Lessons: short guided tours, written as Markdown. What a lesson may say, and how it is read."""
