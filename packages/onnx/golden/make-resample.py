"""Writes resample.json: what Pillow makes of small noise pictures, to which our resampling is held exactly.

    python packages/onnx/golden/make-resample.py      (pip install pillow numpy)

A picture is stored as the seed of a generator that the test repeats, results as zlib-compressed base64 of the
planes. Sizes shrink, grow, keep a side, and go down to a single pixel.

Width and height are resized by a call each, because the order matters by a level here and there: Pillow up to 12
always does the width first, 13 the height where it shrinks much more. We keep to the first, for every size.
"""

import base64
import json
import zlib
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

KERNELS = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}
SIZES = [
    ((97, 61), (31, 23)),
    ((61, 97), (40, 12)),
    ((40, 30), (56, 42)),
    ((7, 5), (24, 24)),
    ((64, 64), (64, 20)),
    ((64, 48), (64, 48)),
    ((1, 1), (5, 3)),
    ((130, 3), (9, 8)),
    ((33, 200), (10, 11)),
    ((100, 100), (1, 1)),
]


def noise(width: int, height: int, seed: int) -> np.ndarray:
    """A linear congruential generator, so that the test needs no file; blocks of extremes make filters overshoot."""
    state = seed
    values = np.empty(width * height * 3, np.uint8)
    for i in range(values.size):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        level = state >> 24
        values[i] = level if level % 3 else (0 if level < 128 else 255)
    return values.reshape(height, width, 3)


def main() -> None:
    cases = []
    for seed, (source, target) in enumerate(SIZES, start=1):
        image = Image.fromarray(noise(*source, seed))
        for kernel, resampling in KERNELS.items():
            resized = image.resize((target[0], source[1]), resampling).resize(target, resampling)
            planes = np.asarray(resized).transpose(2, 0, 1)
            data = base64.b64encode(zlib.compress(planes.tobytes(), 9)).decode()
            cases.append({"kernel": kernel, "seed": seed, "source": source, "target": target, "planes": data})
    golden = {"madeBy": f"Pillow {PIL.__version__}", "cases": cases}
    path = Path(__file__).with_name("resample.json")
    path.write_text(json.dumps(golden) + "\n")
    print(path, path.stat().st_size, "bytes")


main()
