package reports

import (
	"cmp"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"assay/engine"
)

var _ = register(Format{
	Name:  "junit",
	Title: "a test case for each expectation, as JUnit XML",
	Needs: func(o Options) (Needs, error) { return Needs{Examples: o.examples(machineExamples)}, nil },
	Render: func(w io.Writer, r *engine.Result, o Options) error {
		if _, err := io.WriteString(w, xml.Header); err != nil {
			return err
		}
		enc := xml.NewEncoder(w)
		enc.Indent("", "  ")
		if err := enc.Encode(newJUnit(r, o.examples(machineExamples))); err != nil {
			return err
		}
		_, err := io.WriteString(w, "\n")
		return err
	},
})

type junitSuites struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	junitTally
	Suites []junitSuite `xml:"testsuite"`
}

// junitTally stands in both the file's and the suite's element.
type junitTally struct {
	Tests    int    `xml:"tests,attr"`
	Failures int    `xml:"failures,attr"`
	Errors   int    `xml:"errors,attr"`
	Skipped  int    `xml:"skipped,attr"`
	Time     string `xml:"time,attr,omitempty"`
}

type junitSuite struct {
	Name string `xml:"name,attr"`
	junitTally
	Timestamp  string          `xml:"timestamp,attr,omitempty"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Name      string       `xml:"name,attr"`
	ClassName string       `xml:"classname,attr"`
	File      string       `xml:"file,attr,omitempty"`
	Line      int          `xml:"line,attr,omitempty"`
	Failure   *junitDetail `xml:"failure"`
	Error     *junitDetail `xml:"error"`
	Skipped   *junitDetail `xml:"skipped"`
}

type junitDetail struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

func newJUnit(r *engine.Result, examples int) junitSuites {
	s := junitSuite{Name: cleanName(datasetName(r)), Properties: junitProperties(r)}
	for _, outcomes := range [][]engine.Outcome{r.Findings, r.Outcomes} {
		for _, o := range outcomes {
			s.add(junitCaseOf(r, o, examples))
		}
	}
	if t := r.Timing; t != nil {
		s.Time = strconv.FormatFloat(t.Elapsed.Seconds(), 'f', 3, 64)
		s.Timestamp = t.Started.UTC().Format("2006-01-02T15:04:05")
	}
	return junitSuites{Name: "assay", junitTally: s.junitTally, Suites: []junitSuite{s}}
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Error != nil:
		s.Errors++
	case c.Failure != nil:
		s.Failures++
	case c.Skipped != nil:
		s.Skipped++
	}
}

func junitProperties(r *engine.Result) []junitProperty {
	list := []junitProperty{
		{"assay.version", r.Version},
		{"verdict", verdict(r)},
		{"fail_on", r.FailOn.String()},
		{"suite", cleanName(r.Suite.Name)},
		{"rows", strconv.FormatInt(r.Rows, 10)},
	}
	if text := divided(r); text != "" {
		list = append(list, junitProperty{"quarantine", text})
	}
	for _, s := range sides(r) {
		list = append(list, junitProperty{"rows." + s.name, strconv.FormatInt(s.rows, 10)})
		if s.path != "" {
			list = append(list, junitProperty{"file." + s.name, clean(s.path)})
		}
	}
	return list
}

// junitCaseOf is a failure where the outcome rejects the data. JUnit knows no
// failures that are tolerated, or whose rows are set aside: they are skipped, so
// that a file of accepted data is green, and say why.
func junitCaseOf(r *engine.Result, o engine.Outcome, examples int) junitCase {
	at := suitePlace(r, o.Check)
	c := junitCase{
		Name: cleanName(o.Check.ID), ClassName: junitClass(r, o.Check),
		File: cleanName(at.File), Line: at.Line,
	}
	if o.Status == engine.Pass {
		return c
	}
	detail := &junitDetail{
		Message: account(r, o), Type: cleanName(o.Check.Name),
		Text: strings.Join(append(exampleLines(r, o, examples), advice(o)...), "\n"),
	}
	switch {
	case o.Status == engine.Error:
		c.Error = detail
	case levelOf(r, o) == levelError:
		c.Failure = detail
	default:
		detail.Message = o.Check.Severity.String() + ": " + detail.Message
		detail.Type = ""
		c.Skipped = detail
	}
	return c
}

// junitClass groups cases by what they are about: the suite and its columns.
func junitClass(r *engine.Result, c *engine.Check) string {
	about := cmp.Or(strings.Join(c.Columns, ","), "table")
	return cleanName(cmp.Or(r.Suite.Name, "assay") + "." + about)
}

// cleanName is a name from outside on one line, of bounded length.
func cleanName(s string) string { return clip(clean(s), valueLimit) }
