"""How a network arrives at its answers: what is multiplied by what, and what stands between.

`Workings` runs samples through a network and hands out, for each layer in turn, a `Station`: what
arrives, what leaves, and for a matrix product everything on the way, as the engine computed it.
The head's final activation and the loss are taken apart by `final_lines` and `loss_lines`.
"""

from playground.training.workings.final_lines import final_lines
from playground.training.workings.line import Line
from playground.training.workings.loss_lines import LossWork, loss_lines
from playground.training.workings.station import Product, Station
from playground.training.workings.workings import Worked, Workings

__all__ = [
    "Line",
    "LossWork",
    "Product",
    "Station",
    "Worked",
    "Workings",
    "final_lines",
    "loss_lines",
]
