"""Pictures for the Python references: integer arithmetic that the tests repeat, so that none is stored."""

import numpy as np
from PIL import Image

PICTURES = {
    "landscape": (640, 400, "rgb"),
    "portrait": (400, 640, "rgb"),
    "tiny": (40, 30, "rgb"),
    "huge": (3000, 2000, "rgb"),
    "grey": (501, 433, "grey"),
    "alpha": (480, 512, "rgba"),
}
MASK = 0xFFFFFFFF


def lattice(x: np.ndarray, y: np.ndarray, salt: int) -> np.ndarray:
    """A level from 0 to 255 for every point of a grid."""
    h = (x * 374761393 + y * 668265263 + salt * 974634777) & MASK
    h = ((h ^ (h >> 13)) * 1274126177) & MASK
    return (h ^ (h >> 16)) & 255


def value_noise(x: np.ndarray, y: np.ndarray, cell: int, salt: int) -> np.ndarray:
    left, top, dx, dy = x // cell, y // cell, x % cell, y % cell
    above = lattice(left, top, salt) * (cell - dx) + lattice(left + 1, top, salt) * dx
    below = lattice(left, top + 1, salt) * (cell - dx) + lattice(left + 1, top + 1, salt) * dx
    return (above * (cell - dy) + below * dy) // (cell * cell)


def picture(width: int, height: int, kind: str, seed: int) -> np.ndarray:
    """Something like a photo: soft light, fine texture, and a striped object with hard edges."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    far = (2 * x - width) ** 2 * height**2 + (2 * y - height) ** 2 * width**2
    inside = 16 * far <= 9 * width**2 * height**2
    stripes = ((x + 2 * y) // 8) % 2
    channels = []
    for channel in range(1 if kind == "grey" else 3):
        salt = 16 * seed + 4 * channel
        level = 4 * value_noise(x, y, 64, salt) + 2 * value_noise(x, y, 16, salt + 1) + value_noise(x, y, 4, salt + 2)
        level = level // 7 + np.where(inside, (channel - 1) * 70 + stripes * 50, 20 - 30 * channel)
        # Nothing is brighter than 236, so that dividing by the maximum is not dividing by 255.
        channels.append(np.clip(level, 0, 236))
    if kind == "rgba":
        channels.append(np.where(inside, 255, np.clip(x % 256, 0, 200)))
    return np.stack(channels * 3 if kind == "grey" else channels, axis=-1).astype(np.uint8)


def to_pil(pixels: np.ndarray) -> Image.Image:
    image = Image.fromarray(pixels)
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, (255, 255, 255))
    white.paste(image.convert("RGB"), mask=image.getchannel("A"))
    return white
