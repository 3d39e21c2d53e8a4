"""The suites by hand in DuckDB: one SQL query."""
import duckdb

from common import COUNTRIES, DATA, EMAIL, FORMAT, STATUSES, SUITE, finish

source = f"read_csv('{DATA}')" if FORMAT == "csv" else f"read_parquet('{DATA}')"


def listed(values):
    return ", ".join(f"'{v}'" for v in values)


wanted = """
    count(*) FILTER (user_id IS NULL) AS null_user_id,
    count(*) FILTER (age NOT BETWEEN 18 AND 99) AS bad_age,
    avg(price) AS mean_price
"""
if SUITE != "s3":
    wanted += f""",
    count(*) AS rows,
    count(*) FILTER (country IS NULL) AS null_country,
    count(*) FILTER (email IS NULL) AS null_email,
    count(*) FILTER (created_at IS NULL) AS null_created_at,
    count(*) FILTER (age IS NULL) AS null_age,
    count(*) FILTER (price NOT BETWEEN 0 AND 60) AS bad_price,
    count(*) FILTER (score NOT BETWEEN 0 AND 1) AS bad_score,
    count(*) FILTER (low NOT BETWEEN 0 AND 1000) AS bad_low,
    avg(score) AS mean_score,
    stddev_samp(price) AS stdev_price,
    stddev_samp(score) AS stdev_score,
    median(price) AS median_price,
    median(score) AS median_score,
    count(*) FILTER (country NOT IN ({listed(COUNTRIES)})) AS bad_country,
    count(*) FILTER (status NOT IN ({listed(STATUSES)})) AS bad_status,
    count(*) FILTER (NOT regexp_matches(email, '{EMAIL}')) AS bad_email,
    count(*) FILTER (length(comment) <> 40) AS bad_comment,
    count(DISTINCT user_id) AS distinct_user_id,
    count(DISTINCT birth_date) AS distinct_birth_date,
    count(*) FILTER (created_at NOT BETWEEN TIMESTAMP '2023-01-01' AND TIMESTAMP '2024-12-31 23:59:59') AS bad_created_at,
    count(*) FILTER (high < low) AS bad_pair
    """
connection = duckdb.connect()
answer = connection.execute(f"SELECT {wanted} FROM {source}")
names = [column[0] for column in answer.description]
found = dict(zip(names, answer.fetchone()))
if SUITE != "s3":
    schema = connection.execute(f"SELECT * FROM {source} LIMIT 0")
    found["columns"] = [column[0] for column in schema.description]
finish(found)
