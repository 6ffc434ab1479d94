"""Writes evaluation.json: what SciPy, NumPy, torchmetrics and ranx make of random rankings, confidences and differences.

    python packages/core/golden/make-evaluation.py      (pip install numpy scipy torch torchmetrics ranx)

The bootstrap and the permutation test are random, so their results are matched within a tolerance.
"""
import json, pathlib
import numpy as np, torch
from ranx import Qrels, Run, evaluate
from scipy import stats
from torchmetrics.functional.classification import binary_calibration_error

rng = np.random.default_rng(3)

rankings = []
for relevant in (1, 2, 5, 10, 30):
    for _ in range(6):
        right = rng.random(10) < rng.uniform(0, 0.7)
        right[np.flatnonzero(right)[relevant:]] = False
        ids = [f"d{i}" for i in range(10)]
        elsewhere = [f"e{i}" for i in range(relevant - int(right.sum()))]
        qrels = Qrels({"q": {d: 1 for d in [i for i, r in zip(ids, right) if r] + elsewhere}})
        run = Run({"q": {d: float(10 - i) for i, d in enumerate(ids)}})
        # ranx divides by all that is relevant; only min(10, relevant) could have been found.
        average = float(evaluate(qrels, run, "map@10")) * relevant / min(10, relevant)
        hits = {f"recallAt{k}": float(evaluate(qrels, run, f"hit_rate@{k}")) for k in (1, 5, 10)}
        rankings.append({"right": right.tolist(), "relevant": relevant, "averagePrecision": average, **hits})

confidence = rng.beta(4, 1.5, 500)
right = rng.random(500) < confidence ** 1.6
# torchmetrics takes the confidence in the positive class, whose accuracy it compares.
error = binary_calibration_error(torch.tensor(confidence), torch.tensor(right.astype(int)), n_bins=15, norm="l1")
calibration = {"confidence": confidence.tolist(), "right": right.tolist(), "error": float(error)}

values = rng.normal(0.3, 1, 80)
interval = stats.bootstrap((values,), np.mean, method="percentile", n_resamples=20000, rng=rng).confidence_interval
groups = rng.integers(0, 25, 80)
sums, counts = np.bincount(groups, values, 25), np.bincount(groups, minlength=25)
sums, counts = sums[counts > 0], counts[counts > 0]
ratio = stats.bootstrap((sums, counts), lambda s, c, axis: s.sum(axis) / c.sum(axis), paired=True, method="percentile",
                        n_resamples=20000, rng=rng).confidence_interval
flip = stats.permutation_test((sums,), np.sum, permutation_type="samples", n_resamples=20000, rng=rng)
bootstrap = {"values": values.tolist(), "groups": [f"g{g}" for g in groups],
             "alone": [float(interval.low), float(interval.high)], "grouped": [float(ratio.low), float(ratio.high)],
             "signFlip": float(flip.pvalue)}

quantiles = {"values": sorted(values.tolist()), "shares": [0, 0.025, 0.31, 0.5, 0.975, 1]}
quantiles["quantiles"] = np.quantile(quantiles["values"], quantiles["shares"]).tolist()
pathlib.Path(__file__).with_name("evaluation.json").write_text(
    json.dumps({"rankings": rankings, "calibration": calibration, "bootstrap": bootstrap, "quantiles": quantiles}) + "\n")
