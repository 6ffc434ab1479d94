"""Masks of every training photo by a background remover: what the pipeline would cut out of it.

    python soft_masks.py --weights background.pt
"""
import argparse
import cv2, numpy as np, torch
from background_model import MEAN, STD, Background
from data import CACHE, photos

SIDE = 128


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--weights", default="background.pt")
    options = options.parse_args()
    torch.set_num_threads(2)
    model = Background()
    model.load_state_dict(torch.load(CACHE / options.weights)["model"])
    model.eval()
    data = photos()
    chosen, masks = np.flatnonzero(data["split"] == "train"), []
    with torch.no_grad():
        for at in range(0, len(chosen), 64):
            small = np.stack([cv2.resize(p, (SIDE, SIDE), interpolation=cv2.INTER_AREA) for p in data["pixels"][chosen[at:at + 64]]])
            x = (torch.from_numpy(small).permute(0, 3, 1, 2).float() / 255 - MEAN) / STD
            masks.append((model(x).sigmoid()[:, 0].numpy() * 255).astype(np.uint8))
    masks = np.concatenate(masks)
    share = (masks > 127).mean((1, 2))
    usable = (share > 0.05) & (share < 0.9)
    np.savez(CACHE / "soft-masks.npz", index=chosen[usable], mask=masks[usable])
    print(usable.sum(), "of", len(chosen))


if __name__ == "__main__":
    main()
