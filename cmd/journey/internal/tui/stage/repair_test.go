package stage_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
	"github.com/journeylang/journey/runtime/sim"
)

// fixing is what can be mended of a file, and how often it was written.
func fixing(written *int, err error) stage.Fixer {
	return func(context.Context) (*stage.Repair, error) {
		return &stage.Repair{
			Files: []sim.FileDiff{{File: "shop.journey", Lines: sim.DiffLines("a\nb\n  wait 2\nc\n", "a\nb\n  wait 2h\nc\n")}},
			Made:  1, Left: "there is no step \"mial\"",
			Write: func() error { *written++; return err },
		}, nil
	}
}

func TestAFixIsShownFirst(t *testing.T) {
	m, o := show(t, 80, 24)
	press(m, "end f")
	require.Contains(t, m.Frame().Text(), "nothing is wrong with it")
	o.broken = "shop.journey:9:3: error: a number needs a unit\n"
	stage.Settle(context.Background(), m, stage.Saved{})
	press(m, "f")
	require.Contains(t, m.Frame().Text(), "the example is no file")

	run, o := opened(t, shop, feedOf(t))
	written := 0
	run.Fix = fixing(&written, nil)
	m = stage.New(run, stage.Look{})
	o.broken = "shop.journey:9:3: error: a number needs a unit\n"
	stage.Settle(context.Background(), m, stage.Saved{})
	press(m, "@80x24 f")
	goldenFrames(t, "fix", m)
	press(m, "@80x24 esc")
	require.Zero(t, written)
	require.NotContains(t, m.Frame().Text(), "Enter write it")
	press(m, "f down up space enter")
	require.Equal(t, 1, written)
	require.Contains(t, m.Frame().Text(), "written: 1 fix")

	run.Fix = fixing(&written, errors.New("shop.journey was saved since; look again"))
	press(m, "f enter")
	require.Contains(t, m.Frame().Text(), "was saved since")
	run.Fix = func(context.Context) (*stage.Repair, error) { return &stage.Repair{}, nil }
	press(m, "f")
	require.Contains(t, m.Frame().Text(), "nothing here has one certain fix")

	written = 0
	b := mending(t)
	b.Fix = fixing(&written, nil)
	m = stage.Mend(b, stage.Look{})
	press(m, "@80x24 f enter")
	require.Equal(t, 1, written, "before anything ran")

	run.Fix = fixing(&written, nil)
	talk := stage.NewTalk(stage.New(run, stage.Look{}))
	talk.Tell(context.Background(), stage.Saved{})
	said, _ := talk.Say(context.Background(), "fix the file, where that is certain")
	require.Contains(t, strings.Join(said, "\n"), "wait 2h")
	require.Contains(t, strings.Join(said, "\n"), "Say ok to write it")
	said, _ = talk.Say(context.Background(), "ok")
	require.Contains(t, strings.Join(said, "\n"), "written: 1 fix")
	require.Equal(t, 2, written)
}
