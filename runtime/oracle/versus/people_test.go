package versus_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/runtime/oracle/versus"
)

// A bit a watched segment: the first 32 stand in the person, the others behind it. All
// are kept over a snapshot.
func TestManySegments(t *testing.T) {
	const segments = 130
	var src strings.Builder
	src.WriteString("event a\nevent b\n")
	for i := range segments {
		fmt.Fprintf(&src, "segment s%d where count(a, last 2h) >= %d or count(b) >= %d\n", i, i%7+1, i+1)
		word := "enters"
		if i%2 == 1 {
			word = "leaves"
		}
		fmt.Fprintf(&src, "journey j%d {\n  when %s s%d\n  then email \"x\"\n}\n", i, word, i)
	}
	p, err := compiled(src.String())
	require.NoError(t, err)
	var feed []oracle.Event
	const minute = int64(60_000)
	for i := range int64(40) {
		name := "a"
		if i%5 == 4 {
			name = "b"
		}
		feed = append(feed, oracle.Event{
			Kind: event.Track, Name: name, User: fmt.Sprintf("p%d", i%2+1), Time: 1_772_000_000_000 + i*17*minute, Line: i + 1,
		})
	}
	opts := oracle.Options{Until: feed[len(feed)-1].Time + 300*minute}
	for _, how := range []versus.How{{Workers: 1}, {Workers: 2, Batch: 3, Snapshot: true}} {
		want, got := p.both(feed, opts, how)
		require.Greater(t, strings.Count(want, "enter"), 200)
		require.Contains(t, want, " j128#1 enter")
		require.Equal(t, want, got)
	}
}

// A person has at most 256 tags; beyond, the oldest go, also by a merge.
func TestTagsAreBounded(t *testing.T) {
	src := `event a
event b
journey add {
  when a
  then { add tag "one more" }
}
journey ask {
  when b
  then {
    if tag "t0" { email "first" }
    if tag "t1" { email "second" }
    if tag "t255" { email "last" }
    if tag "u10" { email "other" }
  }
}
`
	p, err := compiled(src)
	require.NoError(t, err)
	tags := func(name string, n int) map[string]event.Value {
		box := &event.Box{}
		for i := range n {
			box.Items = append(box.Items, event.Of(fmt.Sprint(name, i)))
		}
		return map[string]event.Value{"tags": {Kind: event.List, Box: box}}
	}
	feed := []oracle.Event{
		{Kind: event.Identify, User: "p1", Time: 1, Line: 1, Props: tags("t", 256)},
		{Kind: event.Track, User: "p1", Name: "b", Time: 2, Line: 2},
		{Kind: event.Track, User: "p1", Name: "a", Time: 3, Line: 3},
		{Kind: event.Track, User: "p1", Name: "b", Time: 4, Line: 4},
		{Kind: event.Identify, Anon: "v", Time: 5, Line: 5, Props: tags("u", 100)},
		{Kind: event.Track, User: "p1", Anon: "v", Name: "b", Time: 6, Line: 6},
	}
	want, got := p.both(feed, oracle.Options{}, versus.How{Workers: 1, Batch: 1, Snapshot: true})
	require.Equal(t, want, got)
	var arms []string
	for _, line := range strings.Split(want, "\n") {
		if i := strings.Index(line, " branch "); i > 0 {
			arms = append(arms, strings.Fields(line[i:])[2])
		}
	}
	require.Equal(t, []string{"yes", "yes", "yes", "no", "no", "yes", "yes", "no", "no", "no", "yes", "yes"}, arms)
}
