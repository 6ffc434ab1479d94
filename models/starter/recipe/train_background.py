"""Trains the background remover on pastes made while it runs, and on photos whose masks GrabCut found.

    python train_background.py --minutes 480

Foregrounds: cut-outs with exact alpha (a tenth of the designs is held out), our renders (a twentieth of the products is
held out), garments cut out of their photos, and blobs filled with texture. Backgrounds: training photos, procedural
textures, plain colours with a soft shadow. The salient set is read by no line of this file but `evaluate.py`.
"""
import argparse, copy, hashlib, time
import cv2, numpy as np, torch
import torch.nn.functional as F
import augment as A
import views as V
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


def place_one(aspect, scale, angle, shift):
    """3 x 3: from the unit square of the view to that of a squashed cut-out, put back to its shape, turned and moved."""
    aspect = aspect * np.exp(V.between(-0.15, 0.15))
    wide, tall = min(1, aspect), min(1, 1 / aspect)
    s, a = V.between(*scale), np.radians(V.between(-angle, angle))
    mirror = -1 if V.rng.random() < 0.5 else 1
    room = max(0.05, 1 - 1 / s) * shift / 2
    tx, ty = V.between(-room, room), V.between(-room, room)
    c, n = np.cos(a), np.sin(a)
    to_middle = np.array([[1, 0, -0.5 - tx], [0, 1, -0.5 - ty], [0, 0, 1]])
    turn = np.array([[s * mirror * c / wide, -s * mirror * n / wide, 0.5], [s * n / tall, s * c / tall, 0.5], [0, 0, 1]])
    return turn @ to_middle


