package paths

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/runtime/calendar"
)

// start is when tests begin: Monday, 5 January 2026, midnight.
var start = calendar.UTC().Instant(calendar.Civil{Year: 2026, Month: 1, Day: 5})

// draft is a test without what it expects. All its instants are on the wall of its
// person, as if that were UTC.
type draft struct {
	journeys []string
	holdout  bool
	arms     []string
	traits   []fact
	lines    []line
}

// line is one thing that happens; before the start it is given.
type line struct {
	at      int64
	event   string // empty: the trait of set is set
	answer  string // opened first_mail
	facts   []fact // about its fields
	set     fact   // of event "": the trait and its value
	trigger bool   // it lets people in, so `entry` is made of it
	fields  []*check.Field
}

func (d draft) clone() draft {
	d.journeys, d.arms = slices.Clone(d.journeys), slices.Clone(d.arms)
	d.traits, d.lines = slices.Clone(d.traits), slices.Clone(d.lines)
	return d
}

// entered is when the last thing happens that lets somebody in.
func (d *draft) entered() int64 {
	at := start
	for i := range d.lines {
		if d.lines[i].trigger {
			at = max(at, d.lines[i].at)
		}
	}
	return at
}

// write writes what is given and what happens. It fails where facts contradict each
// other, or a time cannot be written.
func (d *draft) write(b *strings.Builder) bool {
	if d.holdout {
		b.WriteString("given holdout\n")
	}
	for _, a := range d.arms {
		fmt.Fprintf(b, "given arm %s\n", name(a))
	}
	if !d.writeTraits(b) {
		return false
	}
	lines := slices.Clone(d.lines)
	slices.SortStableFunc(lines, func(x, y line) int { return int(min(max(x.at-y.at, -1), 1)) })
	now, begun := start, false
	for i := range lines {
		l := &lines[i]
		text, ok := l.text()
		if !ok {
			return false
		}
		if l.at < start {
			ago, ok := amount(start - l.at)
			if !ok {
				return false
			}
			fmt.Fprintf(b, "given %s %s ago\n", strings.TrimPrefix(text, "set "), ago)
			continue
		}
		fmt.Fprintf(b, "%s %s\n", moment(now, l.at, begun), text)
		now, begun = l.at, true
	}
	return true
}

// writeTraits writes what is known of the person, trait by trait.
func (d *draft) writeTraits(b *strings.Builder) bool {
	var done []string
	for _, f := range d.traits {
		if slices.Contains(done, f.name) {
			continue
		}
		done = append(done, f.name)
		v, ok := choose(of(d.traits, f.name))
		if !ok {
			return false
		}
		if _, gone := v.(missing); gone {
			continue
		}
		text := written(v)
		if f.typ != nil && f.typ.Kind == check.List {
			text = "[" + text + "]"
		}
		fmt.Fprintf(b, "given profile.%s = %s\n", name(f.name), text)
	}
	return true
}

// of are the facts about one name.
func of(facts []fact, name string) []fact {
	var out []fact
	for _, f := range facts {
		if f.name == name {
			out = append(out, f)
		}
	}
	return out
}

// text is what happens, without its time.
func (l *line) text() (string, bool) {
	if l.event == "" {
		v, ok := choose([]fact{l.set})
		if _, gone := v.(missing); gone {
			return "no profile." + name(l.set.name), ok
		}
		return "set profile." + name(l.set.name) + " = " + written(v), true
	}
	var fields, done []string
	for _, f := range l.facts {
		if slices.Contains(done, f.name) {
			continue
		}
		done = append(done, f.name)
		v, ok := choose(of(l.facts, f.name))
		if !ok {
			return "", false
		}
		if _, gone := v.(missing); !gone {
			fields = append(fields, name(f.name)+": "+written(v))
		}
	}
	text := name(l.event)
	if l.answer != "" {
		text += " " + name(l.answer)
	}
	if len(fields) > 0 {
		text += " { " + strings.Join(fields, ", ") + " }"
	}
	return text, true
}

// plain is a name that needs no quotes in a test.
var plain = regexp.MustCompile(`^[\p{L}_][\p{L}\p{M}\p{N}_]*$`)

// words have a meaning of their own where a test expects a name.
var words = []string{
	"and", "or", "not", "in", "no", "never", "true", "false", "null", "matches", "contains", "startsWith", "endsWith", "set", "holdout", "arm", "alias",
	"delete", "clock", "anonymous", "date", "product", "products", "profile", "for", "late", "at", "after", "given", "expect", "then", "skipped",
}

// name writes a name, in back-quotes where it needs them.
func name(s string) string {
	if !plain.MatchString(s) || slices.Contains(words, s) {
		return "`" + s + "`"
	}
	return s
}

// moment writes when something happens, behind a line at now.
func moment(now, at int64, begun bool) string {
	whole := at%minute == 0
	switch {
	case !whole:
		if gap, ok := amount(at - now); ok && begun {
			return "after " + gap
		}
		return "at +" + fmt.Sprint((at-now)/second) + "s"
	case at/day == now/day:
		return "at " + clock(at)
	case at-now < 6*day:
		return "at " + weekday(at) + " " + clock(at)
	}
	return "at " + date(at) + " " + clock(at)
}

func clock(at int64) string {
	c := calendar.UTC().Civil(at)
	return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute)
}

func date(at int64) string {
	c := calendar.UTC().Civil(at)
	return fmt.Sprintf("%04d-%02d-%02d", c.Year, c.Month, c.Day)
}

func weekday(at int64) string {
	return [...]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}[calendar.UTC().Civil(at).Weekday()]
}

// amount writes a length of time in the greatest unit in which it is whole.
func amount(ms int64) (string, bool) {
	for _, u := range []struct {
		unit int64
		name string
	}{{day, "d"}, {hour, "h"}, {minute, "m"}, {second, "s"}} {
		if ms%u.unit == 0 && ms > 0 {
			return fmt.Sprint(ms/u.unit) + u.name, true
		}
	}
	return "", false
}
