package stage_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
	"github.com/journeylang/journey/compiler"
)

const brokenText = "error[J0115]: a number needs a unit\n --> shop.journey:24:8\n   |\n24 |   wait 2\n   |        ^\n"

// mending is a broken journey that becomes right when it is tried for the third time.
func mending(t *testing.T) *stage.Broken {
	n := 0
	b := &stage.Broken{Name: "shop.journey", Text: brokenText, Files: []compiler.Source{
		{Path: "other.journey", Text: "when x then y\n"},
		{Path: "shop.journey", Text: shop + "\x1b[31m evil\n"},
	}}
	b.Again = func(context.Context) (*stage.Run, error) {
		switch n++; n {
		case 1:
			return nil, b
		case 2:
			return nil, errors.New("the feed is gone")
		}
		run, _ := opened(t, shop, feedOf(t))
		return run, nil
	}
	return b
}

func TestBrokenAtTheStart(t *testing.T) {
	m := stage.Mend(mending(t), stage.Look{})
	goldenFrames(t, "broken start", m)
	press(m, "@80x24 down pgdown up 3 j ctrl+p")
	require.Contains(t, m.Frame().Text(), "nothing runs yet")
	require.Equal(t, []stage.Effect{stage.Edit{File: "shop.journey", Line: 24}}, m.Update(stage.KeyOf("e")))
	require.Equal(t, []stage.Effect{stage.Quit{}}, m.Update(stage.KeyOf("q")))
	stage.Settle(context.Background(), m, stage.Saved{})
	require.Contains(t, m.Frame().Text(), "nothing runs yet", "it is broken still")
	press(m, "enter")
	require.Contains(t, m.Frame().Text(), "the feed is gone")
	stage.Settle(context.Background(), m, stage.Changed{})
	stage.Settle(context.Background(), m, stage.Saved{})
	require.Contains(t, m.Frame().Text(), "[1 Flow]")
	require.Contains(t, m.Frame().Text(), "in order again")

	talk := stage.NewTalk(stage.Mend(mending(t), stage.Look{}))
	require.Contains(t, strings.Join(talk.Greeting(), "\n"), "a number needs a unit")
	said, quit := talk.Say(context.Background(), "")
	require.False(t, quit)
	require.Contains(t, strings.Join(said, "\n"), "nothing runs yet")
	_ = talk.Tell(context.Background(), stage.Saved{})
	require.Contains(t, strings.Join(talk.Tell(context.Background(), stage.Saved{}), "\n"), "journey cart")
}
