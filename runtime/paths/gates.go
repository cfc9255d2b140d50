package paths

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/spec"
)

// bases are the times of day at which a draft begins: in daylight, and where quiet
// hours hold messages back, so that people are still inside.
var bases = []int64{10 * hour, 21*hour + 30*minute, 23 * hour, 3 * hour, 7 * hour, 14 * hour, 18 * hour}

// aimAt looks for a draft that hits the point in hand.
func (f *finder) aimAt(a *aim) *found {
	if a.point.What == "gate" {
		return f.gate(a)
	}
	step := a.steps[a.point.Step]
	a.router.target = step
	way, ok := a.router.to(a.journey.Decl.Body)
	if !ok {
		return nil
	}
	way = append(way, a.own(step)...)
	for _, base := range bases[:2] {
		if hit := f.along(a, f.entries(a.journey, base), way); hit != nil {
			return hit
		}
	}
	return nil
}

// own is what a point asks of its own step.
func (a *aim) own(s ast.Step) []demand {
	n := a.point.Step
	for _, c := range a.router.choices(s) {
		for _, d := range c.demands {
			switch {
			case a.point.What == "branch" && (a.point.Way == "yes") == (d.kind == byYes),
				a.point.What == "split" && a.point.Way == d.name,
				a.point.What == "wait" && a.point.Arm == -1 && d.kind == byTime,
				a.point.What == "wait" && a.point.Arm >= 0 && (d.kind == byState || d.kind == byEvent && d.arm == a.point.Arm):
				d.step = n
				return []demand{d}
			}
		}
	}
	return nil
}

// gate looks for a draft in which somebody is turned away.
func (f *finder) gate(a *aim) *found {
	switch a.point.Way {
	case "goal":
		for _, s := range a.journey.Decl.Settings {
			if g, ok := s.(*ast.Goal); ok {
				return f.inside(a, ast.Events(g.Pattern))
			}
		}
	case "exit":
		for _, s := range a.journey.Decl.Settings {
			if e, ok := s.(*ast.Exit); ok && f.lineOf(a, e) == a.point.Line {
				return f.inside(a, ast.Events(e.Pattern))
			}
		}
	case "while":
		return f.outside(a)
	case "holdout":
		return f.atSends(a, bases[:1], func(d draft) draft { d.holdout = true; return d })
	case "consent":
		return f.atSends(a, bases[:2], func(d draft) draft {
			d.lines = append([]line{{at: start - day, event: "unsubscribed"}}, d.lines...)
			return d
		})
	case "quiet":
		return f.quiet(a)
	case "capped":
		return f.capped(a)
	}
	return nil
}

// inside lets an event come while people are in the journey: soon after they came in,
// or after any step at which they rest.
func (f *finder) inside(a *aim, events []*ast.EventPat) *found {
	for _, base := range bases {
		for _, d := range f.entries(a.journey, base) {
			res := f.play(&d)
			if res == nil {
				continue
			}
			if a.hit(res) {
				return &found{d, res}
			}
			run := reading{res: res, journey: journeyOf(res.Program(), a.journey.Name), zone: d.zone()}
			for _, at := range run.decisions(func(d *engine.Decision) bool { return d.Kind == engine.Enter || d.Kind == engine.Wait }) {
				for _, later := range []int64{hour, minute, second} {
					when := run.wall(at.At) + later
					for _, p := range events {
						for _, s := range f.happens(p, when-when%second, false) {
							next := s.on(d)
							if res := f.play(&next); res != nil && a.hit(res) {
								return &found{next, res}
							}
						}
					}
				}
			}
		}
	}
	return nil
}

// outside lets the condition of `while` stop being true while people are inside, or keep
// them from coming in.
func (f *finder) outside(a *aim) *found {
	for _, s := range a.journey.Decl.Settings {
		w, ok := s.(*ast.While)
		if !ok {
			continue
		}
		for _, base := range bases[:3] {
			for _, d := range f.entries(a.journey, base) {
				for _, way := range f.w.wish(w.Cond, false) {
					for _, next := range f.apply(d, way, d.entered()+minute, true) {
						if res := f.play(&next); res != nil && a.hit(res) {
							return &found{next, res}
						}
					}
				}
			}
		}
		out := *a.journey
		decl := *a.journey.Decl
		decl.Settings = nil
		out.Decl = &decl
		for _, d := range f.under(f.entries(&out, bases[0]), w.Cond, false) {
			if res := f.play(&d); res != nil && a.hit(res) {
				return &found{d, res}
			}
		}
		return f.often2(a, &out)
	}
	return nil
}

