package gen_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/runtime/oracle/gen"
	"github.com/journeylang/journey/runtime/oracle/scenario"
)

func decide(t *testing.T, src string, feed []oracle.Event, opts oracle.Options) []oracle.Decision {
	t.Helper()
	trees, err := scenario.Trees(scenario.File{Name: "random.journey", Src: src})
	require.NoError(t, err, src)
	out, err := oracle.Run(trees, feed, opts)
	require.NoError(t, err, src)
	return out
}

// Every journey parses, and means something to the checker.
func TestJourneysAreWellTyped(t *testing.T) {
	for seed := range uint64(300) {
		src := gen.Journey(seed)
		trees, err := scenario.Trees(scenario.File{Name: "random.journey", Src: src})
		require.NoError(t, err, "seed %d\n%s", seed, src)
		_, diags := check.Check(trees, check.Options{})
		for _, d := range diags {
			require.NotEqual(t, diag.Error, d.Severity, "seed %d: %s %s: %s\n%s", seed, d.Code, d.Summary, d.Detail, src)
		}
	}
}

func TestASeedIsAFile(t *testing.T) {
	src := gen.Journey(7)
	require.Equal(t, src, gen.Journey(7))
	require.NotEqual(t, src, gen.Journey(8))
	feed := gen.Feed(7, src, gen.All(10_000))
	require.Equal(t, feed, gen.Feed(7, src, gen.All(10_000)))
	require.NotEqual(t, feed, gen.Feed(8, src, gen.All(10_000)))
}

// A feed survives being written and read, so that a difference can be kept as a file.
func TestFeedsAreFiles(t *testing.T) {
	for seed := range uint64(50) {
		feed := gen.Feed(seed, gen.Journey(seed), gen.All(10_000))
		again, err := scenario.ReadFeed(scenario.WriteFeed(feed))
		require.NoError(t, err)
		require.Len(t, again, len(feed))
		for i := range feed {
			if len(feed[i].Props) == 0 {
				feed[i].Props = nil
			}
			require.Equal(t, feed[i], again[i])
		}
	}
}

// What nothing random ever leads to is not compared. So everything that can be decided is
// decided often enough.
func TestEverythingHappens(t *testing.T) {
	const often, seeds = 5, 5_000
	wanted := []string{
		"enter", "send", "send unsubscribed", "send holdout", "send no_address", "send invalid", "send no_content",
		"send duplicate", "send expired", "send quiet", "send capped", "send left", "held", "wait", "branch", "split", "set", "tag", "goal", "late",
		"emit", "start", "audience", "webhook", "branch until", "branch times", "branch else",
		"no_enter exclusive",
		"no_enter where", "no_enter once", "no_enter again", "no_enter while", "no_enter killed", "no_enter late",
		"exit finished", "exit goal", "exit exit", "exit while", "exit stopped", "exit restarted", "exit merged", "exit deleted",
	}
	seen := map[string]int{}
	rare := func() int { return slices.IndexFunc(wanted, func(what string) bool { return seen[what] < often }) }
	for seed := uint64(0); seed < seeds && rare() >= 0; seed++ {
		src := gen.Journey(seed)
		grace := []int64{0, 10_000, 3_600_000}[seed%3]
		for _, d := range decide(t, src, gen.Feed(seed, src, gen.All(grace)), oracle.Options{Grace: grace}) {
			seen[strings.TrimSpace(d.Kind+" "+d.Reason)]++
			if d.Kind == "branch" {
				seen["branch "+d.Arm]++
			}
			if d.Held != 0 && d.Reason == "" {
				seen["held"]++
			}
		}
	}
	if i := rare(); i >= 0 {
		t.Fatalf("%s is too rare; all: %v", wanted[i], seen)
	}
}
