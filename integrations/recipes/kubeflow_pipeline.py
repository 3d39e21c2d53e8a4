"""Validate, then train: a pipeline for Kubeflow Pipelines and Vertex AI Pipelines."""
from kfp import compiler, dsl

ASSAY = "registry.example.com/assay:1"  # built from the Dockerfile of assay's repository
TRAINER = "registry.example.com/trainer:1"


@dsl.container_component
def validate(data: str, suite: str, verdict: dsl.Output[dsl.Artifact]):
    return dsl.ContainerSpec(
        image=ASSAY, command=["/assay", "check", data, "-s", suite, "--verdict", verdict.path]
    )


@dsl.container_component
def train(data: str, verdict: dsl.Input[dsl.Artifact], model: dsl.Output[dsl.Model]):
    return dsl.ContainerSpec(image=TRAINER, command=["python3", "train.py", data, verdict.path, model.path])


@dsl.pipeline(name="train-on-accepted-data")
def pipeline(data: str, suite: str):
    # A container that ends with anything but 0 fails its step, and train waits
    # for the verdict of that step.
    checked = validate(data=data, suite=suite)
    checked.set_retry(num_retries=0)
    train(data=data, verdict=checked.outputs["verdict"])


if __name__ == "__main__":
    compiler.Compiler().compile(pipeline, "pipeline.yaml")
