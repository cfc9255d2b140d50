package diag

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Fingerprints returns a name for each diagnostic; see page.fingerprints. The
// diagnostics are in order.
func Fingerprints(ds []Diagnostic, src Sources) []string {
	p := &page{ds: ds, src: src, lines: map[string]*Lines{}}
	return p.fingerprints()
}

// fingerprints returns a name for each diagnostic of the page that stays the same
// while the finding stays the same, so that a service can tell old from new. It
// depends on the code, the file, the summary and the text of the line, not on the
// line's number: text added above changes nothing. Equal ones are told apart by
// their order.
func (p *page) fingerprints() []string {
	seen := map[string]int{}
	names := make([]string, len(p.ds))
	for i, d := range p.ds {
		line := ""
		if l := p.file(d.File); l != nil {
			first, _ := l.rows(d.Span)
			s := l.Line(first)
			line = strings.TrimSpace(l.text[s.Start:s.End])
		}
		// %q keeps the parts apart, whatever they contain.
		key := fmt.Sprintf("%q %q %q %q", d.Code, d.File, d.Summary, line)
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", key, seen[key]))
		seen[key]++
		names[i] = hex.EncodeToString(sum[:16])
	}
	return names
}
