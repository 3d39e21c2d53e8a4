"""The differences between Great Expectations 1.24.1 and assay that are meant.
Each is described under its name in docs/great-expectations.md."""

import dataclasses
from typing import Any, Callable

# Keys of result that are not compared, each a difference of its own.
KEYS_LEFT_OUT = {"unexpected_index_query"}


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

    def dtype(self, key="column"):
        column = self.kwargs.get(key)
        return str(self.frame[column].dtype) if column in self.frame else ""


@dataclasses.dataclass
class Difference:
    name: str
    applies: Callable[[Case], bool]


ALLOWED = []
