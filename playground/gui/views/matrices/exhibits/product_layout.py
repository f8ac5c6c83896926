"""Where the parts of a product stand: x to the left of the results, the matrix above them.

So each result stands where the row of x that it is made of meets the column of the matrix (Falk's
scheme), and a unit is one column from its weights down to what leaves it.
"""

from __future__ import annotations

from playground.gui.views.matrices.case import Case
from playground.gui.views.matrices.exhibits.batch_layout import lay_out_rows
from playground.gui.views.matrices.exhibits.product_parts import ProductLayout, product_of
from playground.gui.views.matrices.exhibits.results import results_of
from playground.gui.views.matrices.exhibits.row_layout import lay_out_row
from playground.gui.views.matrices.look import Look


def lay_out_product(case: Case, look: Look) -> ProductLayout:
    """Lay a product out."""
    results = tuple(results_of(case))
    if len(product_of(case).x) == 1:
        return lay_out_row(case, look, results)
    return lay_out_rows(case, look, results)
