"""Writes calibration.json: what scikit-learn makes of first matches that are right or wrong.

    python packages/core/golden/make-calibration.py      (pip install numpy scikit-learn)

Platt's soft targets are two weighted samples each: one that is right, one that is wrong.
"""
import json, pathlib
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss

rng = np.random.default_rng(5)
cases = []
for count, separable in ((40, False), (400, False), (60, True), (24, False)):
    similarity = rng.uniform(0.2, 1.0, count)
    lead = rng.exponential(0.06, count) * rng.choice([1, 1, 1, -0.3], count)
    odds = -5 + 6 * similarity + 14 * lead
    right = similarity > 0.6 if separable else rng.random(count) < 1 / (1 + np.exp(-odds))
    yes, no = (right.sum() + 1) / (right.sum() + 2), 1 / ((~right).sum() + 2)
    target = np.where(right, yes, no)
    x = np.column_stack([similarity, lead])
    # Standardised for the solver's sake, and undone: without a penalty the optimum is the same.
    mean, spread = x.mean(0), x.std(0)
    doubled = np.vstack([(x - mean) / spread] * 2)
    model = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(
        doubled, np.repeat([1, 0], count), sample_weight=np.concatenate([target, 1 - target]))
    weights = model.coef_[0] / spread
    probability = model.predict_proba((x - mean) / spread)[:, 1]
    cases.append({
        "similarity": similarity.tolist(), "lead": lead.tolist(), "right": right.tolist(),
        "weights": [float(model.intercept_[0] - weights @ mean), *map(float, weights)],
        "probability": probability.tolist(),
        "brier": float(brier_score_loss(right, probability)),
    })
pathlib.Path(__file__).with_name("calibration.json").write_text(json.dumps({"cases": cases}) + "\n")
