#!/usr/bin/env python3
"""Writes the Parquet files of this folder and what is in them.

Each NAME__VARIANT.parquet holds the rows of NAME.json, written with the
encodings, codec and page version of the variant. NAME.json is what pyarrow
reads from the first variant; the script fails if it reads anything else from
another one. Run it in this folder with pyarrow, duckdb and polars installed;
the files in the repository are by pyarrow 26.0.1, duckdb 2.0.0 and polars 2.1.0.
"""

import datetime as dt
import decimal
import json
import math
import pathlib
import random
import uuid

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent
ROWS = 37
UTC = dt.timezone.utc


# What is in a file, in a form that other languages can compare.


def type_name(t):
    if isinstance(t, pa.UuidType):
        return "string"  # canonical text
    if pa.types.is_dictionary(t):
        return type_name(t.value_type)
    names = {
        "double": "float64", "float": "float32", "halffloat": "float16",
        "large_string": "string", "string_view": "string",
        "large_binary": "binary", "binary_view": "binary", "date32[day]": "date32",
    }
    return names.get(str(t), str(t))


def text(value):
    """A value as text. Floats are hexadecimal, so that no digit is lost."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "nan" if math.isnan(value) else value.hex()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    return str(value)


def integers(column, t):
    """Dates and times as the integers that they are stored as."""
    if pa.types.is_date32(t) or pa.types.is_time32(t):
        return column.cast(pa.int32())
    if pa.types.is_temporal(t):
        return column.cast(pa.int64())
    return column


def nested(t):
    return pa.types.is_nested(t) or pa.types.is_interval(t)


def describe(path):
    table = pq.ParquetFile(path).read()
    while any(pa.types.is_struct(f.type) for f in table.schema):
        table = table.flatten()
    columns = []
    for field, column in zip(table.schema, table.columns):
        t = field.type
        if nested(t):
            columns.append({"name": field.name, "nested": True})
            continue
        if pa.types.is_dictionary(t):
            t = t.value_type
            column = column.cast(t)
        values = [text(v) for v in integers(column, t).to_pylist()]
        columns.append({"name": field.name, "type": type_name(t), "values": values})
    return {"rows": table.num_rows, "columns": columns}


def record(name, variant, write):
    path = HERE / f"{name}__{variant}.parquet"
    write(path)
    got = json.dumps(describe(path), ensure_ascii=True, separators=(",", ":")) + "\n"
    expected = HERE / f"{name}.json"
    if name not in seen:
        seen.add(name)
        expected.write_text(got)
    elif expected.read_text() != got:
        raise SystemExit(f"{path.name} differs from {expected.name}")


seen = set()


def with_nulls(values, rng, share=0.15):
    return [None if rng.random() < share else v for v in values]


# The rows.


def scalars(nulls):
    """A column of every type that Arrow writes to Parquet."""
    rng = random.Random(1)
    fields, arrays = [], []

    def add(name, typ, values):
        values = [values(i) for i in range(ROWS)]
        if nulls:
            values = with_nulls(values, rng)
        arrays.append(pa.array(values, type=typ))
        fields.append(pa.field(name, typ, nullable=nulls))

    def some(*values):
        return lambda i: values[i % len(values)]

    def dec(unscaled, scale):
        return decimal.Decimal(unscaled).scaleb(-scale, context=decimal.Context(prec=80))

    for bits in (8, 16, 32, 64):
        top = 1 << (bits - 1)
        add(f"i{bits}", getattr(pa, f"int{bits}")(), some(0, 1, -1, top - 1, -top, 7, 7, 7, 7))
        add(f"u{bits}", getattr(pa, f"uint{bits}")(), some(0, 1, 2 * top - 1, top, 7, 7, 7, 7, 7))
    numbers = (0.0, -0.0, 1.5, -2.25, math.inf, -math.inf, math.nan, 65504.0)
    add("f16", pa.float16(), lambda i: np.float16(numbers[i % 8]))
    add("f32", pa.float32(), some(*numbers, 3.4028234663852886e38, 1e-45))
    add("f64", pa.float64(), some(*numbers, 1.7976931348623157e308, 5e-324, 0.1))
    add("bool", pa.bool_(), lambda i: i % 3 == 0)
    add("dec9", pa.decimal128(9, 2), lambda i: dec((-1) ** i * i * 1234567, 2))
    add("dec18", pa.decimal128(18, 6), lambda i: dec((-1) ** i * i * 12345678901234567 % 10**18, 6))
    add("dec38", pa.decimal128(38, 10), some(dec(10**38 - 1, 10), dec(1 - 10**38, 10), dec(0, 10), dec(-1, 10)))
    add("dec76", pa.decimal256(76, 40), some(dec(10**76 - 1, 40), dec(1 - 10**76, 40), dec(0, 40), dec(-1, 40)))
    add("str", pa.string(), some("", "a", "gr\u00fc\u00df", "\u65e5\u672c\u8a9e", "\U0001f600", "x" * 40, "nul\0l", "seventeen letters"))
    add("bin", pa.binary(), some(b"", b"\0", b"\xff\xfe", bytes(range(20))))
    add("fixed", pa.binary(5), lambda i: bytes([i, 255 - i, 0, 7, i]))
    add("uuid", pa.uuid(), lambda i: uuid.UUID(int=i * 0x0123456789ABCDEF0123456789ABCDEF % 2**128).bytes)
    add("date", pa.date32(), some(0, 1, -1, 19000, -719162, 2932896))
    add("t_ms", pa.time32("ms"), some(0, 1, 86399999, 43200000))
    add("t_us", pa.time64("us"), some(0, 1, 86399999999))
    add("t_ns", pa.time64("ns"), some(0, 1, 86399999999999))
    for unit in ("ms", "us", "ns"):
        stamps = some(0, 1, -1, 1700000000123, -62135596800000 if unit == "ms" else -9223372036854775)
        add(f"ts_{unit}", pa.timestamp(unit), stamps)
        add(f"ts_{unit}_utc", pa.timestamp(unit, "UTC"), stamps)
    return pa.table(arrays, schema=pa.schema(fields))


def more_arrow():
    """What Parquet has no words for, and Arrow's own spellings."""
    rng = random.Random(2)
    stamps = with_nulls([i * 86400_000_000 for i in range(ROWS)], rng)
    strings = with_nulls([f"value {i % 5}" for i in range(ROWS)], rng)
    return pa.table({
        "berlin": pa.array(stamps, pa.timestamp("us", "Europe/Berlin")),
        "offset": pa.array(stamps, pa.timestamp("ms", "+05:30")),
        "seconds": pa.array([i for i in range(ROWS)], pa.timestamp("s")),
        "duration_s": pa.array(with_nulls(list(range(ROWS)), rng), pa.duration("s")),
        "duration_us": pa.array(with_nulls(list(range(ROWS)), rng), pa.duration("us")),
        "duration_ns": pa.array(with_nulls(list(range(ROWS)), rng), pa.duration("ns")),
        "dictionary": pa.array(strings).dictionary_encode(),
        "int_dictionary": pa.array([i % 3 for i in range(ROWS)]).dictionary_encode(),
        "large": pa.array(strings, pa.large_string()),
        "large_binary": pa.array([s and s.encode() for s in strings], pa.large_binary()),
        "view": pa.array(strings, pa.string_view()),
        "nothing": pa.nulls(ROWS),
        "no_values": pa.nulls(ROWS, pa.int64()),
        "no_strings": pa.nulls(ROWS, pa.string()),
        "na\u00efve \u540d": pa.array(range(ROWS), pa.int8()),
    })


