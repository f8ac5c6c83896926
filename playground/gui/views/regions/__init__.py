"""The regions in each of which the network is one matrix."""
