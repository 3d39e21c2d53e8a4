"""Runs Great Expectations 1.24.1 and assay over the same files and the same
suites, and demands the same success and the same result of every expectation.

    python compare.py --assay PATH [--cases N] [--only NAME] [--seed N] [--keep DIR]
"""

import argparse
import collections
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import warnings

os.environ["GX_ANALYTICS_ENABLED"] = "false"
os.environ["TQDM_DISABLE"] = "1"
warnings.simplefilter("ignore")

import great_expectations as gx
import pandas as pd
import pyarrow.csv
import pyarrow.parquet
from great_expectations.core.expectation_suite import ExpectationSuite

import differences
import generators
import tables

GX_VERSION = "1.24.1"
MIN_CASES = 2000
EXPORTED = "t6-120"  # the table over which exported suites are compared with their originals


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--assay", required=True, help="the binary to test")
    p.add_argument("--cases", type=int, default=3, help="cases of each expectation over each file")
    p.add_argument("--only", help="a part of the names of expectations")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--keep", help="a folder in which suites, data and results stay")
    p.add_argument("--show", type=int, default=40, help="how many failures are shown")
    return p.parse_args()


def catalogue(assay):
    """The Great Expectations names that assay knows, from its JSON Schema."""
    schema = json.loads(subprocess.run([assay, "schema"], check=True, capture_output=True).stdout)
    names = schema["$defs"]["expectation"]["anyOf"][0]["enum"]
    return [n for n in names if n.startswith("expect_") or n == "unexpected_rows_expectation"]


def documented():
    """Every difference has its heading in the docs."""
    docs = (pathlib.Path(__file__).parents[2] / "docs" / "great-expectations.md").read_text()
    missing = [n for n in [d.name for d in differences.ALLOWED] + differences.EVERYWHERE if f"### {n}\n" not in docs]
    if missing:
        sys.exit("docs/great-expectations.md does not describe the differences " + ", ".join(missing))


def covered(names):
    missing = [n for n in names if n not in generators.GENERATORS and n not in generators.NOT_COMPARED]
    if missing:
        sys.exit("generators.py has no parameters for " + ", ".join(missing))
    return [n for n in names if n in generators.GENERATORS]


def suite(names, rng, table, cases):
    """A suite in Great Expectations' JSON; meta numbers its expectations."""
    out = []
    for name in names:
        for _ in range(cases):
            kwargs = generators.jsonable(generators.GENERATORS[name](rng, table))
            if generators.has_mostly(name) and rng.random() < 0.4:
                kwargs["mostly"] = rng.choice([0, 0.1, 0.5, 0.75, 0.9, 0.95, 1.0])
            if name not in generators.NO_CONDITION and rng.random() < 0.25:
                kwargs |= generators.conditions(rng)
            out.append({"type": name, "kwargs": kwargs, "meta": {"case": len(out)}})
    return {"name": "differential", "expectations": out, "meta": {"great_expectations_version": GX_VERSION}}


class Engine:
    """Great Expectations over data frames."""

    def __init__(self):
        self.context = gx.get_context(mode="ephemeral")
        self.context.variables.progress_bars = {"globally": False}
        self.asset = self.context.data_sources.add_pandas("differential").add_dataframe_asset("frame").add_batch_definition_whole_dataframe("whole")

    def validate(self, frame, document):
        batch = self.asset.get_batch({"dataframe": frame})
        result = batch.validate(ExpectationSuite(**json.loads(json.dumps(document))), result_format="COMPLETE")
        return by_case([r.to_json_dict() for r in result.results])


def by_case(results):
    return {r["expectation_config"]["meta"]["case"]: r for r in results}


def run_assay(assay, suite_path, data_path):
    """assay's results by case; its exit code says only whether the data is accepted."""
    p = subprocess.run([assay, "check", data_path, "-s", suite_path, "--report", "gx?result_format=COMPLETE", "--allow-empty"], capture_output=True, text=True)
    if p.returncode not in (0, 1, 3) or not p.stdout:
        sys.exit(f"assay ended with {p.returncode} over {data_path}\n{p.stderr}")
    return by_case(json.loads(p.stdout)["results"])


def exported(assay, suite_path):
    """The suite as assay writes it for Great Expectations."""
    return json.loads(subprocess.run([assay, "export", "gx", suite_path], check=True, capture_output=True).stdout)


def raised(outcome):
    info = outcome["exception_info"]
    if "raised_exception" in info:
        return info["raised_exception"]
    return any(e.get("raised_exception") for e in info.values())


