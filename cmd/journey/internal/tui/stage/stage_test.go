package stage_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/clipperhouse/displaywidth"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/sample"
	"github.com/journeylang/journey/runtime/sim"
)

var update = flag.Bool("update", false, "write the golden files")

const shop = `message hello {
  subject "{{ profile.first_name ?? "Hello" }}, good to have you"
  body    "Have a look around. Thirty days to send back what you do not like."
  subject ar "{{ profile.first_name ?? "أهلا" }}، سعداء بك (VIP)"
  body    ar "تركت 3 منتجات في سلتك. خصم 20% حتى الغد!"
}

journey welcome "From the first visit to the first order" {
  when  signed_up
  goal  purchased within 14d
  exit  when unsubscribed
  then {
    email hello as first_mail
    wait for clicked first_mail up to 3d {
      push "Have a good look around"
    } else {
      email "Five things that people like"
    }
    wait 4d
    email recommend(popular) as last_mail
  }
}

journey cart "Win back" {
  when cart_abandoned and not purchased within 2h
  then email recommend(cart)
}
`

const bad = "Anna\x1b[31m\a\u202e\u009b"

// feedOf is a shop with people of many scripts, and one whose name attacks.
func feedOf(t testing.TB) []byte {
	t.Helper()
	cfg := sample.Default()
	cfg.People, cfg.Days = 120, 8
	var b bytes.Buffer
	_, err := sample.Write(&b, cfg)
	require.NoError(t, err)
	first := `{"type":"identify","messageId":"i1","userId":"evil","timestamp":"2026-03-01T10:00:00Z","traits":{"first_name":` + quote(bad) + `,"name":` + quote(bad) + `,"language":"en"}}
{"type":"track","messageId":"i2","userId":"evil","event":"Signed Up","timestamp":"2026-03-01T10:00:01Z","properties":{"method":` + quote(bad) + `}}
{"type":"identify","messageId":"i3","userId":"ali","timestamp":"2026-03-01T10:00:00Z","traits":{"first_name":"علي","name":"علي الأحمد","language":"ar","email":"ali@example.test"}}
{"type":"track","messageId":"i4","userId":"ali","event":"Signed Up","timestamp":"2026-03-01T10:00:02Z"}
`
	return append([]byte(first), b.Bytes()...)
}

func quote(s string) string {
	b, _ := json.Marshal(s) // a string has a form
	return string(b)
}

func version(t testing.TB, name, text string) *sim.Version {
	t.Helper()
	sources := []compiler.Source{{Path: "shop.journey", Text: text}}
	res := compiler.Compile(sources, compiler.Options{Lower: lower.Options{Zones: calendar.Version}})
	require.False(t, res.Failed(), "%v", res.Diags)
	v, err := sim.NewVersion(name, sources, res)
	require.NoError(t, err)
	return v
}

// outside is what a model did outside.
type outside struct {
	kept, exported map[string]string
	next           string // what the file holds when it is saved
	broken         string
}

func opened(t testing.TB, text string, data []byte) (*stage.Run, *outside) {
	t.Helper()
	s, err := sim.Open(context.Background(), sim.Config{
		Version: version(t, "v1", text), Grace: 10_000, Dedupe: 7 * 86_400_000, Workers: 1, Zone: "Europe/Berlin",
		Feed: sim.Feed{Name: "shop.ndjson", Size: int64(len(data)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }},
	})
	require.NoError(t, err)
	require.NoError(t, s.Wait(context.Background()))
	t.Cleanup(s.Close)
	o := &outside{kept: map[string]string{}, exported: map[string]string{}}
	n := 1
	return &stage.Run{
		Session: s, Name: "shop.journey", Edits: true,
		Keep: func(block string) (string, error) {
			o.kept["shop_test.journey"] = block
			return "shop_test.journey", nil
		},
		Export: func(name string, data []byte) (string, error) { o.exported[name] = string(data); return name, nil },
		Reload: func(context.Context) (*sim.Version, string, error) {
			if o.broken != "" {
				return nil, o.broken, nil
			}
			n++
			return version(t, fmt.Sprintf("v%d", n), o.next), "", nil
		},
		Head: func(context.Context) (*sim.Version, error) { return nil, errors.New("git has no shop.journey") },
	}, o
}

