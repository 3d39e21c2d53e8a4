"""Seeded tables of all column types, as Arrow tables."""

import datetime
import decimal
import random

import pyarrow as pa

WORDS = ["apple", "Banana", "x", "", "été", "naïve café", "日本語", "🙂 emoji", "a.b", "10", "10.0", "007", "A-1", "b_2", "tab\there", "n/a-ish"]
DATES = ["2024-01-31", "2023-12-01", "2024-02-29", "31/01/2024", "not a date", "2024-1-5"]
JSONS = ['{"a": 1}', "[1, 2]", "3", '"x"', "{bad", "nul", '{"a": "b"}']


def table(seed, rows, nulls):
    """One table; nulls is the share of missing values in the columns that have any."""
    rng = random.Random(seed)
    day = datetime.date(2024, 1, 1)
    moment = datetime.datetime(2024, 1, 1, 12)

    def column(make, missing=0.0):
        return [None if rng.random() < missing else make() for _ in range(rows)]

    def steps(start):
        value, out = start, []
        for _ in range(rows):
            value += rng.choice([0, 1, 1, 2, 5]) if rng.random() < 0.95 else -1
            out.append(value)
        return out

    unique = list(range(rows))
    rng.shuffle(unique)
    columns = {
        "id": pa.array(unique, pa.int64()),
        "i": pa.array(column(lambda: rng.randint(-5, 20)), pa.int64()),
        "i8": pa.array(column(lambda: rng.randint(-100, 100)), pa.int8()),
        "in": pa.array(column(lambda: rng.randint(0, 9), nulls), pa.int64()),
        "big": pa.array(column(lambda: 2**53 + rng.randint(0, 40)), pa.int64()),
        "u": pa.array(column(lambda: 2**63 + rng.randint(0, 9)), pa.uint64()),
        "f": pa.array(column(lambda: rng.choice([round(rng.uniform(-50, 50), 2), rng.gauss(0, 1e6), 1.0, 0.1]), nulls), pa.float64()),
        "f32": pa.array(column(lambda: rng.choice([0.5, -2.25, 3.0, 100.0]), nulls), pa.float32()),
        "nan": pa.array(column(lambda: rng.choice([float("nan"), 1.5, 2.5, -0.0])), pa.float64()),
        "inf": pa.array(column(lambda: rng.choice([float("inf"), float("-inf"), 1.5, 2.5, 7.25])), pa.float64()),
        "mono": pa.array(steps(rng.randint(-10, 10)), pa.int64()),
        "same": pa.array([3.5] * rows, pa.float64()),
        "s": pa.array(column(lambda: rng.choice(WORDS)), pa.string()),
        "sn": pa.array(column(lambda: rng.choice(WORDS), nulls), pa.string()),
        "code": pa.array(column(lambda: rng.choice("ABC") + str(rng.randint(1, 3)), nulls), pa.string()),
        "dates": pa.array(column(lambda: rng.choice(DATES), nulls), pa.string()),
        "json": pa.array(column(lambda: rng.choice(JSONS), nulls), pa.string()),
        "b": pa.array(column(lambda: rng.random() < 0.5), pa.bool_()),
        "d": pa.array(column(lambda: day + datetime.timedelta(days=rng.randint(0, 60)), nulls), pa.date32()),
        "ts": pa.array(column(lambda: moment + datetime.timedelta(seconds=rng.randint(0, 10**6)), nulls), pa.timestamp("us")),
        "tz": pa.array(column(lambda: moment + datetime.timedelta(seconds=rng.randint(0, 10**6)), nulls), pa.timestamp("us", "UTC")),
        "dec": pa.array(column(lambda: decimal.Decimal(rng.randint(-500, 500)).scaleb(-2), nulls), pa.decimal128(10, 2)),
        "x": pa.array(column(lambda: rng.randint(0, 6), nulls), pa.float64()),
        "y": pa.array(column(lambda: rng.randint(0, 6), nulls), pa.float64()),
        "p": pa.array(column(lambda: rng.randint(0, 3)), pa.int64()),
        "q": pa.array(column(lambda: rng.randint(0, 3)), pa.int64()),
        "none": pa.array([None] * rows, pa.float64()),
        "a b": pa.array(column(lambda: rng.randint(0, 5)), pa.int64()),
    }
    return pa.table(columns)


def tables():
    """The tables of a run: (name, table)."""
    shapes = [(0, 0.0), (1, 0.0), (1, 1.0), (2, 0.5), (7, 0.3), (30, 0.1), (120, 0.2), (400, 0.02)]
    return [(f"t{n}-{rows}", table(1000 + n, rows, nulls)) for n, (rows, nulls) in enumerate(shapes)]
