package sim_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/run"
	"github.com/journeylang/journey/runtime/sample"
	"github.com/journeylang/journey/runtime/sim"
)

const grace = 10_000

// version compiles journeys, given by their files' names.
func version(t testing.TB, name string, files ...string) *sim.Version {
	t.Helper()
	var sources []compiler.Source
	for i := 0; i < len(files); i += 2 {
		sources = append(sources, compiler.Source{Path: files[i], Text: files[i+1]})
	}
	res := compiler.Compile(sources, compiler.Options{Lower: lower.Options{Zones: calendar.Version}})
	for _, d := range res.Diags {
		require.NotEqual(t, "error", d.Severity.String(), "%s: %s", d.File, d.Summary)
	}
	v, err := sim.NewVersion(name, sources, res)
	require.NoError(t, err)
	return v
}

const shopDir = "../../examples/shop"

// shopVersion is the example shop's journeys.
func shopVersion(t testing.TB, name string) *sim.Version {
	t.Helper()
	var files []string
	entries, err := os.ReadDir(shopDir)
	require.NoError(t, err)
	for _, e := range entries {
		if path.Ext(e.Name()) != ".journey" || strings.HasSuffix(e.Name(), "_test.journey") {
			continue
		}
		text, err := os.ReadFile(path.Join(shopDir, e.Name()))
		require.NoError(t, err)
		files = append(files, e.Name(), string(text))
	}
	return version(t, name, files...)
}

// shopFeed is a generated shop's feed, with dirt in it.
func shopFeed(t testing.TB, people, days int) []byte {
	cfg := sample.Default()
	cfg.People, cfg.Days, cfg.Late, cfg.Duplicates, cfg.Junk = people, days, 0.01, 0.01, 0.001
	var b bytes.Buffer
	_, err := sample.Write(&b, cfg)
	require.NoError(t, err)
	return b.Bytes()
}

func recorded(data []byte) sim.Feed {
	return sim.Feed{
		Name: "shop.ndjson", Size: int64(len(data)), Options: feed.Options{ChunkSize: 1 << 15},
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
	}
}

func open(t testing.TB, v *sim.Version, f sim.Feed) *sim.Session {
	t.Helper()
	s, err := sim.Open(context.Background(), sim.Config{Version: v, Feed: f, Grace: grace, Dedupe: 7 * 86_400_000, Workers: 2})
	require.NoError(t, err)
	require.NoError(t, s.Wait(context.Background()))
	require.Empty(t, s.Status().Err)
	return s
}

// straight runs a version over a feed as `journey simulate` does.
func straight(t testing.TB, v *sim.Version, data []byte) (*run.Runner, []engine.Decision) {
	t.Helper()
	var all []engine.Decision
	r := run.New(v.Program, run.Options{Workers: 1, Grace: grace, Dedupe: 7 * 86_400_000, Emit: func(ds []engine.Decision) error {
		for _, d := range ds {
			d.Items = append([]string(nil), d.Items...)
			all = append(all, d)
		}
		return nil
	}})
	rd, err := feed.NewReader(bytes.NewReader(data), v.Program.Schema(), feed.Options{Name: "shop"})
	require.NoError(t, err)
	for {
		b, err := rd.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		require.NoError(t, r.Feed(b))
	}
	require.NoError(t, r.Finish(-1<<62))
	return r, all
}

func asJSON(t testing.TB, x any) string {
	t.Helper()
	b, err := json.Marshal(x)
	require.NoError(t, err)
	return string(b)
}

// summaryAt counts decisions up to an instant, without a session.
func summaryAt(v *sim.Version, all []engine.Decision, at int64) *report.Summary {
	tally := report.NewTally(v.Program.Program)
	tally.To = at + 1
	for i := range all {
		tally.Add(&all[i])
	}
	return tally.Summary(nil)
}

// everything is journeys with steps of every kind.
const everything = `policy calm {
  quiet   20:00 to 11:00 hold
  at most 1 message per calendar day
}
journey night "Held over night" {
  when page_viewed
  enter again after 1d
  policy calm
  then {
    email "Good evening" as evening
    wait 3h
    push "And again" as again
  }
}
journey acts {
  when purchased
  enter each order_id
  exit when unsubscribed
  then {
    add tag "buyer"
    add to audience "buyers"
    webhook "https://example.test/hook" { order: entry.order_id }
    wait up to 1d ranked { on clicked { remove tag "buyer" } on opened { stop } else { wait 2h } }
    repeat every 12h up to 3 times { sms "Come again" as sms } until purchased in the last 1h
    remove from audience "buyers"
    start night
  }
}
`

// TestItIsTheRunThatSimulateDoes runs several sets of journeys.
func TestItIsTheRunThatSimulateDoes(t *testing.T) {
	data := shopFeed(t, 400, 10)
	for name, v := range map[string]*sim.Version{"shop": shopVersion(t, "v1"), "everything": version(t, "v1", "all.journey", everything)} {
		t.Run(name, func(t *testing.T) { isTheRun(t, v, data) })
	}
}

