package spec

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
)

// The junit format is what CI servers read. A file is a suite; a test that is still to
// be written is skipped, one that was not run is an error. There are no times: the
// same tests give the same bytes. What the schema of Jenkins does not know is not there,
// so the line of a test stands in the text of its failure.
type junitSuites struct {
	XMLName  xml.Name      `xml:"testsuites"`
	Tests    int           `xml:"tests,attr"`
	Failures int           `xml:"failures,attr"`
	Errors   int           `xml:"errors,attr"`
	Suites   []*junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string     `xml:"name,attr"`
	Class   string     `xml:"classname,attr"`
	Skipped string     `xml:"skipped,omitempty"`
	Error   *junitNote `xml:"error"`
	Failure *junitNote `xml:"failure"`
}

type junitNote struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// WriteJUnit writes results for CI servers.
func WriteJUnit(w io.Writer, results []*Result) error {
	var out junitSuites
	byFile := map[string]*junitSuite{}
	for _, r := range results {
		s := byFile[r.Test.File]
		if s == nil {
			s = &junitSuite{Name: safetext.Line(r.Test.File)}
			byFile[r.Test.File] = s
			out.Suites = append(out.Suites, s)
		}
		c := junitCase{Name: safetext.Line(r.Test.Title), Class: safetext.Line(strings.Join(r.Test.Journeys, ", "))}
		place := fmt.Sprintf("%s:%d", s.Name, r.Test.Line)
		switch r.Status {
		case Failed:
			var page strings.Builder
			r.failed(&page, TextOptions{Width: 80})
			f := r.Failures[0]
			c.Failure = &junitNote{"expectation", safetext.Line(fmt.Sprintf("line %d: %s, but %s", f.Line, f.Want, f.Got)), place + "\n" + safetext.Clean(page.String())}
			s.Failures++
			out.Failures++
		case NotRun:
			c.Error = &junitNote{"not run", safetext.Line(r.Reason), place}
			s.Errors++
			out.Errors++
		case Todo:
			c.Skipped = "to be written"
			s.Skipped++
		case Passed:
		}
		s.Tests++
		out.Tests++
		s.Cases = append(s.Cases, c)
	}
	data, err := xml.MarshalIndent(out, "", "  ")
	if err == nil {
		_, err = io.WriteString(w, xml.Header+string(data)+"\n")
	}
	if err != nil {
		return fmt.Errorf("writing results: %w", err)
	}
	return nil
}
