"""Batched augmentation in plain tensor operations, so that it costs little beside the training itself."""
import math
import torch
import torch.nn.functional as F


def uniform(n, low, high):
    return torch.empty(n).uniform_(low, high)


def affine(n, scale, ratio, angle, shift, flip=True):
    """Matrices for `grid_sample`: window size (fraction of the source), aspect jitter, rotation, position."""
    s, r, a = uniform(n, *scale), uniform(n, -ratio, ratio).exp(), uniform(n, -angle, angle) * math.pi / 180
    sx, sy = s * r, s / r
    mirror = torch.where(torch.rand(n) < 0.5, -1.0, 1.0) if flip else torch.ones(n)
    tx, ty = uniform(n, -1, 1) * (1 - sx).abs() * shift, uniform(n, -1, 1) * (1 - sy).abs() * shift
    row0 = torch.stack([mirror * sx * a.cos(), -sy * a.sin(), tx], 1)
    row1 = torch.stack([mirror * sx * a.sin(), sy * a.cos(), ty], 1)
    return torch.stack([row0, row1], 1)


def warp(pictures, matrices, size, padding="border"):
    """Resample `[n, c, h, w]` through the matrices; a window far larger than the output is averaged first."""
    grid = F.affine_grid(matrices, [len(pictures), pictures.shape[1], size, size], align_corners=False)
    return F.grid_sample(pictures, grid, mode="bilinear", padding_mode=padding, align_corners=False)


def colour(pictures, strength=1.0):
    """Exposure, white balance, contrast, saturation. Values 0 to 1."""
    n = len(pictures)
    gain = (1 + strength * (uniform(n, -0.25, 0.25)[:, None] + uniform(n * 3, -0.08, 0.08).view(n, 3)))[:, :, None, None]
    pictures = pictures * gain
    mean = pictures.mean((1, 2, 3), keepdim=True)
    pictures = mean + (pictures - mean) * (1 + strength * uniform(n, -0.3, 0.3))[:, None, None, None]
    grey = pictures.mean(1, keepdim=True)
    pictures = grey + (pictures - grey) * (1 + strength * uniform(n, -0.4, 0.4))[:, None, None, None]
    return pictures.clamp(0, 1)


def degrade(pictures):
    """Blur by shrinking, and sensor noise, on some."""
    n, _, size, _ = pictures.shape
    chosen = torch.rand(n) < 0.2
    if chosen.any():
        small = F.interpolate(pictures[chosen], scale_factor=float(uniform(1, 0.4, 0.8)), mode="bilinear", antialias=True)
        pictures[chosen] = F.interpolate(small, size=(size, size), mode="bilinear")
    noisy = torch.rand(n) < 0.25
    if noisy.any():
        pictures[noisy] = (pictures[noisy] + torch.randn_like(pictures[noisy]) * 0.03).clamp(0, 1)
    return pictures


def erase(pictures, probability=0.12):
    n, _, size, _ = pictures.shape
    for i in torch.nonzero(torch.rand(n) < probability).flatten().tolist():
        h, w = (int(size * float(uniform(1, 0.12, 0.4))) for _ in range(2))
        y, x = int(torch.randint(0, size - h, (1,))), int(torch.randint(0, size - w, (1,)))
        pictures[i, :, y:y + h, x:x + w] = torch.rand(3)[:, None, None]
    return pictures


def procedural(n, size):
    """Plain colours, gradients, and smooth or stripy noise."""
    base, other = torch.rand(n, 3, 1, 1), torch.rand(n, 3, 1, 1)
    ramp = torch.linspace(0, 1, size)
    angle = uniform(n, 0, 6.28)
    field = ramp[None, None, :] * angle.cos()[:, None, None] + ramp[None, :, None] * angle.sin()[:, None, None]
    kind = torch.randint(0, 4, (n, 1, 1))
    stripes = (torch.sin(field * uniform(n, 10, 80)[:, None, None]) > 0).float()
    cells = int(torch.randint(3, 40, (1,)))
    noise = F.interpolate(torch.rand(n, 1, cells, cells), size=(size, size), mode="bicubic").squeeze(1).clamp(0, 1)
    mix = torch.where(kind == 0, torch.zeros_like(field), torch.where(kind == 1, field.clamp(0, 1), torch.where(kind == 2, stripes, noise)))
    return base + (other - base) * mix[:, None] * uniform(n, 0.1, 1)[:, None, None, None]
