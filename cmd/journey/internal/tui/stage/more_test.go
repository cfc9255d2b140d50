package stage_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/sim"
)

// TestScopes tries a what-if for everybody who is alike.
func TestScopes(t *testing.T) {
	for _, c := range []struct{ scope, want string }{
		{"whoever is at wait_1 then", "what if, for"},
		{"all who enter welcome, as long after", "what if, for"},
		{"everybody, at that moment", "what if, for"},
	} {
		m, _ := show(t, 100, 30)
		press(m, "g")
		write(m, "tue 12:00")
		press(m, "enter j down down down down i")
		write(m, "ali")
		press(m, "down down")
		for range 20 {
			if contains(m, "‹ clicked ›") {
				break
			}
			press(m, "c")
		}
		press(m, "down")
		for range 4 {
			if contains(m, c.scope) {
				break
			}
			press(m, "right")
		}
		require.Contains(t, m.Frame().Text(), c.scope)
		press(m, "down down")
		write(m, "first_mail")
		press(m, "enter")
		require.Contains(t, m.Frame().Text(), c.want, c.scope)
		require.Len(t, m.Session().WhatIfs(), 1)
		if c.scope != "everybody, at that moment" {
			require.Contains(t, m.Frame().Text(), "push", c.scope)
		}
	}
}

func contains(m *stage.Model, s string) bool { return strings.Contains(m.Frame().Text(), s) }

func TestOtherJourneys(t *testing.T) {
	run, _ := opened(t, shop, feedOf(t))
	other, _ := opened(t, "event noticed\n\njourney other {\n  when noticed\n  then push \"hello\"\n}\n", feedOf(t))
	run.Others = func() *stage.Start {
		return &stage.Start{
			Journeys: []stage.Offer{{Name: "other.journey"}}, People: []stage.Offer{{Name: "nobody"}},
			Open: func(context.Context, int, int) (*stage.Run, error) { return other, nil },
		}
	}
	m := stage.New(run, stage.Look{})
	stage.Settle(context.Background(), m, stage.Changed{})
	press(m, "j o")
	require.Contains(t, m.Frame().Text(), "Which journeys?")
	press(m, "esc")
	require.Contains(t, m.Frame().Text(), "welcome")
	press(m, "o enter")
	require.Contains(t, m.Frame().Text(), "noticed")
	press(m, "o")
	require.Contains(t, m.Frame().Text(), "there are no others here")
}

func TestTheMouseAndTheMistakes(t *testing.T) {
	m, o := show(t, 80, 24)
	require.True(t, m.Mouse())
	press(m, "M")
	require.False(t, m.Mouse())
	press(m, "M E")
	require.True(t, m.Mouse())
	require.Contains(t, m.Frame().Text(), "nothing is wrong")
	o.broken = "shop.journey:9:3: error: this is no step\nand more\n"
	stage.Settle(context.Background(), m, stage.Saved{})
	press(m, "E")
	require.Contains(t, m.Frame().Text(), "What is wrong with the file")
	press(m, "esc")
	o.broken, o.next = "", shop
	stage.Settle(context.Background(), m, stage.Saved{})
	require.NotContains(t, m.Frame().Text(), "Still running")
}

// TestTravelToTheFirstOnALine goes from the end to when the first person came to a line
// of the file, and says who; where nobody comes it stays.
func TestTravelToTheFirstOnALine(t *testing.T) {
	m, _ := show(t, 80, 24)
	press(m, "end 5 t")
	require.True(t, contains(m, "choose a line first"))
	press(m, strings.Repeat("down ", 13)+"t")
	require.True(t, contains(m, "came to line 13 first, Sun 1 Mar 11:00:01"), m.Frame().Text())
	require.Equal(t, "Sun 1 Mar 11:00:01", sim.Local(berlin(t), int64(m.Session().Position().At)))
	require.Contains(t, strings.Join(m.Linear(), "\n"), "line 13, 1 person")
	press(m, "up t")
	require.True(t, contains(m, "not done: no step is written on line 12"))
	press(m, "up t")
	require.True(t, contains(m, "not done: nobody comes to line 11 in these events"))
	require.Equal(t, "Sun 1 Mar 11:00:01", sim.Local(berlin(t), int64(m.Session().Position().At)))
}

func berlin(t *testing.T) *calendar.Zone {
	t.Helper()
	z, err := calendar.Load("Europe/Berlin")
	require.NoError(t, err)
	return z
}
