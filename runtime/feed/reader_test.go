package feed

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/event"
)

// shop is a schema as a program about a shop would publish it.
var shop = &event.Schema{
	Events: []event.Type{
		{Name: "purchased", HeardAs: []string{"order_completed"}, Fields: []event.Field{
			{Name: "total", Want: event.Number}, {Name: "order_id", Want: event.Text},
			{Name: "products", Want: event.List}, {Name: "gift", Want: event.Bool}, {Name: "due", Want: event.Time},
		}},
		{Name: "cart_abandoned", Fields: []event.Field{{Name: "total", Want: event.Number}, {Name: "any"}}},
		{Name: "product_viewed", Fields: []event.Field{{Name: "product_id", Want: event.Text}, {Name: "category", Want: event.Text}}},
		{Name: "product_added", Fields: []event.Field{{Name: "product_id", Want: event.Text}}},
		{Name: "wishlisted"},
		{Name: "page_viewed", Fields: []event.Field{{Name: "name", Want: event.Text}, {Name: "url", Want: event.Text}}},
		{Name: "screen_viewed", Fields: []event.Field{{Name: "name", Want: event.Text}}},
	},
	Traits: []event.Field{
		{Name: "email", Want: event.Text}, {Name: "first_name", Want: event.Text}, {Name: "created_at", Want: event.Time},
		{Name: "birthday", Want: event.Time}, {Name: "city", Want: event.Text}, {Name: "company", Want: event.Text},
		{Name: "plan", Want: event.Text}, {Name: "tags", Want: event.List}, {Name: "age", Want: event.Number},
	},
}

// result is a whole feed, as text.
type result struct {
	records, bad          []string
	lines, ignored, bytes int64
	err                   error
}

func (r result) String() string {
	var b strings.Builder
	for _, s := range append(r.records, r.bad...) {
		fmt.Fprintln(&b, s)
	}
	fmt.Fprintf(&b, "lines %d, records %d, bad %d, ignored %d\n", r.lines, len(r.records), len(r.bad), r.ignored)
	if r.err != nil {
		fmt.Fprintf(&b, "error: %v\n", r.err)
	}
	return b.String()
}

func readAll(in io.Reader, schema *event.Schema, opts Options) (res result) {
	r, err := NewReader(in, schema, opts)
	if err != nil {
		res.err = err
		return res
	}
	defer r.Close()
	for {
		b, err := r.Next()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				res.err = err
			}
			return res
		}
		for i := range b.Records {
			res.records = append(res.records, show(schema, &b.Records[i]))
		}
		for _, bad := range b.Bad {
			res.bad = append(res.bad, fmt.Sprintf("%s:%d:%d: %s", bad.File, bad.Line, bad.Column, bad.Why))
		}
		res.lines += b.Lines
		res.ignored += b.Ignored
		res.bytes += b.Bytes
		r.Release(b)
	}
}

var kindNames = []string{"track", "identify", "alias", "delete", "clock"}

func show(s *event.Schema, r *event.Record) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s", r.Line, kindNames[r.Kind])
	fields := s.Traits
	if r.Kind == event.Track {
		name := "-"
		if r.Type >= 0 {
			name, fields = s.Events[r.Type].Name, s.Events[r.Type].Fields
		}
		b.WriteString(" " + name)
	}
	fmt.Fprintf(&b, " at %d", r.Time)
	for _, id := range []struct{ name, value string }{{"user", r.User}, {"anon", r.Anon}, {"prev", r.Prev}, {"id", r.ID}} {
		if id.value != "" {
			fmt.Fprintf(&b, " %s=%q", id.name, id.value)
		}
	}
	for _, p := range r.Props {
		fmt.Fprintf(&b, " %s=%s", fields[p.Field].Name, showValue(p.Value))
	}
	return b.String()
}

func showValue(v event.Value) string {
	switch v.Kind {
	case event.Bool:
		return fmt.Sprint(v.Num != 0)
	case event.Number:
		return fmt.Sprint(v.Num)
	case event.Text:
		return fmt.Sprintf("%q", v.Str)
	case event.Time:
		return fmt.Sprintf("@%d", int64(v.Num))
	case event.List, event.Map:
		var parts []string
		for i, it := range v.Box.Items {
			s := showValue(it)
			if v.Kind == event.Map {
				s = v.Box.Names[i] + ":" + s
			}
			parts = append(parts, s)
		}
		if v.Kind == event.Map {
			return "{" + strings.Join(parts, " ") + "}"
		}
		return "[" + strings.Join(parts, " ") + "]"
	}
	return "null"
}

var update = flag.Bool("update", false, "write what was read into the golden files")

// TestGolden reads the feed of each txtar file and compares the records and the
// bad lines, as text. The archive's comment may say `name: F`, how messages call it.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/odd/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			require.NoError(t, err)
			require.Equal(t, "want", a.Files[len(a.Files)-1].Name)
			in, opts := goldenInput(t, a)
			got := readAll(bytes.NewReader(in), shop, opts).String()
			want := &a.Files[len(a.Files)-1].Data
			if *update {
				*want = []byte(got)
				require.NoError(t, os.WriteFile(file, txtar.Format(a), 0o644))
			}
			require.Equal(t, string(*want), got)
		})
	}
}

func goldenInput(t *testing.T, a *txtar.Archive) ([]byte, Options) {
	t.Helper()
	var in []byte
	var opts Options
	for _, f := range a.Files[:len(a.Files)-1] {
		if filepath.Ext(f.Name) == ".yaml" {
			m, err := ParseMapping(f.Name, f.Data)
			require.NoError(t, err)
			opts.Mapping = m
			continue
		}
		opts.Name, in = f.Name, f.Data
	}
	return in, opts
}
