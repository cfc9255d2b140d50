package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/report"
)

// stay is one person's way through the program: the decisions it leaves.
func stay(person string, at int64) []engine.Decision {
	d := func(kind engine.Kind, step int32) engine.Decision {
		out := engine.Decision{At: at, Person: person, Kind: kind, Instance: 1, Step: step, Send: -1, Line: step + 2}
		if kind == engine.Send {
			out.Send = 0
		}
		return out
	}
	skipped := d(engine.Send, 0)
	skipped.Skipped, skipped.Reason = true, engine.Capped
	arm, side := d(engine.Branch, 2), d(engine.Split, 3)
	arm.Arm, side.Arm = "no", "short"
	exit := d(engine.Exit, -1)
	exit.Reason, exit.Line = engine.Stopped, 6
	return []engine.Decision{d(engine.Enter, -1), d(engine.Send, 0), skipped, d(engine.Wait, 1), arm, side, exit}
}

func summaryOf(t *testing.T, tally *report.Tally) *report.Summary {
	t.Helper()
	s := tally.Summary([][]int64{{0, 3, 0, 0, 0}})
	s.Feed = &report.Feed{Name: "feed", Lines: 4, Events: 3, People: 1, First: noon, Last: noon + 60_000}
	return s
}

func TestTally(t *testing.T) {
	tally := report.NewTally(program())
	for _, d := range stay("p1", noon) {
		tally.Add(&d)
	}
	for _, d := range stay("p2", noon+1)[:4] {
		tally.Add(&d)
	}
	tally.Add(&engine.Decision{At: noon, Kind: engine.NoEnter, Reason: engine.BecauseKilled, Step: -1, Send: -1})
	tally.Add(&engine.Decision{At: noon, Kind: engine.Goal, Step: -1, Send: -1})
	tally.Add(&engine.Decision{At: noon, Kind: engine.Late, Step: -1, Send: -1})
	s := summaryOf(t, tally)
	var out bytes.Buffer
	require.NoError(t, s.WriteJSON(&out))
	require.JSONEq(t, `{
		"version": 1,
		"feed": {"name": "feed", "lines": 4, "events": 3, "people": 1, "bad": 0, "ignored": 0, "late": 0, "duplicates": 0, "merges": 0,
			"first": "2026-03-02T12:00:00.000Z", "last": "2026-03-02T12:01:00.000Z"},
		"journeys": [{
			"name": "cart", "title": "Win back", "file": "cart.journey", "line": 1,
			"entered": 2, "inside": 1, "finished": 0, "goals": 1, "late": 1,
			"exits": {"stopped": 1}, "not_entered": {"killed": 1},
			"steps": [
				{"step": "email_1", "line": 2, "kind": "email", "label": "email recommend(cart)", "arrived": 4, "waiting": 0, "sent": 2, "skipped": {"capped": 2}},
				{"step": "wait_1", "line": 3, "kind": "wait", "label": "wait 2d", "arrived": 2, "waiting": 3, "sent": 0, "skipped": {}},
				{"step": "if_1", "line": 4, "kind": "if", "label": "if profile.plan == \"pro\"", "arrived": 1, "waiting": 0, "sent": 0, "skipped": {}, "arms": {"yes": 0, "no": 1}},
				{"step": "split_1", "line": 5, "kind": "split", "label": "split", "arrived": 1, "waiting": 0, "sent": 0, "skipped": {}, "arms": {"long": 0, "short": 1}},
				{"step": "stop_1", "line": 6, "kind": "stop", "label": "stop", "arrived": 1, "waiting": 0, "sent": 0, "skipped": {}}
			]
		}],
		"channels": [{"channel": "email", "sent": 2, "skipped": {"capped": 2}}]
	}`, out.String())
}

// TestWindow counts a part of the time; who is inside is counted from the
// beginning.
func TestWindow(t *testing.T) {
	tally := report.NewTally(program())
	tally.From, tally.To = noon+1, noon+2
	for at := int64(noon); at < noon+3; at++ {
		for _, d := range stay("p", at)[:3] {
			tally.Add(&d)
		}
	}
	j := summaryOf(t, tally).Journeys[0]
	require.EqualValues(t, 1, j.Entered)
	require.EqualValues(t, 2, j.Inside)
	require.EqualValues(t, 1, j.Steps[0].Sent)
}

