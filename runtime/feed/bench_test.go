package feed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
)

// sample is n lines as Segment's library for browsers writes them, about 250
// bytes each.
func sample(n int) []byte {
	var b bytes.Buffer
	names := []string{"Product Viewed", "product_viewed", "Order Completed", "Cart Viewed", "cart_abandoned"}
	for i := range n {
		fmt.Fprintf(&b, `{"type":"track","messageId":"ajs-next-%016x","userId":"user-%06d","timestamp":"2026-03-%02dT%02d:%02d:%02d.%03dZ","event":"%s","properties":{"product_id":"sku-%d","category":"Shoes","total":%d.%02d,"currency":"EUR"},"context":{"ip":"10.0.0.%d","locale":"tr-TR"}}`+"\n",
			uint64(i)*0x9e3779b97f4a7c15, i*7919%100000, 1+i/86400%28, i/3600%24, i/60%60, i%60, i%1000, names[i%len(names)], i%5000, i%200, i%100, i%250)
	}
	return b.Bytes()
}

// bench reads data again and again. B/s are of the text, unpacked.
func bench(b *testing.B, text int, lines int, data []byte, opts Options) {
	b.SetBytes(int64(text))
	b.ReportAllocs()
	for b.Loop() {
		drain(b, bytes.NewReader(data), opts)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(lines), "ns/line")
}

// Measured as processor time on one core of a shared Intel Xeon:
//
//	Segment NDJSON, 279 B a line      450–550 ns a line, 500–620 MB/s
//	the same, sorted by time          820 ns
//	the same, unpacked from gzip      980 ns
//	short form, NDJSON of 116 B       380 ns
//	short form, CSV of 61 B           260 ns
//	online_retail's mapping, grouped  1.5 µs a row of 87 B
//
// A whole feed takes 80 to 100 allocations, whatever its length.
func BenchmarkSegment(b *testing.B) {
	const lines = 200_000
	data := sample(lines)
	for _, size := range []int{64 << 10, 256 << 10, 1 << 20} {
		b.Run(fmt.Sprintf("chunk=%dk", size>>10), func(b *testing.B) { bench(b, len(data), lines, data, Options{ChunkSize: size}) })
	}
	b.Run("workers=2", func(b *testing.B) { bench(b, len(data), lines, data, Options{Workers: 2}) })
	b.Run("sorted", func(b *testing.B) { bench(b, len(data), lines, data, Options{SortByTime: true}) })
	gz := packed(b, "gzip", data)
	b.Run("gzip", func(b *testing.B) { bench(b, len(data), lines, gz, Options{}) })
	b.Run("gzip,workers=2", func(b *testing.B) { bench(b, len(data), lines, gz, Options{Workers: 2}) })
}

func BenchmarkShort(b *testing.B) {
	const lines = 200_000
	var nd, cs bytes.Buffer
	cs.WriteString("time,person,event,product_id,total\n")
	for i := range lines {
		name := []string{"purchased", "product_viewed", "wishlisted"}[i%3]
		fmt.Fprintf(&nd, `{"time":"2026-03-02T10:00:%02dZ","person":"user-%d","event":"%s","product_id":"sku-%d","total":%d.5}`+"\n", i%60, i%9999, name, i, i)
		fmt.Fprintf(&cs, "2026-03-02T10:00:%02dZ,user-%d,%s,sku-%d,%d.5\n", i%60, i%9999, name, i, i)
	}
	b.Run("ndjson", func(b *testing.B) { bench(b, nd.Len(), lines, nd.Bytes(), Options{}) })
	b.Run("csv", func(b *testing.B) { bench(b, cs.Len(), lines, cs.Bytes(), Options{}) })
}

func BenchmarkMapped(b *testing.B) {
	const lines = 200_000
	var cs bytes.Buffer
	cs.WriteString("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n")
	for i := range lines {
		fmt.Fprintf(&cs, "%d,%dA,\"WHITE HANGING HEART, LARGE\",%d,2010-12-01T08:26:00Z,%d.55,%d,United Kingdom\n", i/25, i%4000, i%12, i%9, i/25%4000)
	}
	m := example(b, "online_retail.yaml")
	m.byTime = false
	bench(b, cs.Len(), lines, cs.Bytes(), Options{Mapping: m})
}

// packed is data as gzip or zstd.
func packed(tb testing.TB, format string, data []byte) []byte {
	tb.Helper()
	var out bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&out)
	if format == "zstd" {
		z, err := zstd.NewWriter(&out)
		require.NoError(tb, err)
		w = z
	}
	_, err := w.Write(data)
	require.NoError(tb, err)
	require.NoError(tb, w.Close())
	return out.Bytes()
}

// drain reads a whole feed and drops it.
func drain(tb testing.TB, in io.Reader, opts Options) (records int) {
	r, err := NewReader(in, shop, opts)
	require.NoError(tb, err)
	defer r.Close()
	for {
		batch, err := r.Next()
		if errors.Is(err, io.EOF) {
			return records
		}
		if len(batch.Bad) > 0 {
			tb.Fatal(batch.Bad[0])
		}
		records += len(batch.Records)
		r.Release(batch)
	}
}
