"""Trains the background remover on pastes made while it runs, and on photos whose masks GrabCut found.

    python train_background.py --minutes 480

Foregrounds: cut-outs with exact alpha (a tenth of the designs is held out), our renders (a twentieth of the products is
held out), garments cut out of their photos, and blobs filled with texture. Backgrounds: training photos, procedural
textures, plain colours with a soft shadow. The salient set is read by no line of this file but `evaluate.py`.
"""
import argparse, copy, hashlib, time
import numpy as np, torch
import torch.nn.functional as F
import augment as A
from background_model import MEAN, STD, Background
from data import CACHE, cutouts, photos
from evaluate import paste_scores

RENDERS_HELD = 20


def held_out(cuts):
    """A tenth of the cut-outs by index hash of their design, a twentieth of the rendered products."""
    def bucket(name, of):
        return int(hashlib.sha256(str(name).encode()).hexdigest(), 16) % of == 0
    return np.array([bucket(p, RENDERS_HELD) if k == "render" else bucket(f"{k}-{n // 4 if k == 'product' else n}", 10)
                     for n, (k, p) in enumerate(zip(cuts["kind"], cuts["product"]))])


def tensor(pixels):
    return torch.from_numpy(np.ascontiguousarray(pixels)).permute(0, 3, 1, 2).float().div_(255)


def place(n, aspect, scale, angle, shift):
    """Matrices that put a squashed cut-out back to its shape, turned and moved; `scale` is window over object."""
    aspect = torch.as_tensor(aspect, dtype=torch.float32) * A.uniform(n, -0.15, 0.15).exp()
    wide, tall = aspect.clamp(max=1), (1 / aspect).clamp(max=1)
    s, a = A.uniform(n, *scale), A.uniform(n, -angle, angle) * np.pi / 180
    mirror = torch.where(torch.rand(n) < 0.5, -1.0, 1.0)
    room = (1 - 1 / s).clamp(min=0.05) * shift
    tx, ty = A.uniform(n, -1, 1) * room, A.uniform(n, -1, 1) * room
    row0 = torch.stack([a.cos(), -a.sin(), -(a.cos() * tx - a.sin() * ty)], 1) * (s * mirror / wide)[:, None]
    row1 = torch.stack([a.sin(), a.cos(), -(a.sin() * tx + a.cos() * ty)], 1) * (s / tall)[:, None]
    return torch.stack([row0, row1], 1)


def blobs(n, size):
    """Random smooth shapes: a threshold through low noise, near the middle."""
    cells = int(torch.randint(3, 7, (1,)))
    field = F.interpolate(torch.randn(n, 1, cells, cells), size=(size, size), mode="bicubic")
    ramp = torch.linspace(-1, 1, size)
    radius = (ramp[None, :] ** 2 + ramp[:, None] ** 2)[None, None] * A.uniform(n, 1.5, 5)[:, None, None, None]
    return ((field * 0.6 + 0.6 - radius) * 45).sigmoid()


