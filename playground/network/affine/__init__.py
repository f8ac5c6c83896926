"""Networks as products and bends in a row: what folds into one layer, and what stands between."""
