"""The suites in Great Expectations, on its pandas engine."""
import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd

from common import COLUMNS, COUNTRIES, DATA, EMAIL, FORMAT, STATUSES, SUITE, report

if FORMAT == "csv":
    frame = pd.read_csv(DATA, parse_dates=["created_at", "birth_date"], keep_default_na=False, na_values=[""])
else:
    frame = pd.read_parquet(DATA)

suite = [
    ("not-null.user_id", gxe.ExpectColumnValuesToNotBeNull(column="user_id")),
    ("between.age", gxe.ExpectColumnValuesToBeBetween(column="age", min_value=18, max_value=99)),
    ("mean-between.price", gxe.ExpectColumnMeanToBeBetween(column="price", min_value=10, max_value=50)),
]
if SUITE != "s3":
    suite += [
        ("not-null.country", gxe.ExpectColumnValuesToNotBeNull(column="country")),
        ("not-null.email", gxe.ExpectColumnValuesToNotBeNull(column="email")),
        ("not-null.created_at", gxe.ExpectColumnValuesToNotBeNull(column="created_at")),
        ("between.price", gxe.ExpectColumnValuesToBeBetween(column="price", min_value=0, max_value=60)),
        ("between.score", gxe.ExpectColumnValuesToBeBetween(column="score", min_value=0, max_value=1)),
        ("between.low", gxe.ExpectColumnValuesToBeBetween(column="low", min_value=0, max_value=1000)),
        ("mean-between.score", gxe.ExpectColumnMeanToBeBetween(column="score", min_value=0.4, max_value=0.6)),
        ("stdev-between.price", gxe.ExpectColumnStdevToBeBetween(column="price", min_value=5, max_value=30)),
        ("stdev-between.score", gxe.ExpectColumnStdevToBeBetween(column="score", min_value=0.1, max_value=0.5)),
        ("median-between.price", gxe.ExpectColumnMedianToBeBetween(column="price", min_value=10, max_value=50)),
        ("median-between.score", gxe.ExpectColumnMedianToBeBetween(column="score", min_value=0.4, max_value=0.6)),
        ("in-set.country", gxe.ExpectColumnValuesToBeInSet(column="country", value_set=COUNTRIES)),
        ("in-set.status", gxe.ExpectColumnValuesToBeInSet(column="status", value_set=STATUSES)),
        ("matches-regex.email", gxe.ExpectColumnValuesToMatchRegex(column="email", regex=EMAIL)),
        ("length-between.comment", gxe.ExpectColumnValueLengthsToBeBetween(column="comment", min_value=40, max_value=40)),
        ("unique.user_id", gxe.ExpectColumnValuesToBeUnique(column="user_id")),
        ("distinct-count-between.birth_date", gxe.ExpectColumnUniqueValueCountToBeBetween(column="birth_date", min_value=1000, max_value=20000)),
        ("between.created_at", gxe.ExpectColumnValuesToBeBetween(column="created_at", min_value="2023-01-01T00:00:00", max_value="2024-12-31T23:59:59")),
        ("row-count-between", gxe.ExpectTableRowCountToBeBetween(min_value=1000)),
        ("columns-in-order", gxe.ExpectTableColumnsToMatchOrderedList(column_list=COLUMNS)),
        ("pair-greater.high,low", gxe.ExpectColumnPairValuesAToBeGreaterThanB(column_A="high", column_B="low", or_equal=True)),
        ("age-mostly-known", gxe.ExpectColumnValuesToNotBeNull(column="age", mostly=0.99)),
    ]
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
batch = (
    context.data_sources.add_pandas("bench").add_dataframe_asset("table")
    .add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
)
report({name: batch.validate(e, result_format="BASIC").success for name, e in suite})