// often2 lets the trigger come true again and again: a `while` that counts stops being
// true by itself.
func (f *finder) often2(a *aim, j *check.Journey) *found {
	for _, d := range f.entries(j, bases[0]) {
		for _, n := range []int64{2, 4, 8, 16} {
			next := d.clone()
			for i := int64(1); i < n; i++ {
				for _, l := range d.lines {
					if l.trigger {
						l.at -= i * day
						next.lines = append(next.lines, l)
					}
				}
			}
			if res := f.play(&next); res != nil && a.hit(res) {
				return &found{next, res}
			}
		}
	}
	return nil
}

// atSends brings people to every message of the journey, at several times of day, under
// a change to the draft.
func (f *finder) atSends(a *aim, times []int64, change func(draft) draft) *found {
	for _, s := range a.steps {
		send, ok := s.(*ast.Send)
		if !ok || send.Transactional {
			continue
		}
		a.router.target = s
		way, ok := a.router.to(a.journey.Decl.Body)
		if !ok {
			continue
		}
		for _, base := range times {
			var drafts []draft
			for _, d := range f.entries(a.journey, base) {
				drafts = append(drafts, change(d.clone()))
			}
			if hit := f.along(a, drafts, way); hit != nil {
				return hit
			}
		}
	}
	return nil
}

// mate is a message of a journey, which can use up what a cap allows.
type mate struct {
	draft draft
	at    int64
}

// companions are messages of all journeys, each in the simplest draft that leads to it.
func (f *finder) companions() []mate {
	if f.known {
		return f.mates
	}
	f.known = true
	left, tried := f.left, f.tried
	defer func() { f.left, f.tried = left, tried }()
	for _, j := range f.w.info.Journeys {
		if !j.Std && journeyOf(f.suite.Program(), j.Name) >= 0 {
			f.left = 20
			if m := f.sends(j, bases[0]); len(m) > 0 {
				f.mates = append(f.mates, m[0])
			}
		}
	}
	return f.mates
}

// sends leads to the messages of a journey that count for caps.
func (f *finder) sends(j *check.Journey, base int64) []mate {
	var out []mate
	all, number := steps(j)
	for _, s := range all {
		send, ok := s.(*ast.Send)
		if !ok || send.Transactional {
			continue
		}
		a := &aim{journey: j, steps: all, router: router{number: number, target: s}}
		way, ok := a.router.to(j.Decl.Body)
		if !ok {
			continue
		}
		var at int64
		a.hits = func(res *spec.Result) bool {
			run := reading{res: res, journey: journeyOf(res.Program(), j.Name)}
			sent := run.decisions(func(d *engine.Decision) bool { return d.Kind == engine.Send && !d.Skipped && d.Step == number[s] })
			if len(sent) > 0 {
				at = sent[0].At
			}
			return len(sent) > 0
		}
		if hit := f.along(a, f.entries(j, base), way); hit != nil {
			out = append(out, mate{hit.draft, calendar.UTC().Instant(hit.draft.zone().Civil(at))})
		}
	}
	return out
}

// capped lets other messages come shortly before one of the journey's: its own, when it
// begins again, and those of other journeys.
func (f *finder) capped(a *aim) *found {
	if hit := f.atSends(a, bases[:1], func(d draft) draft { return d }); hit != nil {
		return hit
	}
	for _, m := range f.sends(a.journey, 4*day+bases[0]) {
		if hit := f.crowd(a, m.draft, m.at); hit != nil {
			return hit
		}
	}
	return nil
}

// crowd adds one companion after the other to a draft whose message goes at an instant.
func (f *finder) crowd(a *aim, d draft, at int64) *found {
	for _, m := range f.companions() {
		name := m.draft.journeys[0]
		crowded := d.clone()
		if name != a.journey.Name {
			crowded.journeys = append(crowded.journeys, name)
		}
		crowded.traits = append(crowded.traits, m.draft.traits...)
		for i := int64(1); i <= 4; i++ {
			shift := at - m.at - i*30*minute
			for _, l := range m.draft.lines {
				if l.at += shift; l.at < start {
					continue
				}
				l.trigger = false
				crowded.lines = append(crowded.lines, l)
			}
			if res := f.play(&crowded); res != nil && a.hit(res) {
				return &found{crowded.clone(), res}
			}
			if len(m.draft.lines) == 0 {
				break
			}
		}
	}
	return nil
}
