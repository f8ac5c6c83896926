"""Plots: the decision map, the curves, predicted against true."""
