"""Fits the category head on the frozen embedder: thirteen leaves of the default taxonomy and a hidden `unknown`.

    python fit_category.py        # after train_embedding.py; minutes

A multinomial logistic regression; its temperature, weight decay and class weights are chosen on the selecting half of
clothing's validation senders, so that what it says of real photos is calibrated.
"""
import cv2, numpy as np, torch
import torch.nn.functional as F
from torch import nn
from data import CACHE, report_half
from evaluate import CATEGORIES
import views as V
from train_embedding import Embedder, Source, embed

TOPS = ["T-Shirt", "Longsleeve", "Polo", "Shirt", "Blouse", "Top", "Undershirt", "Hoodie", "Dress", "Body"]
CLOTHING = {**dict.fromkeys(TOPS, "top"), "Pants": "bottom", "Shorts": "bottom", "Skirt": "bottom", "Outwear": "outer",
            "Blazer": "outer", "Shoes": "shoes", "Hat": "accessories"}
STOREFRONT = {"Footwear": "shoes", "Bags": "accessories", "Jackets": "outer", "Climbing": "sports", "Cycling": "sports",
              "Ski/boarding": "sports", "Trekking": "sports"}
UNKNOWN = len(CATEGORIES)
SIZE = 128


class Head(nn.Module):
    """`[b, 256]` unit vectors to `[b, 13]` probabilities that sum to less than one: the rest is `unknown`."""

    def __init__(self, dimensions=256):
        super().__init__()
        self.linear = nn.Linear(dimensions, len(CATEGORIES) + 1)
        self.register_buffer("sharpness", torch.ones(1))

    def logits(self, vectors):
        return self.linear(vectors) * self.sharpness

    def forward(self, vectors):
        return self.logits(vectors).softmax(1)[:, :len(CATEGORIES)]


def photo_target(kind, label):
    name = {"clothing": CLOTHING, "storefront": STOREFRONT}.get(kind, {}).get(label)
    if name is None and kind in ("clothing", "storefront"):
        return -1  # Not sure, Skip, Other, Navigation: nobody says what they are
    return CATEGORIES.index(name) if name else UNKNOWN


def cut_out(picture, mask):
    """A photo cropped to its mask on white with the pipeline's margin."""
    side = picture.shape[0]
    alpha = cv2.resize(mask, (side, side), interpolation=cv2.INTER_LINEAR)
    ys, xs = np.where(alpha > 127)
    margin = int(0.08 * max(np.ptp(ys), np.ptp(xs)))
    box = V.over(picture, alpha, np.full_like(picture, 255))
    box = box[max(0, ys.min() - margin):ys.max() + margin + 1, max(0, xs.min() - margin):xs.max() + margin + 1]
    return cv2.resize(box, (side, side), interpolation=cv2.INTER_LINEAR)


def pictures(source):
    """The training photos as they are and cut out, and renders on white and on scenes; and what each shows."""
    data = source.photos
    target = np.array([photo_target(s, l) for s, l in zip(data["set"], data["label"])])
    index = np.flatnonzero((data["split"] == "train") & (target >= 0))
    yield data["pixels"][index], target[index]
    masked = [i for i in index if int(i) in source.masks]
    yield np.stack([cut_out(data["pixels"][i], source.masks[int(i)]) for i in masked]), target[masked]
    renders, _, _ = source.sets["render"]
    yield np.stack([source.cut(i, SIZE) for i in renders]), np.array([CATEGORIES.index(c) for c in source.cuts["category"][renders]])


def fit(x, y, balance, decay):
    """`balance` 0 counts pictures alike, 1 classes alike."""
    head = Head()
    weight = torch.bincount(y, minlength=UNKNOWN + 1).float().clamp(min=1) ** -balance
    optimiser = torch.optim.LBFGS(head.linear.parameters(), max_iter=150, line_search_fn="strong_wolfe")

    def step():
        optimiser.zero_grad()
        loss = F.cross_entropy(20 * head.linear(x), y, weight=weight / weight.mean()) + decay * (head.linear.weight ** 2).sum()
        loss.backward()
        return loss

    optimiser.step(step)
    return head


def main():
    torch.manual_seed(3), V.seed(3)
    kept = torch.load(CACHE / "embedding.pt")
    model = Embedder(kept["backbone"])
    model.load_state_dict(kept["model"])
    source = Source()
    parts = [(embed(model, shown, SIZE), torch.from_numpy(target)) for shown, target in pictures(source)]
    x, y = (torch.cat(part) for part in zip(*parts))
    data = source.photos
    target = np.array([photo_target(s, l) for s, l in zip(data["set"], data["label"])])
    apart = (data["set"] == "clothing") & (data["split"] == "validation") & (target >= 0)
    apart &= ~np.array([report_half(g) for g in data["group"]])
    apart |= (data["set"] == "grocery") & (data["split"] == "val")
    apart = np.flatnonzero(apart)
    unseen, truth = embed(model, data["pixels"][apart], SIZE), torch.from_numpy(target[apart])
    known = truth < UNKNOWN
    best = None
    for balance in (0.0, 0.25, 0.5):
        for decay in (3e-5, 1e-4, 3e-4, 1e-3):
            head = fit(x, y, balance, decay)
            with torch.no_grad():
                logits = head.linear(unseen)
                sharpness = min(np.geomspace(2, 80, 80), key=lambda s: float(F.cross_entropy(float(s) * logits[known], truth[known])))
                head.sharpness.fill_(float(sharpness))
                loss, p = float(F.cross_entropy(head.logits(unseen)[known], truth[known])), head(unseen)
            sure, right = p.max(1).values >= 0.7, p.argmax(1) == truth
            print(f"balance {balance} decay {decay} sharpness {sharpness:.1f} loss {loss:.3f}: clothing right {right[known].float().mean():.3f}, "
                  f"confident {sure[known].float().mean():.3f}, right when confident {right[known & sure].float().mean():.3f}, "
                  f"grocery other {(~sure)[~known].float().mean():.3f}", flush=True)
            if best is None or loss < best[0]:
                best = loss, head
    head = best[1]
    torch.save(head.state_dict(), CACHE / "category.pt")


if __name__ == "__main__":
    main()
