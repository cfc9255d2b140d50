package feed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/event"
)

// feeds are the golden feeds and some of other shapes.
func feeds(t *testing.T) map[string]struct {
	in   []byte
	opts Options
} {
	t.Helper()
	type feed = struct {
		in   []byte
		opts Options
	}
	out := map[string]feed{}
	files, err := filepath.Glob("testdata/odd/*.txtar")
	require.NoError(t, err)
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		require.NoError(t, err)
		in, opts := goldenInput(t, a)
		out[filepath.Base(file)] = feed{in, opts}
	}
	long := strings.Repeat("x", 200)
	header := "time,person,event,product_id\n"
	for name, in := range map[string]string{
		"empty":           "",
		"blank":           "\n\n \r\n",
		"segment":         string(sample(60)),
		"no_final":        strings.TrimSuffix(string(sample(3)), "\n"),
		"crlf":            "\xef\xbb\xbf" + strings.ReplaceAll(string(sample(3)), "\n", "\r\n"),
		"long_lines":      string(sample(2)) + `{"a":"` + long + long + "\"}\n" + `{"time":0,"person":"p","event":"wishlisted"}` + "\n" + long + long,
		"nul":             "{}\n\x00\x00\x00\n" + `{"time":0,"person":"p` + "\x00" + `","event":"wishlisted"}`,
		"latin1":          `{"time":0,"person":"M` + "\xfc" + `ller","event":"wishlisted"}`,
		"many_blanks":     `{"time":0,"person":"p","event":"wishlisted"}` + strings.Repeat("\n", 100) + `{"time":0,"person":"p","event":"wishlisted"}`,
		"csv_quotes":      header + "0,p,product_viewed,\"a\n\"\"b\"\n0,p,product_viewed,c\n0,p,product_viewed,\"d\n\n\n\"",
		"csv_never":       header + strings.Repeat("0,p,product_viewed,\"a\n", 9) + "0,p,product_viewed,c\n",
		"csv_never_long":  header + "0,p,product_viewed,\"" + strings.Repeat("a\n", 200) + "0,p,product_viewed,c\n",
		"csv_long":        header + "0,p,product_viewed," + long + long + "\n0,p,product_viewed,c\n" + long + long,
		"csv_long_quoted": header + "0,p,product_viewed,\"" + long + "\n" + long + "\"\n0,p,product_viewed,c\n",
		"csv_latin1":      header + "0,M\xfcller,product_viewed,\"\xfc\"\n",
	} {
		out[name] = feed{[]byte(in), Options{Name: "f"}}
	}
	return out
}

// The size of chunks, the size of reads, and the number of decoders change
// nothing.
func TestChunksAndWorkersChangeNothing(t *testing.T) {
	for name, f := range feeds(t) {
		t.Run(name, func(t *testing.T) {
			f.opts.MaxLine = 300
			want := readAll(bytes.NewReader(f.in), shop, f.opts)
			if want.err == nil {
				require.EqualValues(t, len(bytes.TrimPrefix(f.in, []byte("\xef\xbb\xbf"))), want.bytes)
			}
			for _, size := range []int{1, 7, 64, 299, 300, 301, 302, 1000} {
				for workers := range 4 {
					opts := f.opts
					opts.ChunkSize, opts.Workers, opts.Live = size, workers, size == 7
					require.Equal(t, want, readAll(bytes.NewReader(f.in), shop, opts), "chunk %d, workers %d", size, workers)
				}
				opts := f.opts
				opts.ChunkSize = size
				require.Equal(t, want, readAll(iotest.OneByteReader(bytes.NewReader(f.in)), shop, opts), "chunk %d, byte by byte", size)
				require.Equal(t, want, readAll(iotest.DataErrReader(bytes.NewReader(f.in)), shop, opts), "chunk %d, end with the data", size)
			}
		})
	}
}

func TestLongLines(t *testing.T) {
	fits := `{"time":0,"person":"p","event":"wishlisted"}`
	for _, in := range []string{fits + "\n" + fits + " \n" + fits + "\n", fits + "\n" + fits + " "} {
		res := readAll(strings.NewReader(in), shop, Options{Name: "f", MaxLine: len(fits)})
		require.Len(t, res.records, strings.Count(in, fits)-1)
		require.Equal(t, []string{fmt.Sprintf("f:2:0: the line is longer than %d bytes", len(fits))}, res.bad)
	}
}

// Many lines that open a quote and never close it take time in proportion.
func TestUnclosedQuotesAreOneLineEach(t *testing.T) {
	in := "time,person,event,product_id\n" + strings.Repeat("0,p,product_viewed,\"\"\"\"\"\"x\n", 3) + "0,p,product_viewed,\"a\n0,p,product_viewed,b\n"
	res := readAll(strings.NewReader(in), shop, Options{Name: "f"})
	require.Len(t, res.bad, 4)
	require.Len(t, res.records, 1)
}

func TestPacked(t *testing.T) {
	data := sample(500)
	want := readAll(bytes.NewReader(data), shop, Options{Name: "f"})
	for _, format := range []string{"gzip", "zstd"} {
		t.Run(format, func(t *testing.T) {
			whole := packed(t, format, data)
			require.Equal(t, want, readAll(bytes.NewReader(whole), shop, Options{Name: "f"}))
			require.Equal(t, want, readAll(bytes.NewReader(whole), shop, Options{Name: "f", Workers: 2, ChunkSize: 1000}))

			two := append(packed(t, format, data[:1000]), packed(t, format, data[1000:])...)
			require.Equal(t, want, readAll(bytes.NewReader(two), shop, Options{Name: "f"}), "one file behind the other")
		})
	}
}

