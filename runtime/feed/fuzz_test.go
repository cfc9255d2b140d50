package feed

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzReader reads anything as a feed: it ends, it does not panic, every line is
// accounted for, and chunks and decoders change nothing.
func FuzzReader(f *testing.F) {
	f.Add([]byte(`{"type":"track","event":"purchased","userId":"p","timestamp":"2026-03-02T10:00:00Z","properties":{"total":1.5,"products":[{"a":"\u00e9"}]}}`), uint8(9), false)
	f.Add([]byte("time,person,event,product_id\n2026-03-02,p,product_viewed,\"a\n\"\"b\"\n1,p,x\n"), uint8(1), true)
	f.Add([]byte("\xef\xbb\xbf{\"time\":1,\"person\":\"p\xff\",\"event\":\"identify\",\"tags\":[[],{}]}\r\n\x00\n"), uint8(3), false)
	f.Add([]byte("\x1f\x8b\x08\x00"), uint8(0), false)
	f.Add([]byte("\x28\xb5\x2f\xfd\x00"), uint8(0), true)
	m, err := ParseMapping("m.yaml", []byte("time: t\nperson: p\nevent: e\ngroup by: g\nproperties: {total: sum(x), products: {price: number(x)}, order_id: g}\n"))
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, in []byte, size uint8, mapped bool) {
		opts := Options{Name: "f", MaxLine: 200}
		if mapped {
			opts.Mapping = m
		}
		want := readAll(bytes.NewReader(in), shop, opts)
		require.LessOrEqual(t, int64(len(want.bad))+want.ignored, want.lines)
		require.LessOrEqual(t, int64(len(want.records)+len(want.bad))+want.ignored, want.lines)
		opts.ChunkSize, opts.Workers = int(size)+1, int(size)%3
		got := readAll(bytes.NewReader(in), shop, opts)
		if want.err != nil && got.err != nil {
			want.err, got.err = nil, nil // of a broken file, how far it came depends on the reads
			return
		}
		require.Equal(t, want, got)
	})
}
