package feed

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/event"
)

// root is the folder of go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		require.NotEqual(t, dir, up, "no go.mod above the test")
		dir = up
	}
}

// shared opens a file of the shared data, which is not part of the repository.
func shared(t testing.TB, path string) io.Reader {
	t.Helper()
	f, err := os.Open(filepath.Join(root(t), "..", "shared", "data", path))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the shared data is not here")
	}
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	return f
}

func example(t testing.TB, name string) *Mapping {
	t.Helper()
	path := filepath.Join("examples", "feeds", name)
	data, err := os.ReadFile(filepath.Join(root(t), path))
	require.NoError(t, err)
	m, err := ParseMapping(path, data)
	require.NoError(t, err)
	return m
}

// tally is what the tests below count in a feed.
type tally struct {
	lines, ignored, bad int64
	events              map[string]int
	people              map[string]bool
	inOrder             bool
	total               float64
	products            int
}

func count(t *testing.T, in io.Reader, opts Options) tally {
	t.Helper()
	r, err := NewReader(in, shop, opts)
	require.NoError(t, err)
	defer r.Close()
	c := tally{events: map[string]int{}, people: map[string]bool{}, inOrder: true}
	var last int64
	for {
		b, err := r.Next()
		if errors.Is(err, io.EOF) {
			return c
		}
		require.NoError(t, err)
		c.lines += b.Lines
		c.ignored += b.Ignored
		c.bad += int64(len(b.Bad))
		for i := range b.Records {
			rec := &b.Records[i]
			name := "-"
			if rec.Type >= 0 {
				name = shop.Events[rec.Type].Name
			}
			c.events[name]++
			c.people[string([]byte(rec.User))] = true
			c.inOrder = c.inOrder && rec.Time >= last
			last = rec.Time
			c.add(rec)
		}
		r.Release(b)
	}
}

func (c *tally) add(r *event.Record) {
	for _, p := range r.Props {
		switch p.Value.Kind {
		case event.Number:
			c.total += p.Value.Num
		case event.List:
			c.products += len(p.Value.Box.Items)
		}
	}
}

func TestOnlineRetail(t *testing.T) {
	c := count(t, shared(t, "online_retail/online_retail.csv.gz"), Options{Name: "online_retail", Mapping: example(t, "online_retail.yaml")})
	require.EqualValues(t, 541_909, c.lines)
	require.Zero(t, c.bad)
	require.Equal(t, map[string]int{"purchased": 18_532}, c.events)
	require.Len(t, c.people, 4_338)
	require.True(t, c.inOrder)
	require.EqualValues(t, c.lines, int64(c.products)+c.ignored, "every line is a product of an order, or left out")
	require.InDelta(t, 8_911_407.90, c.total, 0.05)
}

func TestTaobao(t *testing.T) {
	m := example(t, "taobao_userbehavior.yaml")
	c := count(t, shared(t, "taobao_userbehavior/UserBehavior.users-1-615.csv.gz"), Options{Name: "taobao", Mapping: m, Workers: 2})
	require.EqualValues(t, 65_548, c.lines)
	require.Zero(t, c.bad)
	require.EqualValues(t, 29, c.ignored)
	require.True(t, c.inOrder)

	m.skip = nil
	c = count(t, shared(t, "taobao_userbehavior/UserBehavior.users-1-615.csv.gz"), Options{Name: "taobao", Mapping: m})
	require.Zero(t, c.ignored)
	require.Equal(t, map[string]int{"product_viewed": 58_903, "product_added": 3_599, "wishlisted": 1_648, "purchased": 1_398}, c.events)
	require.Len(t, c.people, 615)
	require.True(t, c.inOrder)
}

func TestRetentioneering(t *testing.T) {
	c := count(t, shared(t, "retentioneering_ecom/ecom.csv.gz"), Options{Name: "ecom", Mapping: example(t, "retentioneering_ecom.yaml")})
	require.EqualValues(t, 31_106, c.lines)
	require.Zero(t, c.bad)
	require.Len(t, c.people, 600)
	require.Equal(t, 6_851, c.events["product_viewed"])
	require.Equal(t, 1_346, c.events["product_added"])
	require.Equal(t, 812, c.events["wishlisted"])
	require.Equal(t, 470, c.events["purchased"])
	require.True(t, c.inOrder)
}