def reason(outcome):
    info = outcome["exception_info"]
    if "raised_exception" in info:
        return str(info["exception_message"])
    return "; ".join(str(e.get("exception_message")) for e in info.values())


def plain(outcome):
    """What is compared of an outcome."""
    if raised(outcome):
        return {"raised": True, "success": False}
    result = {k: v for k, v in (outcome.get("result") or {}).items() if k not in differences.KEYS_LEFT_OUT}
    return {"raised": False, "success": bool(outcome["success"]), "result": differences.normalise(json.loads(json.dumps(result, default=bool)))}


def same(a, b):
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return a == b or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) or a != a and b != b
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b and type(a) is type(b)


def differing(a, b, path=""):
    """The first place at which two values differ."""
    if isinstance(a, dict) and isinstance(b, dict):
        for k in list(a) + [k for k in b if k not in a]:
            if k not in a or k not in b:
                return f"{path}.{k}: {'only in assay' if k not in a else 'only in GX'}: {short(a.get(k, b.get(k)))}"
            if not same(a[k], b[k]):
                return differing(a[k], b[k], f"{path}.{k}")
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for i, (x, y) in enumerate(zip(a, b)):
            if not same(x, y):
                return differing(x, y, f"{path}[{i}]")
    return f"{path}: GX {short(a)}, assay {short(b)}"


def short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 160 else text[:160] + "…"


class Tally:
    def __init__(self):
        self.cases = 0
        self.allowed = collections.Counter()
        self.failures = []

    def add(self, where, entry, theirs, ours, frame, table):
        self.cases += 1
        a, b = plain(theirs), plain(ours)
        if same(a, b):
            return
        case = differences.Case(where=where, type=entry["type"], kwargs=entry["kwargs"], gx=a, assay=b,
                                gx_reason=reason(theirs), assay_reason=reason(ours), frame=frame, table=table, same=same)
        for d in differences.ALLOWED:
            if d.applies(case):
                self.allowed[d.name] += 1
                return
        detail = differing(a, b)
        if a["raised"] != b["raised"]:
            detail += f" ({case.gx_reason if a['raised'] else case.assay_reason})"
        self.failures.append(f"{where} {entry['type']} {json.dumps(entry['kwargs'], ensure_ascii=False)}\n    {detail}")


def write(folder, name, table):
    """The table's files: name, path, and what pandas makes of it."""
    parquet = folder / f"{name}.parquet"
    pyarrow.parquet.write_table(table, parquet)
    yield "parquet", parquet, pd.read_parquet(parquet)
    csv = folder / f"{name}.csv"
    pyarrow.csv.write_csv(table, csv)
    yield "csv", csv, pd.read_csv(csv)


def main():
    args = arguments()
    if gx.__version__ != GX_VERSION:
        sys.exit(f"great_expectations {gx.__version__} is installed, not {GX_VERSION}")
    documented()
    names = [n for n in covered(catalogue(args.assay)) if not args.only or args.only in n]
    folder = pathlib.Path(args.keep or tempfile.mkdtemp())
    folder.mkdir(exist_ok=True)
    engine, tally, started = Engine(), Tally(), time.time()
    for n, (name, table) in enumerate(tables.tables()):
        for kind, path, frame in write(folder, name, table):
            document = suite(names, random.Random(args.seed * 1000 + n * 2 + (kind == "csv")), table, args.cases)
            suite_path = folder / f"{name}-{kind}.json"
            suite_path.write_text(json.dumps(document, indent=1))
            theirs, ours = engine.validate(frame, document), run_assay(args.assay, suite_path, path)
            for i, entry in enumerate(document["expectations"]):
                tally.add(f"{name}.{kind}", entry, theirs[i], ours[i], frame, table)
            if name == EXPORTED:
                again = engine.validate(frame, exported(args.assay, suite_path))
                for i, entry in enumerate(document["expectations"]):
                    tally.add(f"export {name}.{kind}", entry, theirs[i], again[i], frame, table)
    report(tally, len(names), time.time() - started, args.show, args.only)


def report(tally, names, seconds, show, only):
    for name, n in sorted(tally.allowed.items()):
        print(f"allowed {n:5}  {name}")
    for f in tally.failures[:show]:
        print("DIFFERS", f)
    print(f"{tally.cases} cases of {names} expectations, {sum(tally.allowed.values())} allowed to differ, {len(tally.failures)} differ, {seconds:.0f} s")
    if tally.failures or not only and tally.cases < MIN_CASES:
        sys.exit(f"fewer than {MIN_CASES} cases" if not tally.failures else 1)


if __name__ == "__main__":
    main()
