package run_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/run"
)

// settings are the options of all runs here; decisions go to out.
func settings(workers int, out *[]string) run.Options {
	return run.Options{Workers: workers, Grace: 10_000, Dedupe: 7 * 24 * 3_600_000, Emit: func(ds []engine.Decision) error {
		for _, d := range ds {
			*out = append(*out, fmt.Sprintf("%+v", d))
		}
		return nil
	}}
}

// pieces cuts a feed into batches of so many records.
func pieces(t testing.TB, prog *engine.Program, lines []byte, size int) [][]event.Record {
	rd, err := feed.NewReader(bytes.NewReader(lines), prog.Schema(), feed.Options{Name: "feed"})
	require.NoError(t, err)
	var all []event.Record
	for {
		b, err := rd.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		all = append(all, b.Records...)
	}
	var out [][]event.Record
	for len(all) > 0 {
		n := min(size, len(all))
		out, all = append(out, all[:n]), all[n:]
	}
	return out
}

func snapshot(t testing.TB, r *run.Runner) []byte {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, r.Snapshot(&buf))
	return buf.Bytes()
}

// A run of all the example shop's journeys is written down and taken up again
// after every piece of the feed, by another process with another number of
// workers; it decides what one does that goes through.
func TestSnapshotShop(t *testing.T) {
	paths, err := filepath.Glob("../../examples/shop/*.journey")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	var sources []compiler.Source
	for _, p := range paths {
		text, err := os.ReadFile(p)
		require.NoError(t, err)
		sources = append(sources, compiler.Source{Path: p, Text: string(text)})
	}
	res := compiler.Compile(sources, compiler.Options{Lower: lower.Options{Zones: calendar.Version}})
	require.False(t, res.Failed())
	fresh := func() *engine.Program {
		prog, err := engine.Load(res.Program)
		require.NoError(t, err)
		return prog
	}
	lines, err := os.ReadFile("../../examples/shop/shop.ndjson")
	require.NoError(t, err)
	prog := fresh()
	batches := pieces(t, prog, lines, 150)
	require.Greater(t, len(batches), 20)

	var want []string
	through := run.New(prog, settings(1, &want))
	for _, b := range batches {
		require.NoError(t, through.Feed(&event.Batch{Records: b}))
	}
	var got []string
	r := run.New(fresh(), settings(2, &got))
	for i, b := range batches {
		require.NoError(t, r.Feed(&event.Batch{Records: b}))
		data := snapshot(t, r)
		r, err = run.Restore(bytes.NewReader(data), fresh(), settings(i%4+1, &got))
		require.NoError(t, err)
		require.True(t, bytes.Equal(data, snapshot(t, r)), "what was read is written otherwise")
	}
	require.Equal(t, through.Stats(), r.Stats())
	require.Equal(t, through.Waiting(), r.Waiting())
	require.Equal(t, through.Watermark(), r.Watermark())
	require.NoError(t, through.Finish(-1<<62))
	require.NoError(t, r.Finish(-1<<62))
	require.Greater(t, len(want), 1000)
	require.Equal(t, want, got)
}

const small = "event a { key: text? }\nevent b { key: text? }\njourney j {\n  when a and not b within 2h\n  enter each key\n  then {\n    wait 1h\n    email recommend(cart)\n  }\n}\n"

