"""Writes feedback.json: what NumPy makes of tastes (Rocchio 1971, with a bound) and of within-class whitening.

    python packages/core/golden/make-feedback.py      (pip install numpy)
"""
import json, pathlib
import numpy as np

rng = np.random.default_rng(8)
unit = lambda rows: rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def turned(query, likes, like_weights, refusals, refusal_weights, beta, gamma, bound):
    def mean(rows, weights):
        counts = weights * np.maximum(0, rows @ query)
        return (counts @ rows) / max(1, counts.sum()) if len(rows) else np.zeros_like(query)

    raw = unit(query + beta * mean(likes, like_weights) - gamma * mean(refusals, refusal_weights))
    angle, most = np.arccos(np.clip(raw @ query, -1, 1)), np.arccos(bound)
    if angle <= most:
        return raw
    # Along the great circle from the query to where it would have gone.
    return (np.sin(angle - most) * query + np.sin(most) * raw) / np.sin(angle)


tastes = []
for case in range(12):
    size = int(rng.integers(3, 9))
    draw = lambda count: unit(rng.normal(size=(count, size)).astype(np.float32).astype(float))
    query, likes, refusals = draw(1)[0], draw(int(rng.integers(0, 5))), draw(int(rng.integers(0, 3)))
    given = {
        "likeWeights": rng.uniform(0.05, 1, len(likes)),
        "refusalWeights": rng.uniform(0.05, 1, len(refusals)),
        "likeWeight": float(rng.uniform(0, 1)),
        "refusalWeight": float(rng.uniform(0, 1)),
        "minCosine": float(rng.choice([0.5, 0.9, 0.99])),
    }
    expected = turned(query, likes, given["likeWeights"], refusals, given["refusalWeights"],
                      given["likeWeight"], given["refusalWeight"], given["minCosine"])
    tastes.append({"query": query, "likes": likes, "refusals": refusals, **given, "expected": expected})

# Pairs whose differences have a covariance far from round: 40 queries, one liked product each.
size, count = 6, 40
slant = rng.normal(size=(size, size))
products = unit(rng.normal(size=(count, size)))
queries = unit(products + 0.3 * rng.normal(size=(count, size)) @ slant)
products, queries = products.astype(np.float32).astype(float), queries.astype(np.float32).astype(float)
differences = queries - products
covariance = differences.T @ differences / count
adapters = []
for keep in (1.0, 0.5, 0.1):
    round_one = np.trace(covariance) / size
    shrunk = (1 - keep) * covariance + keep * round_one * np.eye(size)
    matrix = np.linalg.inv(np.linalg.cholesky(shrunk)) * np.sqrt(round_one)
    mapped = unit(queries @ matrix.T), unit(products @ matrix.T)
    adapters.append({"keep": keep, "matrix": matrix, "cosines": mapped[0][:4] @ mapped[1].T})

plain = lambda value: {key: plain(each) for key, each in value.items()} if isinstance(value, dict) else (
    [plain(each) for each in value] if isinstance(value, list) else value.tolist() if isinstance(value, np.ndarray) else value)
out = pathlib.Path(__file__).with_name("feedback.json")
out.write_text(json.dumps(plain({"tastes": tastes, "pairs": {"queries": queries, "products": products}, "adapters": adapters})) + "\n")
