"""Exports U²-Net or, with --small, U²-Net-p, at 320 x 320 with seven sigmoid maps."""

import torch
from common import OUT, export, load_state, parse_arguments
from u2net import U2Net


def add(parser):
    parser.add_argument("--small", action="store_true", help="U²-Net-p, 1.1 million parameters instead of 44")


arguments = parse_arguments(__doc__, "u2net", add)
name = "u2netp" if arguments.small else "u2net"
if arguments.out == OUT / "u2net":
    arguments.out = OUT / name
    arguments.out.mkdir(parents=True, exist_ok=True)
net = load_state(U2Net(arguments.small), arguments.weights)
example = torch.rand(1, 3, 320, 320)
export(net, example, arguments.out / f"{name}.onnx", ["input"], ["mask"] + [f"side{n}" for n in range(1, 7)])
