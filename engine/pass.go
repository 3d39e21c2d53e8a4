package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
)

// pass is one scan of the data: the columns it reads, the row conditions it
// evaluates, and the tasks that share both.
type pass struct {
	number int
	schema *arrow.Schema
	slots  []ColumnRequest
	types  []arrow.DataType // of the vectors in slots
	wheres []whereClause
	tasks  []task
	spared []int // columns that would be read, had statistics not answered
	before int   // passes of the run that number does not count
	// division, where set, divides the rows; writes hands all of them on.
	division *division
	writes   *writeTask
	folds    map[string]*foldTask
	keys     map[string]*keyedTask
}

// whereClause is a distinct row condition of a pass.
type whereClause struct {
	condition *Condition
	slots     []int
}

// task is one unit of work of a pass. Workers observe batches; what they make
// of a split is merged in split order, and the workers themselves at the end.
type task interface {
	newWorker() taskWorker
	merge(part any, at splitBase) error
	finish(workers []taskWorker) error
}

// taskWorker is the share of a task that one goroutine does.
type taskWorker interface {
	batch(b *batchView) error
	// endSplit hands over what must be merged in split order.
	endSplit() any
}

// splitBase is where a split stands in the data.
type splitBase struct {
	ordinal int
	file    int
	records int64 // records before it in its file
	rows    int64 // rows before it in the dataset
	lines   int64 // lines before it in its file; -1 where the format has none
	offset  int64 // byte position in the file; -1 where that means nothing
}

func newPass(number int, schema *arrow.Schema) *pass {
	return &pass{number: number, schema: schema, folds: make(map[string]*foldTask), keys: make(map[string]*keyedTask)}
}

// slot returns the place of an input among the columns that the pass reads.
// Text of a string column is the column itself.
func (p *pass) slot(in Input) (int, error) {
	index, ok := columnIndex(p.schema, in.Column)
	if !ok {
		return 0, fmt.Errorf("plan: no column %q in the data", in.Column)
	}
	dt := p.schema.Field(index).Type
	req := ColumnRequest{Index: index, Text: in.Text && dt.ID() != arrow.STRING}
	if at := slices.Index(p.slots, req); at >= 0 {
		return at, nil
	}
	req.Lenient = in.lenient
	return p.require(req), nil
}

// require returns the place of a column, adding it if the pass lacks it.
func (p *pass) require(req ColumnRequest) int {
	if at := slices.Index(p.slots, req); at >= 0 {
		return at
	}
	dt := p.schema.Field(req.Index).Type
	if req.Text {
		dt = arrow.BinaryTypes.String
	}
	p.slots = append(p.slots, req)
	p.types = append(p.types, dt)
	return len(p.slots) - 1
}

// spare remembers a column that need not be read.
func (p *pass) spare(column int) {
	if !slices.Contains(p.spared, column) {
		p.spared = append(p.spared, column)
	}
}

// unread lists the columns that were spared and that nobody else reads.
func (p *pass) unread() []int {
	return slices.DeleteFunc(slices.Clone(p.spared), func(column int) bool {
		return slices.Contains(p.slots, ColumnRequest{Index: column})
	})
}

func (p *pass) slotsOf(inputs []Input) ([]int, error) {
	slots := make([]int, len(inputs))
	for i, in := range inputs {
		s, err := p.slot(in)
		if err != nil {
			return nil, err
		}
		slots[i] = s
	}
	return slots, nil
}

// where returns the place of a row condition in the pass, or -1 for none.
func (p *pass) where(c *Condition) (int, error) {
	if c == nil {
		return -1, nil
	}
	for i, have := range p.wheres {
		if have.condition.Text == c.Text {
			return i, nil
		}
	}
	slots, err := p.slotsOf(c.Inputs)
	if err != nil {
		return 0, err
	}
	p.wheres = append(p.wheres, whereClause{condition: c, slots: slots})
	return len(p.wheres) - 1, nil
}

// domain resolves the inputs and the condition of a check.
func (p *pass) domain(inputs []Input, c *Condition) (domain, error) {
	slots, err := p.slotsOf(inputs)
	if err != nil {
		return domain{}, err
	}
	where, err := p.where(c)
	if err != nil {
		return domain{}, err
	}
	types := make([]arrow.DataType, len(slots))
	for i, s := range slots {
		types[i] = p.types[s]
	}
	return domain{inputs: inputs, slots: slots, types: types, where: where}, nil
}

// domain is what a task reads of each batch.
type domain struct {
	inputs []Input
	slots  []int
	types  []arrow.DataType
	where  int
}

// key tells domains of one pass apart.
func (d domain) key() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d", d.where)
	for i, s := range d.slots {
		fmt.Fprintf(&b, ",%d:%t", s, d.inputs[i].Dict)
	}
	return b.String()
}

// bySchema lists the slots in the order of the schema.
func (p *pass) bySchema() []int {
	order := make([]int, len(p.slots))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p.slots[a].Index, p.slots[b].Index) })
	return order
}
