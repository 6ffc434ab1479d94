"""Trains the embedder: cosine softmax over the classes of each set, over rendered products, and over single icons.

    python train_embedding.py --minutes 480 --processes 2

Photos are seen as they are and, by the masks of our own background remover, cut out on white or on other backgrounds;
renders on white and on scenes. Each process trains on one core; every few steps their weights are averaged (local SGD,
Stich 2018), and the weights kept are a moving average of those.
"""
import argparse, copy, time
import cv2, numpy as np, timm, torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import nn
import views as V
from data import CACHE, NOT_A_GARMENT, cutouts, photos, report_half

MEAN, STD = 0.5, 0.25
TOGETHER = 8  # steps between two averagings


def trunk(name):
    """A timm name, or `resnet:w1,w2,w3,w4`: two basic blocks a stage at these widths."""
    if name.startswith("resnet:"):
        from timm.models.resnet import BasicBlock, ResNet
        widths = tuple(int(w) for w in name[7:].split(","))
        return ResNet(BasicBlock, [2, 2, 2, 2], channels=widths, stem_width=16, stem_type="deep", avg_down=True, num_classes=0)
    return timm.create_model(name, pretrained=False, num_classes=0)


class Embedder(nn.Module):
    def __init__(self, backbone="mobilenetv4_conv_small", dimensions=256):
        super().__init__()
        self.trunk = trunk(backbone)
        with torch.no_grad():
            width = self.trunk(torch.zeros(2, 3, 128, 128)).shape[1]
        self.head = nn.Sequential(nn.Linear(width, dimensions, bias=False), nn.BatchNorm1d(dimensions))

    def forward(self, pictures):
        return F.normalize(self.head(self.trunk(pictures)), dim=1)


class Source:
    """Draws augmented batches. Cut-out views are on white with the pipeline's margin, or on something else."""

    def __init__(self):
        self.photos, self.cuts = photos(), cutouts()
        p, kind = self.photos, self.cuts["kind"]
        wanted = (p["split"] == "train") & ~np.isin(p["label"], list(NOT_A_GARMENT))
        self.sets = {}
        for name in ("clothing", "grocery", "diy", "storefront"):
            self.add(name, np.flatnonzero(wanted & (p["set"] == name)), p["label"])
        renders = np.flatnonzero(kind == "render")
        self.add("render", renders, self.cuts["product"])
        self.categories, self.category = np.unique(self.cuts["category"][renders], return_inverse=True)
        self.add("icon", np.flatnonzero(kind != "render"), np.arange(len(kind)))
        self.backgrounds = np.flatnonzero(p["split"] == "train")
        found = np.load(CACHE / "soft-masks.npz")
        self.masks = dict(zip(found["index"].tolist(), found["mask"]))

    def add(self, name, index, labels):
        classes, owners = np.unique(labels[index], return_inverse=True)
        self.sets[name] = (index, owners, len(classes))

    def behind(self, size):
        if V.rng.random() < 0.6:
            other = self.photos["pixels"][V.rng.choice(self.backgrounds)]
            return V.warp(other, V.window((0.3, 1.0), 0.3, 20, 1.0), size)
        return V.plain(size)

    def cut(self, index, size):
        rgba = self.cuts["pixels"][index]
        if V.rng.random() < 0.45:
            rgba, behind = V.warp(rgba, V.window((0.95, 1.2), 0.15, 12, 0.5), size, cv2.BORDER_CONSTANT), np.full((size, size, 3), 255, np.uint8)
        else:
            rgba, behind = V.warp(rgba, V.window((1.0, 1.9), 0.3, 25, 1.0), size, cv2.BORDER_CONSTANT), self.behind(size)
        return V.over(V.colour(np.ascontiguousarray(rgba[..., :3]), 0.6), rgba[..., 3], behind)

    def photo(self, index, size):
        picture, mask, draw = self.photos["pixels"][index], self.masks.get(int(index)), V.rng.random()
        if mask is None or draw < 0.6:
            return V.warp(picture, V.window((0.55, 1.0), 0.3, 15, 1.0), size)
        side = picture.shape[0]
        rgba = np.dstack([picture, cv2.resize(mask, (side, side), interpolation=cv2.INTER_LINEAR)])
        ys, xs = np.where(mask > 127)
        x0, x1, y0, y1 = (v / mask.shape[0] for v in (xs.min(), xs.max() + 1, ys.min(), ys.max() + 1))
        box = (x0, y0, x1 - x0, y1 - y0)
        tight = draw < 0.87
        rgba = V.warp(rgba, V.window((0.9, 1.25) if tight else (1.0, 1.6), 0.2, 12, 0.7, box), size, cv2.BORDER_CONSTANT)
        return V.over(rgba[..., :3], rgba[..., 3], np.full((size, size, 3), 255, np.uint8) if tight else self.behind(size))

    def batch(self, counts, size):
        """Pictures `[b, 3, size, size]` normalised, and (set, labels, place in the set) for each part."""
        pictures, owners = [], []
        for name, n in counts.items():
            index, labels, _ = self.sets[name]
            pick = V.rng.integers(0, len(index), n)
            draw = self.cut if name in ("render", "icon") else self.photo
            pictures += [V.erase(V.degrade(V.colour(draw(index[i], size)))) for i in pick]
            owners.append((name, torch.from_numpy(labels[pick]).long(), pick))
        x = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2)  # channels last in memory
        return (x.float() / 255 - MEAN) / STD, owners


