"""Random masks and what SciPy's labelling leaves of them: components of at least a fifth of the largest.

    python make-components.py        # writes components.json; scipy and numpy
"""
import json, pathlib
import numpy as np
from scipy import ndimage

rng = np.random.default_rng(5)
cases = []
for n in range(24):
    height, width = (int(v) for v in rng.integers(1, 30, 2))
    field = ndimage.gaussian_filter(rng.normal(size=(height, width)), rng.uniform(0.3, 2))
    mask = field > np.quantile(field, rng.uniform(0.3, 0.8))
    labels, count = ndimage.label(mask, np.ones((3, 3)))
    sizes = np.bincount(labels.ravel(), minlength=count + 1)
    sizes[0] = 0
    kept = mask & (sizes[labels] >= 0.2 * sizes.max())
    rows = lambda m: ["".join("#" if v else "." for v in row) for row in m]
    cases.append({"mask": rows(mask), "kept": rows(kept), "components": count})
path = pathlib.Path(__file__).with_name("components.json")
path.write_text(json.dumps(cases) + "\n")
print(sum(c["mask"] != c["kept"] for c in cases), "of", len(cases), "lose something")
