"""Fits the category head on the frozen embedder: thirteen leaves of the default taxonomy and a hidden `unknown`.

    python fit_category.py        # after train_embedding.py; minutes

A multinomial logistic regression, its temperature chosen on pictures apart from those of the fit.
"""
import argparse
import numpy as np, torch
import torch.nn.functional as F
from torch import nn
from data import CACHE, NOT_A_GARMENT, photos, report_half
from evaluate import CATEGORIES
from train_embedding import MEAN, STD, Embedder, Source, embed

TOPS = ["T-Shirt", "Longsleeve", "Polo", "Shirt", "Blouse", "Top", "Undershirt", "Hoodie", "Dress", "Body"]
CLOTHING = {**dict.fromkeys(TOPS, "top"), "Pants": "bottom", "Shorts": "bottom", "Skirt": "bottom", "Outwear": "outer",
            "Blazer": "outer", "Shoes": "shoes", "Hat": "accessories"}
STOREFRONT = {"Footwear": "shoes", "Bags": "accessories", "Jackets": "outer", "Climbing": "sports", "Cycling": "sports",
              "Ski/boarding": "sports", "Trekking": "sports"}
UNKNOWN = len(CATEGORIES)
VIEWS, SIZE = 2, 128


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


@torch.no_grad()
def vectors_of(model, pictures):
    pictures = (pictures - MEAN[:, None, None]) / STD[:, None, None]
    return model(pictures.contiguous(memory_format=torch.channels_last))


def photo_target(kind, label):
    name = {"clothing": CLOTHING, "storefront": STOREFRONT}.get(kind, {}).get(label)
    if name is None and kind in ("clothing", "storefront"):
        return -1  # Not sure, Skip, Other, Navigation: nobody says what they are
    return CATEGORIES.index(name) if name else UNKNOWN


def limited(index, target, each):
    """At most `each` of a class (four times as many unknown ones, which are many things), `None` for all."""
    index = np.random.permutation(index)
    return index if each is None else np.concatenate([index[target[index] == t][:each * 4 if t == UNKNOWN else each] for t in np.unique(target[index])])


def views(model, source, each):
    """Vectors and targets of the training photos as they are, augmented and cut out, and of renders on white and pasted."""
    data = source.photos
    target = np.array([photo_target(s, l) for s, l in zip(data["set"], data["label"])])
    index = limited(np.flatnonzero((data["split"] == "train") & (target >= 0)), target, each)
    found = [(embed(model, data["pixels"][index], SIZE), target[index])]
    model.eval()
    for _ in range(VIEWS - 1):
        for at in range(0, len(index), 128):
            part = index[at:at + 128]
            found.append((vectors_of(model, source.draw_photo(part, SIZE)), target[part]))
    names = np.array([CATEGORIES.index(c) if c else -1 for c in source.cuts["category"]])
    renders = limited(source.sets["render"][0], names, each)
    for _ in range(VIEWS):
        for at in range(0, len(renders), 128):
            part = renders[at:at + 128]
            found.append((vectors_of(model, source.draw_cut(part, SIZE)), names[part]))
    return torch.cat([v for v, _ in found]), torch.from_numpy(np.concatenate([t for _, t in found]))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--each", type=int, default=None, help="pictures a class at most, to be quick")
    options = options.parse_args()
    torch.manual_seed(3), np.random.seed(3)
    kept = torch.load(CACHE / "embedding.pt")
    model = Embedder(kept["backbone"])
    model.load_state_dict(kept["model"])
    source = Source()
    x, y = views(model.eval(), source, options.each)
    head = Head()
    weight = (1 / torch.bincount(y, minlength=UNKNOWN + 1).float().clamp(min=1)).sqrt()
    weight = weight / weight.mean()
    optimiser = torch.optim.LBFGS(head.linear.parameters(), max_iter=300, line_search_fn="strong_wolfe")

    def step():
        optimiser.zero_grad()
        loss = F.cross_entropy(20 * head.linear(x), y, weight=weight) + 2e-3 * (head.linear.weight ** 2).sum()
        loss.backward()
        return loss

    optimiser.step(step)
    data = source.photos
    target = np.array([photo_target(s, l) for s, l in zip(data["set"], data["label"])])
    apart = (data["set"] == "clothing") & (data["split"] == "validation") & (target >= 0)
    apart &= ~np.array([report_half(g) for g in data["group"]])
    apart |= (data["set"] == "grocery") & (data["split"] == "val")
    apart = limited(np.flatnonzero(apart), target, options.each)
    with torch.no_grad():
        logits, truth = head.linear(embed(model, data["pixels"][apart], SIZE)), torch.from_numpy(target[apart])
        sharpness = min(np.geomspace(2, 80, 60), key=lambda s: float(F.cross_entropy(float(s) * logits, truth)))
        head.sharpness.fill_(float(sharpness))
        p = head(embed(model, data["pixels"][apart], SIZE))
    known = truth < UNKNOWN
    sure = p.max(1).values >= 0.7
    print(f"sharpness {sharpness:.1f}; fit {(head.linear(x).argmax(1) == y).float().mean():.3f}; apart: clothing accuracy "
          f"{(p.argmax(1) == truth)[known].float().mean():.3f}, confident {sure[known].float().mean():.3f}, "
          f"right when confident {(p.argmax(1) == truth)[known & sure].float().mean():.3f}, grocery other {(~sure)[~known].float().mean():.3f}")
    torch.save(head.state_dict(), CACHE / "category.pt")


if __name__ == "__main__":
    main()
