package stage

import (
	"cmp"
	"slices"
	"strings"

	"github.com/journeylang/journey/runtime/sim"
)

// What has changed between two moments is said in sentences, for whoever does not
// see the numbers move.

// moment is what is remembered to say later what has changed since.
type moment struct {
	pos   sim.Position
	flows map[string]*sim.Flow
}

func (m *Model) moment() moment {
	out := moment{pos: m.pos, flows: map[string]*sim.Flow{}}
	for _, name := range m.journeys {
		if f, err := m.run.Session.Flow(name); err == nil {
			out.flows[name] = f
		}
	}
	return out
}

// mostChanges is how many sentences are said; the rest is counted.
const mostChanges = 8

// changes says what is different from a moment before: the most people first.
func (m *Model) changes(before moment) []string {
	type change struct {
		n     int64
		words string
	}
	var all []change
	for _, name := range m.journeys {
		old := before.flows[name]
		now, err := m.run.Session.Flow(name)
		if err != nil || old == nil || len(old.Rows) != len(now.Rows) {
			continue
		}
		for i := range now.Rows {
			r := &now.Rows[i]
			n := r.Passed - old.Rows[i].Passed
			if n == 0 || r.Empty || r.Kind == "again" {
				continue
			}
			words := strings.TrimSpace(r.Kind + " " + r.Label)
			if len(m.journeys) > 1 {
				words = name + ", " + words
			}
			people := counted(max(n, -n), "person", "people")
			if n > 0 {
				all = append(all, change{n, people + " came to " + words})
			} else {
				all = append(all, change{-n, people + " fewer at " + words})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b change) int { return cmp.Compare(b.n, a.n) })
	var out []string
	for i, c := range all {
		if i == mostChanges {
			out = append(out, "and "+counted(int64(len(all)-i), "other step has", "other steps have")+" changed")
			break
		}
		out = append(out, c.words)
	}
	return append(out, m.newMessages(before)...)
}

// newMessages says what was decided to be sent since: each, when they are few.
func (m *Model) newMessages(before moment) []string {
	n := m.pos.Messages - before.pos.Messages
	switch {
	case n == 0:
		return nil
	case n < 0:
		return []string{counted(-n, "message", "messages") + " fewer"}
	case n > 3:
		return []string{counted(n, "message", "messages") + " would have been sent"}
	}
	var out []string
	for _, x := range m.run.Session.Messages(sim.MessageQuery{Status: "would_send", Limit: int(n)}).Lines {
		out = append(out, "message "+grouped(x.Number)+": "+x.Channel+" "+x.Message+" to "+fullName(x.To)+", "+m.when(x.At))
	}
	slices.Reverse(out)
	return out
}
