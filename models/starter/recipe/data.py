"""Reads the sets once, squashed to small uint8 arrays, and keeps them as .npz: decoding costs no training time.

IMGSEARCH_DATA: the folder of real photos; IMGSEARCH_RENDERS: the training renders; IMGSEARCH_TRAINING_CACHE: scratch.
"""
import csv, hashlib, json, os, pathlib
import cv2, numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
DATA = pathlib.Path(os.environ.get("IMGSEARCH_DATA", ROOT.parent / "shared" / "data"))
RENDERS = pathlib.Path(os.environ.get("IMGSEARCH_RENDERS", ROOT / ".cache" / "training-renders"))
CACHE = pathlib.Path(os.environ.get("IMGSEARCH_TRAINING_CACHE", ROOT / ".cache" / "training"))
CACHE.mkdir(parents=True, exist_ok=True)
SIDE = 160
NOT_A_GARMENT = {"Not sure", "Skip", "Other"}


def report_half(name):
    """Selecting reads the even half of a set, reporting the odd one."""
    return int(hashlib.sha256(str(name).encode()).hexdigest(), 16) % 2 == 1


def read(path):
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if picture.ndim == 2:
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    return cv2.cvtColor(picture, cv2.COLOR_BGRA2RGBA if picture.shape[2] == 4 else cv2.COLOR_BGR2RGB)


def shrink(picture):
    return cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA if max(picture.shape[:2]) > SIDE else cv2.INTER_LINEAR)


def rows():
    """(set, label, split, group, path). A group is what must not be on both sides: a sender, a product, a file."""
    with open(DATA / "clothing" / "labels.csv") as file:
        for r in csv.DictReader(file):
            yield "clothing", r["label"], r["split"], r["sender"], DATA / "clothing" / "images" / f"{r['image']}.jpg"
    with open(DATA / "grocery" / "labels.csv") as file:
        for r in csv.DictReader(file):
            yield "grocery", r["class"], r["split"], r["image"], DATA / "grocery" / r["image"]
    for path in sorted((DATA / "diy").glob("*.jpg")):
        yield "diy", "_".join(path.stem.split("_")[:2]), "train", path.stem, path
    for item in json.loads((DATA / "storefront" / "catalog.json").read_text()):
        yield "storefront", item["type"], "train", item["id"], DATA / "storefront" / item["image"]


def photos():
    """Arrays `pixels [n, 160, 160, 3]`, `set`, `label`, `split`, `group`, `path`."""
    kept = CACHE / f"photos-{SIDE}.npz"
    if not kept.exists():
        columns = list(zip(*[(*row[:4], str(row[4])) for row in rows()]))
        pixels = np.stack([shrink(read(path)[..., :3]) for path in columns[4]])
        np.savez(kept, pixels=pixels, **dict(zip(("set", "label", "split", "group", "path"), map(np.array, columns))))
    return dict(np.load(kept))


def crop(rgba, side=SIDE):
    """The object with a margin of 4 % of its longer side, squashed; and its width over its height."""
    ys, xs = np.where(rgba[..., 3] > 20)
    margin = int(0.04 * max(np.ptp(ys), np.ptp(xs)))
    box = rgba[max(0, ys.min() - margin):ys.max() + margin + 1, max(0, xs.min() - margin):xs.max() + margin + 1]
    return cv2.resize(box, (side, side), interpolation=cv2.INTER_AREA), box.shape[1] / box.shape[0]


def cutouts():
    """Arrays `pixels [n, 160, 160, 4]` cropped to the object and squashed, `aspect`, `kind`, `category`, `product`."""
    kept = CACHE / f"cutouts-{SIDE}.npz"
    if not kept.exists():
        found = [(p, "product", "", "") for p in sorted((DATA / "cutouts" / "products").glob("*.webp"))]
        found += [(p, "icon", "", "") for p in sorted((DATA / "cutouts" / "icons3d").glob("*.webp"))]
        if (RENDERS / "labels.csv").exists():
            with open(RENDERS / "labels.csv") as file:
                found += [(RENDERS / r["file"], "render", r["category"], r["product"]) for r in csv.DictReader(file)]
        pixels, aspect = zip(*[crop(read(row[0])) for row in found])
        names = dict(zip(("kind", "category", "product"), (np.array(c) for c in list(zip(*found))[1:])))
        np.savez(kept, pixels=np.stack(pixels), aspect=np.array(aspect), **names)
    return dict(np.load(kept))


if __name__ == "__main__":
    print("photos", len(photos()["set"]), "cut-outs", len(cutouts()["kind"]))
