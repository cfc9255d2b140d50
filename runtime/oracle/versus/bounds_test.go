package versus_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/runtime/oracle/versus"
)

// line is an event of a feed.
func line(n, ts int64, who, name string, props ...any) oracle.Event {
	e := oracle.Event{Kind: event.Track, Name: name, User: who, Time: 1_772_000_000_000 + ts, Line: n}
	for i := 0; i+1 < len(props); i += 2 {
		if e.Props == nil {
			e.Props = map[string]event.Value{}
		}
		e.Props[props[i].(string)] = event.Of(props[i+1])
	}
	return e
}

// agree compares oracle and engine, and returns what they decide.
func agree(t *testing.T, src string, feed []oracle.Event, opts oracle.Options) string {
	t.Helper()
	p, err := compiled(src)
	require.NoError(t, err)
	out := ""
	for _, how := range []versus.How{{Workers: 1}, {Workers: 2, Batch: 130, Snapshot: true}} {
		want, got := p.both(feed, opts, how)
		require.Equal(t, want, got)
		out = want
	}
	return out
}

// `enter each F` remembers 256 values; what comes with another one is shown.
func TestKeysAreBounded(t *testing.T) {
	const src = `event a { key: text? }
journey j {
  when a
  enter each key
  then wait 1h
}
`
	var feed []oracle.Event
	for i := range int64(258) {
		feed = append(feed, line(i+1, i, "p1", "a", "key", fmt.Sprint("k", i%257)))
	}
	out := agree(t, src, feed, oracle.Options{})
	require.Equal(t, 256, strings.Count(out, " enter"))
	require.Equal(t, 1, strings.Count(out, " j no_enter overflow"))
}

// A count, a sum and what lies in a window remember 256 events.
func TestPastIsBounded(t *testing.T) {
	const src = `event a
event b { n: number? }
journey j {
  when a
  then {
    if count(b, last 30d) == 256 { email "count" }
    if sum(b.n, last 30d) == 256 { email "sum" }
    if count(b where n == 1) >= 256 { email "all" }
  }
}
`
	var feed []oracle.Event
	for i := range int64(300) {
		n := 1
		if i < 44 {
			n = 1000
		}
		feed = append(feed, line(i+1, i, "p1", "b", "n", n))
	}
	feed = append(feed, line(301, 301, "p1", "a"))
	require.Equal(t, 3, strings.Count(agree(t, src, feed, oracle.Options{}), " yes"))
}

// Of a pattern of three parts 256 stamps are kept: beyond, the first ones are forgotten.
func TestStampsAreBounded(t *testing.T) {
	prog, err := versus.Compile([]compiler.Source{{Path: "j.journey", Text: "event a\nevent b\nevent c\nwhen a followed by b followed by c then email \"hi\"\n"}}, nil)
	require.NoError(t, err)
	for most, want := range map[int64]int{255: 1, 256: 0} {
		feed := []oracle.Event{line(1, 0, "p1", "a")}
		for i := range most {
			feed = append(feed, line(i+2, i+1, "p1", "b"))
		}
		feed = append(feed, line(most+2, most+1, "p1", "c"))
		got, err := versus.Machine(prog, feed, oracle.Options{}, versus.How{Workers: 1})
		require.NoError(t, err)
		require.Equal(t, want, strings.Count(lines(got), " enter"), most)
	}
}

// The first 64 questions about when something was last stand in the person, the others
// behind it; what comes late does not move any of them back.
func TestManyLastTimes(t *testing.T) {
	const questions = 66
	var src strings.Builder
	src.WriteString("event a { n: number? }\nevent b\njourney j {\n  when b\n  then {\n")
	for i := range questions {
		fmt.Fprintf(&src, "    if a where n == %d in the last 1h { email \"x\" }\n", i)
	}
	src.WriteString("  }\n}\n")
	var feed []oracle.Event
	n := int64(0)
	add := func(ts int64, who, name string, props ...any) {
		n++
		feed = append(feed, line(n, ts, who, name, props...))
	}
	const minute = 60_000
	for _, who := range []string{"p1", "p2"} {
		for i := range questions {
			add(60*minute, who, "a", "n", i)
		}
	}
	for i := range questions {
		add(0, "p1", "a", "n", i)
	}
	add(61*minute, "p1", "b")
	add(119*minute, "p1", "b")
	add(120*minute, "p1", "b")
	feed = append(feed, oracle.Event{Kind: event.Alias, User: "p1", Prev: "p2", Time: 1_772_000_000_000 + 121*minute, Line: n + 1})
	n++
	add(122*minute, "p1", "b")
	out := agree(t, src.String(), feed, oracle.Options{})
	require.Equal(t, 2*questions, strings.Count(out, " yes"))
	require.Equal(t, 2*questions, strings.Count(out, " no\n"))
}

