"""Writes views.json: what SciPy and NumPy make of the similarities of a product's pictures.

    python packages/core/golden/make-views.py      (pip install numpy scipy)
"""
import json, pathlib
import numpy as np
from scipy.special import softmax
from scipy.stats import pmean

rng = np.random.default_rng(9)
cases = []
for count in (1, 2, 3, 7, 40, 100):
    for low, high in ((-1, 1), (0.2, 0.9), (0.98, 1)):
        row = np.sort(rng.uniform(low, high, count))[::-1]
        pooled = {"mean": row.mean()}
        for top in (1, 3, 10):
            pooled[f"top {top}"] = np.partition(row, -min(top, count))[-min(top, count):].mean()
        for temperature in (0.001, 0.05, 1, 100):
            pooled[f"softmax {temperature}"] = softmax(row / temperature) @ row
        for exponent in (1, 3, 8, 100):
            pooled[f"generalizedMean {exponent}"] = 2 * pmean((1 + row) / 2, exponent) - 1
        cases.append({"similarities": row.tolist(), "pooled": {name: float(value) for name, value in pooled.items()}})
pathlib.Path(__file__).with_name("views.json").write_text(json.dumps({"cases": cases}) + "\n")
