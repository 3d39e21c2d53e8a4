#!/usr/bin/env python3
"""Prints what pyarrow finds in Parquet files: leaves.py FILE…

One JSON object a line: the file, and either pyarrow's error or the rows and the
leaves, each with its path, whether it is below a list, and its values as text.
Below lists there are no nulls among them: formats of the same list differ there.
Long values are told by their length and SHA-256.
"""

import hashlib
import json
import math
import struct
import sys
import uuid

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


def main():
    for file in sys.argv[1:]:
        said = {"file": file}
        try:
            said.update(read(file))
        except (pa.ArrowException, OSError, ValueError) as err:
            said["error"] = str(err)
        print(json.dumps(said))


def read(file):
    spark = b"org.apache.spark.version" in (pq.read_metadata(file).metadata or {})
    opened = pq.ParquetFile(
        file, page_checksum_verification=True, coerce_int96_timestamp_unit="us" if spark else "ns"
    )
    table = opened.read()
    leaves = []
    for name, column in zip(table.schema.names, table.columns):
        add(leaves, column.combine_chunks(), [name], False)
    return {"rows": table.num_rows, "leaves": leaves}


def add(leaves, array, path, listed):
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.chunks else pa.array([], array.type)
    if isinstance(array.type, pa.UuidType):
        array = pa.array([None if v is None else str(uuid.UUID(bytes=v)) for v in array.storage.to_pylist()], pa.string())
    if isinstance(array, pa.ExtensionArray):
        array = array.storage
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    kind = array.type
    if pa.types.is_struct(kind):
        for i, field in enumerate(kind):
            add(leaves, pc.struct_field(array, i), path + [field.name], listed)
    elif pa.types.is_map(kind):
        first, last = array.offsets[0].as_py(), array.offsets[len(array)].as_py()
        entries = pa.StructArray.from_arrays([array.keys, array.items], ["key", "value"])
        add(leaves, entries.slice(first, last - first), path, True)
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        add(leaves, array.flatten(), path, True)
    else:
        values = [short(text(v)) for v in plain(array).to_pylist()]
        if listed:
            values = [v for v in values if v is not None]
        leaves.append({"path": ".".join(path), "listed": listed, "values": values})


def plain(array):
    """The array with times as the integers that they are stored as."""
    kind = array.type
    if pa.types.is_date32(kind) or pa.types.is_time32(kind):
        return array.cast(pa.int32())
    if pa.types.is_timestamp(kind) or pa.types.is_time64(kind) or pa.types.is_duration(kind):
        return array.cast(pa.int64())
    return array


def short(value):
    """A value that can be handed on."""
    if value is None or len(value) <= 1 << 20:
        return value
    data = value.encode()
    return f"{len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}"


def text(value):
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isnan(value):
        return "nan"
    if isinstance(value, float):
        return struct.pack(">d", value).hex()
    if isinstance(value, bytes):
        return "'" + value.hex()
    if isinstance(value, str):
        return "'" + value
    return format(value, "f") if hasattr(value, "as_tuple") else str(value)


main()
