package parquet

import (
	"encoding/base64"
	"encoding/binary"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/parquet-go/parquet-go/format"
)

// Arrow's writers keep their own schema beside Parquet's, as a base64 of the
// message that begins an Arrow stream. It is asked only for what Parquet has
// no words for, the time zone of instants and durations; whatever else it says,
// the values are read as Parquet declares them.
// https://github.com/apache/arrow/blob/main/format/Schema.fbs

// arrowSchemaKey is where the schema stands in the file's metadata.
const arrowSchemaKey = "ARROW:schema"

// Fields and values of Message.fbs and Schema.fbs.
const (
	messageHeaderType = 1
	messageHeader     = 2
	headerIsSchema    = 1
	schemaFields      = 1
	fieldName         = 0
	fieldTypeType     = 2
	fieldType         = 3
	fieldChildren     = 5
	typeTimestamp     = 10
	typeDuration      = 18
	typeUnit          = 0 // of timestamps and durations
	typeZone          = 1 // of timestamps
	unitMilliseconds  = 1 // what an absent unit means
)

// refine adds to columns what the Arrow schema among metadata knows of them.
func refine(columns []column, root *node, metadata []keyValue) {
	for _, kv := range metadata {
		if kv.Key != arrowSchemaKey {
			continue
		}
		schema, ok := arrowSchema(kv.Value)
		if !ok {
			return
		}
		byLeaf := make(map[int]*column, len(columns))
		for i := range columns {
			if columns[i].leaf >= 0 {
				byLeaf[columns[i].leaf] = &columns[i]
			}
		}
		refineGroup(root, schema, schemaFields, byLeaf)
		return
	}
}

// arrowSchema finds the schema table of an encoded message.
func arrowSchema(encoded string) (table, bool) {
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(raw) < 8 {
		return table{}, false
	}
	if binary.LittleEndian.Uint32(raw) == 0xFFFFFFFF { // absent before Arrow 0.15
		raw = raw[4:]
	}
	message, ok := rootTable(raw[4:])
	if !ok || message.number(messageHeaderType, 1, 0) != headerIsSchema {
		return table{}, false
	}
	return message.table(messageHeader)
}

// refineGroup walks a group and the vector of fields beside it, as long as they
// agree on names.
func refineGroup(n *node, t table, fields int, byLeaf map[int]*column) {
	count, at := t.tables(fields)
	if count != len(n.children) {
		return
	}
	for i, child := range n.children {
		field, ok := t.follow(at + 4*i)
		if !ok || field.text(fieldName) != child.Name {
			return
		}
		if child.group {
			if child.container() == "" && !child.repeated() {
				refineGroup(child, field, fieldChildren, byLeaf)
			}
			continue
		}
		if c := byLeaf[child.leaf]; c != nil {
			c.refine(field, child)
		}
	}
}

// refine sets the zone of an instant and makes a duration of a bare integer.
func (c *column) refine(field table, n *node) {
	typ, ok := field.table(fieldType)
	if !ok {
		return
	}
	switch kind := field.number(fieldTypeType, 1, 0); kind {
	case typeTimestamp:
		ts, isTime := c.layout.typ.(*arrow.TimestampType)
		if zone := typ.text(typeZone); isTime && ts.TimeZone == "UTC" && plausibleZone(zone) {
			c.setType(&arrow.TimestampType{Unit: ts.Unit, TimeZone: zone})
		}
	case typeDuration:
		unit := typ.number(typeUnit, 2, unitMilliseconds)
		bare := n.LogicalType.Value == nil && !n.ConvertedType.Valid
		if c.layout.physical == format.Int64 && bare && unit <= int(arrow.Nanosecond) {
			c.setType(&arrow.DurationType{Unit: arrow.TimeUnit(unit)})
		}
	}
}

func (c *column) setType(t arrow.DataType) { c.layout.typ, c.field.Type = t, t }

// plausibleZone reports whether a string looks like a zone of the IANA
// database or an offset.
func plausibleZone(zone string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/:"
	return zone != "" && len(zone) <= 64 && strings.Trim(zone, letters) == ""
}
