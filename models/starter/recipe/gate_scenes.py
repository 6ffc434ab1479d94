"""Composites to choose the gate's bounds on: held-out renders and cut-outs over photos that training never reads.

    python gate_scenes.py --count 600     # .cache/training/gate-scenes: pictures, a clean picture a product, labels.csv

Half of them lie on light studio sweeps, half on photos with other things beside. Read by fit-gate.mjs.
"""
import argparse, csv, hashlib
import cv2, numpy as np
import views as V
from data import CACHE, RENDERS, crop, photos, read
from train_background import RENDERS_HELD, place_one

SIDE = 400


def held(product):
    return int(hashlib.sha256(product.encode()).hexdigest(), 16) % RENDERS_HELD == 0


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--count", type=int, default=600)
    options = options.parse_args()
    V.seed(11)
    out = CACHE / "gate-scenes"
    out.mkdir(exist_ok=True)
    with open(RENDERS / "labels.csv") as file:
        rows = list(csv.DictReader(file))
    products = sorted({r["product"] for r in rows if held(r["product"])})
    files = {p: [r["file"] for r in rows if r["product"] == p] for p in products}
    category = {r["product"]: r["category"] for r in rows}
    data = photos()
    scenes = data["path"][np.isin(data["split"], ["validation", "test", "val"])]

    def write(name, picture):
        cv2.imwrite(str(out / name), cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])

    def warped(file, scale, shift, away=None):
        rgba, aspect = crop(read(RENDERS / file), SIDE)
        matrix = place_one(aspect, scale, 15, shift)
        return V.warp(rgba, matrix if away is None else matrix @ away, SIDE, cv2.BORDER_CONSTANT)

    def paste(front, behind):
        return V.over(V.colour(np.ascontiguousarray(front[..., :3]), 0.7), front[..., 3], behind)

    labels = []
    for p in products:
        front = warped(files[p][0], (1.15, 1.2), 0.0)
        write(f"{p}.jpg", V.over(front[..., :3], front[..., 3], np.full((SIDE, SIDE, 3), 255, np.uint8)))
        labels.append((f"{p}.jpg", p, category[p], "catalogue", ""))
    for n in range(options.count):
        p = products[n // 2 % len(products)]
        view = files[p][1 + int(V.rng.integers(len(files[p]) - 1))]
        kind = "plain" if n % 2 == 0 else "cluttered"
        front = warped(view, (1.1, 1.9), 0.8)
        if kind == "plain":
            light = 255 * (1 - V.rng.random(3) * V.rng.random() * 0.4)
            behind = np.full((SIDE, SIDE, 3), light).astype(np.uint8)
        else:
            behind = V.warp(cv2.resize(read(V.rng.choice(scenes))[..., :3], (SIDE, SIDE)), V.window((0.5, 0.95), 0.2, 10, 1.0), SIDE)
            for _ in range(int(V.rng.integers(0, 3))):
                q = products[int(V.rng.integers(len(products)))]
                angle, far = V.between(0, 2 * np.pi), V.between(0.38, 0.6)
                away = np.array([[1, 0, far * np.cos(angle)], [0, 1, far * np.sin(angle)], [0, 0, 1]])
                behind = paste(warped(files[q][0], (2.2, 4.0), 0.0, away), behind)
        alpha = front[..., 3]
        cast = np.roll(cv2.blur(cv2.blur(alpha, (35, 35)), (21, 21)), (int(V.rng.integers(-6, 30)), int(V.rng.integers(-20, 20))), (0, 1))
        behind = (behind * (1 - V.between(0, 0.5) * cast[..., None].astype(np.float32) / 255)).astype(np.uint8)
        name = f"{n:04d}.jpg"
        write(name, V.degrade(paste(front, behind)))
        cv2.imwrite(str(out / f"{n:04d}.mask.png"), alpha)
        labels.append((name, p, category[p], "query", kind))
    with open(out / "labels.csv", "w") as file:
        csv.writer(file).writerows([("image", "productId", "category", "split", "group"), *labels])
    print(len(products), "products,", options.count, "queries in", out)


if __name__ == "__main__":
    main()
