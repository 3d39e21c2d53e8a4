"""The differences between Great Expectations 1.24.1 and assay that are meant.
Each is described under its name in docs/great-expectations.md, which compare.py
checks."""

import collections
import dataclasses
import json
from typing import Any, Callable

# Keys of result that are not compared; the difference unexpected-index-query.
KEYS_LEFT_OUT = {"unexpected_index_query"}

# Great Expectations stops at so many values in a COMPLETE result.
MAX_RESULT_RECORDS = 200
PARTIAL = 20


@dataclasses.dataclass
class Case:
    where: str  # table.format
    type: str
    kwargs: dict
    gx: dict  # raised, success, result
    assay: dict
    gx_reason: str
    assay_reason: str
    frame: Any  # what pandas made of the file
    table: Any  # the Arrow table of the file
    same: Callable[[Any, Any], bool]

    def columns(self):
        named = [self.kwargs.get(k) for k in ("column", "column_A", "column_B")] + self.kwargs.get("column_list", [])
        return [c for c in named if c in self.table.column_names]

    def types(self):
        return [str(self.table.schema.field(c).type) for c in self.columns()]

    def like(self, **changes):
        """Whether the results are the same once the named keys are left out."""
        a, b = dict(self.gx.get("result", {})), dict(self.assay.get("result", {}))
        for key in changes.get("without", ()):
            a.pop(key, None), b.pop(key, None)
        return self.gx["raised"] == self.assay["raised"] and self.gx["success"] == self.assay["success"] and self.same(a, b)


def infinite(value):
    """Infinities as the texts that assay writes."""
    if isinstance(value, dict):
        return {k: infinite(v) for k, v in value.items()}
    if isinstance(value, list):
        return [infinite(v) for v in value]
    if value == float("inf"):
        return "inf"
    if value == float("-inf"):
        return "-inf"
    return value


def normalise(result):
    """What assay writes in the place of some values of Great Expectations:
    infinity, missing-moment."""
    return infinite(json.loads(json.dumps(result).replace('"NaT"', "null")))


def counted(result):
    """partial_unexpected_counts with equal values, missing ones too, counted together."""
    total = collections.Counter()
    for entry in result.get("partial_unexpected_counts", []):
        if "error" in entry:
            return None
        total[json.dumps(json.loads(json.dumps(entry["value"]), parse_int=float))] += entry["count"]
    return total


def long_lists(c):
    ours, theirs = c.assay.get("result", {}), c.gx.get("result", {})
    full, cut = ours.get("unexpected_list", []), theirs.get("unexpected_list", [])
    return (len(full) > MAX_RESULT_RECORDS and c.same(full[:MAX_RESULT_RECORDS], cut)
            and c.same(ours["unexpected_index_list"][:len(theirs["unexpected_index_list"])], theirs["unexpected_index_list"])
            and c.like(without=("unexpected_list", "unexpected_index_list", "partial_unexpected_counts")))


def counts_of_missing(c):
    a, b = counted(c.gx.get("result", {})), counted(c.assay.get("result", {}))
    if a is None or not b or not c.like(without=("partial_unexpected_counts",)):
        return False
    if "partial_unexpected_counts" not in c.gx["result"]:  # None and NaN cannot be sorted
        return any("null" in key for key in b)
    has_missing = any("null" in key for key in list(a) + list(b))
    cut = len(c.gx["result"]["partial_unexpected_counts"]) >= PARTIAL or len(b) >= PARTIAL
    return has_missing and (cut or a == b)


def order_of_sets(c):
    keys = ("partial_missing_list", "partial_unexpected_list")
    if "distinct_values" not in c.type or not c.like(without=keys):
        return False
    short = lambda r, k: sorted(json.dumps(v) if isinstance(v, str) else str(float(v)) for v in r.get(k, []))
    return all(short(c.gx["result"], k) == short(c.assay["result"], k) or len(c.gx["result"].get(k, [])) >= PARTIAL for k in keys)


TYPED = ("expect_column_values_to_be_of_type", "expect_column_values_to_be_in_type_list", "expect_column_type_to_be")


def type_names(c):
    return c.type in TYPED


def not_serialisable(c):
    return c.gx["raised"] and ("not JSON serializable" in c.gx_reason or "Invalid result values were found" in c.gx_reason)


def infinite_steps(c):
    return c.type.endswith(("_increasing", "_decreasing")) and any(f in (float("inf"), float("-inf")) for f in c.table.column(c.kwargs["column"]).to_pylist())


def single_precision(c):
    return "float" in c.types() and c.type in ("expect_column_mean_to_be_between", "expect_column_sum_to_be_between", "expect_column_stdev_to_be_between",
                                                "expect_column_quantile_values_to_be_between", "expect_column_median_to_be_between") and \
        abs(number(c.gx) - number(c.assay)) <= 1e-5 * max(1, abs(number(c.gx)))


def number(outcome):
    value = outcome.get("result", {}).get("observed_value")
    return value if isinstance(value, (int, float)) else 0


def pair_conditions(c):
    return "_pair_values_" in c.type and "row_condition" in c.kwargs and c.kwargs.get("ignore_row_if") == "either_value_is_missing"


def observed_partition(c):
    return "kl_divergence" in c.type and c.like(without=("details",))


def text_that_is_no_json(c):
    return c.type == "expect_column_values_to_match_json_schema" and c.gx["raised"] and c.gx_reason.startswith("Expecting ") and not c.assay["raised"]


@dataclasses.dataclass
class Difference:
    name: str
    applies: Callable[[Case], bool]


ALLOWED = [
    Difference("complete-lists", long_lists),
    Difference("counts-of-missing", counts_of_missing),
    Difference("order-of-sets", order_of_sets),
    Difference("type-names", type_names),
    Difference("not-serialisable", not_serialisable),
    Difference("single-precision", single_precision),
    Difference("infinite-steps", infinite_steps),
    Difference("observed-partition", observed_partition),
    Difference("text-that-is-no-json", text_that_is_no_json),
    Difference("pair-conditions", pair_conditions),
]

# Differences that are not told apart by a case: what is written for a value, or
# left out everywhere.
EVERYWHERE = ["unexpected-index-query", "infinity", "missing-moment"]