// show is a model of the shop, and what to press.
func show(t testing.TB, w, h int) (*stage.Model, *outside) {
	run, o := opened(t, shop, feedOf(t))
	m := stage.New(run, stage.Look{})
	stage.Settle(context.Background(), m, stage.Changed{})
	stage.Settle(context.Background(), m, stage.Size{W: w, H: h})
	return m, o
}

func press(m *stage.Model, keys string) {
	for _, k := range strings.Fields(keys) {
		var in stage.Input = stage.KeyOf(k)
		if w, h := 0, 0; strings.HasPrefix(k, "@") { // a size of the screen
			_, _ = fmt.Sscanf(k, "@%dx%d", &w, &h)
			in = stage.Size{W: w, H: h}
		}
		stage.Settle(context.Background(), m, in)
	}
}

func write(m *stage.Model, s string) {
	for _, r := range s {
		k := stage.KeyOf(string(r))
		if r == ' ' {
			k = stage.KeyOf("space")
		}
		stage.Settle(context.Background(), m, k)
	}
}

// scenes are ways to every screen and overlay.
var scenes = []struct{ name, keys, text, then string }{
	{"start", "", "", ""},
	{"flow", "end j", "", ""},
	{"step", "end j down down down enter", "", ""},
	{"map", "@120x40 end j v down down down down", "", ""},
	{"people", "end 2", "", ""},
	{"person", "end 2 /", "ali", "enter enter home"},
	{"evil", "end 2 /", "evil", "enter enter"},
	{"messages", "end 3", "", ""},
	{"arabic", "end 3 /", "person:ali step:first_mail", "enter enter"},
	{"compare", "4", "", ""},
	{"journey", "end 5 down down", "", ""},
	{"portfolio", "end 6", "", ""},
	{"whatif", "end 3 /", "journey:cart", "enter enter i enter"},
	{"form", "end 3 enter i", "", ""},
	{"why", "end 3 enter w", "", ""},
	{"whynot", "end j down down down n", "", ""},
	{"help", "?", "", ""},
	{"palette", "ctrl+p", "", ""},
	{"goto", "g", "fri 10:00", ""},
	{"nothing found", "end 2 /", "nobody is called so", "enter"},
}

var sizes = [][2]int{{80, 24}, {60, 20}, {40, 12}, {100, 30}, {120, 40}, {200, 50}}

// TestFrames holds every scene at every size: what stands where, and at one size
// the roles. The plain and the JSON twin stand beside them.
func TestFrames(t *testing.T) {
	for _, sc := range scenes {
		t.Run(sc.name, func(t *testing.T) {
			m, _ := show(t, 80, 24)
			press(m, sc.keys)
			write(m, sc.text)
			press(m, sc.then)
			goldenFrames(t, sc.name, m)
		})
	}
}

