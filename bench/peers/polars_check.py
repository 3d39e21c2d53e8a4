"""The suites by hand in Polars, on its streaming engine."""
from datetime import datetime

import polars as pl

from common import COUNTRIES, DATA, EMAIL, FORMAT, STATUSES, SUITE, finish

frame = pl.scan_csv(DATA, try_parse_dates=True) if FORMAT == "csv" else pl.scan_parquet(DATA)
c = pl.col


def outside(name, low, high):
    return (~c(name).is_between(low, high)).sum()


wanted = {
    "null_user_id": c("user_id").null_count(),
    "bad_age": outside("age", 18, 99),
    "mean_price": c("price").mean(),
}
if SUITE != "s3":
    wanted |= {
        "rows": pl.len(),
        "null_country": c("country").null_count(),
        "null_email": c("email").null_count(),
        "null_created_at": c("created_at").null_count(),
        "null_age": c("age").null_count(),
        "bad_price": outside("price", 0, 60),
        "bad_score": outside("score", 0, 1),
        "bad_low": outside("low", 0, 1000),
        "mean_score": c("score").mean(),
        "stdev_price": c("price").std(),
        "stdev_score": c("score").std(),
        "median_price": c("price").median(),
        "median_score": c("score").median(),
        "bad_country": (~c("country").is_in(COUNTRIES)).sum(),
        "bad_status": (~c("status").is_in(STATUSES)).sum(),
        "bad_email": (~c("email").str.contains(EMAIL)).sum(),
        "bad_comment": (c("comment").str.len_chars() != 40).sum(),
        "distinct_user_id": c("user_id").drop_nulls().n_unique(),
        "distinct_birth_date": c("birth_date").drop_nulls().n_unique(),
        "bad_created_at": outside("created_at", datetime(2023, 1, 1), datetime(2024, 12, 31, 23, 59, 59)),
        "bad_pair": (c("high") < c("low")).sum(),
    }
found = frame.select(**wanted).collect(engine="streaming").row(0, named=True)
if SUITE != "s3":
    found["columns"] = frame.collect_schema().names()
finish(found)
