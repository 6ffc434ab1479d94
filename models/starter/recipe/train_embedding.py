"""Trains the embedder: cosine softmax over the classes of each set, over rendered products, and over single icons.

    python train_embedding.py --minutes 480

Photos are seen as they are and, where a mask was found, cut out on white; renders on white and on scenes. The weights
kept are an average over steps.
"""
import argparse, copy, time
import numpy as np, timm, torch
import torch.nn.functional as F
from torch import nn
import augment as A
from data import CACHE, NOT_A_GARMENT, cutouts, photos, report_half

MEAN, STD = torch.tensor([0.5, 0.5, 0.5]), torch.tensor([0.25, 0.25, 0.25])


class Embedder(nn.Module):
    def __init__(self, backbone="mobilenetv4_conv_small_050", dimensions=256):
        super().__init__()
        self.trunk = timm.create_model(backbone, pretrained=False, num_classes=0)
        with torch.no_grad():
            width = self.trunk(torch.zeros(2, 3, 128, 128)).shape[1]
        self.head = nn.Sequential(nn.Linear(width, dimensions, bias=False), nn.BatchNorm1d(dimensions))

    def forward(self, pictures):
        return F.normalize(self.head(self.trunk(pictures)), dim=1)


def tensor(pixels):
    return torch.from_numpy(pixels).permute(0, 3, 1, 2).float().div_(255)


class Source:
    """Draws augmented batches. Cut-out views are on white, as the pipeline fills."""

    def __init__(self):
        self.photos, self.cuts = photos(), cutouts()
        p = self.photos
        wanted = (p["split"] == "train") & ~np.isin(p["label"], list(NOT_A_GARMENT))
        self.sets = {}
        for name in ("clothing", "grocery", "diy", "storefront"):
            index = np.flatnonzero(wanted & (p["set"] == name))
            classes, labels = np.unique(p["label"][index], return_inverse=True)
            self.sets[name] = (index, labels, len(classes))
        index = np.flatnonzero(self.cuts["kind"] == "render")
        products, labels = np.unique(self.cuts["product"][index], return_inverse=True)
        self.sets["render"] = (index, labels, len(products))
        categories, self.category = np.unique(self.cuts["category"][index], return_inverse=True)
        self.sets["category"] = (index, self.category, len(categories))
        icons = np.flatnonzero(self.cuts["kind"] != "render")
        self.sets["icon"] = (icons, np.arange(len(icons)), len(icons))
        self.backgrounds = np.flatnonzero(p["split"] == "train")
        self.masks, self.mask_time = {}, 0
        self.reload_masks()

    def reload_masks(self):
        for name in ("masks.npz", "masks.tmp.npz"):
            path = CACHE / name
            if path.exists() and path.stat().st_mtime > self.mask_time:
                try:
                    found = np.load(path)
                    self.masks, self.mask_time = dict(zip(found["index"].tolist(), found["mask"])), path.stat().st_mtime
                    return
                except Exception:
                    pass

    def background(self, n, size):
        plain = A.procedural(n, size)
        pictures = tensor(self.photos["pixels"][np.random.choice(self.backgrounds, n)])
        scene = A.warp(pictures, A.affine(n, (0.3, 1.0), 0.2, 20, 1.0), size)
        return torch.where(torch.rand(n)[:, None, None, None] < 0.6, scene, plain)

    def draw_cut(self, index, size):
        n = len(index)
        rgba = tensor(self.cuts["pixels"][index])
        rgba[:, :3] = A.colour(rgba[:, :3], 0.8)
        tight = torch.rand(n) < 0.45
        matrices = torch.where(tight[:, None, None], A.affine(n, (0.95, 1.15), 0.08, 12, 0.5), A.affine(n, (1.0, 1.9), 0.15, 25, 1.0))
        rgba = A.warp(rgba, matrices, size, "zeros")
        white = torch.ones(n, 3, size, size)
        behind = torch.where(tight[:, None, None, None], white, self.background(n, size))
        return behind + (rgba[:, :3] - behind) * rgba[:, 3:]

    def draw_photo(self, index, size):
        n = len(index)
        pictures = tensor(self.photos["pixels"][index])
        matrices = A.affine(n, (0.6, 1.0), 0.12, 12, 1.0)
        for k, i in enumerate(index.tolist()):
            mask = self.masks.get(i)
            if mask is None or np.random.rand() > 0.4:
                continue
            alpha = F.interpolate(torch.from_numpy(mask).float()[None, None] / 255, size=pictures.shape[-2:], mode="bilinear")[0]
            ys, xs = np.where(mask > 127)
            box = np.array([xs.min(), xs.max() + 1, ys.min(), ys.max() + 1]) / mask.shape[0] * 2 - 1
            pictures[k] = pictures[k] * alpha + (1 - alpha)
            grow = np.random.uniform(1.0, 1.25)
            flip = -1 if np.random.rand() < 0.5 else 1
            matrices[k] = torch.tensor([[flip * (box[1] - box[0]) / 2 * grow, 0, (box[0] + box[1]) / 2],
                                        [0, (box[3] - box[2]) / 2 * grow, (box[2] + box[3]) / 2]])
        return A.colour(A.warp(pictures, matrices, size))

    def batch(self, counts, size):
        views, owners = [], []
        for name, n in counts.items():
            index, labels, _ = self.sets[name]
            pick = np.random.randint(0, len(index), n)
            views.append(self.draw_cut(index[pick], size) if name in ("render", "icon") else self.draw_photo(index[pick], size))
            owners.append((name, torch.from_numpy(labels[pick]).long(), pick))
        pictures = A.erase(A.degrade(torch.cat(views)))
        return (pictures - MEAN[:, None, None]) / STD[:, None, None], owners


