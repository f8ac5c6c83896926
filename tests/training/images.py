"""Sessions on images, and their twins in PyTorch, built of PyTorch's own functions."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.data.dataset import Dataset
from playground.data.prepare import prepare_dataset
from playground.data.spec import DataSpec
from playground.network.heads import HEADS
from playground.network.spec import NetworkSpec
from playground.training.session import Session
from playground.training.spec import TrainingSpec

from .samples import Twin


def images(shape: tuple[int, ...], samples: int = 40) -> Dataset:
    """Images (C, H, W), or sequences (T, F), of three classes that differ in where they are lit."""
    random = np.random.default_rng(len(shape))
    classes = random.integers(0, 3, samples)
    x = random.normal(size=(samples, *shape))
    for place in range(3):
        x[classes == place, ..., place % shape[-1]] += 2.0
    return Dataset(x, classes, "multiclass", (), ("left", "middle", "right"))


def session(
    nodes: Any, data: Dataset, dtype: str = "float64", links: Any = None, **training: Any
) -> Session:
    """A session that tells three classes apart."""
    return Session(
        NetworkSpec.model_validate({"nodes": nodes, "links": links}),
        HEADS["multiclass"](),
        TrainingSpec.model_validate({"optimizer": "adam", **training}),
        prepare_dataset(DataSpec(source="own", standardise=False), data),
        dtype=dtype,
    )


class ImageTwin(Twin):
    """The same network of image layers in PyTorch, starting from the session's weights."""

    def __init__(self, torch: Any, of: Session) -> None:
        super().__init__(torch, of)
        for name, weight in self.weights.items():
            if "running" in name:
                self.weights[name] = weight.detach()

    def loss(self, x: Any, y: Any) -> Any:
        logits = self.logits(x, training=True)
        return self.torch.nn.functional.cross_entropy(logits, self.torch.tensor(np.asarray(y)))

    def predict(self, x: Any) -> Any:
        """Probabilities, by the running statistics."""
        return self.logits(x, training=False).softmax(1).detach().numpy()

    def logits(self, x: Any, *, training: bool) -> Any:
        value = self.torch.tensor(np.asarray(x))
        for node in self.of.network.nodes[1:]:
            prefix = f"{node.id}."
            own = {
                name.removeprefix(prefix): weight
                for name, weight in self.weights.items()
                if name.startswith(prefix)
            }
            value = self._layer(node, own, value, training)
        return value @ self.weights["head.weight"] + self.weights["head.bias"]

    def _layer(self, node: Any, own: dict[str, Any], x: Any, training: bool) -> Any:
        F = self.torch.nn.functional
        match node.type:
            case "Dense":
                return self._bent(node, x @ own["weight"] + own.get("bias", 0.0))
            case "Activation":
                return self._bent(node, x)
            case "Conv2D" | "Conv1D":
                turned = x if node.type == "Conv2D" else x.transpose(1, 2)
                operator = F.conv2d if node.type == "Conv2D" else F.conv1d
                y = operator(
                    turned,
                    own["weight"],
                    own.get("bias"),
                    node.stride,
                    node.padding,
                    node.dilation,
                    node.groups,
                )
                return self._bent(node, y if node.type == "Conv2D" else y.transpose(1, 2))
            case "MaxPool":
                if x.ndim == 4:
                    return F.max_pool2d(x, node.size, node.stride)
                return F.max_pool1d(x.transpose(1, 2), node.size, node.stride).transpose(1, 2)
            case "AveragePool":
                return F.avg_pool2d(x, node.size, node.stride)
            case "GlobalAveragePool":
                return x.mean((2, 3)) if x.ndim == 4 else x.mean(1)
            case "BatchNorm":
                turned = x.transpose(1, -1) if x.ndim < 4 else x
                y = F.batch_norm(
                    turned,
                    own["running_mean"],
                    own["running_var"],
                    own["weight"],
                    own["bias"],
                    training,
                    node.momentum,
                    node.epsilon,
                )
                return y.transpose(1, -1) if x.ndim < 4 else y
            case "LayerNorm":
                shape = own["weight"].shape
                return F.layer_norm(x, shape, own["weight"], own["bias"], node.epsilon)
            case "Flatten":
                return x.flatten(1)
        raise AssertionError(node.type)

    def _bent(self, node: Any, x: Any) -> Any:
        name = node.activation.name
        return x if name == "identity" else getattr(self.torch, name)(x)
