// Package why explains what was decided about one person, and what was not.
//
// The engine keeps registers and no history, and its decisions are small. So an
// explanation is made afterwards: the person's own records are kept while the feed
// runs through once more (follow.go), and each decision is explained from them and
// the program. Nothing is decided here. Where an explanation has to find out which
// events made a pattern true, it looks for them as the engine would have met them;
// where that leaves a doubt, it says less, never something else.
//
// The result is one value, Explanation. Its JSON is its fields; text.go writes the
// same value for people. Files: entry.go says why somebody came in, refusal.go why
// not, missing.go what a person who never came near a journey lacks, step.go and
// send.go what happened inside.
package why

import (
	"cmp"
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
)

// Version is the version of Explanation's JSON.
const Version = 1

// Explanation is everything there is to say about one person.
type Explanation struct {
	Version  int       `json:"version"`
	Person   string    `json:"person"`
	Name     string    `json:"name,omitempty"`
	IDs      []string  `json:"ids,omitempty"` // other ids of the same person
	Zone     string    `json:"zone"`
	Events   []Seen    `json:"events"` // what the feed says of the person, by name
	First    *Moment   `json:"first,omitempty"`
	Last     *Moment   `json:"last,omitempty"`
	Journeys []Journey `json:"journeys"`
}

// Seen is how often a kind of event came. The name is empty for events that nothing
// declares.
type Seen struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// Journey is one journey and one person.
type Journey struct {
	Name     string    `json:"name"`
	Title    string    `json:"title,omitempty"`
	File     string    `json:"file"`
	Line     int       `json:"line"`
	Source   string    `json:"source,omitempty"`  // the line of the file
	Chapters []Chapter `json:"chapters"`          // in the order of time
	Pending  []Fact    `json:"pending,omitempty"` // what was still counting when the clock stopped
	Missing  []Fact    `json:"missing,omitempty"` // what a person who never came near it lacks
}

// Chapter is one stay in a journey, or one time at which the person did not come in.
type Chapter struct {
	Kind     string `json:"kind"` // enter, no_enter or late
	Instance uint32 `json:"instance,omitempty"`
	Reason   string `json:"reason,omitempty"`
	Words    string `json:"words"`
	At       Moment `json:"at"`
	Line     int    `json:"line"`
	Source   string `json:"source,omitempty"`
	Facts    []Fact `json:"facts"`
	Steps    []Step `json:"steps,omitempty"`
}

// Step is one decision inside a stay.
type Step struct {
	Kind    string   `json:"kind"`
	ID      string   `json:"step,omitempty"`
	Label   string   `json:"label,omitempty"` // the step as it is written
	At      Moment   `json:"at"`
	Line    int      `json:"line"`
	Source  string   `json:"source,omitempty"`
	Words   string   `json:"words"`
	Channel string   `json:"channel,omitempty"`
	Message string   `json:"message,omitempty"`
	Status  string   `json:"status,omitempty"`
	Reason  string   `json:"reason,omitempty"`
	Arm     string   `json:"arm,omitempty"`
	Items   []string `json:"items,omitempty"`
	Until   *Moment  `json:"until,omitempty"`
	Held    *Moment  `json:"held_since,omitempty"` // of a message that waited for the end of a quiet time
	Facts   []Fact   `json:"facts,omitempty"`
	// Stops are events that would certainly have kept a message from being sent.
	Stops []Stop `json:"would_have_stopped,omitempty"`
}

// Stop is an event that would have stopped a message, had it come in time.
type Stop struct {
	Event  string `json:"event"`
	Before Moment `json:"before"`
}

// Fact is one thing that had to be so, and whether it was.
type Fact struct {
	OK    bool    `json:"ok"`
	What  string  `json:"what"`
	Words string  `json:"words"`
	At    *Moment `json:"at,omitempty"`
	Feed  int64   `json:"feed_line,omitempty"` // the line of the feed, from 1
}

// Record is one line of the feed about the person.
type Record struct {
	event.Record
	Name string // the event's name, also of one that no journey listens to
	Late bool
}

// Input is what an explanation is made of.
type Input struct {
	Program   *engine.Program
	Person    string
	IDs       []string
	Name      string
	Records   []Record          // in the order of the feed
	Decisions []engine.Decision // of every kind, in their order
	Sources   map[string]string // the text of the journeys' files, where it is known
	End       int64             // how far the clock ran
	Activated int64             // when journeys began to let people in; 0 is always
	Step      string            // explain only what led to this step or message; empty: everything
}

