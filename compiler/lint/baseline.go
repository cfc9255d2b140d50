package lint

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/journeylang/journey/dsl/diag"
)

// A baseline lets an old project begin to lint: what there is today is written down,
// and only what is new is reported. A finding is known by its code, its file, what it
// says and the text of its line, so that lines above may come and go. Known findings
// that are gone are counted, so that the file gets shorter and never longer.

// baselineVersion is the version of the file's form.
const baselineVersion = 1

type baselineFile struct {
	Version  int            `json:"version"`
	Findings []knownFinding `json:"findings"`
}

// knownFinding is a finding of a baseline. Only the fingerprint counts; the rest tells
// a person what it is.
type knownFinding struct {
	Fingerprint string `json:"fingerprint"`
	Code        string `json:"code"`
	File        string `json:"file"`
	Summary     string `json:"summary"`
}

// Baseline is what was known before.
type Baseline struct{ known map[string]bool }

// WriteBaseline returns the text of a baseline that knows all findings of ds, which
// are in order. Their files are named as the baseline is to name them.
func WriteBaseline(ds []diag.Diagnostic, src diag.Sources) ([]byte, error) {
	out := baselineFile{Version: baselineVersion, Findings: []knownFinding{}}
	for i, name := range diag.Fingerprints(ds, src) {
		out.Findings = append(out.Findings, knownFinding{name, ds[i].Code, ds[i].File, ds[i].Summary})
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(out)
	return text.Bytes(), err
}

// ReadBaseline reads the text of a baseline.
func ReadBaseline(data []byte) (*Baseline, error) {
	var in baselineFile
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, fmt.Errorf("this is no baseline: %w", err)
	}
	if in.Version != baselineVersion {
		return nil, fmt.Errorf("a baseline of version %d, want %d", in.Version, baselineVersion)
	}
	b := &Baseline{known: map[string]bool{}}
	for _, f := range in.Findings {
		b.known[f.Fingerprint] = true
	}
	return b, nil
}

// New says of each finding whether it is new, and how many known ones are gone.
func (b *Baseline) New(ds []diag.Diagnostic, src diag.Sources) (fresh []bool, gone int) {
	seen := map[string]bool{}
	for _, name := range diag.Fingerprints(ds, src) {
		fresh = append(fresh, !b.known[name])
		if b.known[name] {
			seen[name] = true
		}
	}
	return fresh, len(b.known) - len(seen)
}
