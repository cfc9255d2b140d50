package stage_test

import (
	"context"
	"slices"
	"strconv"
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

// TestAGroupListsItsPeople holds what Enter on a group of people shows, and the ways
// from there: to a person, and back to the row from where it was opened.
func TestAGroupListsItsPeople(t *testing.T) {
	m, o := show(t, 80, 24)
	press(m, "end")
	o.next = strings.NewReplacer("email recommend(cart)", "sms recommend(cart)", "    wait 4d\n", "    wait 5d\n").Replace(shop)
	require.NotEqual(t, shop, o.next)
	stage.Settle(context.Background(), m, stage.Saved{})
	press(m, "4")
	all := m.Linear()
	row := slices.IndexFunc(all, func(l string) bool { return strings.Contains(l, "another message") })
	require.Positive(t, row)
	said, _, _ := strings.Cut(all[row], ".")
	n, err := strconv.Atoi(said)
	require.NoError(t, err)
	press(m, strings.Repeat("down ", n-1)+"enter")
	goldenFrames(t, "compare_group", m)
	press(m, "esc")
	require.Equal(t, all, m.Linear())
	press(m, "enter down down enter")
	require.Contains(t, strings.Join(m.Linear(), "\n"), "People")
	require.NotContains(t, strings.Join(m.Linear(), "\n"), "another message")
}
