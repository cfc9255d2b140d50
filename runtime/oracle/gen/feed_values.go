package gen

import (
	"slices"
	"time"

	"github.com/journeylang/journey/runtime/event"
)

// What the lines of a feed carry: few values, so that they meet, and now and then none.

func (f *feeder) props() map[string]event.Value {
	props := map[string]event.Value{}
	if !f.chance(6) {
		props["n"] = event.Of(f.IntN(6))
	}
	if !f.chance(6) {
		props["s"] = event.Of(pick(f.dice, "u", "v", "uv"))
	}
	if !f.chance(4) {
		props["key"] = event.Of(pick(f.dice, "k1", "k2"))
	}
	if f.chance(3) {
		props["items"] = f.items("name")
	}
	return props
}

// items returns some things, each with a name and a price or without.
func (f *feeder) items(name string) event.Value {
	box := &event.Box{}
	for range f.IntN(3) {
		item := &event.Box{}
		put := func(at int, name string, v event.Value) {
			item.Names, item.Items = slices.Insert(item.Names, at, name), slices.Insert(item.Items, at, v)
		}
		if !f.chance(5) {
			put(0, name, event.Of(pick(f.dice, "u", "v", "uv")))
		}
		if !f.chance(5) {
			at, _ := slices.BinarySearch(item.Names, "price") // in the order in which a file has them
			put(at, "price", event.Of(f.IntN(6)))
		}
		box.Items = append(box.Items, event.Value{Kind: event.Map, Box: item})
	}
	return event.Value{Kind: event.List, Box: box}
}

// bought is what an event says of the products that it is about.
func (f *feeder) bought(name string) map[string]event.Value {
	props := map[string]event.Value{}
	if name == "purchased" && f.chance(2) {
		props["products"] = f.items("product_id")
		return props
	}
	if !f.chance(5) {
		props["product_id"] = event.Of(pick(f.dice, "u", "v", "uv"))
	}
	if !f.chance(4) {
		props["price"] = event.Of(f.IntN(6))
	}
	if f.chance(2) {
		props["quantity"] = event.Of(f.IntN(5))
	}
	return props
}

// answer says which message was opened or clicked, by the name of the step or its own.
func (f *feeder) answer() map[string]event.Value {
	names := append([]string{"hello", "note", "nothing"}, f.answered...)
	return map[string]event.Value{"message": event.Of(pick(f.dice, append(names, f.answered...)...))}
}

func (f *feeder) timezone() map[string]event.Value {
	return map[string]event.Value{"timezone": event.Of(pick(f.dice, zones...))}
}

func (f *feeder) traits() map[string]event.Value {
	if f.opts.Zones && (!f.opts.Profile || f.chance(2)) {
		if f.chance(8) {
			return map[string]event.Value{"timezone": {}}
		}
		return f.timezone()
	}
	switch f.IntN(10) {
	case 9:
		return map[string]event.Value{"tags": f.tags()}
	case 7, 8:
		return f.address()
	case 5:
		return map[string]event.Value{"day": f.day()}
	case 6:
		return map[string]event.Value{"moment": f.moment()}
	case 0:
		return map[string]event.Value{"stage": {}, "language": event.Of(pick(f.dice, "tr-CY", "de", "tr", "en"))}
	case 1, 2:
		return map[string]event.Value{"stage": event.Of(pick(f.dice, "u", "v", "uv"))}
	}
	return map[string]event.Value{"level": event.Of(f.IntN(6))}
}

// tags returns what an identify says of all tags.
func (f *feeder) tags() event.Value {
	list := []event.Value{event.Of("t1"), event.Of("t2")}
	switch f.IntN(4) {
	case 0:
		return event.Value{}
	case 1:
		list = nil
	case 2:
		list = list[f.IntN(2):]
	}
	return event.Value{Kind: event.List, Box: &event.Box{Items: list}}
}

// day returns a date near the present, or none.
func (f *feeder) day() event.Value {
	if f.chance(6) {
		return pick(f.dice, event.Value{}, event.Of("soon"))
	}
	return event.Of(time.UnixMilli(f.now).UTC().AddDate(-f.IntN(2)*f.IntN(3), f.IntN(2), f.IntN(9)-2).Format(time.DateOnly))
}

// moment returns an instant near the present, or none.
func (f *feeder) moment() event.Value {
	if f.chance(6) {
		return event.Value{}
	}
	return event.Of(time.UnixMilli(f.now + f.length(f.now)*(f.Int64N(4)-1)).UTC().Format("2006-01-02T15:04:05.000Z"))
}

// address is what is said of an address: that there is one, or none.
func (f *feeder) address() map[string]event.Value {
	return map[string]event.Value{pick(f.dice, "email", "phone"): pick(f.dice, event.Of("x@example.com"), event.Of("+1"), event.Of(""), event.Value{})}
}

func (f *feeder) channel() map[string]event.Value {
	props := map[string]event.Value{}
	if f.chance(2) {
		props["channel"] = event.Of(pick(f.dice, "email", "sms", "push"))
	}
	return props
}

func (f *feeder) choice() map[string]event.Value {
	props := f.channel()
	if f.chance(3) {
		props["topic"] = event.Of(pick(f.dice, "news", "other"))
	}
	return props
}
