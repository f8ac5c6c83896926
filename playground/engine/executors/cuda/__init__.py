"""The executor that runs programs on a GPU, by CuPy and by kernels of our own."""
