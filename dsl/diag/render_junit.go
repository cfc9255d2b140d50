package diag

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
)

// The junit format is for CI servers that know only tests. A file is a suite and
// a finding is a case: an error fails, a warning or a piece of information passes
// with its text, as it does not change the exit code either. A clean file is one
// case that passes, because an empty report counts as broken on some servers. Nothing is
// there that the schema of Jenkins does not know: a finding's place is in its text.
type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Failure *junitFailure `xml:"failure"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

func renderJUnit(p *page) error {
	suites := map[string]*junitSuite{}
	suite := func(file string) *junitSuite {
		if suites[file] == nil {
			suites[file] = &junitSuite{Name: safetext.Line(file)}
		}
		return suites[file]
	}
	for file := range p.src {
		suite(file)
	}
	for _, d := range p.ds {
		s := suite(d.File)
		c := junitCase{
			Name:  safetext.Line(strings.TrimSpace(d.Code + " " + d.Name)),
			Class: s.Name,
		}
		text := safetext.Clean(p.message(d))
		if start, _, ok := p.place(d.File, d.Span); ok {
			text = fmt.Sprintf("%s:%d:%d: %s", s.Name, start.Line, start.Column, text)
		}
		if d.Severity == Error {
			c.Failure = &junitFailure{d.Code, safetext.Line(d.Summary), text}
			s.Failures++
		} else {
			c.Out = d.Severity.String() + ": " + text
		}
		s.Cases = append(s.Cases, c)
	}
	return p.writeXML(suites)
}

func (p *page) writeXML(suites map[string]*junitSuite) error {
	files := make([]string, 0, len(suites))
	for file := range suites {
		files = append(files, file)
	}
	slices.Sort(files)
	all := junitSuites{}
	for _, file := range files {
		s := suites[file]
		if len(s.Cases) == 0 {
			s.Cases = []junitCase{{Name: "no findings", Class: s.Name}}
		}
		s.Tests = len(s.Cases)
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Suites = append(all.Suites, *s)
	}
	p.out.WriteString(xml.Header)
	enc := xml.NewEncoder(&p.out)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	p.out.WriteByte('\n')
	return nil
}
