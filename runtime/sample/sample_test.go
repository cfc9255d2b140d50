package sample

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the shipped feed anew")

const shipped = "../../examples/shop/shop.ndjson"

// line is what the tests read of a line, as any reader of the Segment spec would.
type line struct {
	Type        string          `json:"type"`
	MessageID   string          `json:"messageId"`
	UserID      string          `json:"userId"`
	AnonymousID string          `json:"anonymousId"`
	PreviousID  string          `json:"previousId"`
	Timestamp   time.Time       `json:"timestamp"`
	ReceivedAt  time.Time       `json:"receivedAt"`
	Event       string          `json:"event"`
	Properties  properties      `json:"properties"`
	Traits      json.RawMessage `json:"traits"`
}

type properties struct {
	ProductID string       `json:"product_id"`
	Category  string       `json:"category"`
	Price     json.Number  `json:"price"`
	OldPrice  json.Number  `json:"old_price"`
	OrderID   string       `json:"order_id"`
	StoreID   string       `json:"store_id"`
	Total     json.Number  `json:"total"`
	Quantity  int          `json:"quantity"`
	Products  []properties `json:"products"`
}

func write(t *testing.T, cfg Config) ([]byte, Stats) {
	t.Helper()
	var b bytes.Buffer
	st, err := Write(&b, cfg)
	require.NoError(t, err)
	require.Equal(t, int64(b.Len()), st.Bytes)
	require.Equal(t, int64(bytes.Count(b.Bytes(), []byte("\n"))), st.Lines)
	return b.Bytes(), st
}

func parse(t *testing.T, feed []byte) []line {
	t.Helper()
	var out []line
	for s := range bytes.Lines(feed) {
		var l line
		require.NoError(t, json.Unmarshal(s, &l), "%s", s)
		out = append(out, l)
	}
	return out
}

// shop is a feed large enough for its habits to show.
func shop(people, days int) Config {
	cfg := Default()
	cfg.People, cfg.Days = people, days
	return cfg
}

func TestShippedFeed(t *testing.T) {
	got, _ := write(t, Default())
	require.Less(t, len(got), 1_500_000)
	if *update {
		require.NoError(t, os.WriteFile(shipped, got, 0o644))
	}
	want, err := os.ReadFile(shipped)
	require.NoError(t, err)
	require.True(t, bytes.Equal(want, got), "the shipped feed differs from what the generator writes: run with -update and read the difference")
}

// The sum stands for all machines and all versions of Go: it changes only when
// somebody means to change what a seed gives.
func TestSameConfigSameBytes(t *testing.T) {
	cfg := shop(500, 40)
	cfg.Duplicates, cfg.Late, cfg.Junk = 0.02, 0.03, 0.01
	feed, st := write(t, cfg)
	again, st2 := write(t, cfg)
	require.True(t, bytes.Equal(feed, again))
	require.Equal(t, st, st2)
	sum := sha256.Sum256(feed)
	require.Equal(t, "c11087d02fc2645cd5c55130d7b7d52fff681115b05be08bc105daeaf00b7eb6", hex.EncodeToString(sum[:]))

	cfg.Seed++
	other, _ := write(t, cfg)
	require.False(t, bytes.Equal(feed, other))
}

func TestCleanFeedIsInTimeOrder(t *testing.T) {
	cfg := shop(800, 30)
	cfg.Start += 5*hour + 1234567 // not at midnight
	feed, _ := write(t, cfg)
	last := time.UnixMilli(cfg.Start)
	for _, l := range parse(t, feed) {
		require.False(t, l.Timestamp.Before(last), "%+v", l)
		last = l.Timestamp
	}
	require.True(t, last.Before(time.UnixMilli(cfg.Start+30*day)))
	require.True(t, last.After(time.UnixMilli(cfg.Start+30*day-2*hour)))
}

func TestEveryLineSaysWhatItMust(t *testing.T) {
	cfg := shop(800, 30)
	cfg.Lifecycle = true
	feed, st := write(t, cfg)
	counts := map[string]int64{}
	ids := map[string]bool{}
	for _, l := range parse(t, feed) {
		require.False(t, ids[l.MessageID], l.MessageID)
		ids[l.MessageID] = true
		require.NotEmpty(t, l.UserID+l.AnonymousID)
		require.False(t, l.Timestamp.IsZero())
		name := l.Type
		switch l.Type {
		case "track":
			name = l.Event
			required(t, l)
		case "alias":
			require.NotEmpty(t, l.PreviousID)
			require.NotEmpty(t, l.UserID)
			require.NotEqual(t, l.PreviousID, l.UserID)
		case "identify":
			require.NotEmpty(t, l.UserID)
			require.NotEmpty(t, l.Traits)
		default:
			require.Equal(t, "page", l.Type)
		}
		counts[name]++
	}
	require.Len(t, st.Events, int(kinds)-1, "every kind of event occurs")
	require.True(t, slices.IsSortedFunc(st.Events, func(a, b Count) int { return strings.Compare(a.Name, b.Name) }))
	for _, c := range st.Events {
		require.Equal(t, counts[c.Name], c.N, c.Name)
	}
}

