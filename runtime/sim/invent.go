package sim

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/sample"
)

// Invented people are those of the invented shop (package sample), and do what the
// project's own events say besides, as often as is assumed.

// DefaultAssumptions are those of the first screen: a thousand people for two
// weeks, with rates that are common for such messages. Every event that the
// version listens to and the shop does not know happens now and then.
func DefaultAssumptions(v *Version) Assumptions {
	shop := sample.Default()
	a := Assumptions{
		Seed: shop.Seed, People: 1000, Days: 14, Start: Instant(shop.Start), Languages: []string{},
		Channels: []ChannelRates{
			{Channel: "email", Open: 0.35, Leave: 0.01, Click: 0.12, Buy: 0.15, Delay: 3 * 3_600_000},
			{Channel: "push", Open: 0.08, Leave: 0.005, Click: 0.6, Buy: 0.08, Delay: 20 * 60_000},
			{Channel: "sms", Open: 0.9, Leave: 0.01, Click: 0.08, Buy: 0.15, Delay: 5 * 60_000},
			{Channel: "other", Open: 0.5, Leave: 0.005, Click: 0.15, Buy: 0.1, Delay: 3_600_000},
		},
		Events: []EventRate{},
	}
	for _, name := range unknownToShop(v.Program) {
		a.Events = append(a.Events, EventRate{name, 0.5})
	}
	return a
}

// shopEvents are the events of the invented shop, in normal form.
var shopEvents = []string{
	"product_viewed", "product_added", "product_removed", "cart_viewed", "checkout_started", "order_completed",
	"cart_abandoned", "product_added_to_wishlist", "products_searched", "signed_up", "signed_in", "email_opened", "email_clicked",
	"unsubscribed", "subscribed", "loyalty_points_changed", "price_dropped", "back_in_stock", "page_viewed", "page",
}

// answered are the events that follow from messages.
var answered = []string{"opened", "clicked", "delivered", "bounced", "complained", "converted"}

// unknownToShop lists the events that a program listens to, that the shop does not
// know and no journey emits.
func unknownToShop(p *engine.Program) []string {
	emitted := map[int32]bool{}
	for i := range p.Journeys {
		for _, e := range p.Journeys[i].Emits {
			emitted[e.Event] = true
		}
	}
	var out []string
	for i, e := range p.Events {
		known := emitted[int32(i)] || slices.Contains(answered, e.Name)
		for _, name := range append([]string{e.Name}, e.HeardAs...) {
			known = known || slices.Contains(shopEvents, name)
		}
		if !known {
			out = append(out, e.Name)
		}
	}
	slices.Sort(out)
	return out
}

// shop is the shop's configuration.
func (a *Assumptions) shop() sample.Config {
	cfg := sample.Default()
	cfg.Seed, cfg.People, cfg.Days, cfg.Start, cfg.Languages = a.Seed, a.People, a.Days, int64(a.Start), a.Languages
	return cfg
}

// inventFeed is the shop's feed.
func inventFeed(ctx context.Context, a Assumptions) io.ReadCloser {
	r, w := io.Pipe()
	go func() {
		_, err := sample.Write(w, a.shop())
		w.CloseWithError(err) // nil is the end of the feed
	}()
	context.AfterFunc(ctx, func() { _ = r.CloseWithError(ctx.Err()) })
	return r
}

// inventor adds to the shop's feed what people do besides, day by day.
type inventor struct {
	a      Assumptions
	schema *event.Schema
	rates  []inventedEvent
	drop   []bool // event → belongs to messages that nobody sent
	users  []string
	known  map[string]bool
	day    int64
	today  []event.Record
	line   int64
}

type inventedEvent struct {
	EventRate
	typ    int32
	fields []event.Field
}

const msPerDay = 24 * 3_600_000

func newInventor(a Assumptions, schema *event.Schema) *inventor {
	inv := &inventor{a: a, schema: schema, known: map[string]bool{}, day: -1, drop: make([]bool, len(schema.Events))}
	for i, e := range schema.Events {
		inv.drop[i] = slices.Contains(answered, e.Name)
		for _, r := range a.Events {
			if r.Event == e.Name && r.Week > 0 {
				inv.rates = append(inv.rates, inventedEvent{r, int32(i), e.Fields})
			}
		}
	}
	return inv
}

// enrich adds to a batch, and takes out of it what answers messages of the shop's
// own.
func (inv *inventor) enrich(b *event.Batch) {
	out := make([]event.Record, 0, len(b.Records))
	put := func(r event.Record) {
		inv.line++
		r.Line = inv.line
		out = append(out, r)
	}
	for _, r := range b.Records {
		if day := r.Time / msPerDay; day != inv.day && len(inv.rates) > 0 {
			for _, x := range inv.today {
				put(x)
			}
			inv.day = day
			inv.plan(day)
		}
		for len(inv.today) > 0 && inv.today[0].Time < r.Time {
			put(inv.today[0])
			inv.today = inv.today[1:]
		}
		if r.Kind == event.Track && r.Type != event.None && inv.drop[r.Type] {
			continue
		}
		if r.User != "" && !inv.known[r.User] && len(inv.rates) > 0 {
			user := strings.Clone(r.User)
			inv.known[user] = true
			inv.users = append(inv.users, user)
		}
		put(r)
	}
	b.Records = out
}

// plan draws what everybody who is known does besides on a day.
func (inv *inventor) plan(day int64) {
	inv.today = nil
	for _, user := range inv.users {
		for i := range inv.rates {
			e := &inv.rates[i]
			d := draws(inv.a.Seed, user, e.Event, uint64(day))
			if d.unit(0) >= e.Week/7 {
				continue
			}
			at := day*msPerDay + int64(d.bits(1)%msPerDay)
			rec := event.Record{Kind: event.Track, Type: e.typ, Time: at, User: user}
			for k, f := range e.fields {
				if v := inventValue(f, d, uint64(k)); v.Kind != event.Null {
					rec.Props = append(rec.Props, event.Prop{Field: uint16(k), Value: v})
				}
			}
			inv.today = append(inv.today, rec)
		}
	}
	slices.SortStableFunc(inv.today, func(a, b event.Record) int { return cmp.Compare(a.Time, b.Time) })
}

// inventValue invents the value of a field.
func inventValue(f event.Field, d drawing, k uint64) event.Value {
	n := d.bits(100 + k)
	switch f.Want {
	case event.Bool:
		return event.Of(n%2 == 0)
	case event.Number:
		return event.Of(float64(n%20_000) / 100)
	case event.Text, event.Null:
		return event.Of(f.Name + " " + string('A'+rune(n%5)))
	}
	return event.Value{}
}
