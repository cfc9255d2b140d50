package feed

import "github.com/journeylang/journey/runtime/event"

// interpret makes a record of a line whose top level is noted in slots. A line
// that names a `person`, or a `time` and no `timestamp`, is in the short form; all
// others are Segment's.
func (d *decoder) interpret(buf []byte, start int, number int64) outcome {
	r := event.Record{Type: nameNone, Line: number}
	s := &d.slots
	if s[keyPerson].kind != absent || s[keyTime].kind != absent && s[keyTimestamp].kind == absent {
		return d.short(buf, start, &r)
	}
	return d.segment(buf, &r)
}

// segment reads a line of the Segment spec.
func (d *decoder) segment(buf []byte, r *event.Record) outcome {
	what := d.slots[keyType]
	var kind string
	switch what.kind {
	case plain:
		kind = view(buf[what.at:what.end])
	case absent:
		kind = d.inferred()
	case cooked:
		return ignored // no type of Segment is written so
	default:
		return d.unreadable(int(what.at), `"type" must be a text`)
	}
	switch kind {
	case "track":
		return d.track(buf, r)
	case "page":
		return d.page(buf, r, d.x.page)
	case "screen":
		return d.page(buf, r, d.x.screen)
	case "identify":
		return d.identify(buf, r)
	case "group":
		return d.group(buf, r)
	case "alias":
		return d.alias(buf, r, keyUserID, keyPreviousID, keyTimestamp)
	case "delete":
		r.Kind = event.Delete
		return d.finish(buf, r, keyUserID, keyTimestamp)
	case "clock":
		return d.clock(buf, r, keyTimestamp)
	case "":
		return d.unreadable(-1, `the line has neither "type" (Segment) nor "time" and "person" (short form)`)
	}
	return ignored
}

// inferred is the type of a line without one, as in the bodies of Segment's HTTP
// calls, where the address said it.
func (d *decoder) inferred() string {
	s := &d.slots
	switch {
	case s[keyEvent].kind != absent:
		return "track"
	case s[keyPreviousID].kind != absent:
		return "alias"
	case s[keyTraits].kind != absent:
		return "identify"
	}
	return ""
}

func (d *decoder) unreadable(at int, why string) outcome {
	d.fail(at, why)
	return unreadable
}

// spelling is the name of the event as the line spells it.
func (d *decoder) spelling(buf []byte) ([]byte, bool) {
	v := d.slots[keyEvent]
	switch v.kind {
	case plain:
		return buf[v.at:v.end], true
	case cooked:
		s, ok := d.text(buf, v)
		return bytesOf(s), ok
	case absent, null:
		d.fail(-1, `the line has no "event"`)
	default:
		d.fail(int(v.at), `"event" must be a text`)
	}
	return nil, false
}

func (d *decoder) track(buf []byte, r *event.Record) outcome {
	name, ok := d.spelling(buf)
	if !ok {
		return unreadable
	}
	t := d.heard(name)
	if t == nameClock {
		return d.clock(buf, r, keyTimestamp)
	}
	if t < nameNone { // the words of the short form are common names here
		t = d.x.event(event.Normal(string(name)))
	}
	if r.Type = t; t >= 0 {
		f := &d.x.fields[t]
		if d.early != t {
			d.begin(len(f.list))
			if !d.projectSpan(buf, d.slots[keyProperties], f) {
				return unreadable
			}
		}
		r.Props = d.collected(len(f.list))
	}
	return d.finish(buf, r, keyUserID, keyTimestamp)
}

// page reads `page` and `screen`, which keep their name and category beside
// the properties.
func (d *decoder) page(buf []byte, r *event.Record, t int32) outcome {
	if r.Type = t; t >= 0 {
		f := &d.x.fields[t]
		d.begin(len(f.list))
		if !d.projectSpan(buf, d.slots[keyProperties], f) {
			return unreadable
		}
		if !d.beside(buf, f, "name", keyName) || !d.beside(buf, f, "category", keyCategory) {
			return unreadable
		}
		r.Props = d.collected(len(f.list))
	}
	return d.finish(buf, r, keyUserID, keyTimestamp)
}

// beside collects a field from the top level unless the properties have it.
func (d *decoder) beside(buf []byte, f *fields, name string, k key) bool {
	n, v := f.find(bytesOf(name)), d.slots[k]
	if n < 0 || d.has(n) || v.kind == absent || v.kind == null {
		return true
	}
	x, end := d.read(buf, d.opening(v), f.list[n].Want)
	if end >= 0 {
		d.set(n, x)
	}
	return end >= 0
}

