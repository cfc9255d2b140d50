package stage_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
)

// kept presses keys, and returns what was to be remembered last.
func kept(m *stage.Model, in ...stage.Input) (mem stage.Memory, times int) {
	for _, x := range in {
		for _, e := range m.Update(x) {
			if r, ok := e.(stage.Remember); ok {
				mem, times = stage.Memory(r), times+1
			}
			stage.Carry(context.Background(), m, e)
		}
	}
	return mem, times
}

func TestDividersAreMovedAndRemembered(t *testing.T) {
	m, _ := show(t, 120, 40)
	press(m, "end")
	at := func() int {
		row := []rune(strings.Split(m.Frame().Text(), "\n")[5])
		for i, r := range row {
			if r == '│' && i > 30 {
				return i
			}
		}
		return -1
	}
	first := at()
	require.Positive(t, first)
	mem, times := kept(m, stage.KeyOf("("))
	require.Equal(t, 1, times)
	require.Equal(t, first-4, at())
	require.Contains(t, mem.Dividers, "flow")

	_, times = kept(m, stage.Click{X: at(), Y: 6}, stage.Click{X: 60, Y: 6, Drag: true}, stage.Click{X: 50, Y: 30, Drag: true})
	require.Zero(t, times, "nothing is kept while it is drawn")
	require.Equal(t, 50, at())
	mem, times = kept(m, stage.KeyOf("up"))
	require.Equal(t, 1, times)
	_, times = kept(m, stage.Click{X: 10, Y: 6}, stage.Click{X: 70, Y: 6, Drag: true}, stage.KeyOf("up"))
	require.Zero(t, times, "who draws from elsewhere moves nothing")
	for range 40 {
		kept(m, stage.KeyOf("("))
	}
	require.Equal(t, 38, at(), "both panes keep room")

	run, _ := opened(t, shop, feedOf(t))
	m = stage.New(run, stage.Look{Memory: mem})
	press(m, "@120x40 end")
	require.Equal(t, 50, at(), "the next run has it where it was")
	press(m, "@80x24 (")
	require.Contains(t, m.Frame().Text(), "there is one pane")
	m = stage.New(run, stage.Look{Memory: stage.Memory{Dividers: map[string]int{"flow": 1 << 62}}})
	press(m, "@120x40 end")
	sound(t, m, 120, 40)
}

func TestHintsAreFollowedOnce(t *testing.T) {
	run, _ := opened(t, shop, feedOf(t))
	start := &stage.Start{
		Journeys: []stage.Offer{{Name: "the example shop"}}, People: []stage.Offer{{Name: "invented people"}},
		Open: func(context.Context, int, int) (*stage.Run, error) { return run, nil },
	}
	m := stage.Ask(start, stage.Look{})
	press(m, "enter")
	require.Contains(t, m.Frame().Text(), "Press Space and watch")
	mem, times := kept(m, stage.KeyOf("end"))
	require.Equal(t, 1, times)
	require.Equal(t, []string{"end"}, mem.Done)
	mem, _ = kept(m, stage.KeyOf("3"))
	require.Equal(t, []string{"end", "messages"}, mem.Done)
	_, times = kept(m, stage.KeyOf("1"), stage.KeyOf("3"), stage.KeyOf("end"))
	require.Zero(t, times, "what is known is not kept again")
	_, times = kept(m, stage.KeyOf("1"), stage.KeyOf("enter"), stage.KeyOf("esc"))
	require.Zero(t, times, "a step is no message")
	mem, _ = kept(m, stage.KeyOf("3"), stage.KeyOf("enter"))
	require.Equal(t, []string{"end", "messages", "open"}, mem.Done)

	m = stage.Ask(start, stage.Look{Memory: mem})
	press(m, "enter")
	require.NotContains(t, m.Frame().Text(), "Press Space and watch")
	require.NotContains(t, m.Frame().Text(), "Press 3 to see")
}

func TestWhoOrdersIsAskedOnce(t *testing.T) {
	run, _ := opened(t, shop, feedOf(t))
	ask := func() *stage.Model {
		m := stage.New(run, stage.Look{AskOrder: true})
		stage.Settle(context.Background(), m, stage.Changed{})
		return m
	}
	m := ask()
	press(m, "home")
	require.NotContains(t, m.Frame().Text(), "looks right", "there is no such text yet")
	press(m, "3 /")
	write(m, "person:ali")
	press(m, "enter")
	require.NotContains(t, m.Frame().Text(), "looks right", "and no message to him")
	press(m, "end")
	require.Contains(t, m.Frame().Text(), "Which of these lines looks right?")
	goldenFrames(t, "which line", m)
	press(m, "x down tab 9")
	require.Contains(t, m.Frame().Text(), "looks right", "other keys answer nothing")

	mem, times := kept(m, stage.KeyOf("2"))
	require.Equal(t, 1, times)
	require.Equal(t, stage.ByTerminal, mem.Order)
	require.Contains(t, m.Frame().Text(), "علي", "in the order in which it was written")
	mem, _ = kept(m, stage.KeyOf("R"))
	require.Equal(t, stage.ByApp, mem.Order)

	for key, order := range map[string]string{"1": stage.ByApp, "٢": stage.ByTerminal, "0": stage.ByApp, "esc": stage.ByApp} {
		m := ask()
		press(m, "end 2")
		require.Contains(t, m.Frame().Text(), "looks right")
		mem, _ := kept(m, stage.KeyOf(key))
		require.Equal(t, order, mem.Order, "by %s", key)
		require.NotContains(t, m.Frame().Text(), "looks right")
	}
}
