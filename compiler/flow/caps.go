package flow

import (
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
)

// Cap is a policy's rule that keeps a bound down.
type Cap struct {
	Policy string
	File   string
	Line   int
	Rule   string // as journeys write it
}

// forever is a window that nothing falls out of.
var forever = bytecode.Duration{Months: 12 * 1000}

// of asks the same of another window.
func (q Query) of(window bytecode.Duration) Query {
	q.Window = window
	return q
}

// capped puts on top of a bound what the caps of the journeys' policy allow. All of
// them have the same one, or none.
//
// At each message of a journey with a policy, the cap counts every message before it in
// its window, those of other journeys too. So of all the journeys with the policy there
// are never more than N in one of the cap's windows; a longer window is covered by
// several, and a period of the calendar can be touched at both ends.
func (m *Model) capped(b Bound, q Query, js []*journey) Bound {
	if len(js) == 0 || js[0].Policy < 0 || q.Kind != Counted {
		return b
	}
	for _, j := range js {
		if j.Policy != js[0].Policy {
			return b
		}
	}
	p := &m.p.Policies[js[0].Policy]
	lower := func(n, steady int, c *bytecode.Cap) {
		if b.Unlimited || steady < b.Steady {
			b.Steady = steady
		}
		if b.Unlimited || n < b.N {
			b.N, b.Unlimited, b.Why, b.Exact, b.Path = n, false, "", false, nil
			b.Cap = &Cap{p.Name, p.File, int(c.Line), c.String()}
		}
	}
	steady := q
	steady.steady = true
	for i := range p.Caps {
		if c := &p.Caps[i]; c.Channel == "" || c.Channel == q.Channel {
			zones := zonesOf(js, c)
			lower(zones*allows(c, &q), zones*allows(c, &steady), c)
		}
	}
	if q.Channel == "" {
		m.byChannel(&b, q, js, p, lower)
	}
	return b
}

// byChannel adds up the channels, each as far as the caps on it allow.
func (m *Model) byChannel(b *Bound, q Query, js []*journey, p *bytecode.Policy, lower func(int, int, *bytecode.Cap)) {
	var strictest *bytecode.Cap
	for i := range p.Caps {
		if p.Caps[i].Channel != "" {
			strictest = &p.Caps[i]
			break
		}
	}
	if strictest == nil {
		return
	}
	n, steady := 0, 0
	for _, channel := range channels(js) {
		one := q
		one.Channel = channel
		var sum Bound
		for _, unit := range units(js) {
			x := m.ofUnit(one, unit)
			sum.add(&x)
		}
		sum = m.capped(sum, one, js)
		if sum.Unlimited {
			return
		}
		n, steady = n+sum.N, steady+sum.Steady
	}
	lower(n, steady, strictest)
}

// channels lists the channels that journeys send on.
func channels(js []*journey) []string {
	var out []string
	for _, j := range js {
		for i := range j.Sends {
			if c := j.Sends[i].Channel; !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	slices.Sort(out)
	return out
}

// Channels lists the channels that anything is sent on, in the order of the alphabet.
func (m *Model) Channels() []string {
	var js []*journey
	for _, i := range m.shown {
		js = append(js, m.journeys[i])
	}
	return channels(js)
}

// zonesOf is how many calendars a cap may be reckoned in: of somebody whose zone is not
// known, a journey's own is taken.
func zonesOf(js []*journey, c *bytecode.Cap) int {
	if c.Per == bytecode.NoPeriod && !c.In.Calendar() {
		return 1
	}
	var zones []string
	for _, j := range js {
		if !slices.Contains(zones, j.Zone) {
			zones = append(zones, j.Zone)
		}
	}
	return len(zones)
}

// allows is how many messages a cap allows in a window.
func allows(c *bytecode.Cap, q *Query) int {
	if c.Per != bytecode.NoPeriod {
		return int(c.N) * touched(q.Window, c.Per, q.slack())
	}
	return int(c.N) * covers(c.In, q)
}

// covers is how many windows of a length it takes to cover that of a query.
func covers(in bytecode.Duration, q *Query) int {
	part, whole := least(in), most(q.Window)
	if in.Calendar() && q.Window.Calendar() {
		return int((whole.Days + part.Days - 1) / part.Days)
	}
	length := whole.nominal()
	if in.Calendar() || q.Window.Calendar() {
		length += shift(q.slack(), length)
	}
	n := max(1, part.nominal())
	return int((length + n - 1) / n)
}
