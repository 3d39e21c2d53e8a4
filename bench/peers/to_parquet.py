"""Write the benchmark's CSV as Parquet, the way a data frame library would: snappy, row groups of 262,144."""
import sys

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

ROW_GROUP = 262_144
TYPES = {
    "user_id": pa.int64(), "age": pa.int64(), "price": pa.float64(), "country": pa.string(),
    "email": pa.string(), "created_at": pa.timestamp("us"), "status": pa.string(),
    "score": pa.float64(), "active": pa.bool_(), "comment": pa.string(),
    "birth_date": pa.date32(), "low": pa.int64(), "high": pa.float64(),
}

source, target = sys.argv[1:]
reader = pc.open_csv(
    source,
    read_options=pc.ReadOptions(block_size=16 << 20),
    convert_options=pc.ConvertOptions(column_types=TYPES, strings_can_be_null=True),
)
writer = pq.ParquetWriter(target, reader.schema, compression="snappy")
pending, rows = [], 0
for batch in reader:
    pending.append(batch)
    rows += batch.num_rows
    while rows >= ROW_GROUP:
        table = pa.Table.from_batches(pending)
        writer.write_table(table.slice(0, ROW_GROUP), row_group_size=ROW_GROUP)
        rest = table.slice(ROW_GROUP)
        pending, rows = rest.to_batches(), rest.num_rows
if rows:
    writer.write_table(pa.Table.from_batches(pending), row_group_size=ROW_GROUP)
writer.close()
