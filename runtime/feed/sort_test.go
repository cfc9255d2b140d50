package feed

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/event"
)

// memoryScratch keeps scratch files in memory.
type memoryScratch struct {
	files  map[int]*bytes.Buffer
	opened int
	fail   string // which call fails
	cut    int    // bytes missing at the end of what is read back
}

type scratchFile struct {
	io.Writer
	io.Reader
	s *memoryScratch
}

func (f scratchFile) Close() error { f.s.opened--; return nil }

var errScratch = errors.New("no space left")

func (m *memoryScratch) Create(n int) (io.WriteCloser, error) {
	if m.fail == "create" {
		return nil, errScratch
	}
	m.opened++
	m.files[n] = &bytes.Buffer{}
	if m.fail == "write" {
		return scratchFile{Writer: failingWriter{}, s: m}, nil
	}
	return scratchFile{Writer: m.files[n], s: m}, nil
}

func (m *memoryScratch) Open(n int) (io.ReadCloser, error) {
	if m.fail == "open" {
		return nil, errScratch
	}
	m.opened++
	data := m.files[n].Bytes()
	return scratchFile{Reader: bytes.NewReader(data[:len(data)-m.cut]), s: m}, nil
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errScratch }

// shuffled is a feed with every kind of record and value whose times come in no
// order and often twice.
func shuffled(n int) string {
	rng := rand.New(rand.NewPCG(7, 7))
	var b strings.Builder
	for i := range n {
		at := rng.IntN(n / 2)
		switch i % 7 {
		case 0:
			fmt.Fprintf(&b, `{"time":%d,"person":"p%d","event":"identify","tags":["a",{"b":null,"c":true}],"birthday":"1990-01-02","email":null}`, at, i)
		case 1:
			fmt.Fprintf(&b, `{"time":%d,"person":"p%d","event":"alias","previous":"a%d"}`, at, i, i)
		case 2:
			fmt.Fprintf(&b, `{"time":%d,"event":"clock"}`, at)
		case 3:
			b.WriteString(`{"bad"`)
		case 4:
			fmt.Fprintf(&b, `{"time":-%d,"anonymousId":"p%d","event":"other","messageId":"m%d"}`, at, i, i)
		default:
			fmt.Fprintf(&b, `{"time":%d,"person":"p%d","event":"purchased","total":%d.5,"gift":false,"products":[]}`, at, i, i)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// expected sorts what was read without sorting.
func expected(t *testing.T, in string) result {
	t.Helper()
	r, err := NewReader(strings.NewReader(in), shop, Options{Name: "f"})
	require.NoError(t, err)
	var all []event.Record
	for {
		b, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		all = append(all, b.Records...) // never released
	}
	slices.SortStableFunc(all, func(a, b event.Record) int { return cmp.Compare(a.Time, b.Time) })
	want := readAll(strings.NewReader(in), shop, Options{Name: "f"})
	for i := range all {
		all[i].Line = int64(i + 1)
		want.records[i] = show(shop, &all[i])
	}
	return want
}

func TestSortByTime(t *testing.T) {
	in := shuffled(700)
	want := expected(t, in)
	require.Equal(t, want, readAll(strings.NewReader(in), shop, Options{Name: "f", SortByTime: true, ChunkSize: 1000}), "in memory")
	for _, limit := range []int{1, 2000, 20_000} {
		for _, workers := range []int{0, 2} {
			scratch := &memoryScratch{files: map[int]*bytes.Buffer{}}
			got := readAll(strings.NewReader(in), shop, Options{Name: "f", SortByTime: true, ChunkSize: 1000, Workers: workers, SortMemory: limit, Scratch: scratch})
			require.Equal(t, want, got, "limit %d, workers %d", limit, workers)
			require.NotEmpty(t, scratch.files)
			require.Zero(t, scratch.opened, "every scratch file is closed")
		}
	}
}

func TestSortFaults(t *testing.T) {
	in := shuffled(700)
	for _, fail := range []string{"create", "write", "open", "cut"} {
		t.Run(fail, func(t *testing.T) {
			scratch := &memoryScratch{files: map[int]*bytes.Buffer{}, fail: fail}
			if fail == "cut" {
				scratch.cut = 3
			}
			res := readAll(strings.NewReader(in), shop, Options{Name: "f", SortByTime: true, SortMemory: 5000, ChunkSize: 1000, Scratch: scratch})
			if fail == "cut" {
				require.ErrorIs(t, res.err, errRun)
			} else {
				require.ErrorIs(t, res.err, errScratch)
			}
			require.Zero(t, scratch.opened, "every scratch file is closed")
		})
	}
	res := readAll(strings.NewReader(in), shop, Options{Name: "f", SortByTime: true, SortMemory: 2 << 20})
	require.NoError(t, res.err)
	res = readAll(strings.NewReader(in), shop, Options{Name: "f", SortByTime: true, SortMemory: 1})
	require.EqualError(t, res.err, "sorting the feed by time takes more than 0 MB of memory, and there is no place for scratch files")
}

// FuzzUnpack gives the reader of scratch files anything at all.
func FuzzUnpack(f *testing.F) {
	r := event.Record{Kind: event.Track, Type: 3, Time: -5, Line: 9, User: "u", ID: "i", Props: []event.Prop{
		{Field: 1, Value: event.Of("x")}, {Field: 2, Value: event.Value{Kind: event.Map, Box: &event.Box{Names: []string{"n"}, Items: []event.Value{event.Of(1.5)}}}}}}
	f.Add(appendRecord(nil, &r))
	f.Fuzz(func(t *testing.T, data []byte) {
		var a arena
		u := unpacker{b: data, a: &a}
		var r event.Record
		if u.record(&r); u.bad {
			return
		}
		// What was read is written and read again as the same.
		again := appendRecord(nil, &r)
		v := unpacker{b: again, a: &a}
		var s event.Record
		v.record(&s)
		require.False(t, v.bad)
		require.Equal(t, again, appendRecord(nil, &s))
	})
}
