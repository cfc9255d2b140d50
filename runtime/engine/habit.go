package engine

import (
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/habit"
)

// The best time is learned from opens, clicks and visits: of the person, from the
// quarters of an hour that are kept in more.seen, and of everyone, from what World
// has published. So the person's own counts at once, everyone's from the next whole
// hour on. Programs that wait for no best time keep and learn nothing.

// WaitsForBest reports whether some journey waits for the best time.
func (p *Program) WaitsForBest() bool { return p.best }

// findHabits finds out whether hours must be learned, and from which events.
func (p *Program) findHabits() {
	for j := range p.Journeys {
		p.best = p.best || slices.ContainsFunc(p.Journeys[j].States, func(s bytecode.State) bool { return s.Best() })
	}
	for i := range p.Events {
		if p.best && slices.Contains(bytecode.HabitEvents(), p.Events[i].Name) {
			p.listeners[i].habit, p.listeners[i].idle = true, false
		}
	}
}

// seen notes that the person was there. What comes late counts in its own hour.
func (e *Engine) seen(p *Person, r *event.Record, l *listener) {
	if !l.habit {
		return
	}
	m, quarter := p.few(), habit.Quarter(r.Time)
	if z := e.zoneOf(p, -1); e.LearnHour != nil && habit.Fresh(z, m.seen, quarter) {
		e.LearnHour(z.HourOfWeek(habit.Start(quarter)))
	}
	m.seen = habit.Add(m.seen, quarter)
}

// bestTime is when somebody who begins to wait for the best time goes on, and whose
// habit says so.
func (e *Engine) bestTime(p *Person, r *run, m *bytecode.Moment) (at int64, why Reason) {
	if e.opts.Resume != nil {
		if at, why, ok := e.opts.Resume(r.journey, r.num, e.now); ok {
			return at, why
		}
	}
	var quarters []uint32
	if x := p.rare(); x != nil {
		quarters = x.seen
	}
	z := e.zoneOf(p, r.journey)
	at, by := habit.Best(z, e.now, e.after(p, e.now, m.Offset, r.journey), habit.Lived(z, quarters), e.world.Hours())
	return at, [...]Reason{habit.Nobody: ByNobody, habit.Own: ByOwn, habit.Everyone: ByEveryone}[by]
}

// uniteSeen is merging: the person was there whenever one of the two was.
func (m *rare) uniteSeen(quarters []uint32) {
	for _, q := range quarters {
		m.seen = habit.Add(m.seen, q)
	}
}

// seenHours codes the quarters in which a person was there.
func (c *Coder) seenHours(m *rare) {
	last := int64(-1)
	List(c, &m.seen, habit.Kept, "hours", func(q *uint32) {
		Below(c, q, 1<<32, "a quarter of an hour")
		if c.reading && int64(*q) <= last {
			c.Fail("quarters of an hour are not in order")
		}
		last = int64(*q)
	})
}
