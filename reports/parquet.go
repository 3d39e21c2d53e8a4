package reports

import (
	"errors"
	"io"

	"github.com/parquet-go/parquet-go"

	"assay/engine"
)

// parquetGroup is how many rows are held in memory before they are written.
const parquetGroup = 1 << 16

var _ = register(Format{
	Name:   "parquet",
	Title:  "where every unexpected row stands, as a table in Parquet",
	Needs:  needsEveryRow,
	Render: renderParquet,
})

func renderParquet(w io.Writer, r *engine.Result, _ Options) error {
	table := parquet.NewGenericWriter[failingRow](w,
		parquet.Compression(&parquet.Zstd),
		parquet.MaxRowsPerRowGroup(parquetGroup),
		parquet.CreatedBy("assay", r.Version, ""))
	batch := make([]failingRow, 0, 1024)
	flush := func() error {
		_, err := table.Write(batch)
		batch = batch[:0]
		return err
	}
	err := eachFailingRow(r, func(f *failingRow) error {
		batch = append(batch, *f)
		if len(batch) < cap(batch) {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return errors.Join(flush(), table.Close())
}