// Explain explains.
func Explain(in *Input) *Explanation {
	t := newTeller(in)
	out := &Explanation{
		Version: Version, Person: in.Person, Name: in.Name, IDs: in.IDs, Zone: t.lastZone().Name(),
		Events: t.seen(), Journeys: []Journey{},
	}
	if len(t.byTime) > 0 {
		first, last := t.moment(t.byTime[0].Time, -1), t.moment(t.byTime[len(t.byTime)-1].Time, -1)
		out.First, out.Last = &first, &last
	}
	for i := range t.p.Journeys {
		if !t.p.Journeys[i].Std {
			out.Journeys = append(out.Journeys, t.journey(int16(i)))
		}
	}
	return out
}

// teller is one explanation in the making.
type teller struct {
	*Wall
	in     *Input
	p      *bytecode.Program
	eng    *engine.Engine // asked for filters only
	byTime []*Record
	byLine map[int64]*Record
}

func newTeller(in *Input) *teller {
	t := &teller{Wall: NewWall(in.Program.Program, in.Records), in: in, p: in.Program.Program, byLine: map[int64]*Record{}}
	t.eng = engine.New(in.Program, nil, engine.Options{})
	for i := range in.Records {
		r := &in.Records[i]
		t.byLine[r.Line] = r
		t.byTime = append(t.byTime, r)
	}
	slices.SortStableFunc(t.byTime, func(a, b *Record) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Line, b.Line))
	})
	return t
}

// seen counts the person's events by name, in the order of their first coming.
func (t *teller) seen() []Seen {
	out := []Seen{}
	at := map[string]int{}
	for i := range t.in.Records {
		r := &t.in.Records[i]
		k, ok := at[r.Name]
		if !ok {
			k = len(out)
			at[r.Name] = k
			out = append(out, Seen{Name: r.Name})
		}
		out[k].N++
	}
	return out
}

// journey explains one journey.
func (t *teller) journey(index int16) Journey {
	j := &t.p.Journeys[index]
	out := Journey{
		Name: j.Name, Title: j.Title, File: j.File, Line: int(j.Line),
		Source: t.source(j, j.Line), Chapters: []Chapter{},
	}
	var stays []*stay
	touched := false
	for i := range t.in.Decisions {
		d := &t.in.Decisions[i]
		if d.Journey != index {
			continue
		}
		touched = true
		switch d.Kind {
		case engine.Enter:
			stays = append(stays, &stay{enter: d, journey: j, index: index})
		case engine.NoEnter, engine.Late:
		default:
			if s := stayOf(stays, d); s != nil {
				s.steps = append(s.steps, d)
				s.left = s.left || d.Kind == engine.Exit
			}
		}
	}
	for i := range t.in.Decisions {
		d := &t.in.Decisions[i]
		if d.Journey != index {
			continue
		}
		switch d.Kind {
		case engine.Enter:
			for _, s := range stays {
				if s.enter == d {
					if c, ok := t.stay(s); ok {
						out.Chapters = append(out.Chapters, c)
					}
				}
			}
		case engine.NoEnter, engine.Late:
			if t.in.Step == "" {
				out.Chapters = append(out.Chapters, t.refusal(j, d, stays))
			}
		}
	}
	switch {
	case !touched:
		out.Missing = t.missing(j, index)
	case t.in.Step == "":
		out.Pending = t.stillPending(j, index, stays)
	}
	return out
}

// stay is one stay with its decisions.
type stay struct {
	enter   *engine.Decision
	steps   []*engine.Decision
	left    bool
	journey *bytecode.Journey
	index   int16
}

// stayOf finds the stay of a decision. A person's name changes when an anonymous
// person turns out to be a user; then the number alone tells.
func stayOf(stays []*stay, d *engine.Decision) *stay {
	var found *stay
	for _, s := range stays {
		if s.enter.Instance != d.Instance || s.left && d.Kind != engine.Goal {
			continue
		}
		if s.enter.Person == d.Person {
			return s
		}
		found = s
	}
	return found
}

// Only leaves out every stay but the one in which something was decided last, at
// an instant: what one message is explained by.
func (e *Explanation) Only(at int64) {
	for i := range e.Journeys {
		j := &e.Journeys[i]
		j.Pending, j.Missing = nil, nil
		kept := j.Chapters[:0]
		for _, c := range j.Chapters {
			if len(c.Steps) > 0 && slices.ContainsFunc(c.Steps, func(s Step) bool { return s.At.ms == at }) {
				kept = append(kept, c)
			}
		}
		j.Chapters = kept
	}
	e.Journeys = slices.DeleteFunc(e.Journeys, func(j Journey) bool { return len(j.Chapters) == 0 })
}
