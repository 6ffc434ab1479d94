"""Exports a plain U-Net (arXiv:1505.04597; padded convolutions, batch normalisation) at 512 x 512, one sigmoid mask."""

import torch
from common import export, load_state, parse_arguments
from reference import loud, mask, write_reference
from torch import Tensor, nn


def double_convolution(in_channels: int, out_channels: int) -> nn.Sequential:
    layers = []
    for source in (in_channels, out_channels):
        layers += [nn.Conv2d(source, out_channels, 3, padding=1), nn.BatchNorm2d(out_channels), nn.ReLU()]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        widths = [width * 2**level for level in range(5)]
        self.down = nn.ModuleList(double_convolution(a, b) for a, b in zip([3, *widths], widths))
        self.up = nn.ModuleList(nn.ConvTranspose2d(2 * one, one, 2, stride=2) for one in widths[:-1])
        self.merge = nn.ModuleList(double_convolution(2 * one, one) for one in widths[:-1])
        self.head = nn.Conv2d(width, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        skips = []
        for level, block in enumerate(self.down):
            x = block(x if level == 0 else nn.functional.max_pool2d(x, 2))
            skips.append(x)
        skips.pop()
        for up, merge in zip(reversed(self.up), reversed(self.merge)):
            x = merge(torch.cat((up(x), skips.pop()), 1))
        return torch.sigmoid(self.head(x))


def add(parser):
    parser.add_argument("--width", type=int, default=64, help="channels of the first stage (default, as the paper: 64)")


arguments = parse_arguments(__doc__, ["unet-512"], add)
net = load_state(UNet(arguments.width), arguments.weights)
if arguments.random_weights:
    loud(net, net.head)
export(net, torch.rand(1, 3, 512, 512), arguments.onnx / "model.onnx", ["input"], ["mask"])
write_reference(arguments, net, read=lambda plane: mask(plane, False))
