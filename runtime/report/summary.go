package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/journeylang/journey/dsl/safetext"
)

// Summary is what journeys did over a feed. As JSON it is the object that
// `--format json` writes; its fields are a contract like those of the record.
type Summary struct {
	Version  int       `json:"version"`
	Feed     *Feed     `json:"feed,omitempty"`
	Journeys []Journey `json:"journeys"`
	Channels []Channel `json:"channels"`
}

// Feed says what was read. First and Last are the least and greatest event time,
// in ms; without events both are 0.
type Feed struct {
	Name       string
	Lines      int64
	Events     int64 // lines about people
	People     int64 // at the end, after merges
	Bad        int64
	Ignored    int64
	Late       int64
	Duplicates int64
	Merges     int64
	First      int64
	Last       int64
}

// Journey counts one journey. Exits include those by goal; a goal that was
// reached after the last step is in Goals alone.
type Journey struct {
	Name       string `json:"name"`
	Title      string `json:"title"`
	File       string `json:"file"`
	Line       int32  `json:"line"`
	Entered    int64  `json:"entered"`
	Inside     int64  `json:"inside"`
	Finished   int64  `json:"finished"`
	Goals      int64  `json:"goals"`
	Late       int64  `json:"late"`
	Exits      Counts `json:"exits"`
	NotEntered Counts `json:"not_entered"`
	Steps      []Step `json:"steps"`
}

// Step counts one step. Waiting are the people who rest there at the end.
type Step struct {
	ID      string `json:"step"`
	Line    int32  `json:"line"`
	Kind    string `json:"kind"`
	Label   string `json:"label"`
	Arrived int64  `json:"arrived"`
	Waiting int64  `json:"waiting"`
	Sent    int64  `json:"sent"`
	Held    int64  `json:"held,omitempty"` // messages that waited for the end of a quiet time, or still do
	Skipped Counts `json:"skipped"`
	Arms    Counts `json:"arms,omitempty"`
}

// Channel counts the sends of one channel.
type Channel struct {
	Name    string `json:"channel"`
	Sent    int64  `json:"sent"`
	Skipped Counts `json:"skipped"`
}

// Count is how often something occurred.
type Count struct {
	Name string
	N    int64
}

// Counts are counts in their order. As JSON they are one object.
type Counts []Count

// Total adds the counts up.
func (c Counts) Total() int64 {
	var n int64
	for _, x := range c {
		n += x.N
	}
	return n
}

// MarshalJSON writes the counts as an object.
func (c Counts) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, x := range c {
		if i > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(appendString(b, x.Name), ":%d", x.N)
	}
	return append(b, '}'), nil
}

// MarshalJSON writes the feed with its times in RFC 3339.
func (f *Feed) MarshalJSON() ([]byte, error) {
	b := appendString([]byte(`{"name":`), f.Name)
	for _, c := range []Count{
		{"lines", f.Lines},
		{"events", f.Events},
		{"people", f.People},
		{"bad", f.Bad},
		{"ignored", f.Ignored},
		{"late", f.Late},
		{"duplicates", f.Duplicates},
		{"merges", f.Merges},
	} {
		b = fmt.Appendf(b, `,"%s":%d`, c.Name, c.N)
	}
	if f.Events > 0 {
		c := newClock()
		b = append(c.append(append(b, `,"first":"`...), f.First), '"')
		b = append(c.append(append(b, `,"last":"`...), f.Last), '"')
	}
	return append(b, '}'), nil
}

// WriteJSON writes the summary as one JSON object.
func (s *Summary) WriteJSON(w io.Writer) error {
	out := *s
	out.Version = Version
	if out.Journeys == nil {
		out.Journeys = []Journey{}
	}
	if out.Channels == nil {
		out.Channels = []Channel{}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(&out); err != nil {
		return fmt.Errorf("writing the summary: %w", err)
	}
	if _, err := w.Write(harmless(b.Bytes())); err != nil {
		return fmt.Errorf("writing the summary: %w", err)
	}
	return nil
}

// harmless escapes what encoding/json lets through and a terminal would obey.
// Outside strings JSON is ASCII, so every such character stands in a string.
func harmless(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r != '\n' && safetext.Acts(r) {
			out = appendEscape(out, r)
		} else {
			out = append(out, b[i:i+size]...)
		}
		i += size
	}
	return out
}
