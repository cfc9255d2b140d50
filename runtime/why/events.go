package why

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
)

// matches reports whether a record is one of some events, filters included.
func (t *teller) matches(ts []bytecode.Test, r *Record) bool {
	if r == nil || r.Kind != event.Track {
		return false
	}
	for i := range ts {
		if t.eng.Passes(&ts[i], &r.Record) {
			return true
		}
	}
	return false
}

// named reports whether a record is one of some events, whatever their filters.
func named(ts []bytecode.Test, r *Record) bool {
	for i := range ts {
		if r.Kind == event.Track && r.Type == ts[i].Event {
			return true
		}
	}
	return false
}

// key is the value of the journey's `enter each` field in a record.
func (t *teller) key(j *bytecode.Journey, r *Record) (string, bool) {
	if j.Key == "" || r == nil || r.Kind != event.Track || int(r.Type) >= len(t.p.Events) || r.Type < 0 {
		return "", false
	}
	for _, p := range r.Props {
		if t.p.Events[r.Type].Fields[p.Field].Name == j.Key && p.Value.Kind != event.Null {
			return fn.Text(p.Value), true
		}
	}
	return "", false
}

// sameKey reports whether two records belong together: their keys are equal, or one
// has none.
func (t *teller) sameKey(j *bytecode.Journey, a, b *Record) bool {
	x, okX := t.key(j, a)
	y, okY := t.key(j, b)
	return !okX || !okY || x == y
}

// before orders records by time, then by arrival.
func before(a, b *Record) bool {
	return a.Time < b.Time || a.Time == b.Time && a.Line < b.Line
}

// latestBefore returns the last record among some events that comes before another
// one and belongs to it.
func (t *teller) latestBefore(j *bytecode.Journey, ts []bytecode.Test, than *Record) *Record {
	for i := len(t.byTime) - 1; i >= 0; i-- {
		r := t.byTime[i]
		if before(r, than) && t.matches(ts, r) && t.sameKey(j, r, than) {
			return r
		}
	}
	return nil
}

// place says when something happened, what it carried and where it stands.
func (t *teller) place(r *Record, journey int16) string {
	return join(t.moment(r.Time, journey).short(), t.carried(r), feedLine(r.Line))
}

// join joins what there is by commas.
func join(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}

func feedLine(line int64) string {
	switch {
	case line >= Injected:
		return "not in the feed, put in by hand"
	case line >= Invented:
		return "not in the feed, an invented answer to a message"
	}
	return fmt.Sprintf("line %d of the feed", line)
}

// Lines that are in no feed: a simulation numbers from here on what it adds.
const (
	Invented = 1 << 31 // what invented people answer to messages
	Injected = 3 << 30 // what a what-if adds
)

// mostFields is how many fields of an event are worth saying.
const mostFields = 3

// carried is what an event carried, of the fields that the journeys read.
func (t *teller) carried(r *Record) string {
	if r.Kind != event.Track || r.Type < 0 || int(r.Type) >= len(t.p.Events) {
		return ""
	}
	var out []string
	for _, p := range r.Props {
		if v := value(p.Value); v != "" && len(out) < mostFields {
			out = append(out, t.p.Events[r.Type].Fields[p.Field].Name+" "+v)
		}
	}
	return strings.Join(out, ", ")
}

// longest is how many characters of a text are worth saying.
const longest = 30

func value(v event.Value) string {
	switch v.Kind {
	case event.Text:
		text := []rune(safetext.Line(v.Str))
		if len(text) > longest {
			text = append(text[:longest-1], '…')
		}
		return string(text)
	case event.Number, event.Bool, event.Time:
		return fn.Text(v)
	case event.List:
		if v.Box == nil || len(v.Box.Items) == 0 {
			return "empty"
		}
		if len(v.Box.Items) == 1 {
			return "of 1"
		}
		return fmt.Sprintf("of %d", len(v.Box.Items))
	}
	return ""
}

// was says what the fields were that a filter reads: "total was 20".
func (t *teller) was(cond int32, r *Record) string {
	if cond < 0 {
		return ""
	}
	fields := &t.p.Events[r.Type].Fields
	var out []string
	said := map[int32]bool{}
	say := func(i int32) {
		if said[i] {
			return
		}
		said[i] = true
		text := "missing"
		for _, p := range r.Props {
			if int32(p.Field) == i {
				if v := value(p.Value); v != "" {
					text = v
				}
			}
		}
		out = append(out, (*fields)[i].Name+" was "+text)
	}
	for pc := cond; t.p.Code[pc].Op != bytecode.OpReturn; pc++ {
		switch in := t.p.Code[pc]; in.Op {
		case bytecode.OpField:
			say(in.A)
		case bytecode.OpEval:
			for _, v := range t.p.Exprs[in.A].Vars {
				if v.From == bytecode.FromField {
					say(v.Index)
				}
			}
		}
	}
	return strings.Join(out, ", ")
}

// fact is a fact about one record.
func (t *teller) fact(ok bool, what string, r *Record, journey int16) Fact {
	m := t.moment(r.Time, journey)
	return Fact{OK: ok, What: what, Words: t.place(r, journey), At: &m, Feed: r.Line}
}

// source is a line of a journey's file, without the blanks around it.
func (t *teller) source(j *bytecode.Journey, line int32) string {
	text, ok := t.in.Sources[j.File]
	if !ok || line < 1 {
		return ""
	}
	for range line - 1 {
		_, rest, found := strings.Cut(text, "\n")
		if !found {
			return ""
		}
		text = rest
	}
	text, _, _ = strings.Cut(text, "\n")
	if strings.Contains(text, `"`) {
		return strings.TrimSpace(text)
	}
	return strings.Join(strings.Fields(text), " ") // blanks only line things up
}
