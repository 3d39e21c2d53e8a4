"""What the peers' programs share: their arguments, the suites' constants, and how they print verdicts."""
import json
import sys

DATA, FORMAT, SUITE = sys.argv[1:4]

COUNTRIES = (
    "AT AU BE BR CA CH CN CZ DE DK ES FI FR GB GR HU IE IN IT JP KR MX NL NO NZ PL PT RO SE US".split()
)
STATUSES = ["active", "closed", "new", "paused", "pending"]
EMAIL = r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$"
COLUMNS = [
    "user_id", "age", "price", "country", "email", "created_at", "status",
    "score", "active", "comment", "birth_date", "low", "high",
]


def report(verdicts):
    """Print a verdict per expectation id, as the harness compares them."""
    json.dump({name: bool(ok) for name, ok in verdicts.items()}, sys.stdout)


def verdicts_s3(s):
    return {
        "not-null.user_id": s["null_user_id"] == 0,
        "between.age": s["bad_age"] == 0,
        "mean-between.price": 10 <= s["mean_price"] <= 50,
    }


def verdicts_s20(s):
    return {
        "not-null.user_id": s["null_user_id"] == 0,
        "not-null.country": s["null_country"] == 0,
        "not-null.email": s["null_email"] == 0,
        "not-null.created_at": s["null_created_at"] == 0,
        "between.age": s["bad_age"] == 0,
        "between.price": s["bad_price"] == 0,
        "between.score": s["bad_score"] == 0,
        "between.low": s["bad_low"] == 0,
        "mean-between.price": 10 <= s["mean_price"] <= 50,
        "mean-between.score": 0.4 <= s["mean_score"] <= 0.6,
        "stdev-between.price": 5 <= s["stdev_price"] <= 30,
        "stdev-between.score": 0.1 <= s["stdev_score"] <= 0.5,
        "median-between.price": 10 <= s["median_price"] <= 50,
        "median-between.score": 0.4 <= s["median_score"] <= 0.6,
        "in-set.country": s["bad_country"] == 0,
        "in-set.status": s["bad_status"] == 0,
        "matches-regex.email": s["bad_email"] == 0,
        "length-between.comment": s["bad_comment"] == 0,
        "unique.user_id": s["distinct_user_id"] == s["rows"] - s["null_user_id"],
        "distinct-count-between.birth_date": 1000 <= s["distinct_birth_date"] <= 20000,
        "between.created_at": s["bad_created_at"] == 0,
        "row-count-between": s["rows"] >= 1000,
        "columns-in-order": s["columns"] == COLUMNS,
        "pair-greater.high,low": s["bad_pair"] == 0,
        "age-mostly-known": 1 - s["null_age"] / s["rows"] >= 0.99,
    }


def finish(statistics):
    report(verdicts_s3(statistics) if SUITE == "s3" else verdicts_s20(statistics))
