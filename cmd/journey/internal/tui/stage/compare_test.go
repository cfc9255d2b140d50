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

// TestVersionsThatWereShown saves twice, compares with the first version, and goes back
// to it.
func TestVersionsThatWereShown(t *testing.T) {
	m, o := show(t, 80, 24)
	press(m, "end V")
	require.True(t, contains(m, "compare with git HEAD"))
	require.False(t, contains(m, "go back to"))
	press(m, "esc")
	for _, days := range []string{"5d", "6d"} {
		o.next = strings.Replace(shop, "    wait 4d\n", "    wait "+days+"\n", 1)
		stage.Settle(context.Background(), m, stage.Saved{})
	}
	press(m, "V")
	goldenFrames(t, "versions", m)
	press(m, "down enter")
	require.True(t, contains(m, "v1, and now"), m.Frame().Text())
	require.True(t, contains(m, "6d  was 4d"), m.Frame().Text())
	press(m, "V down down down down enter")
	now, before := m.Session().Versions()
	require.Equal(t, []string{"v1", "v3"}, []string{now, before})
	require.Equal(t, []string{"v3", "v2", "v1"}, m.Session().Shown())
}
