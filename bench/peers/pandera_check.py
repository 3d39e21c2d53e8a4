"""The row-wise part of the suites in pandera on pandas; its aggregates are checks on the whole series."""
from datetime import datetime

import pandas as pd
import pandera.pandas as pa

from common import COLUMNS, COUNTRIES, DATA, EMAIL, FORMAT, STATUSES, SUITE, report

if FORMAT == "csv":
    frame = pd.read_csv(DATA, parse_dates=["created_at", "birth_date"], keep_default_na=False, na_values=[""])
else:
    frame = pd.read_parquet(DATA)

between = pa.Check.between


def within(statistic, low, high):
    return pa.Check(lambda s: low <= statistic(s) <= high)


not_null, nullable = {"nullable": False}, {"nullable": True}
suite = [
    ("not-null.user_id", "user_id", [], not_null),
    ("between.age", "age", [between(18, 99)], nullable),
    ("mean-between.price", "price", [within(pd.Series.mean, 10, 50)], nullable),
]
if SUITE != "s3":
    suite += [
        ("not-null.country", "country", [], not_null),
        ("not-null.email", "email", [], not_null),
        ("not-null.created_at", "created_at", [], not_null),
        ("between.price", "price", [between(0, 60)], nullable),
        ("between.score", "score", [between(0, 1)], nullable),
        ("between.low", "low", [between(0, 1000)], nullable),
        ("mean-between.score", "score", [within(pd.Series.mean, 0.4, 0.6)], nullable),
        ("stdev-between.price", "price", [within(pd.Series.std, 5, 30)], nullable),
        ("stdev-between.score", "score", [within(pd.Series.std, 0.1, 0.5)], nullable),
        ("median-between.price", "price", [within(pd.Series.median, 10, 50)], nullable),
        ("median-between.score", "score", [within(pd.Series.median, 0.4, 0.6)], nullable),
        ("in-set.country", "country", [pa.Check.isin(COUNTRIES)], nullable),
        ("in-set.status", "status", [pa.Check.isin(STATUSES)], nullable),
        ("matches-regex.email", "email", [pa.Check.str_matches(EMAIL)], nullable),
        ("length-between.comment", "comment", [pa.Check.str_length(40, 40)], nullable),
        ("unique.user_id", "user_id", [], {"unique": True, "nullable": True}),
        ("distinct-count-between.birth_date", "birth_date", [within(pd.Series.nunique, 1000, 20000)], nullable),
        ("between.created_at", "created_at", [between(datetime(2023, 1, 1), datetime(2024, 12, 31, 23, 59, 59))], nullable),
    ]


def holds(column, checks, options):
    try:
        pa.DataFrameSchema({column: pa.Column(None, checks, **options)}).validate(frame, lazy=True)
        return True
    except pa.errors.SchemaErrors:
        return False


verdicts = {name: holds(column, checks, options) for name, column, checks, options in suite}
if SUITE != "s3":
    verdicts |= {
        "row-count-between": len(frame) >= 1000,
        "columns-in-order": list(frame.columns) == COLUMNS,
        "pair-greater.high,low": bool((frame["high"] >= frame["low"]).all()),
        "age-mostly-known": frame["age"].notna().mean() >= 0.99,
    }
report(verdicts)
