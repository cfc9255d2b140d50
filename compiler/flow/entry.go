package flow

import (
	"github.com/journeylang/journey/compiler/bytecode"
)

// entry is how often people can come in.
type entry struct {
	again      bool   // at all, after a first time
	afterLeave Amount // at least so much after they left
	afterEntry Amount // and after they came in
	periods    bytecode.Period
	perPeriod  bool  // once in a period of the calendar
	keys       int64 // stays side by side
	repeats    string
}

// maxKeys is how many values of `enter each` the engine remembers of a person. One more
// stay has none: another journey started it.
const maxKeys = 256

func (m *Model) entryOf(j *journey, started bool) entry {
	e := entry{again: j.Mode != bytecode.Once, keys: 1}
	if started {
		e.repeats = "`start`"
	} else {
		e.trigger(m.p, j)
	}
	switch j.Mode {
	case bytecode.Again:
		e.afterEntry = later(e.afterEntry, least(j.After))
	case bytecode.Each:
		if e.keys = maxKeys + 1; j.Exclusive != "" {
			// One at a time, but the next one has another value, and a trigger of its own.
			e = entry{again: true, keys: 1, repeats: e.repeats}
		}
	}
	if !m.opts.Apart.Zero() {
		e.afterEntry = later(e.afterEntry, least(m.opts.Apart))
	}
	return e
}

// trigger finds how soon a trigger can come true again.
func (e *entry) trigger(p *bytecode.Program, j *journey) {
	var first Amount
	e.perPeriod = len(j.Alts) > 0
	for i := range j.Alts {
		a := &j.Alts[i]
		var after Amount
		switch a.Kind {
		case bytecode.PatAbsence, bytecode.PatSilence:
			after = least(a.Within)
		case bytecode.PatEvent:
			if len(a.Parts) > 0 && len(a.Parts[0]) > 0 && e.repeats == "" {
				e.repeats = "`" + p.Events[a.Parts[0][0].Event].Name + "`"
			}
		}
		if i == 0 || after.nominal() < first.nominal() {
			first = after
		}
		e.perPeriod = e.perPeriod && a.Kind == bytecode.PatCount && a.Per != bytecode.NoPeriod
		if e.perPeriod && (i == 0 || a.Per < e.periods) {
			e.periods = a.Per
		}
	}
	e.perPeriod = e.perPeriod && len(j.Alts) == 1
	e.afterLeave = first
	if j.Mode == bytecode.Restart && !j.Journey.Simple() {
		// The trigger is followed while people are inside, and takes them out when it
		// comes true.
		e.afterLeave, e.afterEntry = Amount{}, first
	}
}

// entries is how often people can come in within a window, or -1 for any number.
func (e *entry) entries(window bytecode.Duration, slack int64) int {
	if !e.perPeriod {
		return -1
	}
	return touched(window, e.periods, slack)
}

// touched is how many periods of the calendar a window can touch.
func touched(window bytecode.Duration, per bytecode.Period, slack int64) int {
	length := map[bytecode.Period]int64{bytecode.PerDay: 1, bytecode.PerWeek: 7, bytecode.PerMonth: 28}[per] * day
	w := most(window).nominal()
	if !window.Calendar() {
		w += shift(slack, w)
	}
	return int((w+length-1)/length) + 1
}