// A broken file gives its whole lines first and then says how far it came.
func TestBrokenSources(t *testing.T) {
	data := sample(5000)
	whole := readAll(bytes.NewReader(data), shop, Options{Name: "f"})
	gz, zs := packed(t, "gzip", data), packed(t, "zstd", data)
	damaged := bytes.Clone(gz)
	damaged[len(damaged)-6] ^= 0xff // in the checksum
	broken := errors.New("the cable was pulled")
	for name, c := range map[string]struct {
		in   io.Reader
		want string
		is   error
	}{
		"cut gzip":      {bytes.NewReader(gz[:len(gz)/2]), "the gzip file f is cut off after line ", io.ErrUnexpectedEOF},
		"cut zstd":      {bytes.NewReader(zs[:len(zs)/2]), "the zstd file f is cut off ", io.ErrUnexpectedEOF},
		"damaged gzip":  {bytes.NewReader(damaged), "the gzip file f is damaged after line ", nil},
		"gzip and junk": {bytes.NewReader(append(bytes.Clone(gz), "junk"...)), "the gzip file f is ", nil},
		"no gzip":       {strings.NewReader("\x1f\x8bxx"), "the gzip file f is ", nil},
		"read error":    {io.MultiReader(bytes.NewReader(data[:1000]), iotest.ErrReader(broken)), "reading f stopped after line 3: the cable was pulled", broken},
		"error at once": {iotest.ErrReader(broken), "reading f: the cable was pulled", broken},
		"zip":           {strings.NewReader("PK\x03\x04...."), "f is a zip archive; unpack it, or pack the feed with gzip or zstd", nil},
		"utf-16":        {strings.NewReader("\xff\xfet\x00i\x00"), "f is UTF-16 text; save it as UTF-8", nil},
		"json list":     {strings.NewReader(` [{"a":1}]`), "f is one JSON list; a feed has one object a line (jq -c '.[]' makes it so)", nil},
	} {
		t.Run(name, func(t *testing.T) {
			res := readAll(c.in, shop, Options{Name: "f", ChunkSize: 5000})
			require.ErrorContains(t, res.err, c.want)
			if c.is != nil {
				require.ErrorIs(t, res.err, c.is)
			}
			require.LessOrEqual(t, len(res.records), len(whole.records))
			require.True(t, slices.Equal(whole.records[:len(res.records)], res.records), "what came is the beginning")
			require.Empty(t, res.bad)
		})
	}
}

// Batches that are still held keep what they said while others are read.
func TestHeldBatches(t *testing.T) {
	data := sample(2000)
	want := readAll(bytes.NewReader(data), shop, Options{Name: "f"})
	for workers := range 3 {
		r, err := NewReader(bytes.NewReader(data), shop, Options{Name: "f", ChunkSize: 4000, Workers: workers})
		require.NoError(t, err)
		rng := rand.New(rand.NewPCG(1, uint64(workers)))
		var held []*event.Batch
		var got []string
		first := func() {
			for i := range held[0].Records {
				got = append(got, show(shop, &held[0].Records[i]))
			}
			r.Release(held[0])
			held = held[1:]
		}
		for {
			b, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
			held = append(held, b)
			for len(held) > 0 && rng.IntN(3) == 0 {
				first()
			}
		}
		for len(held) > 0 {
			first()
		}
		r.Close()
		require.Equal(t, want.records, got)
	}
}

func TestNothingIsAllocatedPerLine(t *testing.T) {
	data := sample(20_000)
	allocs := testing.AllocsPerRun(3, func() { drain(t, bytes.NewReader(data), Options{ChunkSize: 1 << 16}) })
	require.Less(t, allocs, 1000.0)
}

// A live feed hands out a line before the next one is written.
func TestLive(t *testing.T) {
	for _, workers := range []int{0, 2} {
		in, out := io.Pipe()
		line := `{"time":0,"person":"p","event":"wishlisted"}` + "\n"
		go func() { _, _ = io.WriteString(out, line) }()
		r, err := NewReader(in, shop, Options{Name: "-", Live: true, Workers: workers})
		require.NoError(t, err)
		for range 5 {
			records := 0
			for records == 0 {
				b, err := r.Next()
				require.NoError(t, err)
				records += len(b.Records)
				r.Release(b)
			}
			require.Equal(t, 1, records)
			go func() { _, _ = io.WriteString(out, line) }()
		}
		r.Close()
		require.NoError(t, out.Close())
	}
}

// Close in the middle leaves no goroutine behind; synctest fails if it does.
func TestCloseEarly(t *testing.T) {
	data := sample(3000)
	synctest.Test(t, func(t *testing.T) {
		r, err := NewReader(bytes.NewReader(data), shop, Options{Name: "f", Workers: 2, ChunkSize: 2000})
		require.NoError(t, err)
		_, err = r.Next()
		require.NoError(t, err)
		r.Close()
		r.Close()
		synctest.Wait()
	})
}
