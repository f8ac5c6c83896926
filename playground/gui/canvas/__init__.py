"""The network as cards and wires."""
