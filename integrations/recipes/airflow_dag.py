"""Validate, then train: an Airflow DAG that needs the assay binary and its exit codes."""
import os

import pendulum
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

project = os.environ["PROJECT"]  # the folder with data.csv, suite.yaml and train.py

with DAG("train", schedule=None, start_date=pendulum.datetime(2026, 1, 1), catchup=False) as dag:
    # Any code but 0 fails the task, and what is downstream of it does not run.
    # No retries: rejected data are rejected again.
    validate = BashOperator(
        task_id="validate",
        bash_command="assay check data.csv -s suite.yaml --verdict verdict.json",
        cwd=project,
        append_env=True,
        retries=0,
    )
    train = BashOperator(
        task_id="train",
        bash_command="assay verify verdict.json --data data.csv --suite suite.yaml && python3 train.py",
        cwd=project,
        append_env=True,
    )
    validate >> train
