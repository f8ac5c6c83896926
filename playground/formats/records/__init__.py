"""Exports of what a run did: its answers, its curves, its events."""
