package sample

import (
	"io"
	"strconv"
	"time"
)

// encoder turns events into lines. It appends to one buffer and copies texts
// that were made beforehand; encoding/json would be five times slower, and the
// order of the members is part of the feed's bytes.
type encoder struct {
	g   *gen
	w   io.Writer
	err error
	buf []byte

	ids    int64 // message ids given so far
	lines  int64
	bytes  int64
	counts [kinds]int64
	late   int64

	date    int64 // the day whose text is in dateText
	dateBuf []byte

	dirt dirt
}

const flushAt = 128 << 10

func newEncoder(w io.Writer, g *gen) *encoder {
	return &encoder{g: g, w: w, buf: make([]byte, 0, flushAt+8<<10), date: -1, dirt: newDirt(g.cfg)}
}

// write appends an event's line, and whatever dirt is due after it. It is false
// once the writer has failed.
func (e *encoder) write(ev *event) bool {
	from := len(e.buf)
	e.ids++
	e.line(ev)
	e.buf = append(e.buf, '\n')
	e.counts[ev.kind]++
	e.lines++
	if ev.late > 0 {
		e.late++
	}
	e.spoil(from, ev.t)
	if len(e.buf) >= flushAt {
		e.drain()
	}
	return e.err == nil
}

// drain hands the buffer to the writer.
func (e *encoder) drain() {
	if e.err == nil {
		_, e.err = e.w.Write(e.buf)
	}
	e.bytes += int64(len(e.buf))
	e.buf = e.buf[:0]
}

// flush writes what is left.
func (e *encoder) flush() error {
	e.lastDuplicates()
	e.drain()
	return e.err
}

func (e *encoder) text(s string) { e.buf = append(e.buf, s...) }
func (e *encoder) num(n int64)   { e.buf = strconv.AppendInt(e.buf, n, 10) }

// money appends cents as a number of euros.
func (e *encoder) money(cents int) {
	e.num(int64(cents / 100))
	e.buf = append(e.buf, '.', byte('0'+cents/10%10), byte('0'+cents%10))
}

// member appends ,"name":"value" and leaves it out when the value is empty. The
// values are our own texts and need no escapes.
func (e *encoder) member(name, value string) {
	if value != "" {
		e.text(`,"`)
		e.text(name)
		e.text(`":"`)
		e.text(value)
		e.text(`"`)
	}
}

// stamp appends ,"name":"…" with an instant in UTC, to the millisecond.
func (e *encoder) stamp(name string, t int64) {
	d := floorDay(t)
	if d != e.date {
		e.date = d
		e.dateBuf = time.UnixMilli(t).UTC().AppendFormat(e.dateBuf[:0], "2006-01-02T")
	}
	ms := int(t - d*day)
	s := ms / 1000
	two := func(n int) (byte, byte) { return byte('0' + n/10), byte('0' + n%10) }
	h1, h2 := two(s / 3600)
	m1, m2 := two(s / 60 % 60)
	s1, s2 := two(s % 60)
	ms %= 1000
	e.text(`,"`)
	e.text(name)
	e.text(`":"`)
	e.buf = append(e.buf, e.dateBuf...)
	e.buf = append(e.buf, h1, h2, ':', m1, m2, ':', s1, s2, '.', byte('0'+ms/100), byte('0'+ms/10%10), byte('0'+ms%10), 'Z', '"')
}

// id appends ,"name":"<prefix><number><suffix>".
func (e *encoder) id(name, prefix string, who uint32, suffix string) {
	e.text(`,"`)
	e.text(name)
	e.text(`":"`)
	e.text(prefix)
	e.num(int64(who) + 1)
	e.text(suffix)
	e.text(`"`)
}

func (e *encoder) line(ev *event) {
	switch ev.kind {
	case kPage:
		e.text(`{"type":"page","messageId":"e`)
	case kIdentify:
		e.text(`{"type":"identify","messageId":"e`)
	case kAlias:
		e.text(`{"type":"alias","messageId":"e`)
	default:
		e.text(`{"type":"track","messageId":"e`)
	}
	e.num(e.ids)
	e.text(`"`)
	e.person(ev)
	e.stamp("timestamp", ev.t-int64(ev.late))
	if ev.late > 0 {
		e.stamp("receivedAt", ev.t)
	}
	switch {
	case ev.kind == kIdentify:
		e.traits(ev)
	case ev.kind == kPage:
		e.page(ev.arg)
	case ev.kind < tracks:
		e.member("event", kindNames[ev.kind])
		e.text(`,"properties":{`)
		e.properties(ev)
		e.text(`}`)
	}
	e.text(`}`)
}

// person appends the identities. An alias names the one that goes first.
func (e *encoder) person(ev *event) {
	if ev.kind == kAlias {
		switch {
		case ev.ids&idCard != 0:
			e.id("previousId", "card", ev.who, "")
		case ev.ids&idOldUser != 0:
			e.id("previousId", "p", ev.who, "x")
		case ev.ids&idAnon2 != 0:
			e.id("previousId", "a", ev.who, "b")
		default:
			e.id("previousId", "a", ev.who, "")
		}
		e.id("userId", "p", ev.who, "")
		return
	}
	switch {
	case ev.ids&idUser != 0:
		e.id("userId", "p", ev.who, "")
	case ev.ids&idOldUser != 0:
		e.id("userId", "p", ev.who, "x")
	case ev.ids&idCard != 0:
		e.id("userId", "card", ev.who, "")
	}
	switch {
	case ev.ids&idAnon != 0:
		e.id("anonymousId", "a", ev.who, "")
	case ev.ids&idAnon2 != 0:
		e.id("anonymousId", "a", ev.who, "b")
	}
}

func (e *encoder) traits(ev *event) {
	t := e.g.traitsOf(ev.who)
	p := &e.g.people[ev.who]
	e.text(`,"traits":{"first_name":"`)
	e.text(t.first)
	e.text(`"`)
	e.member("last_name", t.last)
	switch {
	case p.is(nullAddress):
		e.text(`,"email":null`)
	case !p.is(noAddress):
		e.member("email", t.email)
	}
	e.member("phone", t.phone)
	e.member("birthday", t.birthday)
	e.member("country", t.country)
	e.member("city", t.city)
	e.member("language", t.language)
	e.member("timezone", t.zone)
	if p.is(pro) || e.g.subscribed(ev.who, ev.t) {
		e.member("plan", "pro")
	} else {
		e.member("plan", "free")
	}
	e.stamp("created_at", t.created)
	e.text(`}`)
}

func (e *encoder) page(arg uint32) {
	name, path, title := "Home", "/", "Home"
	switch {
	case arg == pageAccount:
		name, path, title = "Account", "/account", "Account"
	case arg >= pageCategory:
		c := &categories[arg-pageCategory]
		name, path, title = "Category", "/c/"+c.slug, c.title
	}
	e.member("name", name)
	e.text(`,"properties":{"path":"`)
	e.text(path)
	e.text(`","url":"` + shopURL)
	e.text(path)
	e.text(`","title":"`)
	e.text(title)
	e.text(`"}`)
}
