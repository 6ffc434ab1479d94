"""Measures the exported ONNX files and writes measured.json.

    python evaluate.py                     # about five minutes on two free cores
    python evaluate.py background speed    # only these parts; the others stay as they were
    python evaluate.py grabcut             # the classical baseline, from the photo's border: four minutes

Selecting read the even halves (clothing validation senders, salient file names, by SHA-256) and grocery's val; the
figures written here are of the odd halves, grocery's test and the iconic pictures.
"""
import argparse, json, pathlib, time
import cv2, numpy as np, torch
import torch.nn.functional as F
import augment as A
from data import CACHE, DATA, NOT_A_GARMENT, photos, read, report_half

WEIGHTS = pathlib.Path(__file__).resolve().parents[1] / "weights"
CATEGORIES = ["top", "bottom", "outer", "shoes", "smartphone", "laptop", "earphone", "bed", "chair", "table", "accessories", "beauty", "sports"]
BACKGROUND_SIZE, EMBEDDING_SIZE = 128, 128
MEAN, STD, THRESHOLD = 0.5, 0.25, 0.7


def overlap(mask, truth):
    union = (mask | truth).sum()
    return (mask & truth).sum() / union if union else 1.0


def boundary_f(mask, truth):
    """F measure of edges that lie within 2 % of the longer side of each other."""
    kernel = np.ones((3, 3), np.uint8)
    edges = [cv2.morphologyEx(m.astype(np.uint8), cv2.MORPH_GRADIENT, kernel) > 0 for m in (mask, truth)]
    if not edges[0].any() or not edges[1].any():
        return 0.0
    reach = max(3, round(0.02 * max(mask.shape)))
    near = [cv2.distanceTransform((~e).astype(np.uint8), cv2.DIST_L2, 3) <= reach for e in edges]
    precision, recall = near[1][edges[0]].mean(), near[0][edges[1]].mean()
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def squash(picture, size):
    """`[3, size, size]` normalised; the antialiased bilinear kernel that the adapter uses."""
    tensor = torch.from_numpy(picture[..., :3].copy()).permute(2, 0, 1)[None].float() / 255
    return ((F.interpolate(tensor, size=(size, size), mode="bilinear", antialias=True, align_corners=False) - MEAN) / STD)[0].numpy()


def segment_with(session):
    def segment(batch):
        return session.run(None, {"image": np.ascontiguousarray(batch, dtype=np.float32)})[0]
    return segment


@torch.no_grad()
def paste_scores(segment, source, count, size=BACKGROUND_SIZE):
    """Held-out cut-outs over photos that training never reads, and over plain backgrounds with a soft shadow."""
    from train_background import held_out, place, tensor
    kept = torch.get_rng_state(), np.random.get_state()
    torch.manual_seed(7), np.random.seed(7)
    cuts, scenes = source.cuts, np.flatnonzero(np.isin(source.photos["split"], ["validation", "test"]))
    pick = np.random.choice(np.flatnonzero(held_out(cuts)), count, replace=False)
    rgba = A.warp(tensor(cuts["pixels"][pick]), place(count, cuts["aspect"][pick], (1.1, 2.0), 20, 0.8), size, "zeros")
    behind = tensor(source.photos["pixels"][np.random.choice(scenes, count)])
    behind = A.warp(behind, A.affine(count, (0.4, 0.9), 0.2, 15, 1.0), size)
    plain = (0.75 + 0.25 * torch.rand(count, 1, 1, 1)) * (0.9 + 0.1 * torch.rand(count, 3, 1, 1)) * torch.ones_like(behind)
    plain = plain * (1 - 0.3 * torch.roll(F.avg_pool2d(rgba[:, 3:], 15, 1, 7), 4, 2))
    figures = {}
    for name, ground in (("photos", behind), ("plain", plain)):
        picture = ((ground + (rgba[:, :3] - ground) * rgba[:, 3:]) - MEAN) / STD
        out = np.concatenate([segment(p.numpy()) for p in picture.split(16)])
        truth = rgba[:, 3:].numpy()
        figures[name] = round(float(np.mean([overlap(o > 0.5, t > 0.5) for o, t in zip(out, truth)])), 3)
        figures[name + " error"] = round(float(np.abs(out - truth).mean()), 4)
    torch.set_rng_state(kept[0]), np.random.set_state(kept[1])
    return figures


