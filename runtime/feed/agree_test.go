package feed

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/journeylang/journey/runtime/event"
)

// anything is a schema that takes one property as it is.
var anything = &event.Schema{Events: []event.Type{{Name: "e", Fields: []event.Field{{Name: "any"}}}}}

// readAny reads the property `any` of the only line of the feed.
func readAny(line string) (event.Value, error) {
	r, err := NewReader(strings.NewReader(line), anything, Options{Name: "f"})
	if err != nil {
		return event.Value{}, err
	}
	b, err := r.Next()
	if err != nil {
		return event.Value{}, err
	}
	if len(b.Bad) > 0 {
		return event.Value{}, fmt.Errorf("column %d: %s", b.Bad[0].Column, b.Bad[0].Why)
	}
	if len(b.Records) != 1 || len(b.Records[0].Props) != 1 {
		return event.Value{}, fmt.Errorf("%d records", len(b.Records))
	}
	return b.Records[0].Props[0].Value, nil
}

// document draws a JSON value as text, with the blanks, escapes and spellings of
// numbers that writers use.
func document(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		kinds := 5
		if depth == 0 {
			kinds = 3
		}
		blank := rapid.SampledFrom([]string{"", "", "", " ", "\t \r"}).Draw(t, "blank")
		var s string
		switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
		case 0:
			s = rapid.SampledFrom([]string{"null", "true", "false"}).Draw(t, "word")
		case 1:
			s = jsonNumber().Draw(t, "number")
		case 2:
			s = jsonText().Draw(t, "text")
		case 3:
			s = "[" + strings.Join(rapid.SliceOfN(document(depth-1), 0, 4).Draw(t, "list"), ",") + "]"
		case 4:
			var parts []string
			for range rapid.IntRange(0, 20).Draw(t, "size") {
				parts = append(parts, jsonText().Draw(t, "name")+blank+":"+document(depth-1).Draw(t, "value"))
			}
			s = "{" + strings.Join(parts, ",") + blank + "}"
		}
		return blank + s + blank
	})
}

func jsonNumber() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringMatching(`-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,22})?([eE][+-]?[0-9]{1,2})?`),
		rapid.Map(rapid.Float64Range(-1e300, 1e300), func(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }),
		rapid.Map(rapid.Int64(), func(n int64) string { return strconv.FormatInt(n, 10) }),
	)
}

func jsonText() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.StringMatching(`[ -!#-\[\]-~]{0,12}`),
		rapid.SampledFrom([]string{`\"`, `\\`, `\/`, `\b`, `\f`, `\n`, `\r`, `\t`, `\u0000`, `\u00e9`, `\uD83D\uDE00`, `\ud83d`, `\ude00`, `\ud83d\u0041`, "é", "😀", "\xff", "\xe2\x82", "a", "b"}),
	)
	return rapid.Map(rapid.SliceOfN(piece, 0, 5), func(p []string) string { return `"` + strings.Join(p, "") + `"` })
}

// What the standard library accepts, the scanner reads as the same value.
func TestScannerAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := document(3).Draw(t, "doc")
		if !json.Valid([]byte(doc)) {
			t.Fatalf("the generator made no JSON: %q", doc)
		}
		agree(t, doc)
	})
}

func agree(t interface {
	Fatalf(string, ...any)
}, doc string) {
	var want any
	if json.Unmarshal([]byte(doc), &want) != nil {
		return // a number that is too large
	}
	got, err := readAny(`{"time":0,"person":"p","event":"e","any":` + doc + `}`)
	if err != nil {
		t.Fatalf("%q: %v", doc, err)
	}
	if a, b := fmt.Sprintf("%#v", got.Any()), fmt.Sprintf("%#v", want); a != b {
		t.Fatalf("%q: got %s, want %s", doc, a, b)
	}
}

// FuzzScanner is TestScannerAgrees with documents that nobody thought of.
func FuzzScanner(f *testing.F) {
	for _, s := range []string{`{"a":[1,-0.5e-7,"\ud83d\ude00"],"a":null}`, `123456789012345678901234567890`, `"\u0041\\"`, "\"\xff\t\"", `[[[[]]]]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		if !json.Valid([]byte(doc)) || strings.Contains(doc, "\n") || strings.Count(doc, "[")+strings.Count(doc, "{") >= maxNesting || len(doc) > 1<<19 {
			t.Skip("not a document that the two readers are meant to agree on: not JSON, or beyond our limits")
		}
		agree(t, doc)
	})
}

// Rows that the standard library writes come back cell by cell.
func TestCellsAgree(t *testing.T) {
	text := rapid.OneOf(rapid.StringMatching(`[ -~]{0,10}`), rapid.SampledFrom([]string{"", `"`, `""`, ",", ";", "\n", "a\nb", "\"\n\"", "é", "x,\"y\"\n"}))
	rapid.Check(t, func(t *rapid.T) {
		delimiter := rapid.SampledFrom([]rune(",;|")).Draw(t, "delimiter")
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		w.Comma = delimiter
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		var want []string
		_ = w.Write([]string{"time", "person", "event", "any"})
		for range rapid.IntRange(0, 8).Draw(t, "rows") {
			cell := text.Draw(t, "cell")
			_ = w.Write([]string{"0", "p", "e", cell})
			// The writer turns line feeds into CRLF too, blanks around a cell
			// without quotes do not count, and an empty cell is no property.
			if w.UseCRLF {
				cell = strings.ReplaceAll(cell, "\n", "\r\n")
			}
			if !strings.ContainsAny(cell, "\"\r\n"+string(delimiter)) && !strings.HasPrefix(cell, " ") {
				cell = strings.TrimSpace(cell)
			}
			if cell == "" {
				want = append(want, "null")
			} else {
				want = append(want, showValue(event.Of(cell)))
			}
		}
		w.Flush()
		chunk := rapid.IntRange(1, 64).Draw(t, "chunk")
		got := []string(nil)
		res := readAll(bytes.NewReader(file.Bytes()), anything, Options{Name: "f", ChunkSize: chunk})
		for _, r := range res.records {
			_, v, ok := strings.Cut(r, " any=")
			if !ok {
				v = "null"
			}
			got = append(got, v)
		}
		if len(res.bad) > 0 || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%q: got %q, want %q, bad %q", file.String(), got, want, res.bad)
		}
	})
}

func TestLastWins(t *testing.T) {
	for _, n := range []int{3, 16, 17, 100} {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			var doc strings.Builder
			for i := range n {
				fmt.Fprintf(&doc, `"k%d":%d,`, i%(n-1), i)
			}
			v, err := readAny(`{"time":0,"person":"p","event":"e","any":{` + strings.TrimSuffix(doc.String(), ",") + `}}`)
			require.NoError(t, err)
			require.Len(t, v.Box.Names, n-1)
			require.Equal(t, "k0", v.Box.Names[0], "a name keeps its first place")
			require.EqualValues(t, n-1, v.Field("k0").Num)
		})
	}
}
