package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/journeylang/journey/dsl/safetext"
)

// The JSON format is a contract: fields may be added, none is renamed or removed
// without a new version. Positions are omitted when the file's text is not known.
type jsonReport struct {
	Version     int              `json:"version"`
	Diagnostics []jsonDiagnostic `json:"diagnostics"`
	Counts      jsonCounts       `json:"counts"`
}

type jsonCounts struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Info    int `json:"info"`
}

type jsonDiagnostic struct {
	Code     string     `json:"code"`
	Name     string     `json:"name"`
	Severity string     `json:"severity"`
	File     string     `json:"file"`
	Span     *jsonSpan  `json:"span,omitempty"`
	Context  *jsonSpan  `json:"context,omitempty"`
	Summary  string     `json:"summary"`
	Detail   string     `json:"detail"`
	Notes    []jsonNote `json:"notes"`
	Fixes    []jsonFix  `json:"fixes"`
}

type jsonNote struct {
	File string    `json:"file,omitempty"`
	Span *jsonSpan `json:"span,omitempty"`
	Text string    `json:"text"`
}

type jsonFix struct {
	Title string     `json:"title"`
	Safe  bool       `json:"safe"`
	Edits []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	Span *jsonSpan `json:"span,omitempty"`
	Text string    `json:"text"`
}

type jsonSpan struct {
	Start jsonPosition `json:"start"`
	End   jsonPosition `json:"end"`
}

// jsonPosition counts lines and columns (code points) from 1 and the offset in bytes from 0.
type jsonPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Offset int `json:"offset"`
}

func renderJSON(p *page) error {
	report := jsonReport{Version: 1, Diagnostics: []jsonDiagnostic{}}
	for _, d := range p.ds {
		j := jsonDiagnostic{
			Code: d.Code, Name: d.Name, Severity: d.Severity.String(), File: d.File,
			Span: p.jsonSpan(d.File, d.Span), Summary: safetext.Clean(d.Summary), Detail: safetext.Clean(d.Detail),
			Notes: []jsonNote{}, Fixes: []jsonFix{},
		}
		if d.Context != (Span{}) {
			j.Context = p.jsonSpan(d.File, d.Context)
		}
		for _, n := range d.Notes {
			j.Notes = append(j.Notes, jsonNote{n.File, p.jsonSpan(n.File, n.Span), safetext.Clean(n.Text)})
		}
		for _, f := range d.Fixes {
			fix := jsonFix{safetext.Clean(f.Title), f.Safe, []jsonEdit{}}
			for _, e := range f.Edits {
				fix.Edits = append(fix.Edits, jsonEdit{p.jsonSpan(d.File, e.Span), e.Text})
			}
			j.Fixes = append(j.Fixes, fix)
		}
		switch d.Severity {
		case Error:
			report.Counts.Error++
		case Warning:
			report.Counts.Warning++
		default:
			report.Counts.Info++
		}
		report.Diagnostics = append(report.Diagnostics, j)
	}
	return p.writeJSON(report)
}

func (p *page) jsonSpan(file string, s Span) *jsonSpan {
	start, end, ok := p.place(file, s)
	if !ok {
		return nil
	}
	return &jsonSpan{
		jsonPosition{start.Line, start.Column, s.Start},
		jsonPosition{end.Line, end.Column, max(s.Start, s.End)},
	}
}

// writeJSON writes indented JSON in which every character that acts is escaped.
// So the text of an edit is exact for a program and harmless for a terminal.
func (p *page) writeJSON(v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	for rest := b.Bytes(); len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == '\n' || !safetext.Acts(r):
			p.out.Write(rest[:size])
		case r > 0xFFFF:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&p.out, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&p.out, `\u%04x`, r)
		}
		rest = rest[size:]
	}
	return nil
}
