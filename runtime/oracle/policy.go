package oracle

import (
	"slices"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/calendar"
)

// rules are those of the journey's policy.
func (j *journey) rules() []ast.PolicyRule {
	if j.policy == nil {
		return nil
	}
	return j.policy.Rules
}

// quiet asks the quiet times of the policy: whether the message is dropped, or until
// when it is held; neither where it is not quiet.
func (w *world) quiet(in *instance) (until int64, drop bool) {
	zone := w.zoneOf(w.zoneIn(in), in.j)
	for _, r := range in.j.rules() {
		q, ok := r.(*ast.QuietRule)
		if !ok {
			continue
		}
		// Every night there is one quiet time; which of the last ones is this?
		c := zone.Civil(w.at.ts)
		for day := c.Day - 4; day <= c.Day+4; day++ {
			begin := calendar.Civil{Year: c.Year, Month: c.Month, Day: day, Hour: q.From.Hour, Minute: q.From.Minute}
			end := calendar.Civil{Year: c.Year, Month: c.Month, Day: day, Hour: q.To.Hour, Minute: q.To.Minute}
			if overnight := q.To.Hour*60+q.To.Minute <= q.From.Hour*60+q.From.Minute; overnight {
				end.Day++
			}
			if zone.Instant(begin) <= w.at.ts && w.at.ts < zone.Instant(end) {
				until, drop = max(until, zone.Instant(end)), drop || q.Drop
			}
		}
	}
	return until, drop
}

// capped reports whether as many messages went to the person as one of the policy's
// caps allows, counted over everything that any journey sent.
func (w *world) capped(in *instance, channel string) bool {
	var remembered []posting
	for _, x := range in.e.p.posted {
		if !x.transactional && w.prog.capped(x.channel) {
			remembered = append(remembered, x)
		}
	}
	remembered = remembered[max(0, len(remembered)-most):]
	for _, r := range in.j.rules() {
		c, ok := r.(*ast.CapRule)
		if !ok || c.Channel.Text != "message" && c.Channel.Text != channel {
			continue
		}
		n := 0
		for _, x := range remembered {
			if (c.Channel.Text == "message" || c.Channel.Text == x.channel) && w.stillCounts(in, c, x.ts) {
				n++
			}
		}
		if n >= int(c.N.Value) {
			return true
		}
	}
	return false
}

// stillCounts reports whether a message of some instant lies in the time over which a
// cap counts now.
func (w *world) stillCounts(in *instance, c *ast.CapRule, ts int64) bool {
	if c.In != nil {
		return w.at.ts < w.afterIn(in, ts, durationOf(c.In))
	}
	zone := w.zoneOf(w.zoneIn(in), in.j)
	then, now := zone.Civil(ts), zone.Civil(w.at.ts)
	switch c.Per.Text {
	case "day":
		return then.Year == now.Year && then.Month == now.Month && then.Day == now.Day
	case "week":
		return monday(then) == monday(now)
	}
	return then.Year == now.Year && then.Month == now.Month
}

// monday is the date of the Monday of a local date's week, as an instant of UTC.
func monday(c calendar.Civil) int64 {
	return calendar.UTC().Instant(calendar.Civil{Year: c.Year, Month: c.Month, Day: c.Day - int(c.Weekday())})
}

// capped reports whether any policy counts messages of a channel.
func (prog *program) capped(channel string) bool {
	return slices.ContainsFunc(prog.policies, func(p *ast.Policy) bool {
		return slices.ContainsFunc(p.Rules, func(r ast.PolicyRule) bool {
			c, ok := r.(*ast.CapRule)
			return ok && (c.Channel.Text == "message" || c.Channel.Text == channel)
		})
	})
}
