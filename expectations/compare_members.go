package expectations

import (
	"slices"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/fold"
	"assay/engine/vector"
)

// maxListed is how many values a result lists, as Great Expectations does.
const maxListed = 20

// membership is how the different values of a column stand to a list.
type membership struct {
	unexpected, missing         int64
	unexpectedList, missingList []vector.Scalar // the first few of each
}

// scalars are the members as values of one type, in order, each once; nulls are
// left out.
func (m members) scalars(t arrow.DataType, env *engine.Env) ([]vector.Scalar, error) {
	list := make([]vector.Scalar, 0, len(m.Values))
	for _, l := range m.Values {
		s, err := vector.ScalarOf(l, t, env.Zone)
		switch {
		case err != nil && env.Mixed:
			s = freeScalar(l)
		case err != nil:
			return nil, checkError(err)
		}
		if !s.IsNull() {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, compareAny)
	return slices.CompactFunc(list, func(a, b vector.Scalar) bool { return compareAny(a, b) == 0 }), nil
}

// freeScalar is a literal as it stands, of no column's type.
func freeScalar(l vector.Literal) vector.Scalar {
	if f, err := strconv.ParseFloat(l.Text, 64); err == nil && l.Kind == vector.LiteralNumber {
		return vector.FloatScalar(f)
	}
	return vector.StringScalar(l.Text)
}

// compareAny orders values that can be compared; others follow, by their text.
func compareAny(a, b vector.Scalar) int {
	if order, ok := vector.CompareScalars(a, b); ok {
		return order
	}
	return slices.Compare(a.AppendJSON(nil), b.AppendJSON(nil))
}

// compareMembers walks through the values of a column and the members, both of
// which are in order.
func compareMembers(counts *fold.ValueCounts, want []vector.Scalar) (membership, error) {
	var m membership
	err := counts.Each(func(value vector.Scalar, _ int64) error {
		for len(want) > 0 && compareAny(want[0], value) < 0 {
			m.miss(want[0])
			want = want[1:]
		}
		if len(want) > 0 && compareAny(want[0], value) == 0 {
			want = want[1:]
			return nil
		}
		if m.unexpected++; len(m.unexpectedList) < maxListed {
			m.unexpectedList = append(m.unexpectedList, value)
		}
		return nil
	})
	for _, w := range want {
		m.miss(w)
	}
	return m, err
}

func (m *membership) miss(value vector.Scalar) {
	if m.missing++; len(m.missingList) < maxListed {
		m.missingList = append(m.missingList, value)
	}
}

// The details of an outcome, under the names that Great Expectations has for
// them.

func (m membership) unexpectedDetails(details map[string]any) {
	details["unexpected_count"] = vector.IntScalar(m.unexpected)
	details["partial_unexpected_list"] = m.unexpectedList
}

func (m membership) missingDetails(details map[string]any) {
	details["missing_count"] = vector.IntScalar(m.missing)
	details["partial_missing_list"] = m.missingList
}

// distinctValues is the kind of expectations that compare the different values
// of a column with a list. judge says what comes of it, and fills the details.
func distinctValues(c oneColumn, m members, columns []arrow.Field, env *engine.Env, judge func(m membership, details map[string]any) bool) (engine.Kind, error) {
	want, err := m.scalars(columns[0].Type, env)
	if err != nil {
		return nil, err
	}
	return judgeCounts(c, func(counts *fold.ValueCounts) (engine.Observation, error) {
		found, err := compareMembers(counts, want)
		if err != nil {
			return engine.Observation{}, err
		}
		details := make(map[string]any)
		return engine.Observation{Success: judge(found, details), Details: details}, nil
	}), nil
}
