package sample

import (
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestTasteCanBeLearned checks the one thing that recommendations need: whoever
// likes an item likes its neighbours. The nearest item by cosine over people's
// carts must share the shelf, or its partner shelf, far more often than chance.
func TestTasteCanBeLearned(t *testing.T) {
	cfg := shop(1500, 30)
	cfg.Products = 120
	feed, _ := write(t, cfg)
	carts := map[string]map[string]bool{} // item → people
	shelf := map[string]string{}
	for _, l := range parse(t, feed) {
		if l.Event != "Product Added" {
			continue
		}
		id := l.Properties.ProductID
		shelf[id] = l.Properties.Category
		if carts[id] == nil {
			carts[id] = map[string]bool{}
		}
		carts[id][owner(l.who())] = true
	}
	items := make([]string, 0, len(carts))
	for id, who := range carts {
		if len(who) >= 10 {
			items = append(items, id)
		}
	}
	slices.Sort(items)
	require.Greater(t, len(items), 60)
	partner := map[string]string{}
	for _, c := range categories {
		partner[c.slug] = c.partner
	}
	same := 0
	for _, a := range items {
		best, near := 0.0, ""
		for _, b := range items {
			if a == b {
				continue
			}
			both := 0
			for who := range carts[a] {
				if carts[b][who] {
					both++
				}
			}
			if cos := float64(both) / math.Sqrt(float64(len(carts[a])*len(carts[b]))); cos > best {
				best, near = cos, b
			}
		}
		if shelf[near] == shelf[a] || partner[shelf[near]] == shelf[a] {
			same++
		}
	}
	t.Logf("%d of %d nearest items are of the shelf or its partner; by chance it would be about %d", same, len(items), len(items)*2/len(categories))
	require.Greater(t, share(same, len(items)), 0.6)
}

// TestRhythm checks that people come in the evening of their own day, and more
// at the weekend.
func TestRhythm(t *testing.T) {
	feed, _ := write(t, shop(1500, 28))
	zones := map[string]*time.Location{}
	lines := parse(t, feed)
	g := newGen(shop(1500, 28))
	for i := range g.people {
		name := cultures[g.people[i].culture].places[g.people[i].place].zone.name
		loc, err := time.LoadLocation(name)
		require.NoError(t, err)
		zones[strconv.Itoa(i+1)] = loc
	}
	var hours [24]int
	var days [7]int
	for _, l := range lines {
		if l.Type != "page" {
			continue
		}
		local := l.Timestamp.In(zones[owner(l.who())])
		hours[local.Hour()]++
		days[int(local.Weekday()+6)%7]++
	}
	t.Log(hours, days)
	require.Greater(t, hours[20]+hours[21], 8*(hours[3]+hours[4]))
	require.Greater(t, days[6], days[1]*115/100)
}

// TestFewPeopleMakeMostVisits checks the heavy tail.
func TestFewPeopleMakeMostVisits(t *testing.T) {
	feed, _ := write(t, shop(1500, 28))
	pages := map[string]int{}
	all := 0
	for _, l := range parse(t, feed) {
		if l.Type == "page" && l.AnonymousID != "" {
			pages[owner(l.AnonymousID)]++
			all++
		}
	}
	counts := make([]int, 0, len(pages))
	for _, n := range pages {
		counts = append(counts, n)
	}
	slices.Sort(counts)
	top := 0
	for _, n := range counts[len(counts)*9/10:] {
		top += n
	}
	require.Greater(t, share(top, all), 0.35)
}

// TestThingsRunOut checks that consumables are bought again about when they are
// used up, which replenishment lives on.
func TestThingsRunOut(t *testing.T) {
	cfg := shop(800, 90)
	cfg.Products = 240
	feed, _ := write(t, cfg)
	refill := map[string]int{}
	for _, c := range categories {
		refill[c.slug] = c.refill
	}
	bought := map[string]time.Time{}
	again, onTime := 0, 0
	for _, l := range parse(t, feed) {
		if l.Event != "Order Completed" {
			continue
		}
		for _, it := range l.Properties.Products {
			days := refill[it.Category]
			if days == 0 {
				continue
			}
			key := owner(l.who()) + " " + it.ProductID
			if was, ok := bought[key]; ok {
				again++
				if gap := int(l.Timestamp.Sub(was).Hours() / 24); gap >= days-4 && gap < days+14 {
					onTime++
				}
			}
			bought[key] = l.Timestamp
		}
	}
	t.Logf("%d bought again, %d when it had run out", again, onTime)
	require.Greater(t, share(onTime, again), 0.35)
}

func TestZonesAgreeWithTheTimeZoneData(t *testing.T) {
	for _, c := range cultures {
		for _, p := range c.places {
			loc, err := time.LoadLocation(p.zone.name)
			require.NoError(t, err)
			from := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
			for h := range 24 * 366 * 3 {
				at := from.Add(time.Duration(h) * time.Hour)
				_, want := at.In(loc).Zone()
				if got := p.zone.offset(at.UnixMilli()); got != int64(want)*1000 {
					t.Fatalf("%s at %s: got %d, want %d s", p.zone.name, at, got/1000, want)
				}
			}
		}
	}
}
