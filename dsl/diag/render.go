package diag

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Sources holds the text of every file that was read, by path. A diagnostic about
// a file that is not here is shown without an excerpt, a line and a column.
type Sources map[string]string

// Options are what a renderer cannot know by itself.
type Options struct {
	Color   bool   // text: use colours; only for a terminal
	Version string // sarif: the version of the program
	Codes   []Code // sarif: the catalogue, to describe the codes that occur
}

// formats is the list of renderers, text first.
var formats = []struct {
	name   string
	render func(*page) error
}{
	{"text", renderText},
	{"json", renderJSON},
	{"github", renderGitHub},
	{"sarif", renderSARIF},
	{"junit", renderJUnit},
	{"gitlab", renderGitLab},
}

// Formats returns the names of the formats, text first.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// Render writes diagnostics in a format, in their one order, whatever the order
// they are given in. The same diagnostics always give the same bytes.
//
// What the files contain is never passed on as it is where it could act: text and
// annotations show it through package safetext, JSON escapes it.
func Render(w io.Writer, format string, ds []Diagnostic, src Sources, opts Options) error {
	ds = slices.Clone(ds)
	Sort(ds)
	p := &page{ds: ds, src: src, opts: opts, lines: map[string]*Lines{}}
	for _, f := range formats {
		if f.name != format {
			continue
		}
		if err := f.render(p); err != nil {
			return fmt.Errorf("rendering diagnostics as %s: %w", format, err)
		}
		if _, err := w.Write(p.out.Bytes()); err != nil {
			return fmt.Errorf("writing diagnostics: %w", err)
		}
		return nil
	}
	return fmt.Errorf("unknown format %q, want one of %s", format, strings.Join(Formats(), ", "))
}

// page is one call of Render. The output is collected so that a renderer has no
// errors of its own and a reader never gets half a JSON object.
type page struct {
	out   bytes.Buffer
	ds    []Diagnostic
	src   Sources
	opts  Options
	lines map[string]*Lines
}

// file returns the lines of a file, or nil when its text is not known.
func (p *page) file(path string) *Lines {
	l, ok := p.lines[path]
	if !ok {
		if text, known := p.src[path]; known {
			l = NewLines(text)
		}
		p.lines[path] = l
	}
	return l
}

// place returns both ends of a span.
func (p *page) place(path string, s Span) (start, end Position, ok bool) {
	l := p.file(path)
	if l == nil {
		return start, end, false
	}
	return l.Position(s.Start), l.Position(max(s.Start, s.End)), true
}