// smallFeed has anonymous people, links, merges, a deletion, a message that comes
// twice, products, and lines inside the grace.
const smallFeed = `{"time":"2026-03-02T10:00:00Z","person":"p1","event":"a","key":"k1"}
{"type":"track","messageId":"m1","timestamp":"2026-03-02T10:01:00Z","anonymousId":"x1","event":"a","properties":{"key":"k2"}}
{"type":"track","messageId":"m1","timestamp":"2026-03-02T10:01:00Z","anonymousId":"x1","event":"a","properties":{"key":"k2"}}
{"type":"track","timestamp":"2026-03-02T10:02:00Z","userId":"p2","anonymousId":"x2","event":"product_added","properties":{"product_id":"tea","name":"Tea","price":4.5}}
{"type":"track","timestamp":"2026-03-02T10:02:30Z","userId":"secret","anonymousId":"hidden","event":"product_added","properties":{"product_id":"pot","name":"Pot"}}
{"type":"identify","timestamp":"2026-03-02T10:03:00Z","userId":"p3","anonymousId":"x1","traits":{"timezone":"Europe/Istanbul"}}
{"type":"alias","timestamp":"2026-03-02T10:04:00Z","previousId":"p1","userId":"p9"}
{"type":"delete","timestamp":"2026-03-02T11:30:00Z","userId":"secret"}
{"type":"track","timestamp":"2026-03-02T13:30:00Z","userId":"p2","event":"a","properties":{"key":"k1"}}
{"type":"alias","timestamp":"2026-03-02T13:30:05Z","previousId":"p2","userId":"p3"}
{"type":"track","timestamp":"2026-03-02T13:30:03Z","userId":"p2","event":"a","properties":{"key":"k3"}}
{"type":"identify","timestamp":"2026-03-02T13:30:06Z","userId":"p4","anonymousId":"x9","traits":{"timezone":"Asia/Tokyo"}}
`

// later is what comes after a snapshot of smallFeed.
const later = `{"type":"track","messageId":"m1","timestamp":"2026-03-02T13:31:00Z","anonymousId":"x1","event":"a","properties":{"key":"k8"}}
{"type":"track","timestamp":"2026-03-02T13:32:00Z","userId":"p9","event":"a","properties":{"key":"k1"}}
{"type":"track","timestamp":"2026-03-02T13:33:00Z","anonymousId":"x2","event":"b","properties":{"key":"k1"}}
{"type":"track","timestamp":"2026-03-02T13:34:00Z","userId":"secret","anonymousId":"hidden","event":"a","properties":{"key":"k1"}}
{"type":"alias","timestamp":"2026-03-02T13:35:00Z","previousId":"p9","userId":"secret"}
{"type":"track","timestamp":"2026-03-02T13:36:00Z","userId":"p1","event":"product_added","properties":{"product_id":"pot"}}
{"type":"delete","timestamp":"2026-03-02T18:00:00Z","userId":"p1"}
{"time":"2026-03-03T18:00:00Z","event":"clock"}
`

// begun is a run that has come to the end of smallFeed.
func begun(t testing.TB, prog *engine.Program, out *[]string) *run.Runner {
	r := run.New(prog, settings(2, out))
	for _, b := range pieces(t, prog, []byte(smallFeed), 4) {
		require.NoError(t, r.Feed(&event.Batch{Records: b}))
	}
	return r
}

func finish(t testing.TB, prog *engine.Program, r *run.Runner) {
	for _, b := range pieces(t, prog, []byte(later), 3) {
		require.NoError(t, r.Feed(&event.Batch{Records: b}))
	}
	require.NoError(t, r.Finish(1_800_000_000_000))
}

func TestSnapshotGoesOn(t *testing.T) {
	prog := load(t, small)
	var want, got []string
	through := begun(t, prog, &want)
	data := snapshot(t, through)
	finish(t, prog, through)
	require.Greater(t, len(want), 12)
	for workers := range 5 {
		got = nil
		fresh := load(t, small)
		r, err := run.Restore(bytes.NewReader(data), fresh, settings(workers, &got))
		require.NoError(t, err)
		finish(t, fresh, r)
		require.Greater(t, len(got), 8)
		require.Equal(t, want[len(want)-len(got):], got)
		require.Equal(t, through.Stats(), r.Stats())
	}
}

func TestSnapshotKnowsNoDeletedPerson(t *testing.T) {
	data := snapshot(t, begun(t, load(t, small), new([]string)))
	require.Contains(t, string(data), "p2")
	require.NotContains(t, string(data), "secret")
	require.NotContains(t, string(data), "hidden")
}

func TestSnapshotOfNothing(t *testing.T) {
	prog := load(t, small)
	var want, got []string
	r, err := run.Restore(bytes.NewReader(snapshot(t, run.New(prog, settings(1, &got)))), prog, settings(3, &got))
	require.NoError(t, err)
	for _, b := range pieces(t, prog, []byte(smallFeed), 5) {
		require.NoError(t, r.Feed(&event.Batch{Records: b}))
	}
	begun(t, prog, &want)
	require.Equal(t, want, got)
}