@torch.no_grad()
def embed(model, pixels, size):
    model.eval()
    out = []
    for at in range(0, len(pixels), 128):
        x = F.interpolate(tensor(pixels[at:at + 128]), size=(size, size), mode="bilinear", antialias=True, align_corners=False)
        x = (x - MEAN[:, None, None]) / STD[:, None, None]
        out.append(model(x.contiguous(memory_format=torch.channels_last)))
    model.train()
    return torch.cat(out)


def nearest(queries, query_labels, base, base_labels):
    top = (queries @ base.T).topk(5, dim=1).indices.numpy()
    right = base_labels[top] == query_labels[:, None]
    return right[:, 0].mean(), right.any(1).mean()


def evaluate(model, data, size, half):
    """Nearest neighbours from the training split; clothing senders and grocery splits by `half`."""
    figures = {}
    for name, split in (("clothing", "validation"), ("grocery", "val" if half == "select" else "test")):
        ours = (data["set"] == name) & ~np.isin(data["label"], list(NOT_A_GARMENT))
        base = np.flatnonzero(ours & (data["split"] == "train"))
        queries = np.flatnonzero(ours & (data["split"] == split))
        if name == "clothing":
            queries = queries[[report_half(g) == (half == "report") for g in data["group"][queries]]]
        figures[name] = nearest(embed(model, data["pixels"][queries], size), data["label"][queries],
                                embed(model, data["pixels"][base], size), data["label"][base])
    return {k: tuple(round(float(x), 3) for x in v) for k, v in figures.items()}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=240)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--backbone", default="mobilenetv4_conv_small_050")
    options.add_argument("--rate", type=float, default=3e-3)
    options.add_argument("--out", default="embedding.pt")
    options.add_argument("--start", default="", help="a checkpoint to go on from")
    options = options.parse_args()
    torch.manual_seed(1), np.random.seed(1), torch.set_num_threads(options.threads)
    source = Source()
    counts = {"clothing": 36, "grocery": 32, "render": 44, "diy": 6, "storefront": 3, "icon": 7}
    model = Embedder(options.backbone).to(memory_format=torch.channels_last)
    if options.start:
        model.load_state_dict(torch.load(options.start)["model"])
    average = copy.deepcopy(model)
    heads = nn.ParameterDict({k: nn.Parameter(torch.randn(source.sets[k][2], 256)) for k in [*counts, "category"]})
    decayed = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0},
                                   {"params": heads.parameters(), "weight_decay": 0.0}], lr=options.rate)
    began, step, losses, told = time.time(), 0, [], 0.0
    while True:
        spent = (time.time() - began) / 60 / options.minutes
        if spent >= 1:
            break
        size = 96 if spent < 0.6 else 128
        rate = options.rate * min(1, step / 200) * (0.5 * (1 + np.cos(np.pi * spent)) + 0.003)
        for group in optimiser.param_groups:
            group["lr"] = rate
        pictures, owners = source.batch(counts, size)
        vectors = model(pictures.contiguous(memory_format=torch.channels_last))
        loss, at = 0, 0
        for name, labels, pick in owners:
            own = vectors[at:at + len(labels)]
            at += len(labels)
            part = F.cross_entropy(20 * own @ F.normalize(heads[name], dim=1).T, labels, label_smoothing=0.05)
            if name == "render":
                category = torch.from_numpy(source.category[pick]).long()
                part = part + 0.5 * F.cross_entropy(20 * own @ F.normalize(heads["category"], dim=1).T, category)
            loss = loss + part * len(labels)
        loss = loss / at
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        step += 1
        decay = min(0.998, (1 + step) / (10 + step))
        with torch.no_grad():
            for a, b in zip(average.state_dict().values(), model.state_dict().values()):
                a.lerp_(b, 1 - decay) if a.is_floating_point() else a.copy_(b)
        losses.append(float(loss.detach()))
        if step % 100 == 0:
            print(f"{step} {spent:.3f} loss {np.mean(losses[-100:]):.3f} {(time.time() - began) / step * 1000:.0f} ms/step masks {len(source.masks)}", flush=True)
            source.reload_masks()
        if spent - told > 0.1:
            told = spent
            print("select", size, evaluate(average, source.photos, size, "select"), flush=True)
            torch.save({"model": average.state_dict(), "backbone": options.backbone, "size": size}, CACHE / options.out)
    torch.save({"model": average.state_dict(), "backbone": options.backbone, "size": 128}, CACHE / options.out)
    print("select", evaluate(average, source.photos, 128, "select"), flush=True)


if __name__ == "__main__":
    main()