def mix(x, share):
    """CutMix (Yun et al. 2019) of each picture with the one `share` places on; how much of it is still its own."""
    size = x.shape[-1]
    area = V.rng.beta(1, 1)
    w = h = int(size * (1 - area) ** 0.5)
    cx, cy = V.rng.integers(0, size, 2)
    x0, x1, y0, y1 = (int(np.clip(v, 0, size)) for v in (cx - w // 2, cx + w // 2, cy - h // 2, cy + h // 2))
    x[:, :, y0:y1, x0:x1] = x.roll(share, 0)[:, :, y0:y1, x0:x1]
    return 1 - (x1 - x0) * (y1 - y0) / size ** 2


@torch.no_grad()
def embed(model, pixels, size):
    model.eval()
    out = []
    for at in range(0, len(pixels), 64):
        small = np.stack([cv2.resize(p, (size, size), interpolation=cv2.INTER_AREA) for p in pixels[at:at + 64]])
        out.append(model((torch.from_numpy(small).permute(0, 3, 1, 2).float() / 255 - MEAN) / STD))
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


def work(rank, options):
    torch.set_num_threads(1), cv2.setNumThreads(1)
    torch.manual_seed(options.seed)
    many = options.processes > 1
    if many:
        dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{options.port}", rank=rank, world_size=options.processes)
    source = Source()
    counts = {"clothing": 24, "grocery": 18, "render": 13, "diy": 3, "storefront": 2, "icon": 4}
    model = Embedder(options.backbone).to(memory_format=torch.channels_last)
    heads = nn.ParameterDict({k: nn.Parameter(torch.randn(source.sets[k][2], 256)) for k in counts})
    heads["category"] = nn.Parameter(torch.randn(len(source.categories), 256))
    both = nn.ModuleDict({"model": model, "heads": heads})
    if options.start:
        both.load_state_dict(torch.load(CACHE / options.start)["all"])
    V.seed(options.seed * 1000 + rank)
    average = copy.deepcopy(model)
    decayed = [p for p in model.parameters() if p.ndim > 1]
    rest = [p for p in model.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": options.decay}, {"params": rest, "weight_decay": 0.0},
                                   {"params": heads.parameters(), "weight_decay": 0.0}], lr=options.rate)
    if rank == 0:
        print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters", flush=True)
    began, step, losses, told = time.time(), 0, [], 0
    clock = torch.zeros(1)

    def save():
        torch.save({"model": average.state_dict(), "all": both.state_dict(), "backbone": options.backbone, "size": size, "steps": step}, CACHE / options.out)

    while True:
        if step % TOGETHER == 0:
            clock[0] = (time.time() - began) / 60 / options.minutes
            if many:  # every process goes by the clock of the first
                dist.broadcast(clock, 0)
                for value in both.state_dict().values():
                    if value.is_floating_point():
                        dist.all_reduce(value)
                        value /= options.processes
            decay = min(0.99, (1 + step) / (40 + step))
            with torch.no_grad():
                for a, b in zip(average.state_dict().values(), model.state_dict().values()):
                    a.lerp_(b, 1 - decay) if a.is_floating_point() else a.copy_(b)
            if rank == 0 and int(clock[0] * 10) > told and clock[0] < 1:
                told = int(clock[0] * 10)
                print("select", size, evaluate(average, source.photos, 128, "select"), flush=True)
                save()
            if clock[0] >= 1:
                break
        spent = float(clock[0])
        size = 96 if spent < options.small else 128
        for group in optimiser.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 300) * (0.5 * (1 + np.cos(np.pi * spent)) + 0.003)
        pictures, owners = source.batch(counts, size)
        parts, at = [], 0
        for name, labels, pick in owners:
            own = pictures[at:at + len(labels)]
            kept = mix(own, 1) if name in ("clothing", "grocery") and V.rng.random() < options.mix else 1.0
            parts.append((name, labels, pick, kept, slice(at, at + len(labels))))
            at += len(labels)
        vectors = model(pictures)
        loss = 0
        for name, labels, pick, kept, place in parts:
            logits = 20 * vectors[place] @ F.normalize(heads[name], dim=1).T
            part = kept * F.cross_entropy(logits, labels, label_smoothing=0.05)
            if kept < 1:
                part = part + (1 - kept) * F.cross_entropy(logits, labels.roll(1), label_smoothing=0.05)
            if name == "render":
                category = torch.from_numpy(source.category[pick]).long()
                part = part + 0.5 * F.cross_entropy(20 * vectors[place] @ F.normalize(heads["category"], dim=1).T, category)
            loss = loss + part * len(labels) / at
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(both.parameters(), 2.0)
        optimiser.step()
        step += 1
        losses.append(float(loss.detach()))
        if rank == 0 and step % 200 == 0:
            print(f"{step} {spent:.3f} loss {np.mean(losses[-200:]):.3f} {(time.time() - began) / step * 1000:.0f} ms/step", flush=True)
    if rank == 0:
        size = 128
        save()
        print("select", evaluate(average, source.photos, 128, "select"), flush=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=480)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--backbone", default="resnet:32,64,128,256")
    options.add_argument("--rate", type=float, default=2e-3)
    options.add_argument("--decay", type=float, default=0.05)
    options.add_argument("--mix", type=float, default=0.3, help="share of batches whose photos are mixed")
    options.add_argument("--small", type=float, default=0.75, help="share of the time at 96 pixels; the rest at 128")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--port", type=int, default=29511)
    options.add_argument("--start", default="", help="a checkpoint to go on from")
    options.add_argument("--out", default="embedding.pt")
    options = options.parse_args()
    if options.processes == 1:
        work(0, options)
    else:
        torch.multiprocessing.spawn(work, (options,), options.processes)


if __name__ == "__main__":
    main()
