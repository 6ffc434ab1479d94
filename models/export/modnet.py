"""MODNet with MobileNetV2, written anew from the papers (arXiv:2011.11961, figure 2; arXiv:1801.04381, table 2).

Modules bear the names of the published state dict, so that it loads strictly.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def scale(x: Tensor, factor: float) -> Tensor:
    return F.interpolate(x, scale_factor=factor, mode="bilinear", align_corners=False)


class InvertedResidual(nn.Module):
    def __init__(self, in_channels: int, out_channels: int, stride: int, expansion: int):
        super().__init__()
        wide = in_channels * expansion
        widen = [nn.Conv2d(in_channels, wide, 1, bias=False), nn.BatchNorm2d(wide), nn.ReLU6()]
        self.conv = nn.Sequential(
            *(widen if expansion > 1 else []),
            nn.Conv2d(wide, wide, 3, stride, 1, groups=wide, bias=False),
            nn.BatchNorm2d(wide),
            nn.ReLU6(),
            nn.Conv2d(wide, out_channels, 1, bias=False),
            nn.BatchNorm2d(out_channels),
        )
        self.adds = stride == 1 and in_channels == out_channels

    def forward(self, x: Tensor) -> Tensor:
        return x + self.conv(x) if self.adds else self.conv(x)


class MobileNetV2(nn.Module):
    # Expansion, channels, blocks and first stride of each stage.
    STAGES = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]

    def __init__(self):
        super().__init__()
        plain = lambda a, b, kernel, stride: nn.Sequential(
            nn.Conv2d(a, b, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(b), nn.ReLU6()
        )
        layers, source = [plain(3, 32, 3, 2)], 32
        for expansion, channels, blocks, stride in self.STAGES:
            for block in range(blocks):
                layers.append(InvertedResidual(source, channels, stride if block == 0 else 1, expansion))
                source = channels
        self.features = nn.Sequential(*layers, plain(source, 1280, 1, 1))


class Backbone(nn.Module):
    CHANNELS = [16, 24, 32, 96, 1280]

    def __init__(self):
        super().__init__()
        self.model = MobileNetV2()

    def forward(self, x: Tensor) -> list[Tensor]:
        """Features at 1/2, 1/4 and 1/32 of the picture's size."""
        kept = []
        for at, layer in enumerate(self.model.features):
            x = layer(x)
            if at in (1, 3, 18):
                kept.append(x)
        return kept


class IBNorm(nn.Module):
    """Batch normalisation for one half of the channels, instance normalisation for the other."""

    def __init__(self, channels: int):
        super().__init__()
        self.half = channels // 2
        self.bnorm = nn.BatchNorm2d(self.half)
        self.inorm = nn.InstanceNorm2d(channels - self.half)

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat((self.bnorm(x[:, : self.half]), self.inorm(x[:, self.half :])), 1)


class Convolution(nn.Module):
    def __init__(self, in_channels: int, out_channels: int, kernel: int = 3, stride: int = 1, last: bool = False):
        super().__init__()
        rest = [] if last else [IBNorm(out_channels), nn.ReLU()]
        self.layers = nn.Sequential(nn.Conv2d(in_channels, out_channels, kernel, stride, kernel // 2), *rest)

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


class SEBlock(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.fc = nn.Sequential(
            nn.Linear(channels, channels // 4, bias=False),
            nn.ReLU(),
            nn.Linear(channels // 4, channels, bias=False),
            nn.Sigmoid(),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x * self.fc(x.mean((2, 3)))[:, :, None, None]


class Semantics(nn.Module):
    def __init__(self, channels: list[int]):
        super().__init__()
        self.backbone = Backbone()
        self.se_block = SEBlock(channels[4])
        self.conv_lr16x = Convolution(channels[4], channels[3], 5)
        self.conv_lr8x = Convolution(channels[3], channels[2], 5)
        # Of the training alone.
        self.conv_lr = Convolution(channels[2], 1, 3, 2, last=True)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        half, quarter, deep = self.backbone(x)
        deep = self.conv_lr16x(scale(self.se_block(deep), 2))
        return half, quarter, self.conv_lr8x(scale(deep, 2))


class Details(nn.Module):
    def __init__(self, width: int, channels: list[int]):
        super().__init__()
        self.tohr_enc2x = Convolution(channels[0], width, 1)
        self.conv_enc2x = Convolution(width + 3, width, 3, 2)
        self.tohr_enc4x = Convolution(channels[1], width, 1)
        self.conv_enc4x = Convolution(2 * width, 2 * width)
        self.conv_hr4x = nn.Sequential(
            Convolution(3 * width + 3, 2 * width), Convolution(2 * width, 2 * width), Convolution(2 * width, width)
        )
        self.conv_hr2x = nn.Sequential(
            Convolution(2 * width, 2 * width),
            Convolution(2 * width, width),
            Convolution(width, width),
            Convolution(width, width),
        )
        # Of the training alone.
        self.conv_hr = nn.Sequential(Convolution(width + 3, width), Convolution(width, 1, 1, last=True))

    def forward(self, x: Tensor, half: Tensor, quarter: Tensor, semantics: Tensor) -> Tensor:
        half = self.tohr_enc2x(half)
        y = self.conv_enc2x(torch.cat((scale(x, 1 / 2), half), 1))
        y = self.conv_enc4x(torch.cat((y, self.tohr_enc4x(quarter)), 1))
        y = self.conv_hr4x(torch.cat((y, scale(semantics, 2), scale(x, 1 / 4)), 1))
        return self.conv_hr2x(torch.cat((scale(y, 2), half), 1))


class Fusion(nn.Module):
    def __init__(self, width: int, channels: list[int]):
        super().__init__()
        self.conv_lr4x = Convolution(channels[2], width, 5)
        self.conv_f2x = Convolution(2 * width, width)
        self.conv_f = nn.Sequential(Convolution(width + 3, width // 2), Convolution(width // 2, 1, 1, last=True))

    def forward(self, x: Tensor, semantics: Tensor, details: Tensor) -> Tensor:
        y = scale(self.conv_lr4x(scale(semantics, 2)), 2)
        y = self.conv_f2x(torch.cat((y, details), 1))
        return torch.sigmoid(self.conv_f(torch.cat((scale(y, 2), x), 1)))


class MODNet(nn.Module):
    """One map of opacity, the size of the picture."""

    def __init__(self, width: int = 32):
        super().__init__()
        self.lr_branch = Semantics(Backbone.CHANNELS)
        self.hr_branch = Details(width, Backbone.CHANNELS)
        self.f_branch = Fusion(width, Backbone.CHANNELS)

    def forward(self, x: Tensor) -> Tensor:
        half, quarter, semantics = self.lr_branch(x)
        return self.f_branch(x, semantics, self.hr_branch(x, half, quarter, semantics))
