"""The suites in pointblank on Polars; what it has no step for is computed beside it."""
from datetime import datetime

import pointblank as pb
import polars as pl

from common import COLUMNS, COUNTRIES, DATA, EMAIL, FORMAT, STATUSES, SUITE, report

frame = pl.read_csv(DATA, try_parse_dates=True) if FORMAT == "csv" else pl.read_parquet(DATA)
plan = pb.Validate(frame).col_vals_not_null("user_id").col_vals_between("age", 18, 99, na_pass=True)
names = ["not-null.user_id", "between.age"]
verdicts = {"mean-between.price": 10 <= frame["price"].mean() <= 50}
if SUITE != "s3":
    plan = (
        plan.col_vals_not_null("country").col_vals_not_null("email").col_vals_not_null("created_at")
        .col_vals_between("price", 0, 60, na_pass=True)
        .col_vals_between("score", 0, 1, na_pass=True)
        .col_vals_between("low", 0, 1000, na_pass=True)
        .col_vals_in_set("country", COUNTRIES).col_vals_in_set("status", STATUSES)
        .col_vals_regex("email", EMAIL, na_pass=True)
        .col_vals_between("created_at", datetime(2023, 1, 1), datetime(2024, 12, 31, 23, 59, 59), na_pass=True)
        .rows_distinct(["user_id"])
        .col_vals_ge("high", pb.col("low"), na_pass=True)
    )
    names += [
        "not-null.country", "not-null.email", "not-null.created_at", "between.price", "between.score",
        "between.low", "in-set.country", "in-set.status", "matches-regex.email", "between.created_at",
        "unique.user_id", "pair-greater.high,low",
    ]
    verdicts |= {
        "mean-between.score": 0.4 <= frame["score"].mean() <= 0.6,
        "stdev-between.price": 5 <= frame["price"].std() <= 30,
        "stdev-between.score": 0.1 <= frame["score"].std() <= 0.5,
        "median-between.price": 10 <= frame["price"].median() <= 50,
        "median-between.score": 0.4 <= frame["score"].median() <= 0.6,
        "length-between.comment": bool((frame["comment"].str.len_chars() == 40).all()),
        "distinct-count-between.birth_date": 1000 <= frame["birth_date"].n_unique() <= 20000,
        "row-count-between": frame.height >= 1000,
        "columns-in-order": frame.columns == COLUMNS,
        "age-mostly-known": 1 - frame["age"].null_count() / frame.height >= 0.99,
    }
done = plan.interrogate(get_first_n=20)
verdicts |= {name: done.n_failed(i=i + 1, scalar=True) == 0 for i, name in enumerate(names)}
report(verdicts)
