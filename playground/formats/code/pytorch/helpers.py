"""Functions and classes that a program in PyTorch brings along where it needs them."""

from __future__ import annotations

HELPERS = {
    "nearest_word": '''
def nearest_word(x, vocabulary):
    """The word that each number of x stands for: the nearest there is."""
    return torch.floor(x + 0.5).clamp(0, vocabulary - 1).long()
''',
    "mean_without_padding": '''
def mean_without_padding(pool, x, pads):
    """The mean of each window over the cells that are no padding."""
    return pool(F.pad(x, pads)) / pool(F.pad(torch.ones_like(x), pads))
''',
    "SelfAttention": '''
class SelfAttention(nn.Module):
    """Every step of (N, T, features) looks at every other: (N, T, units)."""

    def __init__(self, features, heads, size, units, bias=True, causal=False):
        super().__init__()
        self.heads, self.causal = heads, causal
        self.query = nn.Linear(features, heads * size, bias)
        self.key = nn.Linear(features, heads * size, bias)
        self.value = nn.Linear(features, heads * size, bias)
        self.output = nn.Linear(heads * size, units, bias)

    def forward(self, x):
        query, key, value = (
            layer(x).unflatten(2, (self.heads, -1)).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        mixed = F.scaled_dot_product_attention(query, key, value, is_causal=self.causal)
        return self.output(mixed.transpose(1, 2).flatten(2))
''',
    "Lion": '''
class Lion(torch.optim.Optimizer):
    """Steps of one length, only their signs learned (Chen et al. 2023)."""

    def __init__(self, parameters, lr, betas=(0.9, 0.99), weight_decay=0.0):
        defaults = {"lr": lr, "betas": betas, "weight_decay": weight_decay}
        super().__init__(parameters, defaults)

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            lr, (beta_1, beta_2) = group["lr"], group["betas"]
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                memory = self.state[weight].setdefault("m", torch.zeros_like(weight))
                direction = memory.lerp(weight.grad, 1 - beta_1).sign()
                weight.mul_(1 - lr * group["weight_decay"]).sub_(lr * direction)
                memory.lerp_(weight.grad, 1 - beta_2)
''',
}
