"""Writes classifiers.json: what scikit-learn and SciPy fit to small clouds of unit vectors.

    python packages/core/golden/make-classifiers.py      (pip install numpy scipy scikit-learn)
"""
import json, pathlib
import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.model_selection import LeaveOneGroupOut, LeaveOneOut, cross_val_predict
from sklearn.neighbors import NearestCentroid
from sklearn.preprocessing import normalize

rng = np.random.default_rng(5)
CLASSES, SIZE = 4, 12
middles = normalize(rng.normal(size=(CLASSES, SIZE)))


def clouds(counts, noise):
    """Vectors around the middles and a large part that all of them share, as embeddings have it."""
    y = np.repeat(np.arange(len(counts)), counts)
    x = normalize(middles[y] + noise * rng.normal(size=(len(y), SIZE)) + 1.5)
    return x.astype(np.float32).astype(np.float64), y


def smoothed_temperature(scores, y):
    """Platt's targets: the truth counts as (n + 1) / (n + 2)."""
    n, k = scores.shape
    targets = np.full((n, k), 1 / (n + 2) / (k - 1))
    targets[np.arange(n), y] = (n + 1) / (n + 2)
    loss = lambda log_beta: -(targets * log_softmax(np.exp(log_beta) * scores, axis=1)).sum()
    return float(np.exp(-minimize_scalar(loss, bounds=(-10, 10), options={"xatol": 1e-12}).x))


def logistic(penalty):
    return LogisticRegression(C=1 / penalty, tol=1e-12, max_iter=100_000)


def figures(scores, y, temperature):
    p = softmax(scores / temperature, axis=1)
    return {"examples": len(y), "accuracy": accuracy_score(y, p.argmax(1)), "logLoss": log_loss(y, p, labels=range(p.shape[1]))}


x, y = clouds([14, 6, 9, 3], 0.35)
apart, truth = clouds([10, 10, 10, 10], 0.35)
asked, _ = clouds([3, 3, 3, 3], 0.5)

fits = []
for penalty in (1, 0.03):
    model = logistic(penalty).fit(x, y)
    calibrated = CalibratedClassifierCV(FrozenEstimator(model), method="temperature").fit(apart, truth)
    scores = model.decision_function(apart)
    temperature = smoothed_temperature(scores, truth)
    fits.append({
        "penalty": penalty, "weights": model.coef_.tolist(), "probabilities": model.predict_proba(asked).tolist(),
        "apartScores": scores.tolist(), "scaledProbabilities": calibrated.predict_proba(asked).tolist(),
        "temperature": temperature, "heldOut": figures(scores, truth, temperature),
        "smoothedProbabilities": softmax(model.decision_function(asked) / temperature, axis=1).tolist(),
    })

# Two classes: scikit-learn keeps one row, which is the difference of our two; each of ours then costs a quarter.
two = y < 2
pair = logistic(0.1 / 2).fit(x[two], y[two])
binary = {"penalty": 0.1, "probabilities": pair.predict_proba(asked).tolist()}

# Fewer vectors than numbers in one, some of them twice.
wide_x, wide_y = clouds([2, 2, 2, 2], 0.4)
wide_x[1] = wide_x[0]
sparse = {"x": wide_x.tolist(), "y": wide_y.tolist(), "penalty": 0.05, "weights": logistic(0.05).fit(wide_x, wide_y).coef_.tolist()}

# Five groups that each have every class: five folds are then one group each.
groups = np.concatenate([np.arange(count) % 5 for count in (10, 10, 5, 5)])
grouped_x, grouped_y = clouds([10, 10, 5, 5], 0.3)
choices = []
for penalty in (3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001):
    scores = cross_val_predict(logistic(penalty), grouped_x, grouped_y, groups=groups, cv=LeaveOneGroupOut(), method="decision_function")
    temperature = smoothed_temperature(scores, grouped_y)
    choices.append({"penalty": penalty, "temperature": temperature, "heldOut": figures(scores, grouped_y, temperature)})
losses = [choice["heldOut"]["logLoss"] for choice in choices]
lowest = losses.index(min(losses))
assert losses[:lowest + 1] == sorted(losses[:lowest + 1], reverse=True), "a search that stops early would stop before"
best = min(choices, key=lambda c: c["heldOut"]["logLoss"])
final = logistic(best["penalty"]).fit(grouped_x, grouped_y)
crossed = {"x": grouped_x.tolist(), "y": grouped_y.tolist(), "groups": [f"sender {g}" for g in groups], "chosen": best,
           "probabilities": softmax(final.decision_function(asked) / best["temperature"], axis=1).tolist()}

few_x, few_y = clouds([5, 4, 4, 3], 0.3)


def centroid_scores(train, target, test):
    return cosine_similarity(test, NearestCentroid().fit(train, target).centroids_)


held_out = np.concatenate([centroid_scores(few_x[a], few_y[a], few_x[b]) for a, b in LeaveOneOut().split(few_x)])
temperature = smoothed_temperature(held_out, few_y)
centroid = {"x": few_x.tolist(), "y": few_y.tolist(), "temperature": temperature, "heldOut": figures(held_out, few_y, temperature),
            "probabilities": softmax(centroid_scores(few_x, few_y, asked) / temperature, axis=1).tolist()}

pathlib.Path(__file__).with_name("classifiers.json").write_text(json.dumps({
    "x": x.tolist(), "y": y.tolist(), "apart": apart.tolist(), "truth": truth.tolist(), "asked": asked.tolist(),
    "fits": fits, "binary": binary, "sparse": sparse, "crossed": crossed, "centroid": centroid}) + "\n")
