package recommend

import (
	"archive/zip"
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The question of the quality tests: of everybody with enough items, one is
// hidden; the others are learned from all people. Is the hidden one among the
// ten that are recommended to go with the rest? The same question is put to
// popularity alone, which is what a shop without recommendations shows.

// dataset finds a file of public data beside the repository, which the
// repository itself does not carry; the test is skipped without it.
func dataset(t *testing.T, name string) *os.File {
	t.Helper()
	root, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			break
		}
		up := filepath.Dir(root)
		if up == root {
			t.Skip("not inside a module")
		}
		root = up
	}
	f, err := os.Open(filepath.Join(root, "..", "shared", "data", name))
	if err != nil {
		t.Skipf("needs public data that is not here: %s", name)
	}
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	return f
}

func unzipped(t *testing.T, name string) io.Reader {
	t.Helper()
	z, err := gzip.NewReader(dataset(t, name))
	require.NoError(t, err)
	return bufio.NewReader(z)
}

// hide takes one item of each person out of the observations: the one that the
// person first took up last, so that it is the future that is asked for.
// It gives back what is left to learn and, by person, what is hidden.
func hide(all []Observation, ask map[Kind]bool, least int) ([]Observation, map[uint32]string) {
	items := map[uint32][]string{}
	for _, o := range all {
		if ask[o.Kind] && !slices.Contains(items[o.Person], o.Item) {
			items[o.Person] = append(items[o.Person], o.Item)
		}
	}
	hidden := map[uint32]string{}
	for p, list := range items {
		if len(list) >= least {
			hidden[p] = list[len(list)-1]
		}
	}
	var left []Observation
	for _, o := range all {
		if hidden[o.Person] != o.Item {
			left = append(left, o)
		}
	}
	return left, hidden
}

// shuffle puts observations without times into an order that knows nothing of
// the file's, so that the hidden item is any of a person's.
func shuffle(all []Observation) {
	key := func(o Observation) uint32 {
		h := o.Person * 0x9e3779b1
		for _, c := range []byte(o.Item) {
			h = (h ^ uint32(c)) * 16777619
		}
		return h ^ h>>15
	}
	slices.SortStableFunc(all, func(a, b Observation) int { return cmp.Compare(key(a), key(b)) })
	for i := range all {
		all[i].Time = int64(i)
	}
}

// hitRates are the shares of hidden items found by the model and by popularity.
func hitRates(t *testing.T, all []Observation, ask map[Kind]bool, basis Basis, least, n int) (model, popular float64) {
	t.Helper()
	left, hidden := hide(all, ask, least)
	m := New(Config{})
	var b Buffer
	last := int64(0)
	has := map[uint32][]string{}
	for _, o := range left {
		b.Observe(o)
		last = max(last, o.Time)
		if ask[o.Kind] {
			has[o.Person] = append(has[o.Person], o.Item)
		}
	}
	m.Publish(last/hourMs+1, &b)
	hits, hitsPopular := 0, 0
	for p, want := range hidden {
		if slices.Contains(m.Recommend(Query{Basis: basis, Items: has[p], N: n}), want) {
			hits++
		}
		if slices.Contains(m.Recommend(Query{Basis: OfPopular, Items: has[p], N: n}), want) {
			hitsPopular++
		}
	}
	model, popular = float64(hits)/float64(len(hidden)), float64(hitsPopular)/float64(len(hidden))
	t.Logf("%d people, %d items: found among %d %.1f %%, popular alone %.1f %%", len(hidden), len(m.names), n, 100*model, 100*popular)
	return model, popular
}

var (
	taken  = map[Kind]bool{Purchase: true, Cart: true}
	viewed = map[Kind]bool{View: true}
)

func TestQualityGroceries(t *testing.T) {
	var all []Observation
	lines := bufio.NewScanner(unzipped(t, "groceries/Groceries.data.gz"))
	for person := uint32(0); lines.Scan(); person++ {
		for i, cell := range strings.Fields(lines.Text()) {
			if cell == "1" {
				all = append(all, Observation{person, Purchase, string(rune('A'+i/26)) + string(rune('a'+i%26)), int64(person)})
			}
		}
	}
	require.NoError(t, lines.Err())
	shuffle(all)
	// Rolls, milk and vegetables are in every other basket, and the columns are
	// kinds of goods, not goods: there is little to know beyond what is popular.
	model, popular := hitRates(t, all, taken, OfCart, 4, 4)
	require.Greater(t, model, popular)
	model, popular = hitRates(t, all, taken, OfCart, 4, 10)
	require.Greater(t, model, 0.95*popular)
}

func TestQualityOnlineRetail(t *testing.T) {
	r := csv.NewReader(unzipped(t, "online_retail/online_retail.csv.gz"))
	_, err := r.Read()
	require.NoError(t, err)
	people := map[string]uint32{}
	var all []Observation
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if rec[6] == "" || strings.HasPrefix(rec[0], "C") {
			continue
		}
		at, err := time.Parse(time.RFC3339, rec[4])
		require.NoError(t, err)
		if _, ok := people[rec[6]]; !ok {
			people[rec[6]] = uint32(len(people))
		}
		all = append(all, Observation{people[rec[6]], Purchase, rec[1], at.UnixMilli()})
	}
	model, popular := hitRates(t, all, taken, OfBought, 5, 10)
	require.Greater(t, model, 2*popular)
}

func TestQualityRetailrocket(t *testing.T) {
	f := dataset(t, "retailrocket_implicit/Retailrocket_Ecommerce.zip")
	st, err := f.Stat()
	require.NoError(t, err)
	z, err := zip.NewReader(f, st.Size())
	require.NoError(t, err)
	var all []Observation
	for _, entry := range z.File {
		if !strings.HasSuffix(entry.Name, ".dat") {
			continue
		}
		r, err := entry.Open()
		require.NoError(t, err)
		lines := bufio.NewScanner(r)
		for n := 0; lines.Scan(); n++ {
			f := strings.Fields(lines.Text())
			if n == 0 || len(f) < 3 {
				continue
			}
			who := uint32(0)
			for _, c := range f[0] {
				who = who*10 + uint32(c-'0')
			}
			kind := View
			switch {
			case strings.Contains(entry.Name, "cart"):
				kind = Cart
			case !strings.Contains(entry.Name, "view"):
				kind = Purchase
			}
			all = append(all, Observation{who, kind, f[1], int64(n)})
		}
		require.NoError(t, lines.Err())
	}
	shuffle(all)
	t.Run("taken", func(t *testing.T) {
		model, popular := hitRates(t, all, taken, OfCart, 3, 10)
		require.Greater(t, model, 2*popular)
	})
	t.Run("viewed", func(t *testing.T) {
		model, popular := hitRates(t, all, viewed, OfViewed, 5, 10)
		require.Greater(t, model, 2*popular)
	})
}
