package gen

import "fmt"

// condition returns a condition on the profile, the past and the entry.
func (w *writer) condition(depth int) string {
	if depth > 0 && w.chance(2) {
		switch w.IntN(5) {
		case 0:
			return fmt.Sprintf("not (%s)", w.condition(depth-1))
		case 1, 2:
			return fmt.Sprintf("(%s) or (%s)", w.condition(depth-1), w.condition(depth-1))
		}
		return fmt.Sprintf("(%s) and (%s)", w.condition(depth-1), w.condition(depth-1))
	}
	if w.chance(5) {
		return w.ofThePerson()
	}
	if w.shop && w.chance(2) || w.chance(12) {
		return w.ofItems()
	}
	switch w.IntN(13) {
	case 0, 1, 2:
		return w.ofTheProfile()
	case 3:
		return fmt.Sprintf("%s in the last %s", w.filtered2(), w.duration())
	case 4:
		return fmt.Sprintf("no %s in the last %s", w.filtered2(), w.duration())
	case 5:
		return "never " + w.filtered2()
	case 6:
		return fmt.Sprintf("count(%s%s) %s %d", w.filtered(w.event()), w.last(), w.comparison(), w.IntN(4))
	case 7:
		return fmt.Sprintf("sum(%s.n%s) %s %d", w.event(), w.last(), w.comparison(), w.IntN(12))
	case 8:
		return fmt.Sprintf("last(%s).n %s %d", w.event(), w.comparison(), w.number())
	case 9:
		return fmt.Sprintf("time since last %s %s %s", w.event(), pick(w.dice, "<", "<=", ">", ">="), w.duration())
	case 11:
		return fmt.Sprintf("expected(%s) %s last(%s).time", w.filtered(w.event()), w.comparison(), w.event())
	case 10:
		if w.entry && !w.people {
			return fmt.Sprintf("entry.n %s %d", w.comparison(), w.number())
		}
	}
	return fmt.Sprintf("(last(%s).n ?? 0) %s %d %s (profile.level ?? 1)",
		w.event(), pick(w.dice, "+", "-", "*"), w.number(), w.comparison())
}

func (w *writer) ofTheProfile() string {
	switch w.IntN(7) {
	case 0:
		return fmt.Sprintf("profile.stage in [%s, %s]", w.text(), w.text())
	case 1:
		return fmt.Sprintf("profile.stage not in [%s, %s]", w.text(), w.text())
	case 2:
		return fmt.Sprintf("profile.stage %s %s", pick(w.dice, "contains", "startsWith", "endsWith"), w.text())
	case 3:
		return "has(profile.level)"
	case 4:
		return fmt.Sprintf("profile.level * 2 - 1 %s %d", w.comparison(), w.number())
	case 5:
		return fmt.Sprintf("profile.stage %s %s", pick(w.dice, "==", "!="), w.text())
	}
	return fmt.Sprintf("profile.level %s %d", w.comparison(), w.number())
}

// filtered2 is filtered where more words follow, so that a filter needs parentheses.
func (w *writer) filtered2() string {
	e := w.event()
	if w.chance(3) {
		return fmt.Sprintf("%s where (%s)", e, w.filter())
	}
	return e
}

func (w *writer) last() string {
	if w.chance(3) {
		return ""
	}
	return ", last " + w.duration()
}

// mostlyTrue returns a condition that lets most people in, so that there is somebody to leave.
func (w *writer) mostlyTrue() string {
	switch w.IntN(6) {
	case 0:
		return fmt.Sprintf("no %s in the last %s", w.event(), w.duration())
	case 1:
		return "never " + w.event()
	case 2:
		return fmt.Sprintf("count(%s%s) <= %d", w.event(), w.last(), w.IntN(4))
	case 3:
		return fmt.Sprintf("not (time since last %s > %s)", w.event(), w.duration())
	case 4:
		return w.condition(1)
	case 5:
		if w.shop {
			return fmt.Sprintf("not (%s)", w.ofItems())
		}
	}
	return pick(w.dice, `profile.stage != "u"`, "profile.level != 3", `not (profile.stage contains "v")`)
}
