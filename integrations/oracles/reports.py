"""Reads assay's reports with the libraries that others read them with, and
compares what they find with the json report of the same result.

usage: reports.py FOLDER NAME…   where FOLDER holds NAME.json, NAME.junit.xml, …
"""
import csv
import json
import pathlib
import sys

import pyarrow.parquet
from junitparser import Error, Failure, JUnitXml, Skipped
from openlineage.client import event_v2, serde
from openlineage.client.generated import base, data_quality_assertions_dataset as dqa, data_quality_metrics_input_dataset as dqm, output_statistics_output_dataset as oso
from prometheus_client.parser import text_string_to_metric_families


def same(what, got, want):
    if got != want:
        raise SystemExit(f"{what}: got {got!r}, want {want!r}")


def junit(path, result):
    read = JUnitXml.fromfile(str(path))
    cases = [case for suite in read for case in suite]
    outcomes = result["findings"] + result["outcomes"]
    same("junit cases", len(cases), len(outcomes))
    found = {Failure: 0, Error: 0, Skipped: 0}
    for case in cases:
        for r in case.result:
            found[type(r)] += 1
    same("junit errors", found[Error], sum(o["status"] == "error" for o in outcomes))
    same("junit failures and skips", found[Failure] + found[Skipped], sum(o["status"] == "fail" for o in outcomes))
    same("junit verdict", found[Failure] + found[Error] > 0, result["verdict"] == "rejected")
    same("junit totals", (read.tests, read.failures, read.errors, read.skipped), (len(cases), found[Failure], found[Error], found[Skipped]))


def prometheus(path, result):
    text = path.read_text()
    families = {f.name: f for f in text_string_to_metric_families(text)}
    same("assay_rows", families["assay_rows"].samples[0].value, result["rows"])
    same("assay_accepted", families["assay_accepted"].samples[0].value == 1, result["verdict"] == "accepted")
    evaluated = [o for o in result["outcomes"] + result["findings"] if o["status"] != "error"]
    success = families["assay_expectation_success"].samples
    same("assay_expectation_success", [s.value == 1 for s in success], [o["status"] == "pass" for o in evaluated])
    counted = [o for o in evaluated if o["counts"]]
    same("unexpected rows", [s.value for s in families["assay_expectation_unexpected_rows"].samples], [o["counts"]["unexpected"] for o in counted])
    samples = [(s.name, tuple(sorted(s.labels.items()))) for f in families.values() for s in f.samples]
    same("samples that stand twice", len(samples) - len(set(samples)), 0)


def gitlab(path, result):
    issues = json.loads(path.read_text())
    same("issues", len(issues), sum(o["status"] != "pass" for o in result["outcomes"] + result["findings"]))
    same("fingerprints", len({i["fingerprint"] for i in issues}), len(issues))
    for i in issues:
        same("keys", sorted(i), ["check_name", "description", "fingerprint", "location", "severity"])
        same("severity is known", i["severity"] in ("info", "minor", "major", "critical", "blocker"), True)
        same("place", (type(i["location"]["path"]), type(i["location"]["lines"]["begin"])), (str, int))


def openlineage(path, _):
    """Builds the event with the client's classes, which validate what they are
    given, and compares what they write."""
    event = json.loads(path.read_text())
    data = event["inputs"][0]
    assertions, metrics = data["inputFacets"]["dataQualityAssertions"], data["inputFacets"]["dataQualityMetrics"]
    columns = {name: dqm.ColumnMetrics(**m) for name, m in metrics["columnMetrics"].items()}
    known = {k: v for k, v in metrics.items() if not k.startswith("_") and k != "columnMetrics"}
    facets = {
        "dataQualityAssertions": dqa.DataQualityAssertionsDatasetFacet(
            assertions=[dqa.Assertion(**a) for a in assertions["assertions"]], producer=assertions["_producer"]),
        "dataQualityMetrics": dqm.DataQualityMetricsInputDatasetFacet(columnMetrics=columns, producer=metrics["_producer"], **known),
    }
    again = event_v2.RunEvent(
        eventType=event_v2.RunState[event["eventType"]], eventTime=event["eventTime"],
        run=event_v2.Run(**event["run"]), job=event_v2.Job(**event["job"]), producer=event["producer"],
        inputs=[event_v2.InputDataset(namespace=data["namespace"], name=data["name"], inputFacets=facets)],
        outputs=[output(o) for o in event["outputs"]])
    written = json.loads(serde.Serde.to_json(again))
    same("openlineage", without_empty(written), without_empty(event))


def output(o):
    """Is a file that rows were written to, as the client has it."""
    facet = o["outputFacets"]["outputStatistics"]
    return event_v2.OutputDataset(namespace=o["namespace"], name=o["name"], outputFacets={
        "outputStatistics": oso.OutputStatisticsOutputDatasetFacet(rowCount=facet["rowCount"], producer=facet["_producer"])})


def without_empty(v):
    if isinstance(v, dict):
        return {k: without_empty(e) for k, e in v.items() if e is not None and e != {} and e != []}
    return [without_empty(e) for e in v] if isinstance(v, list) else v


def tables(csv_path, parquet_path, result):
    with open(csv_path, newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    table = pyarrow.parquet.read_table(parquet_path).to_pylist()
    same("rows", len(rows), sum(o["counts"]["unexpected"] for o in result["outcomes"] + result["findings"] if o["counts"]))
    same("parquet", [{k: "" if v is None else str(v) for k, v in r.items()} for r in table], rows)
    for r in rows:
        json.loads(r["values"]), json.loads(r["columns"])


folder = pathlib.Path(sys.argv[1])
for name in sys.argv[2:]:
    result = json.loads((folder / f"{name}.json").read_text())
    junit(folder / f"{name}.junit.xml", result)
    prometheus(folder / f"{name}.prom", result)
    gitlab(folder / f"{name}.gitlab.json", result)
    openlineage(folder / f"{name}.openlineage.json", result)
    tables(folder / f"{name}.rows.csv", folder / f"{name}.parquet", result)
print(f"{len(sys.argv) - 2} results")
