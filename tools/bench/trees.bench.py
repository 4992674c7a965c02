"""Fits XGBoost on the matrix that trees.bench.mjs wrote and prints {seconds, auc, version} as JSON."""

import json
import sys
import time

import numpy as np

try:
    import xgboost
except ImportError:
    print(json.dumps({"absent": "xgboost"}))
    sys.exit(0)

folder, rows, held_out, features, trees, leaves, learning_rate = sys.argv[1:8]
n, m, k = int(rows), int(held_out), int(features)
x = np.fromfile(f"{folder}/matrix.f32", dtype=np.float32).reshape(n + m, k)
y = np.fromfile(f"{folder}/labels.f32", dtype=np.float32)
parameters = {
    "objective": "binary:logistic",
    "tree_method": "hist",
    "grow_policy": "lossguide",
    "max_leaves": int(leaves),
    "max_depth": 0,
    "eta": float(learning_rate),
    "lambda": 1,
    "min_child_weight": 1e-3,
    "max_bin": 255,
    "nthread": 1,
    "verbosity": 0,
}

started = time.perf_counter()
matrix = xgboost.DMatrix(x[:n], label=y[:n], nthread=1)
booster = xgboost.train(parameters, matrix, num_boost_round=int(trees))
seconds = time.perf_counter() - started

margin = booster.predict(xgboost.DMatrix(x[n:], nthread=1), output_margin=True)
rank = np.argsort(np.argsort(margin, kind="stable"), kind="stable") + 1
positive = y[n:] == 1
p, q = positive.sum(), (~positive).sum()
auc = (rank[positive].sum() - p * (p + 1) / 2) / (p * q)
print(json.dumps({"seconds": seconds, "auc": float(auc), "version": xgboost.__version__}))
