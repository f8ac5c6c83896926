"""Functions and classes that a program in Keras brings along where it needs them."""

from __future__ import annotations

HELPERS = {
    "nearest_word": '''
def nearest_word(x, vocabulary):
    """The word that each number of x stands for: the nearest there is."""
    return ops.cast(ops.clip(ops.floor(x + 0.5), 0, vocabulary - 1), "int32")
''',
    "mean_without_padding": '''
def mean_without_padding(pool, x, pads):
    """The mean of each window over the cells that are no padding."""
    return pool(ops.pad(x, pads)) / pool(ops.pad(ops.ones_like(x), pads))
''',
    "update_first": '''
def update_first(gates):
    """Playground's order, reset, update and candidate, in Keras's: update first."""
    reset, update, candidate = np.split(gates, 3, axis=-1)
    return np.concatenate([update, reset, candidate], axis=-1)
''',
    "OneCycle": '''
class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
    """From a share of the rate up to it, then far down (Smith and Topin 2018)."""

    def __init__(self, rate, steps, rise, first, last):
        self.rate, self.first, self.last = rate, first, last
        self.top, self.end = max(rise * steps - 1, 1e-9), steps - 1

    def __call__(self, step):
        step = ops.cast(step, "float32")
        up = ops.clip(step / self.top, 0, 1)
        down = ops.clip((step - self.top) / (self.end - self.top), 0, 1)
        rising = 1 + (self.first - 1) * (1 + ops.cos(np.pi * up)) / 2
        falling = self.last + (1 - self.last) * (1 + ops.cos(np.pi * down)) / 2
        return self.rate * ops.where(step <= self.top, rising, falling)
''',
}
