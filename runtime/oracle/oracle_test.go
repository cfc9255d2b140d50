package oracle_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/runtime/oracle/scenario"
)

const hour = int64(3_600_000)

func run(t *testing.T, src string, feed []oracle.Event) []oracle.Decision {
	t.Helper()
	trees, err := scenario.Trees(scenario.File{Name: "j.journey", Src: src})
	require.NoError(t, err)
	out, err := oracle.Run(trees, feed, oracle.Options{})
	require.NoError(t, err)
	return out
}

func track(line int64, at int64, who, name string) oracle.Event {
	return oracle.Event{Kind: event.Track, Line: line, Time: at, User: who, Name: name}
}

// Every decision names the line of the file that it comes from.
func TestLines(t *testing.T) {
	src := `event a { n: number? }
event g
event e
journey j {
  when a where n != 0
  enter restart on repeat
  goal g
  exit when e
  while profile.country != "US"
  then {
    if entry.n == 1 { stop }
    split {
      100% all { email "hi" }
    }
    set profile.plan = "x"
    wait 1h
  }
}
`
	n := func(e oracle.Event, n int) oracle.Event {
		e.Props = map[string]event.Value{"n": event.Of(n)}
		return e
	}
	us := oracle.Event{Kind: event.Identify, Line: 12, Time: 11, User: "p4", Props: map[string]event.Value{"country": event.Of("US")}}
	feed := []oracle.Event{
		n(track(1, 1, "p1", "a"), 1),
		n(track(2, 1, "p1", "a"), 0),
		n(track(3, 2, "p2", "a"), 2), track(4, 3, "p2", "g"),
		n(track(5, 4, "p3", "a"), 2), track(6, 5, "p3", "e"),
		n(track(7, 6, "p4", "a"), 2), n(track(8, 7, "p4", "a"), 2), us,
		{Kind: event.Clock, Line: 13, Time: 2 * hour},
		n(track(14, 2*hour, "p5", "a"), 2), {Kind: event.Delete, Line: 15, Time: 2 * hour, User: "p5"},
		n(track(16, 2*hour, "p6", "a"), 2), {Kind: event.Clock, Line: 17, Time: 3 * hour},
	}
	lines := map[string]int{}
	for _, d := range run(t, src, feed) {
		lines[strings.TrimSpace(d.Kind+" "+d.Reason)] = d.Line
	}
	require.Equal(t, map[string]int{
		"enter": 5, "no_enter where": 5, "branch": 11, "exit stopped": 11, "split": 12, "send": 13, "set": 15, "wait": 16,
		"goal": 7, "exit goal": 7, "exit exit": 8, "exit while": 9, "exit restarted": 5, "exit deleted": 5, "exit finished": 5,
	}, lines)
}

// `enter each F` remembers 256 values; what comes with another one is shown.
func TestEachOverflows(t *testing.T) {
	src := `event a { key: text? }
journey j {
  when a
  enter each key
  then wait 1h
}
`
	var feed []oracle.Event
	for i := range 258 {
		e := track(int64(i+1), int64(i), "p1", "a")
		e.Props = map[string]event.Value{"key": event.Of(fmt.Sprint("k", i%257))}
		feed = append(feed, e)
	}
	got := map[string]int{}
	for _, d := range run(t, src, feed) {
		got[strings.TrimSpace(d.Kind+" "+d.Reason)]++
	}
	require.Equal(t, map[string]int{"enter": 256, "wait": 256, "no_enter overflow": 1, "no_enter once": 1}, got)
}

// A count and a sum remember 256 events; beyond, the oldest are forgotten.
func TestCountsAreBounded(t *testing.T) {
	src := `event a
event b { n: number? }
journey j {
  when a
  then {
    if count(b) == 256 { email "count" }
    if sum(b.n) == 256 { email "sum" }
    if last(b).n == 1 { email "last" }
  }
}
`
	var feed []oracle.Event
	for i := range 300 {
		e := track(int64(i+1), int64(i), "p1", "b")
		n := 1
		if i < 44 {
			n = 1000
		}
		e.Props = map[string]event.Value{"n": event.Of(n)}
		feed = append(feed, e)
	}
	feed = append(feed, track(301, 301, "p1", "a"))
	var arms []string
	for _, d := range run(t, src, feed) {
		if d.Kind == "branch" {
			arms = append(arms, d.Arm)
		}
	}
	require.Equal(t, []string{"yes", "yes", "yes"}, arms)
}

// What the oracle does not cover it refuses, so that no comparison passes by oversight.
func TestRefusals(t *testing.T) {
	journey := func(body string) string {
		return "event a { n: number? }\nevent b { n: number? }\njourney j {\n" + body + "\n}\n"
	}
	for name, body := range map[string]string{
		"no segment":        "when enters vip\nthen email \"hi\"",
		"segment":           "when a\nthen if segment vip { stop }",
		"engagement":        "when clicked hello\nthen email \"hi\"",
		"matches":           "when a\nthen if profile.plan matches \"x\" { stop }",
		"function":          "when a\nthen if len(profile.plan) > 1 { stop }",
		"no declared rules": "when a\npolicy nothing\nthen email \"hi\"",
	} {
		t.Run(name, func(t *testing.T) {
			trees, err := scenario.Trees(scenario.File{Name: "j.journey", Src: journey(body)})
			require.NoError(t, err)
			_, err = oracle.Run(trees, nil, oracle.Options{})
			require.ErrorContains(t, err, "does not cover")
		})
	}
}