class Pastes:
    """Pictures and masks made while the training runs, one at a time on uint8."""

    def __init__(self):
        self.photos, self.cuts = photos(), cutouts()
        held = held_out(self.cuts)
        kind = self.cuts["kind"]
        self.pools = {k: np.flatnonzero((kind == k) & ~held) for k in ("product", "icon", "render")}
        self.scenes = np.flatnonzero(self.photos["split"] == "train")
        found = np.load(CACHE / "masks.npz")
        real = self.photos["set"][found["index"]] != "grocery"  # heaps of fruit have no foreground
        self.masked, self.masks = found["index"][real], found["mask"][real]

    def scene(self, size):
        other = self.photos["pixels"][V.rng.choice(self.scenes)]
        if V.rng.random() < 0.3:  # out of focus
            small = int(160 * V.between(0.15, 0.5))
            other = cv2.resize(cv2.resize(other, (small, small), interpolation=cv2.INTER_AREA), (160, 160))
        return V.warp(other, V.window((0.25, 0.9), 0.4, 25, 1.0), size)

    def studio(self, size):
        """A light sweep, one colour in uneven light."""
        light = 255 * (1 - V.rng.random(3) * V.rng.random() * 0.5)
        ramp = np.linspace(-1, 1, size)
        fall = 1 - V.between(-0.1, 0.2) * (ramp[None, :] * V.between(-1, 1) + ramp[:, None])
        return np.clip(light * fall[..., None], 0, 255).astype(np.uint8)

    def cut(self, size, scale, shift):
        """RGBA of an exact cut-out, a garment by its found mask, or a textured blob."""
        draw = V.rng.random()
        if draw < 0.62:
            kind = "product" if draw < 0.06 else "icon" if draw < 0.33 else "render"
            index = V.rng.choice(self.pools[kind])
            return V.warp(self.cuts["pixels"][index], place_one(self.cuts["aspect"][index], scale, 35, shift), size, cv2.BORDER_CONSTANT)
        if draw < 0.86:
            pick = V.rng.integers(len(self.masked))
            return V.warp(self.masked_photo(pick), V.window((0.9, 1.9), 0.3, 35, 1.0), size, cv2.BORDER_CONSTANT)
        fill = self.scene(size) if V.rng.random() < 0.6 else V.plain(size)
        cells = int(V.rng.integers(3, 7))
        field = cv2.resize(V.rng.normal(size=(cells, cells)), (size, size), interpolation=cv2.INTER_CUBIC)
        ramp = np.linspace(-1, 1, size)
        radius = (ramp[None, :] ** 2 + ramp[:, None] ** 2) * V.between(1.5, 5)
        alpha = 255 / (1 + np.exp(-np.clip((field * 0.6 + 0.6 - radius) * 45, -30, 30)))
        return np.dstack([fill, alpha.astype(np.uint8)])

    def masked_photo(self, pick):
        return np.dstack([self.photos["pixels"][self.masked[pick]], cv2.resize(self.masks[pick], (160, 160), interpolation=cv2.INTER_LINEAR)])

    def pasted(self, size):
        draw = V.rng.random()
        behind = self.scene(size) if draw < 0.6 else V.plain(size) if draw < 0.78 else self.studio(size)
        if draw < 0.7 and V.rng.random() < 0.4:  # other things stand around: smaller, at the rim, behind
            for _ in range(V.rng.integers(1, 4)):
                other = self.beside(size)
                behind = V.over(V.colour(np.ascontiguousarray(other[..., :3]), 0.8), other[..., 3], behind)
        front = self.cut(size, (0.95, 2.3), 0.9)
        alpha = front[..., 3]
        cast = cv2.blur(cv2.blur(alpha, (15, 15)), (9, 9))
        cast = np.roll(cast, (V.rng.integers(-6, 14), V.rng.integers(-8, 9)), (0, 1))
        depth = V.between(0, 0.6) * (1.0 if draw >= 0.6 else 0.5)
        behind = (behind * (1 - depth * cast[..., None].astype(np.float32) / 255)).astype(np.uint8)
        return V.over(V.colour(np.ascontiguousarray(front[..., :3]), 0.8), alpha, behind), alpha

    def beside(self, size):
        kind = V.rng.choice(["product", "icon", "render"], p=[0.1, 0.3, 0.6])
        index = V.rng.choice(self.pools[kind])
        matrix = place_one(self.cuts["aspect"][index], (2.0, 4.5), 35, 0.0)
        angle, far = V.between(0, 2 * np.pi), V.between(0.38, 0.6)
        away = np.array([[1, 0, far * np.cos(angle)], [0, 1, far * np.sin(angle)], [0, 0, 1]])
        return V.warp(self.cuts["pixels"][index], matrix @ away, size, cv2.BORDER_CONSTANT)

    def natural(self, size):
        rgba = self.masked_photo(V.rng.integers(len(self.masked)))
        both = V.warp(rgba, V.window((0.85, 1.1), 0.2, 12, 1.0), size)
        return both[..., :3], both[..., 3]

    def batch(self, n, size):
        pairs = [self.natural(size) if k < n // 5 else self.pasted(size) for k in range(n)]
        pictures = np.stack([V.degrade(V.colour(np.ascontiguousarray(p))) for p, _ in pairs])
        masks = torch.from_numpy(np.stack([m for _, m in pairs]))[:, None].float() / 255
        return (torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 255 - MEAN) / STD, masks


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
    torch.manual_seed(2), np.random.seed(2), V.seed(2), cv2.setNumThreads(1), torch.set_num_threads(options.threads)
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
            print(f"{step} {spent:.3f} loss {np.mean(losses[-50:]):.3f} {(time.time() - began) / step * 1000:.0f} ms/step ({time.process_time() / step * 1000:.0f} of processor)", flush=True)
        if spent - told > 0.08:
            told = spent
            torch.save({"model": average.state_dict(), "steps": step}, CACHE / options.out)
            print("held-out pastes", paste_scores(segment, source, 64), flush=True)
    torch.save({"model": average.state_dict(), "steps": step}, CACHE / options.out)


if __name__ == "__main__":
    main()