func TestSnapshotRefuses(t *testing.T) {
	prog := load(t, small)
	data := snapshot(t, begun(t, prog, new([]string)))
	restore := func(rd io.Reader, prog *engine.Program) error {
		_, err := run.Restore(rd, prog, settings(2, new([]string)))
		return err
	}
	for n := range data {
		require.ErrorIs(t, restore(bytes.NewReader(data[:n]), prog), run.ErrSnapshot, "cut after %d bytes", n)
	}
	for i := range data {
		damaged := bytes.Clone(data)
		damaged[i] ^= 1 << (i % 8)
		require.ErrorIs(t, restore(bytes.NewReader(damaged), prog), run.ErrSnapshot, "byte %d", i)
	}
	other := load(t, strings.ReplaceAll(small, "2h", "3h"))
	require.ErrorIs(t, restore(bytes.NewReader(data), other), run.ErrOtherProgram)
	broken := errors.New("the disk is gone")
	require.ErrorIs(t, restore(io.MultiReader(bytes.NewReader(data[:200]), iotest.ErrReader(broken)), prog), broken)

	in := bufio.NewReader(io.MultiReader(bytes.NewReader(data), strings.NewReader("behind")))
	require.NoError(t, restore(in, prog))
	rest, err := io.ReadAll(in)
	require.NoError(t, err)
	require.Equal(t, "behind", string(rest))
}

// reseal gives the frames of damaged bytes the checksums they would have if
// somebody had meant them.
func reseal(data []byte) []byte {
	const head = len("JOURNEYRUN\x00") + 2
	if len(data) < head {
		return data
	}
	out := bytes.Clone(data[:head])
	for data = data[head:]; len(data) > 0; {
		n, k := binary.Uvarint(data[1:])
		end := uint64(1 + k)
		if k <= 0 || n > uint64(len(data)) || end+n+4 > uint64(len(data)) {
			return append(out, data...)
		}
		out = append(out, data[:end+n]...)
		out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(out))
		data = data[end+n+4:]
	}
	return out
}

// FuzzRestore reads anything as a snapshot. What is not refused is a run that can
// go on.
func FuzzRestore(f *testing.F) {
	prog := load(f, small)
	f.Add(snapshot(f, begun(f, prog, new([]string))))
	f.Add(snapshot(f, run.New(prog, settings(1, new([]string)))))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := run.Restore(bytes.NewReader(reseal(data)), prog, settings(2, new([]string)))
		if err != nil {
			require.ErrorIs(t, err, errorOf(err))
			return
		}
		again := snapshot(t, r)
		_, err = run.Restore(bytes.NewReader(again), prog, settings(3, new([]string)))
		require.NoError(t, err)
		finish(t, prog, r)
	})
}

// errorOf is which of the two errors an error should be.
func errorOf(err error) error {
	if errors.Is(err, run.ErrOtherProgram) {
		return run.ErrOtherProgram
	}
	return run.ErrSnapshot
}

// BenchmarkSnapshot writes down and takes up a run of people about whom next to
// nothing is known.
func BenchmarkSnapshot(b *testing.B) {
	prog := load(b, plainSentence)
	n := people()
	r := run.New(prog, settings(1, new([]string)))
	typ := int32(-1)
	for i, e := range prog.Events {
		if e.Name == "purchased" {
			typ = int32(i)
		}
	}
	for from := 0; from < n; from += 1 << 13 {
		var batch event.Batch
		for i := from; i < min(n, from+1<<13); i++ {
			batch.Records = append(batch.Records, event.Record{Type: typ, Time: 1_772_445_600_000 + int64(i)*100, Line: int64(i + 1), User: fmt.Sprintf("customer-%07d", i)})
		}
		require.NoError(b, r.Feed(&batch))
	}
	data := bytes.NewBuffer(snapshot(b, r))
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			data.Reset()
			require.NoError(b, r.Snapshot(data))
		}
		b.ReportMetric(float64(data.Len())/float64(n), "B/person")
		b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/float64(n), "ns/person")
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			_, err := run.Restore(bytes.NewReader(data.Bytes()), prog, settings(1, new([]string)))
			require.NoError(b, err)
		}
		b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/float64(n), "ns/person")
	})
	runtime.KeepAlive(r)
}
