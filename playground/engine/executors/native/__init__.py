"""The executor that runs compiled kernels."""
