"""What every word, control and number of the program means. Nothing here imports Qt."""
