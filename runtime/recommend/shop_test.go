package recommend

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/sample"
)

// TestTheInventedShop learns from the generated feed: what is recommended with a
// product must mostly come from its shelf or the shelf that its friends like,
// which are two of fifteen.
func TestTheInventedShop(t *testing.T) {
	cfg := sample.Default()
	cfg.People, cfg.Days, cfg.Products = 1500, 20, 150
	var feed bytes.Buffer
	_, err := sample.Write(&feed, cfg)
	require.NoError(t, err)

	m := New(Config{})
	var b Buffer
	people := map[string]uint32{}
	hour := cfg.Start / hourMs
	kinds := map[string]Kind{"Product Viewed": View, "Product Added": Cart, "Product Removed": Remove, "Order Completed": Purchase}
	for text := range bytes.Lines(feed.Bytes()) {
		var l struct {
			AnonymousID, UserID, Event string
			Timestamp                  time.Time
			Properties                 struct {
				ID       string `json:"product_id"`
				Products []struct {
					ID string `json:"product_id"`
				}
			}
		}
		require.NoError(t, json.Unmarshal(text, &l))
		kind, ok := kinds[l.Event]
		if !ok {
			continue
		}
		at := l.Timestamp.UnixMilli()
		for at >= (hour+1)*hourMs {
			hour++
			m.Publish(hour, &b)
		}
		who := strings.Trim(l.AnonymousID, "ab")
		if _, ok := people[who]; !ok {
			people[who] = uint32(len(people))
		}
		if l.Properties.ID != "" {
			b.Observe(Observation{people[who], kind, l.Properties.ID, at})
		}
		for _, p := range l.Properties.Products {
			b.Observe(Observation{people[who], kind, p.ID, at})
		}
	}
	m.Publish(hour+1, &b)

	friends := map[string]bool{}
	for _, pair := range strings.Fields("tea-cups coffee-cups candles-bath cats-dogs garden-kitchen running-yoga books-stationery toys-baby") {
		one, other, _ := strings.Cut(pair, "-")
		friends[one+one], friends[other+other], friends[one+other], friends[other+one] = true, true, true, true
	}
	shelf := func(id string) string { s, _, _ := strings.Cut(id, "-"); return s }
	good, all := 0, 0
	for _, basis := range []Basis{OfCart, OfViewed, OfBought} {
		for _, item := range m.names {
			for _, got := range m.Recommend(Query{Basis: basis, Items: []string{item}, N: 4}) {
				all++
				if friends[shelf(item)+shelf(got)] {
					good++
				}
			}
		}
	}
	t.Logf("%d products, %d of %d recommendations from the shelf or its friend", len(m.names), good, all)
	require.Greater(t, good*10, all*6)
}
