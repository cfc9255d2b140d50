package versus_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/runtime/oracle/versus"
)

// A filter that asks about the past is answered when its event comes, on the clock of
// the journey in which it stands, and what was answered is remembered for a merge. The
// two here ask the same of people who have no zone: in Berlin the day from 12:00 on
// 28 March is over after 23 hours.
func TestClockOfAFilter(t *testing.T) {
	const src = `event a
event b
event c
journey berlin {
  when c
  timezone "Europe/Berlin"
  exit when b where (a in the last 1d)
  then wait 3d
}
journey utc {
  when c
  exit when b where (a in the last 1d)
  then wait 3d
}
`
	prog, err := versus.Compile([]compiler.Source{{Path: "j.journey", Text: src}}, nil)
	require.NoError(t, err)
	const hour, noon = 3_600_000, 1_774_695_600_000 // 28 March 2026, 12:00 in Berlin
	at := func(line, ts int64, who, name string) oracle.Event {
		return oracle.Event{Kind: event.Track, Name: name, User: who, Time: ts, Line: line}
	}
	exits := func(feed []oracle.Event) (out []string) {
		for _, how := range []versus.How{{Workers: 1}, {Workers: 2, Batch: 1, Snapshot: true}} {
			got, err := versus.Machine(prog, feed, oracle.Options{}, how)
			require.NoError(t, err)
			out = nil
			for _, d := range got {
				if d.Kind == "exit" {
					out = append(out, d.Journey+" "+d.Reason)
				}
			}
		}
		return out
	}
	require.Equal(t, []string{"utc exit"}, exits([]oracle.Event{
		at(1, noon, "p", "a"), at(2, noon+22*hour, "p", "c"), at(3, noon+23*hour, "p", "b"),
	}))
	require.Equal(t, []string{"utc exit"}, exits([]oracle.Event{
		at(1, noon, "q", "a"), at(2, noon+22*hour, "p", "c"), at(3, noon+23*hour, "q", "b"),
		{Kind: event.Alias, User: "p", Prev: "q", Time: noon + 24*hour, Line: 4},
	}), "by a merge")
}

// Of two events of one round the second is remembered on the person's clock, also when
// the first led a journey to set another zone: what is set in a round counts from the
// next one. The day of a is not over on it, so the merge ends the stay.
func TestClockOfARound(t *testing.T) {
	const src = `event a
event c
event s
event x
event y
journey begins {
  when s
  then {
    emit x
    emit y
  }
}
journey ends {
  when c
  exit when y where (a in the last 1d)
  then wait 5d
}
journey moves {
  when a
  then {
    wait for x up to 5d { set profile.timezone = "Europe/Berlin" } else { stop }
    wait 5d
  }
}
`
	prog, err := versus.Compile([]compiler.Source{{Path: "j.journey", Text: src}}, nil)
	require.NoError(t, err)
	const hour, noon = 3_600_000, 1_774_695_600_000 // 28 March 2026, 12:00 in Berlin
	feed := []oracle.Event{
		{Kind: event.Track, Name: "a", User: "p", Time: noon, Line: 1},
		{Kind: event.Track, Name: "c", User: "q", Time: noon + 23*hour, Line: 2},
		{Kind: event.Track, Name: "s", User: "p", Time: noon + 23*hour + 1, Line: 3},
		{Kind: event.Alias, User: "p", Prev: "q", Time: noon + 24*hour, Line: 4},
	}
	got, err := versus.Machine(prog, feed, oracle.Options{}, versus.How{Workers: 1})
	require.NoError(t, err)
	require.Contains(t, lines(got), "ends#1 exit exit")
}
