package bytecode

import (
	"fmt"
	"strings"
)

// Policy is what is asked at each send of the journeys that name it.
type Policy struct {
	Name     string
	File     string
	Line     int32
	Consents []Consent
	Quiet    []Quiet
	Caps     []Cap
}

// Consent is a topic that a person must not have refused, or must have agreed to.
type Consent struct {
	Line     int32
	Topic    string
	Required bool // a yes on record is needed
}

// Quiet is a time of every day in which nothing is sent. From and To are minutes of
// the local day; a time that ends before it begins ends on the next day.
type Quiet struct {
	Line, From, To int32
	Drop           bool // skip the message; otherwise hold it until the end
}

// Cap is at most N messages in a stretch of time.
type Cap struct {
	Line, N int32
	Channel string   // empty: any channel
	In      Duration // a window that slides; zero for a cap per period of the calendar
	Per     Period
}

// MaxCap is the most that a cap can count: so many sends are remembered of a person.
const MaxCap = 256

// String returns the rule as journeys write it.
func (q *Quiet) String() string {
	what := "hold"
	if q.Drop {
		what = "drop"
	}
	return fmt.Sprintf("quiet %02d:%02d to %02d:%02d %s", q.From/60, q.From%60, q.To/60, q.To%60, what)
}

// String returns the rule as journeys write it.
func (c *Cap) String() string {
	what := c.Channel
	if what == "" {
		what = "message"
	}
	if c.Per != NoPeriod {
		return fmt.Sprintf("at most %d %s per %s", c.N, what, c.Per)
	}
	return fmt.Sprintf("at most %d %s in %s", c.N, what, c.In)
}

// String returns the rule as journeys write it.
func (c *Consent) String() string {
	if c.Required {
		return "consent " + c.Topic + " required"
	}
	return "consent " + c.Topic
}

func (c *codec) policy(p *Policy) {
	c.text(&p.Name)
	c.text(&p.File)
	c.int(&p.Line)
	table(c, &p.Consents, func(x *Consent) { c.int(&x.Line); c.text(&x.Topic); c.bool(&x.Required) })
	table(c, &p.Quiet, func(q *Quiet) { c.int(&q.Line); c.int(&q.From); c.int(&q.To); c.bool(&q.Drop) })
	table(c, &p.Caps, func(x *Cap) { c.int(&x.Line); c.int(&x.N); c.text(&x.Channel); c.dur(&x.In); small(c, &x.Per) })
}

func (v *verifier) policy(p *Policy) {
	const minutes = 24 * 60
	for i := range p.Quiet {
		q := &p.Quiet[i]
		if !v.in(q.From, minutes, "minute") || !v.in(q.To, minutes, "minute") {
			return
		}
		if q.From == q.To {
			v.failf("the quiet time of policy %s is empty", p.Name)
		}
	}
	for i := range p.Caps {
		c := &p.Caps[i]
		switch {
		case c.N < 1 || c.N > MaxCap:
			v.failf("a cap of policy %s is %d", p.Name, c.N)
		case c.Per > PerMonth || (c.Per == NoPeriod) == c.In.Zero() || c.In.Months < 0 || c.In.Days < 0 || c.In.Millis < 0:
			v.failf("a cap of policy %s counts over no known time", p.Name)
		}
	}
}

// hold verifies the state in which a held message waits: it goes on with the send
// itself, which asks its gates again.
func (v *verifier) hold(j *Journey, s *Send) {
	if s.Hold == -1 || !v.in(s.Hold, len(j.States), "state") {
		return
	}
	if st := &j.States[s.Hold]; st.Kind != StateHold || st.Step != s.Step {
		v.failf("a send is held in a state of another kind")
	}
	if j.Policy == -1 {
		v.failf("a send is held without a policy")
	}
}

// rules writes a policy's rules in one line.
func (p *Policy) rules() string {
	var out []string
	for i := range p.Consents {
		out = append(out, p.Consents[i].String())
	}
	for i := range p.Quiet {
		out = append(out, p.Quiet[i].String())
	}
	for i := range p.Caps {
		out = append(out, p.Caps[i].String())
	}
	return strings.Join(out, "; ")
}
