"""Writes figures.csv and suite.yaml: figures as NumPy, SciPy and pandas compute them.

Made with Python 3.11, numpy 2.4.6, scipy 1.17.1 and pandas 3.1.1:

    python testdata/oracle/figures.py
"""

import json
import pathlib

import numpy as np
import pandas as pd
from scipy import stats

HERE = pathlib.Path(__file__).parent
ROWS = 600

rng = np.random.default_rng(20240601)
x = np.round(rng.normal(50, 12, ROWS), 4)
frame = pd.DataFrame(
    {
        "x": x,
        "y": np.round(0.7 * x + rng.normal(0, 9, ROWS), 4),
        "skewed": np.round(rng.gamma(2, 3, ROWS), 4),
        "count": rng.poisson(2, ROWS),
        "label": rng.choice(["cat", "dog", "bird", "eel"], ROWS, p=[0.5, 0.3, 0.15, 0.05]),
        "other": "",
    }
)
frame["other"] = np.where(rng.random(ROWS) < 0.6, frame["label"], rng.choice(["cat", "dog"], ROWS))
for column in ["x", "y", "label"]:
    frame.loc[rng.random(ROWS) < 0.05, column] = None
frame.to_csv(HERE / "figures.csv", index=False)

items = []


def want(value, name, **params):
    items.append((name, params, None if value is None else float(value)))


for column in ["x", "y", "skewed", "count"]:
    values = frame[column].dropna()
    want(values.var(), "variance-between", column=column)
    want(values.std(), "stdev-between", column=column)
    want(values.max() - values.min(), "range-between", column=column)
    want(stats.iqr(values), "iqr-between", column=column)
    want(stats.skew(values), "skewness-between", column=column)
    want(values.skew(), "skewness-between", column=column, sample=True)
    want(stats.kurtosis(values), "kurtosis-between", column=column)
    want(values.kurt(), "kurtosis-between", column=column, sample=True)
    for how in ["nearest", "lower", "higher", "midpoint", "linear"]:
        for q in [0.0, 0.1, 0.25, 0.5, 0.77, 1.0]:
            want(np.quantile(values, q, method=how), "quantiles-between", column=column, quantiles={"quantiles": [q], "value_ranges": [[None, None]]}, interpolation=how)
want((frame["count"] == 0).mean(), "zeros-fraction-between", column="count")
for column in ["label", "other", "count"]:
    want(stats.entropy(frame[column].value_counts()), "entropy-between", column=column)
for a, b in [("x", "y"), ("x", "count"), ("skewed", "y")]:
    both = frame[[a, b]].dropna()
    want(stats.pearsonr(both[a], both[b])[0], "correlation-between", a=a, b=b)

table = pd.crosstab(frame["label"], frame["other"])
joint = table.to_numpy() / table.to_numpy().sum()
independent = joint.sum(1, keepdims=True) * joint.sum(0, keepdims=True)
want(stats.entropy(joint.ravel(), independent.ravel()), "mutual-information-between", a="label", b="other")
missing = pd.crosstab(frame["label"].fillna("(missing)"), frame["other"])
chi = stats.chi2_contingency(missing)[0]
want(np.sqrt(chi / missing.to_numpy().sum() / (min(missing.shape) - 1)), "cramers-phi-below", a="label", b="other")

weights = {"cat": 0.45, "dog": 0.3, "bird": 0.15, "eel": 0.1}
observed = frame["label"].value_counts()[list(weights)]
expected = np.array(list(weights.values()))
want(stats.entropy(observed, expected), "kl-divergence-below", column="label", partition=weights)
want(stats.chisquare(observed, expected * observed.sum())[1], "chi-square-p-above", column="label", partition=weights)
bins, shares = [20, 40, 50, 60, 80], np.array([0.2, 0.3, 0.3, 0.2])
values = frame["x"].dropna()
parts = np.concatenate([[(values < 20).sum()], np.histogram(values, bins)[0], [(values > 80).sum()]])
want(
    stats.entropy(parts, np.concatenate([[0.05], shares * 0.9, [0.05]])),
    "kl-divergence-below", column="x", partition={"bins": bins, "weights": shares.tolist()}, tail_weight_holdout=0.1,
)

for column, distribution, params, cdf in [
    ("x", "norm", {"mean": 50, "std_dev": 12}, stats.norm(50, 12)),
    ("x", "norm", {"mean": 51, "std_dev": 11}, stats.norm(51, 11)),
    ("x", "uniform", {"min": 10, "max": 95}, stats.uniform(10, 85)),
    ("skewed", "gamma", {"alpha": 2, "scale": 3}, stats.gamma(2, 0, 3)),
    ("skewed", "expon", {"scale": 6}, stats.expon(0, 6)),
    ("skewed", "chi2", {"df": 6}, stats.chi2(6)),
    ("skewed", "beta", {"alpha": 1.5, "beta": 8, "scale": 40}, stats.beta(1.5, 8, 0, 40)),
]:
    want(stats.kstest(frame[column].dropna(), cdf.cdf)[1], "ks-p-above", column=column, distribution=distribution, params=params)

want(frame["skewed"].sum() / frame["count"].sum(), "metric", expr="sum(skewed) / sum(count)")
want((frame["label"] == "cat").mean(), "metric", expr='count_if(label == "cat") / count()')
want((frame["x"] * frame["y"]).mean(), "metric", expr="mean(x * y)")

with open(HERE / "suite.yaml", "w") as out:
    out.write("version: 1\nsuite: figures\ndata:\n  types: {x: float64, y: float64, skewed: float64, count: int64, label: string, other: string}\nexpectations:\n")
    for name, params, value in items:
        out.write("  - %s: %s\n    meta: {want: %r}\n" % (name, json.dumps(params), value))
