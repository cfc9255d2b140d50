package run_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/run"
)

// A mistake of ours in a worker ends the run with an error that says who and what was
// in hand, whatever the number of workers, and the run stays over.
func TestBug(t *testing.T) {
	prog := load(t, "journey j {\n  when cart_abandoned\n  then {\n    wait 1h\n    split {\n      50% a { email \"A\" }\n    }\n  }\n}\n")
	for _, workers := range []int{1, 3} {
		r := run.New(prog, run.Options{Workers: workers, Engine: engine.Options{Bucket: func(string, string) uint32 { panic("no dice") }},
			Emit: func([]engine.Decision) error { return nil }})
		var abandoned int32
		for i, e := range prog.Events {
			if e.Name == "cart_abandoned" {
				abandoned = int32(i)
			}
		}
		rec := event.Record{Kind: event.Track, Type: abandoned, Time: 1000, Line: 1, User: "p1"}
		require.NoError(t, r.Feed(&event.Batch{Records: []event.Record{rec}}))
		err := r.Finish(10_000_000)
		var bug *run.Bug
		require.ErrorAs(t, err, &bug)
		require.Equal(t, engine.Hand{Person: "p1", Journey: "j", File: "cart.journey", Line: 4}, bug.Hand)
		require.Regexp(t, `^this is a mistake in journey itself, please report it: no dice, about the person p1, in the journey j \(cart.journey, line 4\) \[runtime/run/bug_test.go:\d+\]$`, err.Error())
		require.ErrorIs(t, r.Feed(&event.Batch{}), err)
		require.ErrorIs(t, r.Finish(20_000_000), err)
	}
}
