package check

import (
	"fmt"
	"time"

	"github.com/journeylang/journey/dsl/ast"
)

// Times of a test are checked on one clock, as they are written. Whoever lives in
// another zone reads them there, so a test that sets zones is left to the runner,
// which knows calendars.

const (
	msPerMinute = int64(60_000)
	msPerDay    = 24 * 60 * msPerMinute
)

// testClock is how far the lines of a test have come, in ms since 1970 of its clock.
type testClock struct {
	now         int64
	first, last int64 // of the `at` lines; last < 0: there was none
	sure        bool  // now is known
}

// testStart is Monday, 5 January 2026.
var testStart = dayOf(&ast.DateLit{Year: 2026, Month: 1, Day: 5})

func dayOf(d *ast.DateLit) int64 {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).UnixMilli()
}

// testTimes holds the order of a test's lines and their times together.
func (c *checker) testTimes(d *ast.Test) {
	clock := &testClock{now: testStart, first: testStart, last: -1, sure: true}
	stage, words := 0, []string{"what is given", "what happens", "what is expected"}
	for _, line := range d.Lines {
		at := 0
		switch l := line.(type) {
		case *ast.Given:
			if l.What.Kind == ast.HappensDate && l.What.Date != nil {
				clock.now = dayOf(l.What.Date)
				clock.first = clock.now
			}
			clock.sure = clock.sure && !setsZone(l.What)
		case *ast.At:
			at = 1
			clock.sure = clock.sure && !setsZone(l.What)
			c.happensAt(clock, l)
		case *ast.Expect:
			at = 2
			for _, x := range l.Chain {
				c.expectedAt(clock, x.When)
			}
		}
		if at < stage {
			c.report(codeTestOrder, line.Pos(), words[at]+" stands above "+words[stage], "first `given`, then `at`, then `expect`: move the line up")
		}
		stage = max(stage, at)
	}
}

// setsZone reports whether a line moves somebody to another zone.
func setsZone(h *ast.Happening) bool {
	m, ok := h.Target.(*ast.MemberExpr)
	return ok && m.Name.Text == "timezone"
}

// happensAt moves the clock on to a line.
func (c *checker) happensAt(clock *testClock, l *ast.At) {
	c.span(l.At.After)
	at, ok := clock.resolve(clock.now, l.At)
	if !ok {
		clock.sure = false
	}
	if !clock.sure {
		return
	}
	if at < clock.now && !l.Late {
		c.report(codeTestTime, l.At.Span, "this is before the line above, "+wall(clock.now), "say the day, as in `at tue 09:00`; or end the line in `late` when it arrives too late")
		return
	}
	if clock.last < 0 {
		clock.first = at
	}
	clock.last = max(clock.last, at)
	clock.now = max(clock.now, at)
}

// expectedAt checks that the moments of an expectation have one day.
func (c *checker) expectedAt(clock *testClock, w *ast.TestWindow) {
	if w == nil {
		return
	}
	c.span(w.Within)
	for _, m := range []*ast.TestTime{w.From, w.To} {
		if m == nil {
			continue
		}
		c.span(m.After)
		if !clock.sure || m == w.To && m.Day.Text == "" {
			continue
		}
		a, okA := clock.resolve(clock.first-clock.first%msPerDay, m)
		b, okB := clock.resolve(clock.now-clock.now%msPerDay, m)
		if okA && okB && a != b && m.After == nil {
			c.report(codeTestTime, m.Span, "which day is meant?", fmt.Sprintf("this could be %s or %s: write the date", wall(a), wall(b)))
		}
	}
}

// resolve finds the instant of a moment that is said at a time of the clock.
func (t *testClock) resolve(now int64, m *ast.TestTime) (int64, bool) {
	if m == nil {
		return 0, false
	}
	if m.After != nil {
		switch n := m.After.N; m.After.Unit {
		case ast.Second:
			return now + n*1000, true
		case ast.Minute:
			return now + n*msPerMinute, true
		case ast.Hour:
			return now + n*60*msPerMinute, true
		case ast.Day:
			return now + n*msPerDay, true
		case ast.Week:
			return now + 7*n*msPerDay, true
		}
		return 0, false
	}
	if m.Time == nil || !written(m.Time.Span) {
		return 0, false
	}
	day := now - now%msPerDay
	tod := int64(m.Time.Hour*60+m.Time.Minute) * msPerMinute
	switch {
	case m.Date != nil:
		day = dayOf(m.Date)
	case m.Day.Text != "":
		for weekdayOf(day) != m.Day.Text || day+tod < now {
			day += msPerDay
		}
	}
	return day + tod, true
}

func weekdayOf(day int64) string {
	return [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}[time.UnixMilli(day).UTC().Weekday()]
}

// wall writes a time of the clock for a message.
func wall(ms int64) string { return time.UnixMilli(ms).UTC().Format("Mon 2 Jan 15:04") }
