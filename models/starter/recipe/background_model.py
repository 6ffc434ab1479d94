"""A small U-Net with residual blocks and dense convolutions, which two cores run faster than depthwise ones."""
import torch
import torch.nn.functional as F
from torch import nn

MEAN, STD = 0.5, 0.25


def conv(inputs, outputs, stride=1, size=3):
    return nn.Sequential(nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first, self.second = conv(width, width), nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        return F.relu(x + self.second(self.first(x)))


class Context(nn.Module):
    """Adds what the whole picture looks like to every place of it."""

    def __init__(self, width):
        super().__init__()
        self.mix = nn.Sequential(nn.Conv2d(width, width, 1), nn.ReLU(inplace=True), nn.Conv2d(width, width, 1))

    def forward(self, x):
        return x + self.mix(x.mean((2, 3), keepdim=True))


class Background(nn.Module):
    """`[b, 3, s, s]` normalised RGB to `[b, 1, s, s]` logits; s is a multiple of 32."""

    def __init__(self, widths=(16, 24, 48, 80, 128)):
        super().__init__()
        a, b, c, d, e = widths
        self.down = nn.ModuleList([
            conv(3, a, 2),
            nn.Sequential(conv(a, b, 2), Block(b)),
            nn.Sequential(conv(b, c, 2), Block(c), Block(c)),
            nn.Sequential(conv(c, d, 2), Block(d), Block(d)),
            nn.Sequential(conv(d, e, 2), Block(e), Context(e)),
        ])
        self.up = nn.ModuleList([conv(e + d, d), conv(d + c, c), conv(c + b, b), conv(b + a, a)])
        self.last = nn.Conv2d(a, 4, 3, 1, 1)

    def forward(self, x):
        kept = []
        for stage in self.down:
            x = stage(x)
            kept.append(x)
        for step, skip in zip(self.up, reversed(kept[:-1])):
            x = F.interpolate(x, scale_factor=2.0, mode="nearest")
            x = step(torch.cat([x, skip], 1))
        return F.pixel_shuffle(self.last(x), 2)
