package reports

import (
	"errors"
	"fmt"

	"assay/engine"
)

// Lacks says what the report needs and a result that was read by ReadJSON does
// not hold; nil means that the report can be written.
func (s Spec) Lacks(r *engine.Result, o Options) error {
	n, err := s.Needs(o)
	switch {
	case err != nil:
		return err
	case n.Run:
		return errors.New("more than a saved result holds: write it with assay check")
	case n.Profile && r.Profile == nil:
		return errors.New("figures of the columns, which a saved result does not hold: leave them out with html?profile=off, or write it with assay check")
	case n.Timing && r.Timing == nil:
		return errNoTime
	}
	return n.lacksRows(r)
}

// lacksRows looks for unexpected rows that were not saved. Where an outcome has
// fewer than others, it has no more.
func (n Needs) lacksRows(r *engine.Result) error {
	held := 0
	for _, o := range r.Outcomes {
		held = max(held, len(o.Examples))
	}
	for _, o := range r.Outcomes {
		if o.Counts == nil || int64(len(o.Examples)) >= o.Counts.Unexpected || o.Segments != nil {
			continue
		}
		switch {
		case n.AllUnexpected:
			return fmt.Errorf("all %s unexpected rows of %s, and %s were saved: write it with assay check, or save more with --max-examples",
				group(o.Counts.Unexpected), clean(o.Check.ID), group(int64(len(o.Examples))))
		case len(o.Examples) == held && held < n.Examples:
			return fmt.Errorf("%d unexpected rows of each outcome, and %d were saved: save more with assay check --max-examples %d, or ask for fewer",
				n.Examples, held, n.Examples)
		}
	}
	return nil
}
