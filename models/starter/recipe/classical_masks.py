"""Finds masks on training photos by GrabCut twice, from two borders; keeps those where both agree.

    python classical_masks.py        # may be stopped at any time; the trainings take what there is
"""
import cv2, numpy as np
from data import CACHE, photos

SMALL = 112


def grabcut(picture, border):
    mask = np.full(picture.shape[:2], cv2.GC_PR_FGD, np.uint8)
    b = max(2, int(border * SMALL))
    mask[:b], mask[-b:], mask[:, :b], mask[:, -b:] = cv2.GC_BGD, cv2.GC_BGD, cv2.GC_BGD, cv2.GC_BGD
    cv2.grabCut(picture, mask, None, np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_MASK)
    return (mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)


def main():
    data = photos()
    chosen = np.flatnonzero((data["split"] == "train") & (data["set"] == "clothing"))
    masks, kept = [], []
    for n, i in enumerate(chosen):
        picture = cv2.resize(data["pixels"][i], (SMALL, SMALL), interpolation=cv2.INTER_AREA)
        try:
            a, b = grabcut(picture, 0.02), grabcut(picture, 0.07)
        except cv2.error:
            continue
        union = (a | b).sum()
        agree = (a & b).sum() / union if union else 0
        cover = a.mean()
        count, labels, stats, _ = cv2.connectedComponentsWithStats(a.astype(np.uint8))
        largest = stats[1:, 4].max() / max(1, a.sum()) if count > 1 else 0
        if agree > 0.88 and 0.08 < cover < 0.8 and largest > 0.85:
            kept.append(i)
            masks.append(cv2.GaussianBlur(a.astype(np.uint8) * 255, (3, 3), 0.8))
        if n % 500 == 0:
            print(n, len(kept), flush=True)
            np.savez(CACHE / "masks.tmp.npz", index=np.array(kept), mask=np.array(masks))
    np.savez(CACHE / "masks.npz", index=np.array(kept), mask=np.array(masks))


if __name__ == "__main__":
    cv2.setNumThreads(1)
    main()
