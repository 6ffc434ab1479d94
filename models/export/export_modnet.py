"""Exports MODNet at 512 x 512 with its map of opacity."""

import torch
from common import export, load_state, parse_arguments
from modnet import MODNet
from reference import loud, mask, write_reference

arguments = parse_arguments(__doc__, ["modnet"])
net = load_state(MODNet(), arguments.weights)
if arguments.random_weights:
    loud(net, net.f_branch.conv_f[1].layers[0])
# Instance normalisation divides by what little varies under random weights, rounding with it.
path = arguments.onnx / "model.onnx"
export(net, torch.rand(1, 3, 512, 512) * 2 - 1, path, ["input"], ["output"], tolerance=1e-2)
write_reference(arguments, net, read=lambda plane: mask(plane, False))