def at_own_size(segment):
    """A mask of the photo's size by a network: what `salient_scores` asks for."""
    def mask(picture):
        out = segment(squash(picture, BACKGROUND_SIZE)[None])[0, 0]
        return cv2.resize(out, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return mask


def grabcut(picture):
    """GrabCut of five rounds at the photo's own size; a border of 2 % is sure to be background."""
    mask = np.full(picture.shape[:2], cv2.GC_PR_FGD, np.uint8)
    b = max(2, round(0.02 * max(mask.shape)))
    mask[:b], mask[-b:], mask[:, :b], mask[:, -b:] = cv2.GC_BGD, cv2.GC_BGD, cv2.GC_BGD, cv2.GC_BGD
    try:
        cv2.grabCut(np.ascontiguousarray(picture), mask, None, np.zeros((1, 65)), np.zeros((1, 65)), 5, cv2.GC_INIT_WITH_MASK)
    except cv2.error:
        pass
    return np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)


def salient_scores(mask_of, report, sheet=None):
    """IoU, mean absolute error and boundary F at the photos' own size."""
    rows, scores, times = [], [], []
    for path in sorted((DATA / "salient" / "images").glob("*.jpg")):
        if report_half(path.stem) != report:
            continue
        picture, truth = read(path)[..., :3], cv2.imread(str(DATA / "salient" / "masks" / f"{path.stem}.png"), 0)
        began = time.perf_counter()
        out = mask_of(picture)
        times.append((time.perf_counter() - began) * 1000)
        scores.append((overlap(out > 0.5, truth > 127), np.abs(out - truth / 255).mean(), boundary_f(out > 0.5, truth > 127)))
        if sheet and len(rows) < 50:
            tile = lambda p: cv2.resize(p, (120, 120), interpolation=cv2.INTER_AREA)
            rows.append(np.concatenate([tile(picture), tile((picture * out[..., None] + 255 * (1 - out[..., None])).astype(np.uint8))]))
    if sheet:
        grid = np.concatenate([np.concatenate(rows[at:at + 10], 1) for at in range(0, 50, 10)])
        cv2.imwrite(str(sheet), cv2.cvtColor(grid, cv2.COLOR_RGB2BGR))
    iou, error, edge = np.mean(scores, 0)
    return {"pictures": len(scores), "iou": round(float(iou), 3), "error": round(float(error), 4), "boundary f": round(float(edge), 3),
            "median ms": round(float(np.median(times)), 1)}


