"""Prints the versions of a registered model: stage, aliases, and what assay says of the data behind it."""
import json
import os
import sys
import urllib.parse
import urllib.request

api = os.environ["MLFLOW_TRACKING_URI"] + "/api/2.0/mlflow/"


def get(call, **query):
    with urllib.request.urlopen(api + call + "?" + urllib.parse.urlencode(query)) as answer:
        return json.load(answer)


name = sys.argv[1]
versions = get("model-versions/search", filter=f"name='{name}'").get("model_versions", [])
aliases = {a["alias"]: a["version"] for a in get("registered-models/get", name=name)["registered_model"].get("aliases", [])}
for v in sorted(versions, key=lambda v: int(v["version"])):
    tags = {t["key"]: t["value"] for t in v.get("tags", [])}
    also = "".join(f" @{alias}" for alias, version in aliases.items() if version == v["version"])
    print(f"version {v['version']}  {v['current_stage']:<10}  data {tags.get('assay.data.md5', 'unknown')}{also}")
