package report

import (
	"maps"
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/engine"
)

// A Tally counts decisions while they come, a few additions each, and is summed
// up at the end.
type Tally struct {
	// From and To bound the instants that are counted: [From, To). Who is inside is
	// counted over everything before To.
	From, To int64

	prog     *bytecode.Program
	journeys []journeyTally
}

// byReason counts by engine.Reason, which is a byte.
type byReason = [256]int64

type journeyTally struct {
	entered, inside, goals, late int64
	exits, notEntered            byReason
	steps                        []stepTally
	stops                        map[int32]int32 // line of a `stop` → its step
	byLine                       map[int32]int64 // exits by `exit when` and `while`
}

type stepTally struct {
	arrived, sent int64
	held          int64     // of those that were sent or skipped
	skipped       *byReason // of sends
	arms          []Count
}

// NewTally returns an empty count of a program's decisions, at all instants.
func NewTally(p *bytecode.Program) *Tally {
	t := &Tally{From: -1 << 63, To: 1<<63 - 1, prog: p, journeys: make([]journeyTally, len(p.Journeys))}
	for i := range p.Journeys {
		j := &p.Journeys[i]
		jt := &t.journeys[i]
		jt.steps = make([]stepTally, len(j.Steps))
		jt.stops, jt.byLine = map[int32]int32{}, map[int32]int64{}
		for k := range j.Steps {
			switch j.Steps[k].Kind {
			case "stop":
				jt.stops[j.Steps[k].Line] = int32(k)
			case "if":
				jt.steps[k].arms = []Count{{Name: "yes"}, {Name: "no"}}
			}
		}
		for k := range j.Sends {
			jt.steps[j.Sends[k].Step].skipped = &byReason{}
		}
		for k := range j.Splits {
			for _, a := range j.Splits[k].Arms {
				jt.steps[j.Splits[k].Step].arm(a.Name)
			}
		}
	}
	return t
}

// Clone returns a copy that is counted on by itself.
func (t *Tally) Clone() *Tally {
	out := *t
	out.journeys = slices.Clone(t.journeys)
	for i := range out.journeys {
		j := &out.journeys[i]
		j.steps, j.byLine = slices.Clone(j.steps), maps.Clone(j.byLine)
		for k := range j.steps {
			s := &j.steps[k]
			s.arms = slices.Clone(s.arms)
			if s.skipped != nil {
				skipped := *s.skipped
				s.skipped = &skipped
			}
		}
	}
	return &out
}

// arm finds an arm, or adds it.
func (s *stepTally) arm(name string) *int64 {
	for i := range s.arms {
		if s.arms[i].Name == name {
			return &s.arms[i].N
		}
	}
	s.arms = append(s.arms, Count{Name: name})
	return &s.arms[len(s.arms)-1].N
}

// Add counts a decision.
func (t *Tally) Add(d *engine.Decision) { t.AddTimes(d, 1) }

// AddTimes counts so many decisions that are alike, but for their people.
func (t *Tally) AddTimes(d *engine.Decision, times int64) {
	j := &t.journeys[d.Journey]
	if d.At >= t.To {
		return
	}
	switch d.Kind {
	case engine.Enter:
		j.inside += times
	case engine.Exit:
		j.inside -= times
	}
	if d.At < t.From {
		return
	}
	switch d.Kind {
	case engine.Enter:
		j.entered += times
	case engine.NoEnter:
		j.notEntered[d.Reason] += times
	case engine.Late:
		j.late += times
	case engine.Goal:
		j.goals += times
	case engine.Exit:
		j.exits[d.Reason] += times
		if d.Reason == engine.ByExit || d.Reason == engine.ByWhile {
			j.byLine[d.Line] += times
		}
		if d.Reason == engine.Stopped {
			if step, ok := j.stops[d.Line]; ok {
				j.steps[step].arrived += times
			}
		}
	case engine.Send:
		s := &j.steps[d.Step]
		s.arrived += times
		if d.Until != 0 {
			s.held += times
		}
		if d.Skipped {
			s.skipped[d.Reason] += times
		} else {
			s.sent += times
		}
	case engine.Branch, engine.Split:
		s := &j.steps[d.Step]
		if t.prog.Journeys[d.Journey].Steps[d.Step].Kind != "wait" { // a ranked race, which has arrived before
			s.arrived += times
		}
		*s.arm(d.Arm) += times
	default:
		if d.Step >= 0 {
			j.steps[d.Step].arrived += times
		}
	}
}

// Exits counts how often people left a journey by each `exit when` and `while`, by
// their lines in the file.
func (t *Tally) Exits(journey int) map[int32]int64 { return t.journeys[journey].byLine }

// Summary sums up. waiting tells, for every journey and step, how many people
// rest there at the end; nil when it is not known.
func (t *Tally) Summary(waiting [][]int64) *Summary {
	s := &Summary{}
	for i := range t.prog.Journeys {
		if t.prog.Journeys[i].Std {
			continue
		}
		var rest []int64
		if waiting != nil {
			rest = waiting[i]
		}
		s.Journeys = append(s.Journeys, t.journey(i, rest))
	}
	s.Channels = t.channels()
	return s
}

func (t *Tally) journey(i int, waiting []int64) Journey {
	j, c := &t.prog.Journeys[i], &t.journeys[i]
	out := Journey{
		Name: j.Name, Title: j.Title, File: j.File, Line: j.Line,
		Entered: c.entered, Inside: c.inside, Finished: c.exits[engine.Finished], Goals: c.goals, Late: c.late,
		Exits: counts(&c.exits), NotEntered: counts(&c.notEntered),
	}
	for k := range j.Steps {
		st := &c.steps[k]
		s := Step{
			ID: j.Steps[k].ID, Line: j.Steps[k].Line, Kind: j.Steps[k].Kind, Label: j.Steps[k].Label,
			Arrived: st.arrived, Sent: st.sent, Held: st.held, Arms: st.arms,
		}
		if st.skipped != nil {
			s.Skipped = counts(st.skipped)
		}
		if waiting != nil {
			s.Waiting = waiting[k]
		}
		if st.skipped != nil { // whoever waits at a send has a message that is held
			s.Arrived += s.Waiting
			s.Held += s.Waiting
		}
		out.Steps = append(out.Steps, s)
	}
	return out
}

// channels adds the sends up by channel, in the order in which the program first
// uses them.
func (t *Tally) channels() []Channel {
	var out []Channel
	var skipped []*byReason
	at := map[string]int{}
	for i := range t.prog.Journeys {
		for _, send := range t.prog.Journeys[i].Sends {
			k, ok := at[send.Channel]
			if !ok {
				k = len(out)
				at[send.Channel] = k
				out = append(out, Channel{Name: send.Channel})
				skipped = append(skipped, &byReason{})
			}
			st := &t.journeys[i].steps[send.Step]
			out[k].Sent += st.sent
			for r, n := range st.skipped {
				skipped[k][r] += n
			}
		}
	}
	for k := range out {
		out[k].Skipped = counts(skipped[k])
	}
	return out
}

// counts lists the reasons that occurred, in their one order.
func counts(by *byReason) []Count {
	var out []Count
	for r, n := range by {
		if n > 0 {
			out = append(out, Count{engine.Reason(r).String(), n})
		}
	}
	return out
}