def histogram(pixels):
    """Baseline: 8 x 8 x 8 colours, square roots, unit length."""
    bins = (pixels.reshape(len(pixels), -1, 3) // 32).astype(int) @ np.array([64, 8, 1])
    vectors = np.sqrt(np.stack([np.bincount(b, minlength=512) for b in bins]))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def untrained(pixels):
    """Baseline: the embedder's architecture with random weights; its norms have seen the photos."""
    from train_embedding import Embedder, embed
    torch.manual_seed(0)
    network = Embedder(torch.load(CACHE / "embedding.pt", map_location="cpu")["backbone"])
    network.train()
    with torch.no_grad():
        for at in range(0, 640, 64):
            network(torch.from_numpy(np.stack([squash(p, EMBEDDING_SIZE) for p in pixels[at * 8:at * 8 + 64]])))
    return embed(network.eval(), pixels, EMBEDDING_SIZE).numpy()


def onnx_embed(session):
    def embed(pixels):
        batches = (np.stack([squash(p, EMBEDDING_SIZE) for p in pixels[at:at + 32]]) for at in range(0, len(pixels), 32))
        return np.concatenate([session.run(None, {"image": b})[0] for b in batches])
    return embed


def top(vectors, data, queries, base):
    best = np.argsort(-(vectors[queries] @ vectors[base].T), axis=1)[:, :5]
    right = data["label"][base][best] == data["label"][queries][:, None]
    return {"queries": len(queries), "top-1": round(float(right[:, 0].mean()), 3), "any of top-5": round(float(right.any(1).mean()), 3)}


def retrieval_scores(vectors, data):
    garment = (data["set"] == "clothing") & ~np.isin(data["label"], list(NOT_A_GARMENT))
    groceries = data["set"] == "grocery"
    where = lambda chosen, split: np.flatnonzero(chosen & (data["split"] == split))
    senders = where(garment, "validation")
    half = np.array([report_half(g) for g in data["group"][senders]])
    return {
        "clothing select": top(vectors, data, senders[~half], where(garment, "train")),
        "clothing report": top(vectors, data, senders[half], where(garment, "train")),
        "grocery val": top(vectors, data, where(groceries, "val"), where(groceries, "train")),
        "grocery test": top(vectors, data, where(groceries, "test"), where(groceries, "train")),
        "grocery test to iconic": top(vectors, data, where(groceries, "test"), where(groceries, "iconic")),
    }


def category_scores(session, vectors, data):
    """Accuracy above and below the threshold on clothing; how often what is in no category is called other."""
    from fit_category import CLOTHING
    figures = {}
    answer = lambda chosen: session.run(None, {"embedding": vectors[chosen]})[0]
    chosen = np.flatnonzero((data["set"] == "clothing") & (data["split"] == "validation") & np.isin(data["label"], list(CLOTHING)))
    chosen = chosen[[report_half(g) for g in data["group"][chosen]]]
    p, truth = answer(chosen), np.array([CATEGORIES.index(CLOTHING[l]) for l in data["label"][chosen]])
    sure, right = p.max(1) >= THRESHOLD, p.argmax(1) == truth
    figures["clothing report"] = {"photos": len(chosen), "accuracy": round(float(right.mean()), 3), "confident": round(float(sure.mean()), 3),
                                  "accuracy of the confident": round(float(right[sure].mean()), 3)}
    chosen = np.flatnonzero((data["set"] == "grocery") & (data["split"] == "test"))
    figures["grocery test"] = {"photos": len(chosen), "rightly other": round(float((answer(chosen).max(1) < THRESHOLD).mean()), 3)}
    return figures


def speed(session, name, shape):
    """Milliseconds a picture: median, and the fastest (nearer to what an idle machine does)."""
    figures = {}
    for batch in (1, 8, 32):
        picture, times = np.random.rand(batch, *shape).astype(np.float32), []
        for _ in range(25):
            began = time.perf_counter()
            session.run(None, {name: picture})
            times.append((time.perf_counter() - began) * 1000 / batch)
        figures[f"batch {batch}"] = {"median": round(float(np.median(times)), 2), "fastest": round(float(min(times)), 2)}
    return figures


def main():
    import onnxruntime
    from export import open_session
    options = argparse.ArgumentParser()
    options.add_argument("parts", nargs="*", default=["background", "grabcut", "embedding", "speed"])
    parts = options.parse_args().parts
    file = pathlib.Path(__file__).parent / "measured.json"
    measured = json.loads(file.read_text()) if file.exists() else {}
    measured["onnxruntime"] = onnxruntime.__version__
    if "background" in parts:
        from train_background import Pastes
        source = Pastes()
        for name in ("background", "background.int8"):
            segment = segment_with(open_session(WEIGHTS / f"{name}.onnx"))
            mask_of = at_own_size(segment)
            sheet = CACHE / "salient-sheet.png" if name == "background" else None
            measured[name] = {"salient select": salient_scores(mask_of, False), "salient report": salient_scores(mask_of, True, sheet),
                              "held-out pastes": paste_scores(segment, source, 300)}
    if "grabcut" in parts:
        measured["grabcut"] = {"salient report": salient_scores(grabcut, True)}
    if "embedding" in parts:
        data = photos()
        wanted = np.flatnonzero(np.isin(data["set"], ["clothing", "grocery"]))
        data = {k: v[wanted] for k, v in data.items()}
        for name in ("embedding.int8", "embedding"):
            vectors = onnx_embed(open_session(WEIGHTS / f"{name}.onnx"))(data["pixels"])
            measured[name] = retrieval_scores(vectors, data)
        measured["category"] = category_scores(open_session(WEIGHTS / "category.onnx"), vectors, data)
        measured["colour histogram"] = retrieval_scores(histogram(data["pixels"]), data)
        measured["untrained network"] = retrieval_scores(untrained(data["pixels"]), data)
    if "speed" in parts:
        image = lambda size: ("image", (3, size, size))
        shapes = {"background": image(BACKGROUND_SIZE), "background.int8": image(BACKGROUND_SIZE), "embedding": image(EMBEDDING_SIZE),
                  "embedding.int8": image(EMBEDDING_SIZE), "category": ("embedding", (256,))}
        measured["milliseconds a picture"] = {
            f"{model}, {threads} thread(s)": speed(open_session(WEIGHTS / f"{model}.onnx", threads), *shape)
            for model, shape in shapes.items() for threads in (1, 2)}
    file.write_text(json.dumps(measured, indent=1) + "\n")
    print(json.dumps(measured, indent=1))


if __name__ == "__main__":
    main()
