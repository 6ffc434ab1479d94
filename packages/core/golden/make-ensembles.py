"""Writes ensembles.json: what NumPy makes of several models' answers, and Pillow of a picture's views.

    python packages/core/golden/make-ensembles.py      (pip install numpy pillow)
"""
import json, pathlib
import numpy as np
from PIL import Image, ImageOps

rng = np.random.default_rng(8)
unit = lambda rows: rows / np.linalg.norm(rows, axis=-1, keepdims=True)

members = [unit(rng.normal(size=(5, size))).astype(np.float32) for size in (4, 7, 3)]
weights = [3, 1, 0.5]
shares = np.array(weights) / sum(weights)
joined = np.hstack([np.sqrt(share) * member.astype(np.float64) for share, member in zip(shares, members)])
concatenated = {"members": [member.tolist() for member in members], "weights": weights, "vectors": joined.tolist(),
                "cosines": (joined @ joined.T).tolist()}

answers = [rng.dirichlet(np.ones(4), size=5).astype(np.float32) for _ in range(3)]
orders = [[0, 1, 2, 3], [2, 0, 3, 1], [3, 2, 1, 0]]
# Column i of an answer is the category orders[i]; the mean is in the order of the first one's categories.
straight = [answer[:, np.argsort(order)] for answer, order in zip(answers, orders)]
averaged = {"answers": [answer.tolist() for answer in answers], "orders": orders, "weights": weights,
            "probabilities": np.average(straight, axis=0, weights=weights).tolist()}


def half_up(value):
    return int(np.floor(value + 0.5))


def views_of(picture, crops):
    boxes = [(0, 0, *picture.size)]
    for across, down in ((0, 0), (1, 0), (0, 1), (1, 1), (0.5, 0.5)):
        width, height = (max(1, half_up(side * crops)) for side in picture.size)
        left, top = half_up((picture.width - width) * across), half_up((picture.height - height) * down)
        boxes.append((left, top, left + width, top + height))
    return [view for part in map(picture.crop, boxes) for view in (part, ImageOps.mirror(part))]


pictures = []
for width, height, mode, crops in ((7, 5, "RGB", 0.75), (6, 9, "RGBA", 0.5), (1, 1, "RGB", 0.9), (13, 11, "RGB", 0.875)):
    channels = len(mode)
    data = rng.integers(0, 256, (height, width, channels), dtype=np.uint8)
    views = [np.asarray(view) for view in views_of(Image.fromarray(data, mode), crops)]
    # A model that anybody can repeat: the mean level of each channel, and of the left column, at unit length.
    looks = unit(np.array([np.concatenate([view.mean((0, 1)), view[:, 0].mean(0)]) + 1 for view in views]))
    pictures.append({
        "width": width, "height": height, "channels": channels, "data": data.ravel().tolist(), "crops": crops,
        "views": [{"width": view.shape[1], "height": view.shape[0], "data": view.ravel().tolist()} for view in views],
        "vector": unit(looks.mean(0)).tolist(),
    })

target = pathlib.Path(__file__).with_name("ensembles.json")
target.write_text(json.dumps({"concatenated": concatenated, "averaged": averaged, "pictures": pictures}) + "\n")
