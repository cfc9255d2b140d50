// Package flow reads compiled journeys as graphs in time, and says what can come of
// them: how many messages one person can get in a stretch of time, how long a stay
// lasts at most, and by which way.
//
// A journey is its states, sends, splits and branches, each with the ways that lead on
// (graph.go). A way takes at least some time and at most some other (amount.go): a
// wait for a time takes that time, a wait for an event may take none. How often people
// come in again is a property of the trigger and of `enter` (entry.go). What follows is
// two searches over that graph. The longest stay is the longest path by the greatest
// times (longest.go). The most messages in a window are the path with the most sends
// whose least times fit into it (most.go), from any send onwards, through the end of the
// stay and into the next one. What policies allow at most is put on top (caps.go).
//
// Every answer is a bound: no run sends more, and none lasts longer. It is the truth
// where it says that it is exact; elsewhere conditions, filters and gates may keep
// people below. A bound speaks of a person
//
//   - who is one person from the beginning: when two turn out to be one, what each was
//     sent before is counted for each;
//   - who is not forgotten in between, which would make somebody new of them;
//   - whose time zone stays the same. Its clocks may change, by up to two hours.
//
// It takes it that any event can come at any time and as often as it likes, and that
// any condition can be either way. Nothing is guessed from what a feed looks like.
package flow

import "github.com/journeylang/journey/compiler/bytecode"

// Model is a program, read for questions about it. It is not for several goroutines at
// once.
type Model struct {
	p        *bytecode.Program
	journeys []*journey
	shown    []int // the journeys that are not of the standard library
	opts     Options
	known    map[asked]Bound
}

// Options are what is assumed of people.
type Options struct {
	// Apart is how much time lies at least between two entries of one person into the
	// same journey; zero when nothing is known.
	Apart bytecode.Duration
}

// New reads a verified program.
func New(p *bytecode.Program, opts Options) *Model {
	m := &Model{p: p, opts: opts, known: map[asked]Bound{}}
	started := startedJourneys(p)
	for i := range p.Journeys {
		if !p.Journeys[i].Std {
			m.shown = append(m.shown, i)
		}
		m.journeys = append(m.journeys, m.read(i, started[i]))
	}
	return m
}

// Journeys lists the journeys there are answers about, as indexes into the program's.
func (m *Model) Journeys() []int { return m.shown }

// Visit is one step on a path.
type Visit struct {
	Journey string
	File    string
	Line    int
	Step    string // its id; empty for an entry
	Label   string // in a few words
	// After is the least time since the path began; of the path of a longest stay it is
	// the greatest.
	After  Amount
	Counts bool // it is one of the messages that were asked for
}

// startedJourneys says which journeys others can start.
func startedJourneys(p *bytecode.Program) map[int]bool {
	out := map[int]bool{}
	for i := range p.Journeys {
		for _, a := range p.Journeys[i].Acts {
			if a.Kind == bytecode.ActStart {
				out[int(a.Journey)] = true
			}
		}
	}
	return out
}
