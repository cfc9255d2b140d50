package stage_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
)

// TestTwoVersionsAreOneFlow holds the screen that compares, after a save that takes a
// step away, changes one, and puts one and a way in.
func TestTwoVersionsAreOneFlow(t *testing.T) {
	m, o := show(t, 80, 24)
	press(m, "end")
	o.next = strings.NewReplacer(
		"      push \"Have a good look around\"\n", "",
		"    wait 4d\n", "    wait 5d\n    if profile.language == \"ar\" { sms \"For you\" }\n",
		"from the first visit", "From the first day",
	).Replace(shop)
	require.NotEqual(t, shop, o.next)
	stage.Settle(context.Background(), m, stage.Saved{})
	press(m, "4")
	goldenFrames(t, "compare_saved", m)
}