// required checks the properties that the e-commerce spec names for an event.
func required(t *testing.T, l line) {
	t.Helper()
	p := l.Properties
	switch l.Event {
	case "Product Viewed", "Product Added", "Product Removed", "Product Added to Wishlist", "Price Dropped", "Back In Stock":
		require.NotEmpty(t, p.ProductID)
		require.NotEmpty(t, p.Category)
		require.Positive(t, cents(t, p.Price))
		if l.Event == "Price Dropped" {
			require.Less(t, cents(t, p.Price), cents(t, p.OldPrice))
		}
	case "Order Completed":
		require.NotEmpty(t, p.OrderID)
		require.NotEmpty(t, p.Products)
		sum := 0
		for _, it := range p.Products {
			sum += cents(t, it.Price) * it.Quantity
		}
		if sum < 5000 && p.StoreID == "" {
			sum += 490
		}
		require.Equal(t, sum, cents(t, p.Total))
	case "Cart Abandoned":
		require.NotEmpty(t, p.Products)
		require.Positive(t, cents(t, p.Total))
	}
}

func cents(t *testing.T, n json.Number) int {
	t.Helper()
	f, err := n.Float64()
	require.NoError(t, err)
	return int(math.Round(f * 100))
}

// What Lifecycle adds leaves the shop's own events as they are.
func TestLifecycleOnlyAdds(t *testing.T) {
	cfg := shop(200, 40)
	without, _ := write(t, cfg)
	cfg.Lifecycle = true
	with, _ := write(t, cfg)
	added := map[string]bool{}
	left := map[string]int{}
	key := func(l line) string { return fmt.Sprint(l.Type, l.UserID, l.AnonymousID, l.Timestamp, l.Event) }
	for _, l := range parse(t, with) {
		left[key(l)]++
		added[l.Event] = true
	}
	for _, l := range parse(t, without) {
		left[key(l)]--
		require.GreaterOrEqual(t, left[key(l)], 0, key(l))
	}
	for _, name := range []string{"Order Shipped", "Order Delivered", "Product Reviewed", "NPS Answered", "Friend Added", "Trial Started", "Trial Ending", "Trial Ended", "Subscription Started", "Email Delivered"} {
		require.True(t, added[name], name)
	}
	sent := map[string]time.Time{}
	for _, l := range parse(t, with) {
		switch l.Event {
		case "Order Shipped":
			sent[l.Properties.OrderID] = l.Timestamp
		case "Order Delivered":
			require.True(t, sent[l.Properties.OrderID].Before(l.Timestamp) && !sent[l.Properties.OrderID].IsZero(), l.Properties.OrderID)
		}
	}
}

func TestOrdersAreNumberedOnce(t *testing.T) {
	feed, _ := write(t, shop(800, 60))
	seen := map[string]bool{}
	for _, l := range parse(t, feed) {
		if id := l.Properties.OrderID; id != "" {
			require.False(t, seen[id], id)
			seen[id] = true
		}
	}
	require.NotEmpty(t, seen)
}

// owner is the person behind an id: the generator numbers both alike.
func owner(id string) string { return strings.TrimRight(id[1:], "bx") }

// who is the id a line is about.
func (l line) who() string {
	if l.UserID != "" {
		return l.UserID
	}
	return l.AnonymousID
}

func TestAbandonedMeansAnHourWithoutPurchase(t *testing.T) {
	feed, _ := write(t, shop(800, 30))
	added, bought := map[string]time.Time{}, map[string]time.Time{}
	n := 0
	for _, l := range parse(t, feed) {
		who := owner(l.who())
		switch l.Event {
		case "Product Added":
			added[who] = l.Timestamp
		case "Order Completed":
			bought[who] = l.Timestamp
		case "Cart Abandoned":
			n++
			wait := l.Timestamp.Sub(added[who])
			require.GreaterOrEqual(t, wait, time.Hour, "%+v", l)
			require.Less(t, wait, 90*time.Minute)
			require.True(t, bought[who].Before(added[who]), "%+v", l)
		}
	}
	require.Greater(t, n, 100)
	cfg := shop(800, 30)
	cfg.CartAbandoned = false
	feed, _ = write(t, cfg)
	require.NotContains(t, string(feed), "Cart Abandoned")
}

