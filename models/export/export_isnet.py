"""Exports IS-Net for general use at 1024 x 1024, batch of one, with its twelve outputs."""

import torch
from common import export, load_state, parse_arguments
from reference import loud, mask, write_reference
from u2net import ISNet

arguments = parse_arguments(__doc__, ["isnet-general"])
net = load_state(ISNet(), arguments.weights)
if arguments.random_weights:
    loud(net, net.side1)
outputs = ["mask"] + [f"side{n}" for n in range(2, 7)] + [f"feature{n}" for n in range(1, 7)]
path = arguments.onnx / "model.onnx"
export(net, torch.rand(1, 3, 1024, 1024) - 0.5, path, ["input"], outputs, dynamic_batch=False)
write_reference(arguments, net, read=lambda plane: mask(plane, True))