// goldenFrames holds a model at every size.
func goldenFrames(t *testing.T, name string, m *stage.Model) {
	t.Helper()
	var b strings.Builder
	for _, size := range sizes {
		stage.Settle(context.Background(), m, stage.Size{W: size[0], H: size[1]})
		sound(t, m, size[0], size[1])
		c := m.Frame()
		fmt.Fprintf(&b, "== %dx%d\n", size[0], size[1])
		for _, l := range strings.Split(c.Text(), "\n") {
			b.WriteString(strings.TrimRight(l, " ") + "\n")
		}
		if size[0] == 80 {
			b.WriteString("== roles\n" + c.Roles())
		}
	}
	if m.Session() != nil {
		b.WriteString("== plain\n" + m.Plain(100))
	}
	golden(t, filepath.Join("testdata", strings.ReplaceAll(name, " ", "_")+".txt"), b.String())
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// sound checks what holds for every frame.
func sound(t *testing.T, m *stage.Model, w, h int) {
	t.Helper()
	rows := strings.Split(m.Frame().Text(), "\n")
	if h == 0 {
		return
	}
	require.Len(t, rows, h)
	for i, r := range rows {
		require.Equal(t, w, displaywidth.String(r), "row %d of %dx%d: %q", i, w, h, r)
		for _, x := range r {
			require.False(t, unicode.IsControl(x) || x >= 0x202A && x <= 0x202E || x >= 0x2066 && x <= 0x2069, "%q", r)
		}
	}
	if w >= 40 && h >= 12 {
		require.Contains(t, rows[0], "DRY RUN")
	}
	if w >= 60 && h >= 12 {
		require.Contains(t, rows[0], "nothing is sent")
	}
}

func TestEverySizeIsSound(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for _, sc := range scenes {
		m, _ := show(t, 80, 24)
		press(m, sc.keys)
		write(m, sc.text)
		press(m, sc.then)
		for range 20 {
			w, h := 1+rnd.IntN(220), 1+rnd.IntN(60)
			stage.Settle(context.Background(), m, stage.Size{W: w, H: h})
			sound(t, m, w, h)
		}
	}
}

// TestAnyKeysAreSound presses keys and the mouse at random.
func TestAnyKeysAreSound(t *testing.T) {
	m, _ := show(t, 80, 24)
	keys := strings.Fields("space left right shift+left shift+right home end + - g k B ' s up down pgup pgdown enter esc tab 1 2 3 4 5 6 7 A w n i u K a d m p / j J c z h e y x t R v ctrl+p ? b < > backspace ж ض ٣ é S T V")
	rnd := rand.New(rand.NewPCG(7, 8))
	w, h := 80, 24
	for range 800 {
		switch rnd.IntN(12) {
		case 0:
			w, h = sizes[rnd.IntN(len(sizes))][0], sizes[rnd.IntN(len(sizes))][1]
			stage.Settle(context.Background(), m, stage.Size{W: w, H: h})
		case 1, 2:
			stage.Settle(context.Background(), m, stage.Click{X: rnd.IntN(w), Y: rnd.IntN(h), Drag: rnd.IntN(4) == 0})
		case 3:
			stage.Settle(context.Background(), m, stage.Wheel{X: rnd.IntN(w), Y: rnd.IntN(h), By: rnd.IntN(7) - 3})
		case 4:
			stage.Settle(context.Background(), m, stage.Tick{Elapsed: time.Second / 30})
		default:
			stage.Settle(context.Background(), m, stage.KeyOf(keys[rnd.IntN(len(keys))]))
		}
		sound(t, m, w, h)
	}
}

func TestTimeGoesAndComesBack(t *testing.T) {
	m, _ := show(t, 80, 24)
	before := m.Frame().Text()
	press(m, "space")
	require.True(t, m.Playing())
	for range 2000 {
		stage.Settle(context.Background(), m, stage.Tick{Elapsed: time.Second / 10})
		if !m.Playing() {
			break
		}
	}
	require.False(t, m.Playing(), "the data has an end")
	require.True(t, m.Session().Position().AtEnd)
	require.Contains(t, m.Frame().Text(), "end of data")
	press(m, "home")
	require.Equal(t, before, m.Frame().Text())
	press(m, "shift+right")
	first := m.Session().Position()
	require.EqualValues(t, 1, first.Messages)
	press(m, "shift+right shift+left")
	require.Equal(t, first, m.Session().Position())
	press(m, "right left")
	require.Equal(t, first.Events, m.Session().Position().Events)
}

// TestTheMapMoves holds that one sees who moves while time is played, and nothing
// but numbers where nothing may move.
func TestTheMapMoves(t *testing.T) {
	for _, still := range []bool{false, true} {
		run, _ := opened(t, shop, feedOf(t))
		m := stage.New(run, stage.Look{Still: still})
		press(m, "@120x40 j v space")
		dots := false
		for range 400 {
			stage.Settle(context.Background(), m, stage.Tick{Elapsed: time.Second / 30})
			rows := strings.Split(m.Frame().Text(), "\n")
			sound(t, m, 120, 40)
			dots = dots || strings.Contains(strings.Join(rows[:len(rows)-4], ""), "●")
		}
		require.Equal(t, !still, dots)
	}
	m, _ := show(t, 120, 40)
	press(m, "j v")
	clickOn(t, m, "wait for clicked first_mail")
	require.Contains(t, m.Frame().Roles(), "chosen")
	press(m, "v")
	require.Contains(t, m.Frame().Text(), "▸● wait   for clicked")
	press(m, "@80x24 v")
	require.Contains(t, m.Frame().Text(), "a map needs 120 columns")
}

func TestPausedMeansPaused(t *testing.T) {
	m, _ := show(t, 80, 24)
	press(m, "shift+right")
	before := m.Session().Position()
	stage.Settle(context.Background(), m, stage.Tick{Elapsed: time.Hour})
	require.Equal(t, before, m.Session().Position())
}

func TestSpeedsAndQuietTime(t *testing.T) {
	m, _ := show(t, 80, 24)
	press(m, "k - - - space") // a minute a second, and quiet time is played
	from := m.Session().Status().First - 1
	stage.Settle(context.Background(), m, stage.Tick{Elapsed: time.Second})
	require.Equal(t, from+60_000, m.Session().Position().At)
}

func TestAStepStopsThePlaying(t *testing.T) {
	m, _ := show(t, 80, 24)
	press(m, "j down down down s home space")
	for range 2000 {
		stage.Settle(context.Background(), m, stage.Tick{Elapsed: time.Second / 10})
		if !m.Playing() {
			break
		}
	}
	require.Contains(t, m.Frame().Text(), "comes to first_mail")
	require.False(t, m.Session().Position().AtEnd)
}

func TestAWhatIfFromAMessage(t *testing.T) {
	m, o := show(t, 100, 30)
	press(m, "end 3 /")
	write(m, "journey:cart")
	press(m, "enter enter")
	require.Contains(t, m.Frame().Text(), "would have stopped it")
	press(m, "i enter")
	frame := m.Frame().Text()
	require.Contains(t, frame, "1 message fewer")
	require.Contains(t, frame, "AS RECORDED")
	require.Contains(t, frame, "INJECTED")
	press(m, "q")
	require.Contains(t, m.Frame().Text(), "not kept")
	press(m, "down enter") // keep it
	press(m, "enter")
	require.Contains(t, o.kept["shop_test.journey"], "for cart {")
	require.Contains(t, m.Frame().Text(), "kept in shop_test.journey")
	press(m, "u")
	require.Empty(t, m.Session().WhatIfs())
	require.NotContains(t, m.Frame().Text(), "AS RECORDED")
	require.Equal(t, []stage.Effect{stage.Quit{}}, m.Update(stage.KeyOf("q")))
}

func TestTheFormSaysWhatIsWrong(t *testing.T) {
	m, _ := show(t, 80, 24)
	press(m, "end i enter")
	require.Contains(t, m.Frame().Text(), "say to whom")
	write(m, "nobody")
	press(m, "enter")
	require.Contains(t, m.Frame().Text(), "nobody")
	require.Empty(t, m.Session().WhatIfs())
}

func TestSaveAndSee(t *testing.T) {
	m, o := show(t, 100, 30)
	press(m, "g")
	write(m, "+4d")
	press(m, "enter")
	at := m.Session().Position().At
	o.next = strings.Replace(shop, "within 2h", "within 12h", 1)
	stage.Settle(context.Background(), m, stage.Saved{})
	frame := m.Frame().Text()
	require.Contains(t, frame, "v2")
	require.Contains(t, frame, "→")
	require.Equal(t, at, m.Session().Position().At)
	press(m, "c")
	require.Contains(t, m.Frame().Text(), "treated differently")

	o.broken = "shop.journey:9:3: error: this is no step\n"
	stage.Settle(context.Background(), m, stage.Saved{})
	frame = m.Frame().Text()
	require.Contains(t, frame, "this is no step")
	require.Contains(t, frame, "Still running v2")
	require.Equal(t, at, m.Session().Position().At)

	o.broken, o.next = "", shop
	stage.Settle(context.Background(), m, stage.Saved{})
	require.NotContains(t, m.Frame().Text(), "Still running")
	press(m, "z")
	now, _ := m.Session().Versions()
	require.Equal(t, "v2", now)
	press(m, "h")
	require.Contains(t, m.Frame().Text(), "git has no shop.journey")
}

func TestTheMouse(t *testing.T) {
	m, _ := show(t, 100, 30)
	press(m, "end")
	clickOn(t, m, "2 People")
	clickOn(t, m, "(ali)")
	clickOn(t, m, "(ali)")
	require.Contains(t, m.Frame().Text(), "ali@example.test")
	clickOn(t, m, "? help")
	require.Contains(t, m.Frame().Text(), "Keys")
	stage.Settle(context.Background(), m, stage.Click{X: 0, Y: 0}) // beside it
	require.NotContains(t, m.Frame().Text(), "↑↓ scroll")
	clickOn(t, m, "1 Flow")
	m.Frame()
	stage.Settle(context.Background(), m, stage.Click{X: 1, Y: 27}) // the bar of time
	require.True(t, m.Session().Position().AtStart)
	stage.Settle(context.Background(), m, stage.Click{X: 98, Y: 27, Drag: true})
	require.True(t, m.Session().Position().AtEnd)
	clickOn(t, m, "Space play")
	require.True(t, m.Playing())
}

// clickOn clicks the first place where a text stands.
func clickOn(t *testing.T, m *stage.Model, text string) {
	t.Helper()
	for y, row := range strings.Split(m.Frame().Text(), "\n") {
		if before, _, ok := strings.Cut(row, text); ok {
			stage.Settle(context.Background(), m, stage.Click{X: displaywidth.String(before) + 1, Y: y})
			return
		}
	}
	require.Fail(t, "not there", "%s in\n%s", text, m.Frame().Text())
}

func TestKeysOfEveryLayout(t *testing.T) {
	for layout, keys := range map[string][2]string{
		"ru": {"п", "ш"}, "bg": {"ж", "с"}, "bg-phonetic": {"г", "и"}, "uk": {"п", "ш"}, "sr": {"г", "и"},
		"el": {"γ", "ι"}, "fa": {"ل", "ه"}, "ar": {"ل", "ه"}, "he": {"ע", "ן"}, "": {"g", "ı"},
	} {
		run, _ := opened(t, shop, feedOf(t))
		m := stage.New(run, stage.Look{Layout: stage.NewLayout(layout)})
		press(m, keys[0])
		require.Contains(t, m.Frame().Text(), "Go to", layout)
		write(m, "жف") // in a field letters stay
		require.Contains(t, m.Frame().Text(), "ж", layout)
		press(m, "esc "+keys[1])
		require.Contains(t, m.Frame().Text(), "What happens", layout)
	}
	m, _ := show(t, 80, 24)
	press(m, "۳")
	require.Contains(t, m.Frame().Text(), "[3 Messages]")
}

func TestExports(t *testing.T) {
	m, o := show(t, 80, 24)
	press(m, "end 3")
	for i := range 15 {
		press(m, "x"+strings.Repeat(" down", i)+" enter")
	}
	require.Len(t, o.exported, 13, "no message is open, and the session has no file")
	require.Contains(t, o.exported["screen.svg"], "<svg")
	require.Contains(t, o.exported["screen.ans"], "\x1b[")
	require.Contains(t, o.exported["messages.csv"], "time,person,name")
	require.Contains(t, o.exported["messages.csv"], "علي", "in the order in which it is written")
	require.Contains(t, o.exported["flow.mmd"], "flowchart")
	require.Contains(t, o.exported["flow.svg"], `class="count"`)
	require.Contains(t, o.exported["summary.md"], "nothing was sent")
	require.Contains(t, o.exported["report.html"], "Dry run: nothing was sent")
	require.Contains(t, o.exported["summary.txt"], "nothing was sent")
	require.NotContains(t, o.exported["messages.csv"], "\x1b")
	require.True(t, json.Valid([]byte(o.exported["screen.json"])))
	rows := strings.Count(o.exported["messages.ndjson"], "\n")
	require.EqualValues(t, m.Session().Messages(sim.MessageQuery{}).Total, rows)
	require.Equal(t, rows+1, strings.Count(o.exported["messages.csv"], "\n"))
}

// TestTwins holds what the plain form may not hold, and that the JSON form is whole.
func TestTwins(t *testing.T) {
	for _, sc := range scenes {
		m, _ := show(t, 80, 24)
		press(m, sc.keys)
		write(m, sc.text)
		press(m, sc.then)
		for _, r := range m.Plain(100) {
			require.False(t, r >= 0x2500 && r < 0x25A0 || r >= 0x2800 && r < 0x2900 || r >= 0xFB50 && r < 0xFE00 || r >= 0xFE70 && r < 0xFEFF, "%s: %U", sc.name, r)
			require.True(t, r == '\n' || !unicode.IsControl(r), "%s: %U", sc.name, r)
		}
		require.Contains(t, m.Plain(100), "DRY RUN: nothing is sent")
		data, err := m.JSON()
		require.NoError(t, err)
		var out map[string]any
		require.NoError(t, json.Unmarshal(data, &out))
		require.Equal(t, true, out["dry_run"])
	}
}

func TestAFolderWithNothing(t *testing.T) {
	asked := [2]int{}
	start := &stage.Start{
		Journeys: []stage.Offer{{Name: "cart.journey", Detail: "1 journey"}, {Name: "the example shop", Detail: "nothing to prepare"}},
		People:   []stage.Offer{{Name: "1,000 invented people"}},
		Open: func(_ context.Context, j, p int) (*stage.Run, error) {
			if j == 0 {
				return nil, errors.New("cart.journey has an error")
			}
			asked = [2]int{j, p}
			run, _ := opened(t, shop, feedOf(t))
			return run, nil
		},
	}
	m := stage.Ask(start, stage.Look{})
	for _, s := range sizes {
		stage.Settle(context.Background(), m, stage.Size{W: s[0], H: s[1]})
		sound(t, m, s[0], s[1])
		require.Contains(t, m.Frame().Text(), "the example shop")
	}
	press(m, "g space") // nothing is open yet, and the first has an error
	require.Contains(t, m.Frame().Text(), "has an error")
	press(m, "down enter")
	require.Equal(t, [2]int{1, 0}, asked)
	require.Contains(t, m.Frame().Text(), "[1 Flow]")
}

func TestNobodyYet(t *testing.T) {
	run, _ := opened(t, shop, nil)
	m := stage.New(run, stage.Look{})
	for _, k := range []string{"1", "2", "3", "4", "5", "6", "7", "end", "space", "right", "shift+left"} {
		press(m, k)
		sound(t, m, 80, 24)
	}
	require.Contains(t, m.Frame().Text(), "no people yet")
}

func TestThemes(t *testing.T) {
	m, _ := show(t, 80, 24)
	for _, name := range cells.ThemeNames() {
		run, _ := opened(t, shop, feedOf(t))
		own := stage.New(run, stage.Look{Theme: cells.ThemeOf(name), ASCII: name == "mono"})
		styled := own.Styled()
		require.Contains(t, styled, "\x1b[")
		if name == "mono" || name == "contrast" {
			for _, color := range []string{";3", ";9", ";10", ";4m3"} {
				require.NotContains(t, styled, "\x1b[0"+color)
			}
		}
	}
	require.NotEmpty(t, m.Styled())
}