func TestIdentitiesAreLinkedBeforeTheyAreUsed(t *testing.T) {
	feed, _ := write(t, shop(800, 30))
	known := map[string]bool{}
	anonymous, linked, alias := 0, map[string]string{}, 0
	for _, l := range parse(t, feed) {
		switch l.Type {
		case "identify":
			known[l.UserID] = true
		case "alias":
			alias++
			known[l.UserID] = true
		default:
			if l.UserID == "" {
				anonymous++
			} else {
				require.True(t, known[l.UserID] || l.AnonymousID != "", "%+v", l)
			}
		}
		if l.UserID != "" && l.AnonymousID != "" && !strings.HasSuffix(l.UserID, "x") {
			if was, ok := linked[l.AnonymousID]; ok {
				require.Equal(t, was, l.UserID)
			}
			linked[l.AnonymousID] = l.UserID
			require.Equal(t, strings.TrimRight(l.AnonymousID[1:], "b"), l.UserID[1:])
		}
	}
	require.Greater(t, anonymous, 500)
	require.Greater(t, len(linked), 100)
	require.Greater(t, alias, 5)
}

func TestPeople(t *testing.T) {
	feed, st := write(t, shop(3000, 2))
	languages, zones := map[string]int{}, map[string]bool{}
	var mail, phone, birthday, n int
	for _, l := range parse(t, feed) {
		if l.Type != "identify" || l.AnonymousID != "" {
			continue
		}
		var tr map[string]any
		require.NoError(t, json.Unmarshal(l.Traits, &tr))
		n++
		languages[tr["language"].(string)]++
		if z, ok := tr["timezone"].(string); ok {
			_, err := time.LoadLocation(z)
			require.NoError(t, err)
			zones[z] = true
		}
		if m, ok := tr["email"].(string); ok {
			mail++
			require.Regexp(t, `^[a-z.-]+\d+@[a-z]+\.example\.test$`, m)
		}
		if p, ok := tr["phone"].(string); ok {
			phone++
			require.Regexp(t, `^\+[1-9]\d{7,14}$`, p)
		}
		if b, ok := tr["birthday"].(string); ok {
			birthday++
			_, err := time.Parse("2006-01-02", b)
			require.NoError(t, err)
		}
	}
	require.Greater(t, n, 1400)
	for _, want := range []string{"bg", "pl", "tr", "ar", "fa", "de", "en", "ko"} {
		require.Greater(t, languages[want], 20, want)
	}
	require.Len(t, zones, 19)
	require.InDelta(t, 0.93, share(mail, n), 0.03)
	require.InDelta(t, 0.45, share(phone, n), 0.05)
	require.InDelta(t, 0.62, share(birthday, n), 0.05)
	require.Greater(t, st.Users, int64(n)*9/10)
}

func share(a, b int) float64 { return float64(a) / float64(b) }

func TestConfigOutOfRange(t *testing.T) {
	for want, spoil := range map[string]func(*Config){
		"people must be between 1 and 20000000, got 0":         func(c *Config) { c.People = 0 },
		"people must be between 1 and 20000000, got 20000001":  func(c *Config) { c.People = MaxPeople + 1 },
		"days must be between 1 and 3660, got -1":              func(c *Config) { c.Days = -1 },
		"start must be in the years 1970 to 2199":              func(c *Config) { c.Start = -1 },
		"products must be between 15 and 1500, or 0, got 14":   func(c *Config) { c.Products = 14 },
		"products must be between 15 and 1500, or 0, got 1501": func(c *Config) { c.Products = 1501 },
		"duplicates must be between 0 and 0.5, got NaN":        func(c *Config) { c.Duplicates = math.NaN() },
		"late must be between 0 and 0.5, got -0.1":             func(c *Config) { c.Late = -0.1 },
		"junk must be between 0 and 0.5, got 0.6":              func(c *Config) { c.Junk = 0.6 },
	} {
		cfg := Default()
		spoil(&cfg)
		_, err := Write(io.Discard, cfg)
		require.ErrorContains(t, err, want)
	}
	for _, cfg := range []Config{{People: 1, Days: 1}, {People: 1, Days: 1, Start: 7258118399999, Products: 15}, {People: 40, Days: 2, Products: maxProducts}} {
		_, err := Write(io.Discard, cfg)
		require.NoError(t, err)
	}
}

type full struct{ room int }

var errFull = errors.New("no space left")

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriterFails(t *testing.T) {
	for _, room := range []int{0, 300_000} {
		_, err := Write(&full{room: room}, Default())
		require.ErrorIs(t, err, errFull)
		require.ErrorContains(t, err, "writing the feed")
	}
}

func BenchmarkWrite(b *testing.B) {
	b.ReportAllocs()
	var st Stats
	for b.Loop() {
		var err error
		st, err = Write(io.Discard, shop(20_000, 8))
		require.NoError(b, err)
		b.SetBytes(st.Bytes)
	}
	b.ReportMetric(float64(st.Lines), "lines/op")
}
