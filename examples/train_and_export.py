"""Train a project, ask it something, take the network home.

python examples/train_and_export.py [PROJECT] [FILE]
"""

import sys
from pathlib import Path

import playground

HERE = Path(__file__).parent
project_path = sys.argv[1] if len(sys.argv) > 1 else HERE / "spiral.json"
target = sys.argv[2] if len(sys.argv) > 2 else "trained.onnx"

project = playground.open(project_path)
session = playground.Session(project, device="cpu")
session.train(epochs=project.spec.training.epochs)
print(project.name, session.metrics("validation"))

# Raw features in, answers out: scaling is done inside, and goes into the file too.
samples = session.prepared.dataset.features[:3]
print(session.predict(samples))

for name, array in session.parameters().items():
    print(name, array.shape)

print(session.export(target))
