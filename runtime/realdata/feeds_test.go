package realdata_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/lower"
)

const (
	hour = int64(time.Hour / time.Millisecond)
	day  = 24 * hour
)

var taobao = recorded{"taobao_userbehavior/UserBehavior.users-1-615.csv.gz", "taobao_userbehavior.yaml"}

// taobaoHistories leaves out what lies outside the nine days, as the mapping does.
func taobaoHistories(t *testing.T) *histories {
	china := time.FixedZone("China", 8*3600)
	from := time.Date(2017, 11, 25, 0, 0, 0, 0, china).UnixMilli()
	to := time.Date(2017, 12, 4, 0, 0, 0, 0, china).UnixMilli()
	hs := newHistories()
	for _, row := range taobao.rows(t) {
		seconds, err := strconv.ParseInt(row[4], 10, 64)
		require.NoError(t, err)
		if at := seconds * 1000; from <= at && at < to {
			hs.add(row[0], row[3], at)
		}
	}
	hs.sort()
	return hs
}

// TestSentence counts the flagship in a feed without cart_abandoned. The standard
// library derives it: an hour after the last addition without a purchase. This feed
// has no removals, and what was added after the last purchase is in the cart, so
// there always is something in it.
func TestSentence(t *testing.T) {
	hs := taobaoHistories(t)
	want := hs.moments(func(h history) []int64 {
		abandoned := pauses(h["cart"], h["buy"], hour, hs.end)
		return absences(abandoned, h["buy"], 2*hour, hs.end)
	})
	taobao.requireSame(t, "when cart_abandoned and not purchased within 2h then email recommend(cart)\n", lower.Options{CartAbandoned: true}, want)
}

const added = "when product_added and not purchased within 2h then email \"hi\"\n"

func TestAddedNotPurchased(t *testing.T) {
	hs := taobaoHistories(t)
	want := hs.moments(func(h history) []int64 { return absences(h["cart"], h["buy"], 2*hour, hs.end) })
	taobao.requireSame(t, added, lower.Options{}, want)
}

// TestFirstAdded compares with figures that were counted before there was an
// engine: of 453 people who ever add to the cart, 400 do not buy within two hours of
// the first time, and for 2 more the two hours are not over at the end.
func TestFirstAdded(t *testing.T) {
	hs := taobaoHistories(t)
	want := hs.moments(func(h history) []int64 {
		ends := absences(h["cart"], h["buy"], 2*hour, hs.end)
		return ends[:min(1, len(ends))]
	})
	got := taobao.requireSame(t, "journey cart {\n  "+strings.Replace(added, " then", "\n  enter once\n  then", 1)+"}\n", lower.Options{}, want)

	everyone, open := 0, 0
	for _, h := range hs.of {
		if as := h["cart"]; len(as) > 0 {
			everyone++
			if as[0]+2*hour > hs.end && !anyIn(h["buy"], as[0], as[0]+2*hour) {
				open++
			}
		}
	}
	first := 0
	for _, e := range got.entries {
		if e.at == hs.of[e.person]["cart"][0] {
			first++
		}
	}
	require.Equal(t, []int{453, 400, 2}, []int{everyone, first, open})
}

var retail = recorded{"online_retail/online_retail.csv.gz", "online_retail.yaml"}

// TestSilence counts customers who do not order for thirty days. The lines of one
// invoice are one order, at the time of its first line.
func TestSilence(t *testing.T) {
	hs := newHistories()
	seen := map[string]bool{}
	for _, row := range retail.rows(t)[1:] {
		invoice, date, customer := row[0], row[4], row[6]
		price, err := strconv.ParseFloat(row[5], 64)
		require.NoError(t, err)
		if strings.HasPrefix(invoice, "C") || customer == "" || price <= 0 || seen[invoice] {
			continue
		}
		seen[invoice] = true
		at, err := time.Parse(time.RFC3339, date)
		require.NoError(t, err)
		hs.add(customer, "purchased", at.UnixMilli())
	}
	hs.sort()
	want := hs.moments(func(h history) []int64 { return pauses(h["purchased"], nil, 30*day, hs.end) })
	retail.requireSame(t, "when no purchased for 30d then email \"We miss you\"\n", lower.Options{}, want)
}

var ecom = recorded{"retentioneering_ecom/ecom.csv.gz", "retentioneering_ecom.yaml"}

// TestBrowse counts people who look at a product and put none into the cart.
func TestBrowse(t *testing.T) {
	hs := newHistories()
	for _, row := range ecom.rows(t)[1:] {
		at, err := time.Parse(time.DateTime, row[3])
		require.NoError(t, err)
		hs.add(row[0], row[2], at.UnixMilli())
	}
	hs.sort()
	want := hs.moments(func(h history) []int64 { return absences(h["product_view"], h["add_to_cart"], hour, hs.end) })
	ecom.requireSame(t, "when product_viewed and not product_added within 1h then email \"Still looking?\"\n", lower.Options{}, want)
}
