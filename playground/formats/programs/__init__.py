"""Exports that are programs: the network as source code, with its weights."""