def shaped(rows=330, nulls=True):
    """Columns whose shapes matter to encodings: runs, slopes, noise, prefixes."""
    rng = random.Random(3)
    low, high = -(1 << 63), (1 << 63) - 1
    columns = {
        "constant": [42] * rows,
        "ascending": [i * 3 - 500 for i in range(rows)],
        "descending": [10**12 - i * 1000 for i in range(rows)],
        "noise": [rng.randint(low, high) for _ in range(rows)],
        "extremes": [high if i % 2 else low for i in range(rows)],
        "runs": [i // 60 for i in range(rows)],
    }
    typed = {k: (pa.int64(), v) for k, v in columns.items()}
    typed["i32"] = (pa.int32(), [rng.randint(-(1 << 31), (1 << 31) - 1) for _ in range(rows)])
    typed["i32_extremes"] = (pa.int32(), [(1 << 31) - 1 if i % 2 else -(1 << 31) for i in range(rows)])
    typed["f32"] = (pa.float32(), [float(rng.randint(-1000, 1000)) / 8 for _ in range(rows)])
    typed["f64"] = (pa.float64(), [rng.gauss(0, 1) for _ in range(rows)])
    typed["flag"] = (pa.bool_(), [i % 100 < 50 or rng.random() < 0.1 for i in range(rows)])
    typed["path"] = (pa.string(), [f"/data/{i // 50}/part-{i:05d}" for i in range(rows)])
    typed["word"] = (pa.string(), ["".join(rng.choices("abc\u00e4", k=rng.randint(0, 9))) for _ in range(rows)])
    typed["bin"] = (pa.binary(), [rng.randbytes(rng.randint(0, 12)) for _ in range(rows)])
    typed["fixed"] = (pa.binary(7), [b"pre" + rng.randbytes(4) for _ in range(rows)])
    typed["dec"] = (pa.decimal128(20, 3), [decimal.Decimal(rng.randint(-10**9, 10**9)).scaleb(-3) for _ in range(rows)])
    fields, arrays = [], []
    for name, (typ, values) in typed.items():
        if nulls:
            # Stretches without nulls, with some, and with nulls only.
            values = [None if i % 150 > 125 or i % 150 > 50 and rng.random() < 0.2 else v for i, v in enumerate(values)]
        fields.append(pa.field(name, typ, nullable=nulls))
        arrays.append(pa.array(values, type=typ))
    return pa.table(arrays, schema=pa.schema(fields))


def fallback(rows=400):
    """More distinct values than a small dictionary holds."""
    rng = random.Random(4)
    return pa.table({
        "str": with_nulls([f"user-{i if i > 60 else i % 7:06d}" for i in range(rows)], rng, 0.05),
        "int": [i if i > 60 else i % 7 for i in range(rows)],
        "dec": pa.array(with_nulls([decimal.Decimal(i if i > 60 else i % 7).scaleb(-2) for i in range(rows)], rng), pa.decimal128(30, 2)),
        "f64": with_nulls([float(i) for i in range(rows)], rng),
        "few": with_nulls([f"v{i % 4}" for i in range(rows)], rng),
    })


def nested_table():
    rows = []
    for i in range(ROWS):
        inner = None if i % 7 == 3 else {"d": None if i % 5 == 1 else f"d{i % 4}", "e": i * 1.5}
        outer = None if i % 6 == 5 else {"b": None if i % 4 == 2 else i, "c": inner}
        rows.append({
            "id": i, "a": outer, "r": {"x": i % 3 == 0},
            "tags": None if i % 9 == 1 else ["t"] * (i % 3), "m": [("k", i)],
            "s": [{"q": i}], "z": i,
        })
    leaf = pa.struct([pa.field("d", pa.string()), pa.field("e", pa.float64(), nullable=False)])
    return pa.Table.from_pylist(rows, schema=pa.schema([
        pa.field("id", pa.int64(), nullable=False),
        pa.field("a", pa.struct([pa.field("b", pa.int32()), pa.field("c", leaf)])),
        pa.field("r", pa.struct([pa.field("x", pa.bool_(), nullable=False)]), nullable=False),
        pa.field("tags", pa.list_(pa.string())),
        pa.field("m", pa.map_(pa.string(), pa.int64())),
        pa.field("s", pa.list_(pa.struct([pa.field("q", pa.int8())]))),
        pa.field("z", pa.int16()),
    ]))


# The writers.


def arrow(table, **options):
    options = {"write_statistics": False, "compression": "none", "row_group_size": 16, **options}
    return lambda path: pq.write_table(table, path, **options)


TINY_PAGES = {"data_page_size": 40, "write_batch_size": 3}


def write_arrow():
    for name, table in (("scalars", scalars(True)), ("required", scalars(False))):
        for variant, options in {
            "plain-v1": {"use_dictionary": False},
            "plain-v2-zstd": {"use_dictionary": False, "data_page_version": "2.0", "compression": "zstd"},
            "dict-v1-snappy": {"compression": "snappy"},
            "dict-v2-gzip-checksum": {"data_page_version": "2.0", "compression": "gzip", "write_page_checksum": True},
            "pages-v1-brotli": {"use_dictionary": False, "compression": "brotli", **TINY_PAGES, "row_group_size": 64},
            "pages-v2-lz4": {"data_page_version": "2.0", "compression": "lz4", **TINY_PAGES, "row_group_size": 64},
            "statistics": {"write_statistics": True},
        }.items():
            record(name, variant, arrow(table, **options))
    int32s = {"store_decimal_as_integer": True, "row_group_size": 64}
    record("scalars", "integer-decimals", arrow(scalars(True), **int32s))
    record("scalars", "integer-decimals-dict", arrow(scalars(True), **int32s, data_page_version="2.0"))
    record("scalars", "no-arrow-schema", arrow(scalars(True), store_schema=False, row_group_size=64))

    record("arrow", "v1", arrow(more_arrow()))
    record("arrow", "v2-snappy", arrow(more_arrow(), data_page_version="2.0", compression="snappy", use_dictionary=False))
    record("arrow-unknown", "no-arrow-schema", arrow(more_arrow(), store_schema=False))

    old = scalars(True).select(["i8", "u8", "u32", "ts_ms", "ts_us", "ts_us_utc", "str"])
    record("format1", "v1", arrow(old, version="1.0"))
    record("int96", "v1", arrow(scalars(True).select(["ts_ns", "ts_us_utc", "i32"]), use_deprecated_int96_timestamps=True))
    record("int96", "plain-pages-v2", arrow(scalars(True).select(["ts_ns", "ts_us_utc", "i32"]), use_deprecated_int96_timestamps=True,
                                            use_dictionary=False, data_page_version="2.0", **TINY_PAGES))

    delta = {
        **{k: "DELTA_BINARY_PACKED" for k in ("constant", "ascending", "descending", "noise", "extremes", "runs", "i32", "i32_extremes")},
        "f32": "BYTE_STREAM_SPLIT", "f64": "BYTE_STREAM_SPLIT", "flag": "RLE",
        "path": "DELTA_BYTE_ARRAY", "word": "DELTA_LENGTH_BYTE_ARRAY", "bin": "DELTA_LENGTH_BYTE_ARRAY",
        "fixed": "DELTA_BYTE_ARRAY", "dec": "DELTA_BYTE_ARRAY",
    }
    split = {**{k: "BYTE_STREAM_SPLIT" for k in ("noise", "i32", "fixed", "dec", "f32", "f64")}, "bin": "DELTA_BYTE_ARRAY", "path": "DELTA_LENGTH_BYTE_ARRAY"}
    for name, nulls in (("shaped", True), ("shaped-required", False)):
        table = shaped(nulls=nulls)
        for variant, options in {
            "delta-v1": {"use_dictionary": False, "column_encoding": delta},
            "delta-v2-snappy": {"use_dictionary": False, "column_encoding": delta, "data_page_version": "2.0", "compression": "snappy"},
            "delta-pages-v2": {"use_dictionary": False, "column_encoding": delta, "data_page_version": "2.0", "data_page_size": 300, "write_batch_size": 37},
            "split-v1-zstd": {"use_dictionary": False, "column_encoding": split, "compression": "zstd"},
            "dict-v1": {},
            "dict-pages-v2-lz4": {"data_page_version": "2.0", "data_page_size": 200, "write_batch_size": 50, "compression": "lz4"},
        }.items():
            record(name, variant, arrow(table, **{"row_group_size": 220, **options}))

    few = {"dictionary_pagesize_limit": 200, "write_batch_size": 20, "data_page_size": 150, "row_group_size": 250}
    record("fallback", "v1", arrow(fallback(), **few))
    record("fallback", "v2-snappy", arrow(fallback(), **few, data_page_version="2.0", compression="snappy"))

    record("nested", "v1", arrow(nested_table()))
    record("nested", "v2-zstd-plain", arrow(nested_table(), data_page_version="2.0", compression="zstd", use_dictionary=False, **TINY_PAGES))

    record("no-rows", "v1", arrow(scalars(True).slice(0, 0)))
    record("no-columns", "v1", lambda path: pq.write_table(pa.table({}), path))
    record("one-row", "v1", arrow(scalars(True).slice(1, 1)))
    record("groups", "v1", arrow(pa.table({"i": range(40), "s": [str(i % 3) for i in range(40)]}), row_group_size=1))


def write_duckdb():
    con = duckdb.connect()
    con.execute("SET threads = 1")
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SELECT setseed(0.5)")
    con.execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')")
    nullable = "CASE WHEN i % 11 = 3 THEN NULL ELSE {} END AS {}"
    exprs = {
        "i8": "(i % 100)::TINYINT", "i16": "i::SMALLINT", "i32": "(i * 7919)::INTEGER", "i64": "i * 1234567890123",
        "u8": "(i % 200)::UTINYINT", "u16": "i::USMALLINT", "u32": "i::UINTEGER", "u64": "i::UBIGINT",
        "f32": "(i / 8)::FLOAT", "f64": "i / 7::DOUBLE", "b": "i % 3 = 0", "d": "DATE '2020-01-01' + i::INTEGER",
        "t": "TIME '00:00:01' + to_seconds(i)", "ts": "TIMESTAMP '2020-01-01' + to_minutes(i)",
        "ts_s": "(TIMESTAMP '2020-01-01' + to_minutes(i))::TIMESTAMP_S", "ts_ms": "(TIMESTAMP '2020-01-01' + to_minutes(i))::TIMESTAMP_MS",
        "ts_ns": "(TIMESTAMP '2020-01-01' + to_minutes(i))::TIMESTAMP_NS", "tz": "TIMESTAMPTZ '2020-01-01 00:00:00+00' + to_minutes(i)",
        "dec4": "(i % 90)::DECIMAL(4, 2)", "dec9": "i::DECIMAL(9, 3)", "dec18": "i::DECIMAL(18, 4)", "dec38": "i::DECIMAL(38, 5)",
        "s": "'name ' || (i % 17)", "s2": "'value ' || i", "blob": "('blob ' || i)::BLOB",
        "u": "('00000000-0000-4000-8000-' || lpad(i::VARCHAR, 12, '0'))::UUID", "e": "(['sad', 'ok', 'happy'])[(i % 3 + 1)::INTEGER]::mood",
        "st": "{'x': i, 'y': 'y' || (i % 5)}", "l": "[i, i]",
    }
    select = ", ".join(nullable.format(e, n) for n, e in exprs.items())
    con.execute(f"CREATE TABLE t AS SELECT {select} FROM range(60) r(i)")
    for variant, options in {
        "snappy": "CODEC snappy", "zstd-v2": "CODEC zstd, PARQUET_VERSION v2", "none": "CODEC uncompressed",
        "gzip-v2": "CODEC gzip, PARQUET_VERSION v2", "brotli": "CODEC brotli", "lz4": "CODEC lz4_raw",
    }.items():
        record("duckdb", variant, lambda path: con.execute(f"COPY t TO '{path}' (FORMAT parquet, {options})"))
    con.execute("CREATE TABLE big AS SELECT i, 'k' || (i % 300) AS k, CASE WHEN i % 5 = 0 THEN NULL ELSE i // 40 END AS n FROM range(2200) r(i)")
    record("duckdb-groups", "snappy", lambda path: con.execute(f"COPY big TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)"))
    record("duckdb-groups", "v2", lambda path: con.execute(f"COPY big TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048, PARQUET_VERSION v2)"))


def write_polars():
    rng = random.Random(5)
    n = 60

    def some(values):
        return with_nulls(list(values), rng)

    frame = pl.DataFrame({
        "i8": pl.Series(some(i % 100 for i in range(n)), dtype=pl.Int8),
        "i64": pl.Series(some(i * 10**12 for i in range(n)), dtype=pl.Int64),
        "u16": pl.Series(some(range(n)), dtype=pl.UInt16),
        "u64": pl.Series(some(2**64 - 1 - i for i in range(n)), dtype=pl.UInt64),
        "f32": pl.Series(some(i / 4 for i in range(n)), dtype=pl.Float32),
        "f64": pl.Series(some(i / 7 for i in range(n)), dtype=pl.Float64),
        "b": pl.Series(some(i % 3 == 0 for i in range(n)), dtype=pl.Boolean),
        "s": pl.Series(some(f"name {i % 9}" for i in range(n)), dtype=pl.String),
        "bin": pl.Series(some(bytes([i, i]) for i in range(n)), dtype=pl.Binary),
        "d": pl.Series(some(dt.date(2020, 1, 1) + dt.timedelta(days=i) for i in range(n)), dtype=pl.Date),
        "t": pl.Series(some(dt.time(1, 2, i) for i in range(n)), dtype=pl.Time),
        "ts_ms": pl.Series(some(dt.datetime(2020, 1, 1, 0, i) for i in range(n)), dtype=pl.Datetime("ms")),
        "ts_us": pl.Series(some(dt.datetime(2020, 1, 1, 0, i) for i in range(n)), dtype=pl.Datetime("us", "Europe/Berlin")),
        "ts_ns": pl.Series(some(dt.datetime(2020, 1, 1, 0, i) for i in range(n)), dtype=pl.Datetime("ns", "UTC")),
        "dur": pl.Series(some(dt.timedelta(seconds=i) for i in range(n)), dtype=pl.Duration("us")),
        "dec": pl.Series(some(decimal.Decimal(i).scaleb(-2) for i in range(n)), dtype=pl.Decimal(20, 2)),
        "cat": pl.Series(some(f"c{i % 4}" for i in range(n)), dtype=pl.Categorical),
        "enum": pl.Series(some(f"c{i % 4}" for i in range(n)), dtype=pl.Enum([f"c{i}" for i in range(4)])),
        "st": pl.Series([None if i % 8 == 1 else {"x": i, "y": None if i % 3 else "y"} for i in range(n)]),
        "l": pl.Series([[i] for i in range(n)]),
        "nothing": pl.Series([None] * n, dtype=pl.Null),
    })
    for variant, options in {
        "zstd": {"compression": "zstd"}, "snappy-groups": {"compression": "snappy", "row_group_size": 25},
        "none-pages": {"compression": "uncompressed", "data_page_size": 64}, "gzip": {"compression": "gzip"},
        "brotli": {"compression": "brotli"}, "lz4": {"compression": "lz4"},
        "statistics": {"compression": "uncompressed", "row_group_size": 25, "statistics": True},
    }.items():
        record("polars", variant, lambda path: frame.write_parquet(path, **{"statistics": False, **options}))


if __name__ == "__main__":
    for old in (*HERE.glob("*.parquet"), *HERE.glob("*.json")):
        old.unlink()
    write_arrow()
    write_duckdb()
    write_polars()