func TestPage(t *testing.T) {
	tally := report.NewTally(program())
	for i := range 1234 {
		for _, d := range stay("p", noon+int64(i)) {
			tally.Add(&d)
		}
	}
	tally.Add(&engine.Decision{At: noon, Kind: engine.NoEnter, Reason: engine.BecauseOnce, Step: -1, Send: -1})
	var out bytes.Buffer
	require.NoError(t, summaryOf(t, tally).WriteText(&out, report.TextOptions{}))
	require.Equal(t, `3 events, 1 person, 2026-03-02 12:00 to 2026-03-02 12:01 UTC

journey  entered  inside   left  not entered
cart       1,234       ·  1,234            1

cart  Win back
  line  step                      arrived  waiting   sent  skipped
     2  email recommend(cart)       2,468        ·  1,234    1,234
     3  wait 2d                     1,234        3      ·        ·
     4  if profile.plan == "pro"    1,234        ·      ·        ·
          yes                           ·
          no                        1,234
     5  split                       1,234        ·      ·        ·
          long                          ·
          short                     1,234
     6  stop                        1,234        ·      ·        ·

  not entered      1  once     had been there, or was still inside
  skipped      1,234  capped   had enough messages already
  left         1,234  stopped  came to a `+"`stop`"+`

channel   sent  skipped
email    1,234    1,234
`, out.String())
}

// TestNarrow shortens texts, never numbers, and counts columns as terminals do.
func TestNarrow(t *testing.T) {
	p := program()
	p.Journeys[0].Name = "\u202eカート\x1b[2J" + strings.Repeat("é́", 60)
	p.Journeys[0].Steps[0].Label = "email " + strings.Repeat("よ", 60)
	tally := report.NewTally(p)
	for _, d := range stay("p1", noon) {
		tally.Add(&d)
	}
	var out bytes.Buffer
	require.NoError(t, summaryOf(t, tally).WriteText(&out, report.TextOptions{Width: 60}))
	require.NotContains(t, out.String(), "\x1b")
	require.NotContains(t, out.String(), "\u202e")
	for _, line := range strings.Split(out.String(), "\n") {
		require.LessOrEqual(t, safetext.Width(line), 60, line)
	}
	require.Contains(t, out.String(), "‹U+202E›カート␛")
	require.Contains(t, out.String(), "     2  email よよよよよよ…        2        ·     1        1\n")
}

func TestColor(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, summaryOf(t, report.NewTally(program())).WriteText(&out, report.TextOptions{Color: true}))
	require.Contains(t, out.String(), "\x1b[1mjourney")
	require.Equal(t, strings.Count(out.String(), "\x1b[1m"), strings.Count(out.String(), "\x1b[0m"))
}

func TestTimeline(t *testing.T) {
	ds := stay("p1", noon)
	ds[1].Items = []string{"a", "b"}
	ds[3].Until = noon + 172_800_000
	var out bytes.Buffer
	require.NoError(t, report.WriteTimeline(&out, "p1", program(), ds, report.TextOptions{}))
	require.Equal(t, `p1
  at, UTC              decision
  2026-03-02 12:00:00  enters
  2026-03-02 12:00:00  email recommend(cart) → a, b
  2026-03-02 12:00:00  not sent (capped): email recommend(cart)
  2026-03-02 12:00:00  wait 2d, until 2026-03-04 12:00
  2026-03-02 12:00:00  if → no: profile.plan == "pro"
  2026-03-02 12:00:00  split → short
  2026-03-02 12:00:00  leaves: came to a `+"`stop`"+`
`, out.String())
}

func TestChange(t *testing.T) {
	before, after := report.NewTally(program()), report.NewTally(program())
	for i := range 3 {
		for _, d := range stay("p", noon+int64(i)) {
			before.Add(&d)
			if i < 2 {
				after.Add(&d)
			}
		}
	}
	b, a := summaryOf(t, before), summaryOf(t, after)
	var out bytes.Buffer
	changed, err := report.WriteChange(&out, b, b, report.TextOptions{})
	require.NoError(t, err)
	require.False(t, changed)
	require.Empty(t, out.String())

	a.Journeys[0].Steps = a.Journeys[0].Steps[:4]
	a.Journeys[0].Steps[0].Label = "email offer"
	a.Journeys = append(a.Journeys, report.Journey{Name: "second", Entered: 1})
	changed, err = report.WriteChange(&out, b, a, report.TextOptions{})
	require.NoError(t, err)
	require.True(t, changed)
	require.Equal(t, `                            before  after  change
cart
  entered                        3      2      -1
  email offer sent               3      2      -1
  email offer skipped            3      2      -1
  wait 2d                        3      2      -1
  if profile.plan == "pro"       3      2      -1
  split                          3      2      -1
  stop                           3      ·      -3
second (new)
  entered                        ·      1      +1
`, out.String())
}