// Many people, and many lines that come twice, some of them too late to be known again.
func TestManyPeopleAndIDs(t *testing.T) {
	const src = "event a\nwhen a then email \"hi\"\n"
	var feed []oracle.Event
	for i := range int64(1300) {
		e := line(i+1, i*10_000, fmt.Sprintf("p%d", i), "a")
		e.ID = fmt.Sprint("m", i)
		feed = append(feed, e)
		if back := []int64{1, 354, 359, 360, 361, 366, 400}[i%7]; i > back {
			e.ID, e.User = fmt.Sprint("m", i-back), fmt.Sprintf("p%d", i-back)
			feed = append(feed, e)
		}
	}
	for i := range feed {
		feed[i].Line = int64(i + 1)
	}
	out := agree(t, src, feed, oracle.Options{Dedupe: 3_600_000})
	require.Greater(t, strings.Count(out, " enter"), 1500)
	require.Less(t, strings.Count(out, " enter"), len(feed)-500)
}

// Of the products that were seen the last 20 are known.
func TestSeenIsBounded(t *testing.T) {
	const src = `event look
journey j {
  when look
  then {
    if last(viewed).product_id == "i0" { email "20" }
    if last(viewed).product_id == "i1" { email "21" }
  }
}
`
	var feed []oracle.Event
	for i := range int64(21) {
		feed = append(feed, line(2*i+1, 2*i*1000, "p1", "product_viewed", "product_id", fmt.Sprint("i", i)))
		feed = append(feed, line(2*i+2, (2*i+1)*1000, "p1", "look"))
	}
	out := agree(t, src, feed, oracle.Options{})
	require.Equal(t, 21, strings.Count(out, " yes"))
}

// Tags of two people of whom something was said at one instant: those that were said in
// the later line are the ones that stay.
func TestTagsOfOneInstant(t *testing.T) {
	const src = `event b
journey ask {
  when b
  then {
    if tag "t0" { email "t" }
    if tag "u0" { email "u" }
  }
}
`
	tags := func(n int64, who, name string) oracle.Event {
		box := &event.Box{}
		for i := range 200 {
			box.Items = append(box.Items, event.Of(fmt.Sprint(name, i)))
		}
		return oracle.Event{Kind: event.Identify, User: who, Time: 1, Line: n, Props: map[string]event.Value{"tags": {Kind: event.List, Box: box}}}
	}
	alias := func(n int64, user, prev string) oracle.Event {
		return oracle.Event{Kind: event.Alias, User: user, Prev: prev, Time: 2, Line: n}
	}
	feed := []oracle.Event{
		tags(1, "p1", "t"), tags(2, "q1", "u"), tags(3, "q2", "t"), tags(4, "p2", "u"),
		alias(5, "p1", "q1"), alias(6, "p2", "q2"), alias(7, "p1", "p3"),
		{Kind: event.Track, User: "p1", Name: "b", Time: 3, Line: 8},
		{Kind: event.Track, User: "p2", Name: "b", Time: 3, Line: 9},
	}
	out := agree(t, src, feed, oracle.Options{})
	require.Equal(t, 2, strings.Count(out, " if_1 no"))
	require.Equal(t, 2, strings.Count(out, " if_2 yes"))
}

// At one instant at most 256 events answer others: two journeys that answer each event
// with another one enter for each of them and for the one that began it.
func TestAnswersAreBounded(t *testing.T) {
	const src = `event x
journey one {
  when x
  then emit x
}
journey two {
  when x
  then emit x
}
`
	out := agree(t, src, []oracle.Event{line(1, 0, "p1", "x")}, oracle.Options{})
	require.Equal(t, 2*257, strings.Count(out, " enter"))
}
