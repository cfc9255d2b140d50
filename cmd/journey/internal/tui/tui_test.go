package tui

import (
	"bytes"
	"context"
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/sample"
	"github.com/journeylang/journey/runtime/sim"
)

// model is a shop whose people have names of many scripts.
func model(t testing.TB, people, days int) *stage.Model {
	t.Helper()
	m := stage.New(opened(t, people, days), stage.Look{})
	stage.Settle(context.Background(), m, stage.Changed{})
	return m
}

func opened(t testing.TB, people, days int) *stage.Run {
	t.Helper()
	sources := []compiler.Source{{Path: "cart.journey", Text: `when cart_abandoned and not purchased within 2h then email "Your cart is waiting"`}}
	res := compiler.Compile(sources, compiler.Options{Lower: lower.Options{Zones: calendar.Version}})
	v, err := sim.NewVersion("v1", sources, res)
	require.NoError(t, err)
	cfg := sample.Default()
	cfg.People, cfg.Days = people, days
	var feed bytes.Buffer
	_, err = sample.Write(&feed, cfg)
	require.NoError(t, err)
	s, err := sim.Open(context.Background(), sim.Config{Version: v, Grace: 10_000, Workers: 1, Feed: sim.Feed{
		Name: "shop.ndjson", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(feed.Bytes())), nil },
	}})
	require.NoError(t, err)
	require.NoError(t, s.Wait(context.Background()))
	t.Cleanup(s.Close)
	return &stage.Run{Session: s, Name: "cart.journey"}
}

// TestTheTerminalReadsOurCells gives frames to Bubble Tea's own parser: every cell
// must come out as we put it in.
func TestTheTerminalReadsOurCells(t *testing.T) {
	m := model(t, 120, 8)
	for _, keys := range []string{"end", "2", "3", "enter", "w", "esc 5", "6", "?"} {
		for _, size := range [][2]int{{80, 24}, {40, 12}, {200, 50}} {
			stage.Settle(context.Background(), m, stage.Size{W: size[0], H: size[1]})
			want := strings.Split(m.Frame().Text(), "\n")
			buf := uv.NewScreenBuffer(size[0], size[1])
			uv.NewStyledString(m.Styled()).Draw(buf, buf.Bounds())
			for y := range size[1] {
				var row strings.Builder
				for x := range size[0] {
					if cell := buf.CellAt(x, y); cell != nil {
						row.WriteString(cell.Content)
					}
				}
				require.Equal(t, want[y], row.String(), "row %d after %s", y, keys)
			}
		}
		for _, k := range strings.Fields(keys) {
			stage.Settle(context.Background(), m, stage.KeyOf(k))
		}
	}
}

func TestKeys(t *testing.T) {
	for _, c := range []struct {
		key  tea.Key
		want stage.Key
	}{
		{tea.Key{Code: 'g', Text: "g"}, stage.Key{Name: "g", Text: "g"}},
		{tea.Key{Code: 'k', ShiftedCode: 'K', Text: "K", Mod: tea.ModShift}, stage.Key{Name: "K", Text: "K"}},
		{tea.Key{Code: tea.KeySpace, Text: " "}, stage.Key{Name: "space", Text: " "}},
		{tea.Key{Code: tea.KeyRight, Mod: tea.ModShift}, stage.Key{Name: "shift+right"}},
		{tea.Key{Code: 'p', Mod: tea.ModCtrl}, stage.Key{Name: "ctrl+p"}},
		{tea.Key{Code: 'з', BaseCode: 'p', Mod: tea.ModCtrl}, stage.Key{Name: "ctrl+p"}},
		{tea.Key{Code: 'п', Text: "п", BaseCode: 'g'}, stage.Key{Name: "g", Text: "п"}},
		{tea.Key{Code: 'п', Text: "П", BaseCode: 'g', Mod: tea.ModShift}, stage.Key{Name: "G", Text: "П"}},
		{tea.Key{Code: 'a', Text: "a", BaseCode: 'q'}, stage.Key{Name: "a", Text: "a"}}, // a Latin letter is itself
		{tea.Key{Code: tea.KeyEscape}, stage.Key{Name: "esc"}},
		{tea.Key{Code: tea.KeyPgDown}, stage.Key{Name: "pgdown"}},
		{tea.Key{Code: tea.KeyBackspace}, stage.Key{Name: "backspace"}},
		{tea.Key{Code: tea.KeyF7}, stage.Key{Name: "f7"}},
	} {
		require.Equal(t, c.want, keyOf(c.key), "%+v", c.key)
	}
}