class Pastes:
    def __init__(self):
        self.photos, self.cuts = photos(), cutouts()
        held = held_out(self.cuts)
        kind = self.cuts["kind"]
        self.pools = {k: np.flatnonzero((kind == k) & ~held) for k in ("product", "icon", "render")}
        self.scenes = np.flatnonzero(self.photos["split"] == "train")
        self.masked, self.masks, self.read = np.array([], int), None, {}
        self.reload()

    def reload(self):
        """Masks arrive while the classical method is still at work."""
        pairs = []
        for name in ("masks", "masks-products"):
            for path in (CACHE / f"{name}.npz", CACHE / f"{name}.tmp.npz"):
                if path.exists():
                    try:
                        found = np.load(path)
                        pairs.append((found["index"], found["mask"]))
                        break
                    except Exception:
                        continue
        index, mask = (np.concatenate(part) for part in zip(*pairs))
        real = self.photos["set"][index] != "grocery"  # heaps of fruit have no foreground
        self.masked, self.masks = index[real], mask[real]

    def scene(self, n, size):
        pictures = tensor(self.photos["pixels"][np.random.choice(self.scenes, n)])
        pictures = A.warp(pictures, A.affine(n, (0.25, 0.9), 0.3, 25, 1.0), size)
        if np.random.rand() < 0.3:
            small = F.interpolate(pictures, scale_factor=float(A.uniform(1, 0.15, 0.6)), mode="bilinear", antialias=True)
            pictures = F.interpolate(small, size=(size, size), mode="bilinear")
        return pictures

    def background(self, n, size):
        plain = A.procedural(n, size)
        light = 1 - torch.rand(n, 3, 1, 1) * torch.rand(n, 1, 1, 1) * 0.5
        ramp = torch.linspace(-1, 1, size)
        vignette = 1 - A.uniform(n, -0.1, 0.2)[:, None, None, None] * (ramp[None, :] * A.uniform(n, -1, 1)[:, None, None] + ramp[:, None])[:, None]
        draw = torch.rand(n)[:, None, None, None]
        return torch.where(draw < 0.6, self.scene(n, size), torch.where(draw < 0.78, plain, light * vignette)).clamp(0, 1), draw >= 0.6

    def foreground(self, n, size):
        """`[n, 4, size, size]`: exact cut-outs, garments by their found masks, textured blobs."""
        parts = []
        exact = int(n * 0.62)
        counts = {"product": max(1, exact // 8), "icon": exact * 2 // 5}
        counts["render"] = exact - sum(counts.values())
        for name, count in counts.items():
            pick = np.random.choice(self.pools[name], count)
            parts.append(A.warp(tensor(self.cuts["pixels"][pick]), place(count, self.cuts["aspect"][pick], (0.95, 2.3), 35, 0.9), size, "zeros"))
        garments = int(n * 0.25)
        pick = np.random.randint(0, len(self.masked), garments)
        alpha = F.interpolate(torch.from_numpy(self.masks[pick]).float()[:, None] / 255, size=160, mode="bilinear")
        rgba = torch.cat([tensor(self.photos["pixels"][self.masked[pick]]), alpha], 1)
        parts.append(A.warp(rgba, A.affine(garments, (0.9, 1.9), 0.15, 35, 1.0), size, "zeros"))
        rest = n - exact - garments
        fill = torch.where(torch.rand(rest)[:, None, None, None] < 0.6, self.scene(rest, size), A.procedural(rest, size))
        parts.append(torch.cat([fill, blobs(rest, size)], 1))
        return torch.cat(parts)

    def pasted(self, n, size):
        rgba = self.foreground(n, size)
        front, alpha = A.colour(rgba[:, :3], 0.8), rgba[:, 3:].clamp(0, 1)
        behind, plain = self.background(n, size)
        blurred = F.avg_pool2d(F.avg_pool2d(alpha, 15, 1, 7), 9, 1, 4)
        shade = torch.roll(blurred, (int(np.random.randint(-6, 14)), int(np.random.randint(-8, 9))), (2, 3))
        depth = A.uniform(n, 0, 0.6)[:, None, None, None] * torch.where(plain, 1.0, 0.4)
        behind = behind * (1 - depth * shade)
        return behind + (front - behind) * alpha, alpha

    def natural(self, n, size):
        pick = np.random.randint(0, len(self.masked), n)
        alpha = F.interpolate(torch.from_numpy(self.masks[pick]).float()[:, None] / 255, size=160, mode="bilinear")
        both = torch.cat([tensor(self.photos["pixels"][self.masked[pick]]), alpha], 1)
        both = A.warp(both, A.affine(n, (0.85, 1.1), 0.12, 12, 1.0), size)
        return both[:, :3], both[:, 3:]

    def batch(self, n, size):
        real = n // 4
        pictures, masks = (torch.cat(pair) for pair in zip(self.pasted(n - real, size), self.natural(real, size)))
        return (A.degrade(A.colour(pictures)) - MEAN) / STD, masks


def loss_of(logits, masks):
    """Cross entropy, with twice the weight near edges, and soft overlap."""
    edge = 1 + 2 * (F.max_pool2d(masks, 7, 1, 3) - -F.max_pool2d(-masks, 7, 1, 3))
    entropy = (F.binary_cross_entropy_with_logits(logits, masks, reduction="none") * edge).mean()
    p = logits.sigmoid()
    both, either = (p * masks).sum((1, 2, 3)), (p + masks - p * masks).sum((1, 2, 3))
    return entropy + (1 - (both + 20) / (either + 20)).mean()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=480)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--rate", type=float, default=2e-3)
    options.add_argument("--start", default=None, help="weights to go on from")
    options.add_argument("--size", type=int, default=None, help="pixels all the way; default 96, then 128, then 160")
    options.add_argument("--out", default="background.pt")
    options = options.parse_args()
    torch.manual_seed(2), np.random.seed(2), torch.set_num_threads(options.threads)
    source, model = Pastes(), Background().to(memory_format=torch.channels_last)
    if options.start:
        model.load_state_dict(torch.load(CACHE / options.start)["model"])
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters, {len(source.masked)} photos with masks", flush=True)
    average = copy.deepcopy(model)

    @torch.no_grad()
    def segment(batch):
        return average.eval()(torch.from_numpy(batch)).sigmoid().numpy()

    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=0.02)
    began, step, losses, told = time.time(), 0, [], 0.0
    while (spent := (time.time() - began) / 60 / options.minutes) < 1:
        size = options.size or (96 if spent < 0.4 else 128 if spent < 0.8 else 160)
        for group in optimiser.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 100) * (0.5 * (1 + np.cos(np.pi * spent)) + 0.003)
        pictures, masks = source.batch(24, size)
        loss = loss_of(model(pictures.contiguous(memory_format=torch.channels_last)), masks)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        step += 1
        decay = min(0.995, (1 + step) / (10 + step))
        with torch.no_grad():
            for a, b in zip(average.state_dict().values(), model.state_dict().values()):
                a.lerp_(b, 1 - decay) if a.is_floating_point() else a.copy_(b)
        losses.append(float(loss.detach()))
        if step % 50 == 0:
            print(f"{step} {spent:.3f} loss {np.mean(losses[-50:]):.3f} {(time.time() - began) / step * 1000:.0f} ms/step ({time.process_time() / step * 1000:.0f} of processor) masks {len(source.masked)}", flush=True)
            source.reload()
        if spent - told > 0.08:
            told = spent
            torch.save({"model": average.state_dict(), "steps": step}, CACHE / options.out)
            print("held-out pastes", paste_scores(segment, source, 64), flush=True)
    torch.save({"model": average.state_dict(), "steps": step}, CACHE / options.out)


if __name__ == "__main__":
    main()
