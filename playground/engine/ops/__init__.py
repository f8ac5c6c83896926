"""Every op there is, in one explicit list."""

from __future__ import annotations

from playground.engine.ops import activation, elementwise, linear, loss, penalty, random, update
from playground.engine.ops.op import Op, ShapeError
from playground.registry import Registry

OPS: Registry[Op] = Registry(
    "op",
    [
        linear.MatMul(),
        linear.MatMulBackwardX(),
        linear.MatMulBackwardW(),
        linear.AddBias(),
        linear.SumRows(),
        elementwise.Add(),
        elementwise.Multiply(),
        elementwise.Affine(),
        elementwise.Reshape(),
        elementwise.Copy(),
        elementwise.Fill(),
        activation.Sigmoid(),
        activation.SigmoidBackward(),
        activation.Tanh(),
        activation.TanhBackward(),
        activation.Relu(),
        activation.ReluBackward(),
        activation.LeakyRelu(),
        activation.LeakyReluBackward(),
        activation.Elu(),
        activation.EluBackward(),
        activation.Softplus(),
        activation.SoftplusBackward(),
        activation.Softmax(),
        activation.SoftmaxBackward(),
        random.DropoutMask(),
        loss.SigmoidCrossEntropy(),
        loss.SigmoidCrossEntropyBackward(),
        loss.SoftmaxCrossEntropy(),
        loss.SoftmaxCrossEntropyBackward(),
        loss.BinaryCrossEntropy(),
        loss.BinaryCrossEntropyBackward(),
        loss.CrossEntropy(),
        loss.CrossEntropyBackward(),
        loss.MeanSquaredError(),
        loss.MeanSquaredErrorBackward(),
        loss.RootMeanSquaredError(),
        loss.RootMeanSquaredErrorBackward(),
        loss.MeanAbsoluteError(),
        loss.MeanAbsoluteErrorBackward(),
        loss.Huber(),
        loss.HuberBackward(),
        penalty.L1Penalty(),
        penalty.L1PenaltyBackward(),
        penalty.L2Penalty(),
        penalty.L2PenaltyBackward(),
        update.Sgd(),
        update.Momentum(),
        update.Nesterov(),
        update.Adam(),
    ],
)

__all__ = ["OPS", "Op", "ShapeError"]
