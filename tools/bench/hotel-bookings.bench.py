"""Fits XGBoost and scikit-learn's HistGradientBoosting on the matrices that hotel-bookings.bench.mjs wrote; prints JSON."""

import json
import sys

import numpy as np


def matrix(folder, name, columns):
    return np.fromfile(f"{folder}/{name}.f64").reshape(-1, columns)


def scores(y, p):
    from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

    return {
        "auc": float(roc_auc_score(y, p)),
        "ap": float(average_precision_score(y, p)),
        "brier": float(brier_score_loss(y, p)),
    }


def fit_xgboost(x, y, w, test, settings, categorical):
    import xgboost

    # Categories as categories: one column type a feature, the native support of the histogram method.
    types = ["c" if i in categorical else "q" for i in range(x.shape[1])]
    booster = xgboost.train(
        {
            "objective": "binary:logistic",
            "tree_method": "hist",
            "grow_policy": "lossguide",
            "max_leaves": settings["leaves"],
            "max_depth": settings["depth"],
            "eta": settings["learning_rate"],
            "lambda": settings["lambda"],
            "min_child_weight": 1,
            "subsample": settings["bagging_fraction"],
            "colsample_bytree": settings["feature_fraction"],
            "seed": settings["seed"],
            "verbosity": 0,
        },
        xgboost.DMatrix(x, label=y, weight=w, feature_types=types, enable_categorical=True),
        num_boost_round=settings["trees"],
    )
    return xgboost.__version__, booster.predict(xgboost.DMatrix(test, feature_types=types, enable_categorical=True))


def fit_sklearn(x, y, w, test, settings, categorical):
    import sklearn
    from sklearn.ensemble import HistGradientBoostingClassifier

    # It takes at most 255 categories a column: the 254 most frequent stay, the others read as missing.
    x, test = x.copy(), test.copy()
    for c in categorical:
        values, counts = np.unique(x[~np.isnan(x[:, c]), c], return_counts=True)
        kept = values[np.argsort(-counts, kind="stable")][:254]
        for rows in (x, test):
            column = rows[:, c]
            known = ~np.isnan(column) & np.isin(column, kept)
            column[known] = np.searchsorted(np.sort(kept), column[known])
            column[~known] = np.nan
    model = HistGradientBoostingClassifier(
        max_iter=settings["trees"],
        learning_rate=settings["learning_rate"],
        max_leaf_nodes=settings["leaves"],
        max_depth=settings["depth"],
        min_samples_leaf=settings["min_child_samples"],
        l2_regularization=settings["lambda"],
        categorical_features=categorical,
        early_stopping=False,
        random_state=settings["seed"],
    ).fit(x, y, sample_weight=w)
    return sklearn.__version__, model.predict_proba(test)[:, 1]


def main(folder):
    with open(f"{folder}/settings.json") as file:
        settings = json.load(file)
    columns = settings["columns"]
    x, test = matrix(folder, "training", columns), matrix(folder, "test", columns)
    y, w, truth = (np.fromfile(f"{folder}/{name}.f64") for name in ("labels", "weights", "truth"))
    answer = {}
    for name, fit in {"xgboost": fit_xgboost, "sklearn_hgb": fit_sklearn}.items():
        try:
            version, p = fit(x, y, w, test, settings, settings["categorical"])
            answer[name] = {"version": version, **scores(truth, p)}
        except ImportError as error:
            answer[name] = {"absent": str(error)}
    print(json.dumps(answer))


main(sys.argv[1])