func TestMessages(t *testing.T) {
	a := &adapter{last: time.Unix(100, 0)}
	require.Equal(t, stage.Size{W: 80, H: 24}, a.translate(tea.WindowSizeMsg{Width: 80, Height: 24}))
	require.Equal(t, stage.Click{X: 3, Y: 4}, a.translate(tea.MouseClickMsg{X: 3, Y: 4, Button: tea.MouseLeft}))
	require.Equal(t, stage.Click{X: 3, Y: 4, Drag: true}, a.translate(tea.MouseMotionMsg{X: 3, Y: 4, Button: tea.MouseLeft}))
	require.Nil(t, a.translate(tea.MouseClickMsg{Button: tea.MouseRight}))
	require.Equal(t, stage.Wheel{X: 1, Y: 2, By: 3}, a.translate(tea.MouseWheelMsg{X: 1, Y: 2, Button: tea.MouseWheelDown}))
	require.Equal(t, stage.Wheel{X: 1, Y: 2, By: -3}, a.translate(tea.MouseWheelMsg{X: 1, Y: 2, Button: tea.MouseWheelUp}))
	require.Equal(t, stage.Text("p17"), a.translate(tea.PasteMsg{Content: "p17"}))
	require.Equal(t, stage.Tick{Elapsed: 40 * time.Millisecond}, a.translate(tick(time.Unix(100, 40_000_000))))
	require.Equal(t, stage.Tick{Elapsed: time.Second}, a.translate(tick(time.Unix(9000, 0))), "a laptop slept")
	require.Nil(t, a.translate(tea.FocusMsg{}))
}

func TestEffectsBecomeCommands(t *testing.T) {
	m := model(t, 20, 2)
	ctx := context.Background()
	a := &adapter{ctx: ctx, m: m, o: Options{Editor: func(string, int) *exec.Cmd { return exec.Command("true") }}}
	require.IsType(t, tea.QuitMsg{}, a.effect(stage.Quit{})())
	require.NotNil(t, a.effect(stage.Copy("text")))
	require.NotNil(t, a.effect(stage.Edit{File: "cart.journey", Line: 1}))
	called := false
	done := a.effect(stage.Work(func(context.Context) func(*stage.Model) []stage.Effect {
		return func(*stage.Model) []stage.Effect { called = true; return nil }
	}))()
	_, _ = a.Update(done)
	require.True(t, called)
	a.o.Editor = nil
	require.Nil(t, a.effect(stage.Edit{}))

	// The clock runs while it plays, and no longer.
	_, cmd := a.Update(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "})
	require.NotNil(t, cmd)
	require.True(t, a.ticking)
	_, _ = a.Update(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "})
	_, cmd = a.Update(tick(a.last.Add(time.Second)))
	require.Nil(t, cmd)
	require.False(t, a.ticking)
	v := a.View()
	require.True(t, v.AltScreen)
	require.Contains(t, v.Content, "DRY RUN")
}

// BenchmarkFrame builds frames of the largest size while time passes.
func BenchmarkFrame(b *testing.B) {
	m := model(b, 20_000, 14)
	stage.Settle(context.Background(), m, stage.Size{W: 200, H: 50})
	stage.Settle(context.Background(), m, stage.KeyOf("end"))
	for _, screen := range []string{"1", "2", "3", "5", "6"} {
		stage.Settle(context.Background(), m, stage.KeyOf(screen))
		b.Run(stage.Screens[screen[0]-'1'], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = m.Styled()
			}
		})
	}
	for _, c := range []struct{ name, key string }{{"step back", "left"}, {"step by message", "shift+left"}, {"seek", "home"}} {
		b.Run(c.name, func(b *testing.B) {
			stage.Settle(context.Background(), m, stage.KeyOf("1"))
			stage.Settle(context.Background(), m, stage.KeyOf("end"))
			for b.Loop() {
				stage.Settle(context.Background(), m, stage.KeyOf(c.key))
				_ = m.Styled()
			}
		})
	}
}
