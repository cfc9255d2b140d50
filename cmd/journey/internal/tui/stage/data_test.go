package stage_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
	"github.com/journeylang/journey/runtime/sim"
)

// badFeed has lines that cannot be read, one of them an attack on the terminal.
const badFeed = `{"type":"track","event":"Signed Up","userId":"u1","timestamp":"2026-03-01T10:00:00Z"}
{"type":"track","event":"Signed Up","userId":"u2","timestamp":"2026-03-0"}
not JSON ` + "\x1b[31m\u202e" + ` at all
{"type":"track","event":"Signed Up","userId":"سارة","timestamp":"2026-03-01T10:00:00Z",}

{"type":"track","event":"Signed Up","userId":"u3","timestamp":"2026-03-02T10:00:00Z"}
`

func showFeed(t *testing.T, data string) *stage.Model {
	run, _ := opened(t, shop, []byte(data))
	m := stage.New(run, stage.Look{})
	stage.Settle(context.Background(), m, stage.Changed{})
	return m
}

func showInvented(t *testing.T, people int) *stage.Model {
	v := version(t, "v1", shop)
	a := sim.DefaultAssumptions(v)
	a.People = people
	s, err := sim.Open(context.Background(), sim.Config{Version: v, Feed: sim.Feed{Name: "invented people", Invent: &a}, Grace: 10_000, Workers: 1})
	require.NoError(t, err)
	require.NoError(t, s.Wait(context.Background()))
	t.Cleanup(s.Close)
	m := stage.New(&stage.Run{Session: s, Name: "shop.journey"}, stage.Look{})
	stage.Settle(context.Background(), m, stage.Changed{})
	return m
}

func TestDataFrames(t *testing.T) {
	for _, c := range []struct {
		name, keys string
		m          *stage.Model
	}{
		{"data feed", "7", showFeed(t, badFeed)},
		{"data bad line", "ctrl+p b a d enter enter n", showFeed(t, badFeed)},
		{"data nobody", "7", showFeed(t, "")},
		{"data invented", "7", showInvented(t, 60)},
		{"data change", "7 " + strings.Repeat("down ", 14) + "enter", showInvented(t, 60)},
	} {
		t.Run(c.name, func(t *testing.T) {
			press(c.m, c.keys)
			goldenFrames(t, c.name, c.m)
		})
	}
}

func TestAnAssumptionIsChanged(t *testing.T) {
	m := showInvented(t, 500)
	press(m, "end 7")
	before := m.Session().Position()
	down := 0 // to the row that is wanted; empty ones are stepped over
	for _, l := range strings.Split(strings.Split(m.Plain(100), "open it")[0], "\n")[3:] {
		if strings.TrimSpace(l) != "" {
			down++
		}
	}
	press(m, strings.Repeat("down ", down)+"enter")
	require.Contains(t, m.Frame().Text(), "> 35%")
	write(m, "maybe")
	press(m, "enter")
	require.Contains(t, m.Frame().Text(), "a share is written as 35% or 0.35")
	require.Equal(t, before, m.Session().Position(), "nothing was run")
	press(m, "enter")
	write(m, "100%")
	press(m, "enter")
	require.Contains(t, m.Frame().Text(), "up to here: "+"")
	require.Equal(t, 1.0, m.Session().Status().Assumed.Channels[0].Open)
	require.True(t, m.Session().Position().AtEnd)
	require.NotEqual(t, before.Decisions, m.Session().Position().Decisions, "more is opened, and so more is clicked")
	press(m, "enter")
	write(m, "35%")
	press(m, "enter")
	require.Equal(t, before, m.Session().Position(), "the same assumptions give the same people")
}

func TestPeopleForAnEmptyFeed(t *testing.T) {
	m := showFeed(t, "")
	require.Contains(t, m.Frame().Text(), "no people yet")
	press(m, "A")
	require.Contains(t, m.Frame().Text(), "what they do with a message by email")
	require.Greater(t, m.Session().Status().People, int64(900))
	m = showFeed(t, badFeed)
	press(m, "A")
	require.Contains(t, m.Frame().Text(), "are recorded")
}