// opening is where a value found before begins, its quote included.
func (d *decoder) opening(v span) int {
	if v.kind == plain || v.kind == cooked {
		return int(v.at) - 1
	}
	return int(v.at)
}

func (d *decoder) alias(buf []byte, r *event.Record, user, previous, at key) outcome {
	r.Kind = event.Alias
	var ok bool
	if r.Prev, ok = d.id(buf, previous); !ok {
		return unreadable
	}
	if r.Prev == "" {
		if r.Prev, ok = d.id(buf, keyAnonymousID); !ok {
			return unreadable
		}
		d.slots[keyAnonymousID] = span{}
	}
	if r.Prev == "" {
		return d.unreadable(-1, "an alias must say which id was used before: "+keyNames[previous])
	}
	if v := d.slots[user]; v.kind == absent || v.kind == null {
		return d.unreadable(-1, "an alias must say who the person is: "+keyNames[user])
	}
	return d.finish(buf, r, user, at)
}

func (d *decoder) clock(buf []byte, r *event.Record, at key) outcome {
	r.Kind = event.Clock
	var ok bool
	if r.Time, ok = d.time(buf, at); !ok {
		return unreadable
	}
	d.out.Records = append(d.out.Records, *r)
	return readable
}

// short reads a line of the short form. Its properties stand beside the rest, so
// when any are wanted the line is walked again, now that its event is known.
func (d *decoder) short(buf []byte, start int, r *event.Record) outcome {
	name, ok := d.spelling(buf)
	if !ok {
		return unreadable
	}
	var f *fields
	switch t := d.heard(name); t {
	case nameClock:
		return d.clock(buf, r, keyTime)
	case nameAlias:
		return d.alias(buf, r, keyPerson, keyPrevious, keyTime)
	case nameDelete:
		r.Kind = event.Delete
	case nameIdentify:
		r.Kind = event.Identify
		f = &d.x.traits
	default:
		if r.Type = t; t >= 0 {
			f = &d.x.fields[t]
		}
	}
	if f != nil && len(f.list) > 0 {
		d.depth = 0 // the object itself
		d.begin(len(f.list))
		if d.project(buf, blanks(buf, start), f) < 0 {
			return unreadable
		}
		r.Props = d.collected(len(f.list))
	}
	return d.finish(buf, r, keyPerson, keyTime)
}

// finish fills in what all records of a person share, and keeps the record.
func (d *decoder) finish(buf []byte, r *event.Record, user, at key) outcome {
	var ok bool
	if r.Time, ok = d.time(buf, at); !ok {
		return unreadable
	}
	if r.User, ok = d.id(buf, user); !ok {
		return unreadable
	}
	if r.Anon, ok = d.id(buf, keyAnonymousID); !ok {
		return unreadable
	}
	if r.ID, ok = d.id(buf, keyMessageID); !ok {
		return unreadable
	}
	if r.User == "" && r.Anon == "" {
		return d.unreadable(-1, "the line does not say who: "+keyNames[user]+` or "anonymousId"`)
	}
	d.out.Records = append(d.out.Records, *r)
	return readable
}

// id reads a text that identifies something. Numbers without quotes are ids too.
func (d *decoder) id(buf []byte, k key) (string, bool) {
	v := d.slots[k]
	switch v.kind {
	case plain, numeral:
		return view(buf[v.at:v.end]), true
	case absent, null:
		return "", true
	case cooked:
		return d.text(buf, v)
	}
	d.fail(int(v.at), keyNames[k]+" must be a text")
	return "", false
}

// ahead is how far a timestamp may lie before the time the line was received.
const ahead = 3_600_000

// time reads the line's time and holds it against `receivedAt`.
func (d *decoder) time(buf []byte, k key) (int64, bool) {
	v := d.slots[k]
	switch v.kind {
	case plain, numeral:
	case absent, null:
		d.fail(-1, "the line has no "+keyNames[k])
		return 0, false
	default:
		d.fail(int(v.at), keyNames[k]+" must be a time such as 2026-03-02T10:00:00Z")
		return 0, false
	}
	raw := buf[v.at:v.end]
	ms, fault := parseTime(raw, d.zone)
	if fault != "" {
		d.failf(int(v.at), "%.40q %s", raw, fault)
		return 0, false
	}
	if got := d.slots[keyReceivedAt]; got.kind == plain || got.kind == numeral {
		// A time of receipt that cannot be read says nothing about the line.
		if at, fault := parseTime(buf[got.at:got.end], d.zone); fault == "" && ms > at+ahead {
			d.failf(int(v.at), "%.40q is more than an hour later than the line was received", raw)
			return 0, false
		}
	}
	return ms, true
}
