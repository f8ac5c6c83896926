"""What a network is: nodes, links, activations, losses and heads, with no arrays and no Qt."""
