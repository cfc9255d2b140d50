package feed

import "github.com/journeylang/journey/runtime/event"

// identify reads a person's traits: from `context.traits`, where some writers
// put them, and then from `traits`, which has the last word.
func (d *decoder) identify(buf []byte, r *event.Record) outcome {
	r.Kind = event.Identify
	f := &d.x.traits
	d.begin(len(f.list))
	within, ok := d.member(buf, d.slots[keyContext], "traits")
	if !ok {
		return unreadable
	}
	for _, v := range [...]span{within, d.slots[keyTraits]} {
		if !d.projectSpan(buf, v, f) || !d.address(buf, v) || !d.employer(buf, v) {
			return unreadable
		}
	}
	r.Props = d.collected(len(f.list))
	return d.finish(buf, r, keyUserID, keyTimestamp)
}

// address fills city, region and country from Segment's `address` where the
// traits themselves do not say them.
func (d *decoder) address(buf []byte, traits span) bool {
	f := &d.x.places
	if f.lengths == 0 || traits.kind != mapping {
		return true
	}
	v, ok := d.member(buf, traits, "address")
	if !ok || v.kind != mapping {
		return ok
	}
	for _, place := range f.few {
		if d.has(place.field) {
			continue
		}
		w, ok := d.member(buf, v, place.name)
		if !ok {
			return false
		}
		if w.kind == absent || w.kind == mapping || w.kind == sequence {
			continue
		}
		x, ok := d.scalar(buf, w, f.list[place.field].Want)
		if !ok {
			return false
		}
		d.set(place.field, x)
	}
	return true
}

// employer reads a `company` that is an object by its name when the program
// wants a text.
func (d *decoder) employer(buf []byte, traits span) bool {
	n := d.x.company
	if n < 0 || d.x.traits.list[n].Want != event.Text {
		return true
	}
	v, ok := d.member(buf, traits, "company")
	if !ok || v.kind != mapping {
		return ok
	}
	return d.companyName(buf, v, n)
}

func (d *decoder) companyName(buf []byte, company span, field int) bool {
	name, ok := d.member(buf, company, "name")
	if !ok || name.kind == absent || name.kind == mapping || name.kind == sequence {
		return ok
	}
	x, ok := d.scalar(buf, name, event.Text)
	if ok {
		d.set(field, x)
	}
	return ok
}

// group reads the traits of the company a person belongs to. They become the
// trait `company`: its name, or its id without one, when the program wants a
// text; otherwise all of them as a map.
func (d *decoder) group(buf []byte, r *event.Record) outcome {
	r.Kind = event.Identify
	n := d.x.company
	d.begin(len(d.x.traits.list))
	if n >= 0 {
		traits := d.slots[keyTraits]
		if d.x.traits.list[n].Want == event.Text {
			id, ok := d.id(buf, keyGroupID)
			if !ok {
				return unreadable
			}
			if id != "" {
				d.set(n, event.Value{Kind: event.Text, Str: id})
			}
			if traits.kind == mapping && !d.companyName(buf, traits, n) {
				return unreadable
			}
		} else if traits.kind == mapping {
			x, end := d.read(buf, int(traits.at), d.x.traits.list[n].Want)
			if end < 0 {
				return unreadable
			}
			d.set(n, x)
		}
	}
	r.Props = d.collected(len(d.x.traits.list))
	return d.finish(buf, r, keyUserID, keyTimestamp)
}
