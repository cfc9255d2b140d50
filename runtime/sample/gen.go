package sample

import (
	"cmp"
	"slices"
)

// kind is what an event is.
type kind uint8

const (
	kView kind = iota
	kAdd
	kRemove
	kCart
	kCheckout
	kOrder
	kAbandon
	kWish
	kSearch
	kSignUp
	kSignIn
	kOpen
	kClick
	kUnsubscribe
	kSubscribe
	kPoints
	kDrop
	kStock
	kShipped
	kArrived
	kReview
	kScore
	kFriend
	kTrial
	kTrialEnding
	kTrialEnded
	kSubscription
	kStore
	kDelivered
	tracks // the kinds before it are track calls
)

const (
	kPage kind = tracks + iota
	kIdentify
	kAlias
	kinds
)

var kindNames = [kinds]string{
	"Product Viewed", "Product Added", "Product Removed", "Cart Viewed", "Checkout Started", "Order Completed",
	"Cart Abandoned", "Product Added to Wishlist", "Products Searched", "Signed Up", "Signed In", "Email Opened", "Email Clicked",
	"Unsubscribed", "Subscribed", "Loyalty Points Changed", "Price Dropped", "Back In Stock",
	"Order Shipped", "Order Delivered", "Product Reviewed", "NPS Answered", "Friend Added", "Trial Started", "Trial Ending", "Trial Ended",
	"Subscription Started", "Order Completed", "Email Delivered", "page", "identify", "alias",
}

// Which identities a line carries.
const (
	idUser    uint8 = 1 << iota
	idAnon          // of the first device
	idAnon2         // of the second device
	idOldUser       // the old user id of somebody who has two accounts
	idCard          // the loyalty card's number, in the store
)

// item is a product in the low 12 bits and its quantity less one above.
type item = uint16

// event is one line to be written.
type event struct {
	t     int64 // when it arrives
	seq   uint32
	who   uint32
	late  int32 // how long before t it happened, ms
	arg   uint32
	kind  kind
	ids   uint8
	n     uint8 // used items
	items [maxCart]item
}

// visit is a moment at which somebody comes to the shop.
type visit struct {
	t   int64
	who uint32
	why why
}

type why uint8

const (
	byHabit why = iota
	toBuy       // comes back for an abandoned cart
)

type gen struct {
	cfg            Config
	end            int64
	cat            *catalogue
	names          []naming
	cultureWeights []int
	people         []person
	today          []today // by product

	firstHour int64
	visits    [][]visit // by hour since firstHour
	events    [][]event
	spare     [][]event // emptied hours, to be filled again
	seq       uint32

	late      rng
	lateBelow uint64
}

// lateHours is how long a late event may take.
const lateHours = 6

func newGen(cfg Config) *gen {
	if cfg.Products == 0 {
		cfg.Products = min(480, 60+cfg.People/100)
	}
	g := &gen{
		cfg:       cfg,
		end:       cfg.Start + int64(cfg.Days)*day,
		cat:       newCatalogue(cfg.Seed, cfg.Products),
		today:     make([]today, cfg.Products),
		people:    make([]person, cfg.People),
		firstHour: cfg.Start / hour,
		late:      stream(cfg.Seed, purposeLate, 0, 0),
		lateBelow: threshold(cfg.Late),
	}
	for _, c := range cultures {
		weight := c.weight
		if len(cfg.Languages) > 0 && !slices.Contains(cfg.Languages, c.language) {
			weight = 0
		}
		g.cultureWeights = append(g.cultureWeights, weight)
		g.names = append(g.names, naming{parseNames(c.women), parseNames(c.men), parseNames(c.families)})
	}
	for i := range g.people {
		g.people[i] = g.newPerson(uint32(i))
	}
	hours := (g.end-1)/hour - g.firstHour + 1 + lateHours + 1
	g.visits = make([][]visit, hours)
	g.events = make([][]event, hours)
	return g
}

// threshold turns a share into a bound for 32 random bits.
func threshold(share float64) uint64 { return uint64(share * (1 << 32)) }

// run plays the shop from its first hour to its last.
func (g *gen) run(e *encoder) {
	first := floorDay(g.cfg.Start)
	// Local days reach from 14 hours before the UTC day to 12 after it.
	g.planDay(first - 1)
	g.planDay(first)
	g.sync()
	now := first - 1
	for h := range g.events {
		t := (g.firstHour + int64(h)) * hour
		if d := floorDay(t); d != now {
			now = d
			g.refresh(d)
			g.planDay(d + 1)
			g.tellWishers(d)
		}
		due := g.visits[h]
		slices.SortFunc(due, func(a, b visit) int {
			return cmp.Or(cmp.Compare(a.t, b.t), cmp.Compare(a.who, b.who), cmp.Compare(a.why, b.why))
		})
		for _, v := range due {
			g.visit(v)
		}
		g.visits[h] = nil
		lines := g.events[h]
		slices.SortFunc(lines, func(a, b event) int {
			return cmp.Or(cmp.Compare(a.t, b.t), cmp.Compare(a.seq, b.seq))
		})
		for i := range lines {
			if !e.write(&lines[i]) {
				return
			}
		}
		g.spare = append(g.spare, lines[:0])
		g.events[h] = nil
	}
}

// come puts a visit into its hour.
func (g *gen) come(v visit) {
	if v.t < g.cfg.Start || v.t >= g.end {
		return
	}
	h := v.t/hour - g.firstHour
	g.visits[h] = append(g.visits[h], v)
}

// put puts an event into the hour in which it arrives. What happens outside the
// feed's days is left out.
func (g *gen) put(ev event) {
	if ev.t < g.cfg.Start || ev.t >= g.end {
		return
	}
	if g.lateBelow > 0 && g.late.next()>>32 < g.lateBelow {
		ev.late = int32(g.late.between(int(minute), lateHours*int(hour)))
		ev.t += int64(ev.late)
	}
	ev.seq = g.seq
	g.seq++
	h := ev.t/hour - g.firstHour
	if g.events[h] == nil && len(g.spare) > 0 {
		last := len(g.spare) - 1
		g.events[h], g.spare = g.spare[last], g.spare[:last]
	}
	g.events[h] = append(g.events[h], ev)
}