func isTheRun(t *testing.T, v *sim.Version, data []byte) {
	r, all := straight(t, v, data)
	s := open(t, v, recorded(data))
	end := s.Seek(s.Status().Horizon)
	require.True(t, end.AtEnd)
	require.EqualValues(t, len(all), end.Decisions)
	// The same records, byte for byte.
	enc := report.NewEncoder(v.Program.Program)
	for i, d := range s.AllDecisions() {
		require.Equal(t, string(enc.Append(nil, &all[i])), string(enc.Append(nil, &d)))
		require.Equal(t, all[i], d)
	}
	// Who rests where is what the engine's own states say.
	require.Equal(t, r.Waiting(), s.Here())
	st := s.Status()
	require.EqualValues(t, r.Stats().People, st.People)
	require.EqualValues(t, r.Stats().Late, st.Late)
	require.EqualValues(t, r.Stats().Duplicates, st.Duplicates)
	require.Positive(t, st.Bad)
	require.Len(t, s.BadLines(0, 100000), int(st.Bad))
}

// TestAnyWayThereIsTheSame goes to and fro in every way there is, and compares what
// is shown with what a session shows that goes there at once.
func TestAnyWayThereIsTheSame(t *testing.T) {
	data := shopFeed(t, 120, 6)
	v := shopVersion(t, "v1")
	_, all := straight(t, v, data)
	s, other := open(t, v, recorded(data)), open(t, v, recorded(data))
	rnd := rand.New(rand.NewPCG(1, 2))
	first, last := int64(s.Status().First), int64(s.Status().Horizon)
	for i := range 400 {
		switch rnd.IntN(8) {
		case 0, 1:
			s.Seek(sim.Instant(first + rnd.Int64N(last-first+1)))
		case 2:
			s.Next(sim.Mark(rnd.IntN(3)))
		case 3:
			s.Previous(sim.Mark(rnd.IntN(3)))
		case 4:
			_, err := s.Goto("+" + []string{"1h", "90m", "1d", "3s"}[rnd.IntN(4)])
			require.NoError(t, err)
		case 5:
			_, err := s.Goto("-" + []string{"1h", "90m", "1d", "3s"}[rnd.IntN(4)])
			require.NoError(t, err)
		case 6:
			s.Play(s.Position().At + sim.Instant(rnd.Int64N(3_600_000)))
		case 7:
			_, err := s.Goto([]string{"start", "end", "first email", "last event", "next message"}[rnd.IntN(5)])
			if err != nil {
				require.ErrorContains(t, err, "there is no")
			}
		}
		at := s.Position()
		sum := s.Summary()
		sum.Feed = nil
		for k := range sum.Journeys {
			for n := range sum.Journeys[k].Steps {
				sum.Journeys[k].Steps[n].Waiting = 0
			}
		}
		require.Equal(t, asJSON(t, summaryAt(v, all, int64(at.At))), asJSON(t, sum), "at %s, move %d", at.At, i)
		require.Equal(t, asJSON(t, other.Seek(at.At)), asJSON(t, at))
		require.Equal(t, other.Here(), s.Here())
		name := s.Journeys()[rnd.IntN(len(s.Journeys()))]
		a, err := s.Flow(name)
		require.NoError(t, err)
		b, err := other.Flow(name)
		require.NoError(t, err)
		require.Equal(t, asJSON(t, b), asJSON(t, a))
		q := sim.MessageQuery{Limit: 5, From: rnd.IntN(4), Oldest: rnd.IntN(2) == 0}
		require.Equal(t, asJSON(t, other.Messages(q)), asJSON(t, s.Messages(q)))
	}
}

// TestAPositionIsTheEngineThen compares the position with an engine that was given
// no more of the feed than had come by then.
func TestAPositionIsTheEngineThen(t *testing.T) {
	cfg := sample.Default()
	cfg.People, cfg.Days = 150, 5
	var buf bytes.Buffer
	_, err := sample.Write(&buf, cfg)
	require.NoError(t, err)
	for name, v := range map[string]*sim.Version{"shop": shopVersion(t, "v1"), "everything": version(t, "v1", "all.journey", everything)} {
		t.Run(name, func(t *testing.T) { isTheEngineThen(t, v, buf.Bytes()) })
	}
}

func isTheEngineThen(t *testing.T, v *sim.Version, data []byte) {
	s := open(t, v, recorded(data))
	rd, err := feed.NewReader(bytes.NewReader(data), v.Program.Schema(), feed.Options{Name: "shop"})
	require.NoError(t, err)
	var records []event.Record
	for {
		b, err := rd.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		records = append(records, b.Records...) // never released
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	first, last := int64(s.Status().First), int64(s.Status().Horizon)
	for range 12 {
		at := first + rnd.Int64N(last-first)
		var n int
		for n = 0; n < len(records) && records[n].Time <= at; n++ {
		}
		count := int64(0)
		r := run.New(v.Program, run.Options{Workers: 1, Grace: grace, Dedupe: 7 * 86_400_000, Emit: func(ds []engine.Decision) error {
			count += int64(len(ds))
			return nil
		}})
		require.NoError(t, r.Feed(&event.Batch{Records: append([]event.Record(nil), records[:n]...)}))
		require.NoError(t, r.Finish(at))
		require.Equal(t, count, s.Seek(sim.Instant(at)).Decisions)
		require.Equal(t, r.Waiting(), s.Here())
	}
}
