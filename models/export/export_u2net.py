"""Exports U²-Net, or U²-Net-p with 1.1 million parameters instead of 44, at 320 x 320 with seven sigmoid maps."""

import torch
from common import export, load_state, parse_arguments
from reference import mask, write_reference
from u2net import U2Net

arguments = parse_arguments(__doc__, ["u2net", "u2netp"])
net = load_state(U2Net(arguments.preset == "u2netp"), arguments.weights)
outputs = ["mask"] + [f"side{n}" for n in range(1, 7)]
export(net, torch.rand(1, 3, 320, 320), arguments.onnx / "model.onnx", ["input"], outputs)
write_reference(arguments, net, read=lambda plane: mask(plane, True))
