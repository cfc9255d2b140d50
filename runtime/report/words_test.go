package report_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/report"
)

// TestEveryReasonHasItsWords goes over all reasons there are: each is said in words by
// what it is a reason of.
func TestEveryReasonHasItsWords(t *testing.T) {
	for r := engine.NoReason + 1; int(r) < engine.Reasons(); r++ {
		words := report.NotEnteredBecause
		switch {
		case r >= engine.ByOwn && r <= engine.ByNobody:
			words = report.WaitedBecause
		case r >= engine.Finished && r <= engine.Deleted:
			words = report.LeftBecause
		case r >= engine.Unsubscribed && r <= engine.Left:
			words = report.SkippedBecause
		}
		require.NotEmpty(t, words(r.String()), "the reason %d, %s", r, r)
	}
	require.Empty(t, report.NotEnteredBecause("capped"))
}
