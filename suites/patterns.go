package suites

import (
	"assay/engine/regex"
	"assay/expectations"
)

// Search is how a regular expression of a suite is searched for.
type Search struct {
	At      Span
	Pattern string
	Engine  string
}

// Searches lists the regular expressions of all expectations, in their order.
func (s *Suite) Searches() []Search {
	var list []Search
	for i := range s.Items {
		it := &s.Items[i]
		for _, info := range it.given {
			switch v := info.Value(it.params).Interface().(type) {
			case expectations.Regexp:
				list = appendSearch(list, it, info.Name, v)
			case []expectations.Regexp:
				list = appendSearch(list, it, info.Name, v...)
			}
		}
	}
	return list
}

func appendSearch(list []Search, it *Item, param string, patterns ...expectations.Regexp) []Search {
	n := it.nodes[param]
	for i, p := range patterns {
		re, err := regex.CompilePython(string(p), regex.DefaultLimit)
		if err != nil {
			continue // reported when the suite was read
		}
		at := n.at
		if n.kind == listNode {
			at = n.items[i].at
		}
		list = append(list, Search{At: at, Pattern: string(p), Engine: re.Engine()})
	}
	return list
}
