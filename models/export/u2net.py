"""U²-Net and IS-Net, written anew from the papers (arXiv:2005.09007, figures 2 and 5 and table 1; arXiv:2203.03041).

Modules bear the names of the published state dicts, so that those load strictly.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class REBNCONV(nn.Module):
    """3 x 3 convolution, batch normalisation, ReLU."""

    def __init__(self, in_channels: int, out_channels: int, dilation: int = 1):
        super().__init__()
        self.conv_s1 = nn.Conv2d(in_channels, out_channels, 3, padding=dilation, dilation=dilation)
        self.bn_s1 = nn.BatchNorm2d(out_channels)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.bn_s1(self.conv_s1(x)))


def resize_like(x: Tensor, other: Tensor) -> Tensor:
    return F.interpolate(x, size=other.shape[-2:], mode="bilinear", align_corners=False)


class RSU(nn.Module):
    """Residual U-block of a height: a small U-Net whose input is added to its output."""

    def __init__(self, height: int, in_channels: int, middle: int, out_channels: int):
        super().__init__()
        self.height = height
        self.rebnconvin = REBNCONV(in_channels, out_channels)
        for level in range(1, height + 1):
            source = out_channels if level == 1 else middle
            self.add_module(f"rebnconv{level}", REBNCONV(source, middle, 2 if level == height else 1))
        for level in range(height - 1, 0, -1):
            target = out_channels if level == 1 else middle
            self.add_module(f"rebnconv{level}d", REBNCONV(2 * middle, target))

    def forward(self, x: Tensor) -> Tensor:
        entry = self.rebnconvin(x)
        down = [self.rebnconv1(entry)]
        for level in range(2, self.height + 1):
            # The lowest level works at the size of the one above, dilated.
            pooled = down[-1] if level == self.height else F.max_pool2d(down[-1], 2, ceil_mode=True)
            down.append(getattr(self, f"rebnconv{level}")(pooled))
        up = down.pop()
        for level in range(self.height - 1, 0, -1):
            skip = down.pop()
            up = getattr(self, f"rebnconv{level}d")(torch.cat((resize_like(up, skip), skip), 1))
        return up + entry


class RSU4F(nn.Module):
    """The block for small maps: dilation instead of pooling."""

    def __init__(self, in_channels: int, middle: int, out_channels: int):
        super().__init__()
        self.rebnconvin = REBNCONV(in_channels, out_channels)
        self.rebnconv1 = REBNCONV(out_channels, middle)
        self.rebnconv2 = REBNCONV(middle, middle, 2)
        self.rebnconv3 = REBNCONV(middle, middle, 4)
        self.rebnconv4 = REBNCONV(middle, middle, 8)
        self.rebnconv3d = REBNCONV(2 * middle, middle, 4)
        self.rebnconv2d = REBNCONV(2 * middle, middle, 2)
        self.rebnconv1d = REBNCONV(2 * middle, out_channels)

    def forward(self, x: Tensor) -> Tensor:
        entry = self.rebnconvin(x)
        one = self.rebnconv1(entry)
        two = self.rebnconv2(one)
        three = self.rebnconv3(two)
        up = self.rebnconv3d(torch.cat((self.rebnconv4(three), three), 1))
        up = self.rebnconv2d(torch.cat((up, two), 1))
        return self.rebnconv1d(torch.cat((up, one), 1)) + entry


# Middle and output channels of stages 1 to 6, then of the decoder's 5 to 1.
FULL = [(32, 64), (32, 128), (64, 256), (128, 512), (256, 512), (256, 512)], [
    (256, 512),
    (128, 256),
    (64, 128),
    (32, 64),
    (16, 64),
]
SMALL = [(16, 64)] * 6, [(16, 64)] * 5


class _Nested(nn.Module):
    """The U of U-blocks that both nets share: six stages down, five up, a map from each of six."""

    def __init__(self, in_channels: int, channels):
        super().__init__()
        encoder, decoder = channels
        widths = []
        source = in_channels
        for stage, (middle, out) in enumerate(encoder, start=1):
            block = RSU4F(source, middle, out) if stage > 4 else RSU(8 - stage, source, middle, out)
            self.add_module(f"stage{stage}", block)
            widths.append(out)
            source = out
        sides = [widths[-1]]
        for stage, (middle, out) in zip(range(5, 0, -1), decoder, strict=True):
            joined = source + widths[stage - 1]
            block = RSU4F(joined, middle, out) if stage > 4 else RSU(8 - stage, joined, middle, out)
            self.add_module(f"stage{stage}d", block)
            sides.insert(0, out)
            source = out
        for stage, width in enumerate(sides, start=1):
            self.add_module(f"side{stage}", nn.Conv2d(width, 1, 3, padding=1))

    def features(self, x: Tensor) -> list[Tensor]:
        """Of the decoder's stages 1 to 5 and the encoder's 6."""
        down = []
        for stage in range(1, 7):
            x = getattr(self, f"stage{stage}")(x if stage == 1 else F.max_pool2d(x, 2, ceil_mode=True))
            down.append(x)
        features = [down.pop()]
        for stage in range(5, 0, -1):
            skip = down.pop()
            joined = torch.cat((resize_like(features[0], skip), skip), 1)
            features.insert(0, getattr(self, f"stage{stage}d")(joined))
        return features

    def side(self, stage: int, feature: Tensor) -> Tensor:
        return getattr(self, f"side{stage}")(feature)


class U2Net(_Nested):
    """Seven maps of probability: the fused one first, then those of the stages from fine to coarse."""

    def __init__(self, small: bool = False):
        super().__init__(3, SMALL if small else FULL)
        self.outconv = nn.Conv2d(6, 1, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        maps: list[Tensor] = []
        for stage, feature in enumerate(self.features(x), start=1):
            logits = self.side(stage, feature)
            maps.append(logits if stage == 1 else resize_like(logits, maps[0]))
        fused = self.outconv(torch.cat(maps, 1))
        return tuple(torch.sigmoid(one) for one in (fused, *maps))


class ISNet(_Nested):
    """Halves the picture first. Six maps of probability from fine to coarse, then the six features they came from."""

    def __init__(self):
        super().__init__(64, FULL)
        self.conv_in = nn.Conv2d(3, 64, 3, stride=2, padding=1)

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        features = self.features(self.conv_in(x))
        maps = [resize_like(self.side(stage, one), x) for stage, one in enumerate(features, start=1)]
        return (*(torch.sigmoid(one) for one in maps), *features)
