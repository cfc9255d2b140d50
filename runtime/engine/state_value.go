package engine

import (
	"encoding/binary"
	"math"
	"math/bits"

	"github.com/journeylang/journey/runtime/event"
)

// tag is the first byte of a value.
type tag uint8

const (
	tagNull tag = iota
	tagFalse
	tagTrue
	tagShort  // a number of few digits, in a varint
	tagNumber // any other
	tagTime   // a time of whole milliseconds
	tagMoment // any other
	tagText
	tagList
	tagMap
	tags
)

// maxDepth bounds lists in lists; a feed may have 64.
const maxDepth = 256

func tagOf(v *event.Value) tag {
	switch v.Kind {
	case event.Bool:
		if v.Num == 0 {
			return tagFalse
		}
		return tagTrue
	case event.Number:
		if bits.ReverseBytes64(math.Float64bits(v.Num)) < 1<<28 {
			return tagShort
		}
		return tagNumber
	case event.Time:
		if t := int64(v.Num); float64(t) == v.Num && t > -1<<53 && t < 1<<53 {
			return tagTime
		}
		return tagMoment
	case event.Text:
		return tagText
	case event.List:
		return tagList
	case event.Map:
		return tagMap
	}
	return tagNull
}

// Value codes a value.
func (c *Coder) Value(v *event.Value) {
	t := tagOf(v)
	Below(c, &t, uint64(tags), "the kind of a value")
	if c.reading {
		v.Kind = [tags]event.Kind{
			event.Null, event.Bool, event.Bool, event.Number, event.Number, event.Time, event.Time,
			event.Text, event.List, event.Map,
		}[t]
	}
	switch t {
	case tagTrue:
		if c.reading {
			v.Num = 1
		}
	case tagShort:
		c.float(&v.Num)
	case tagNumber, tagMoment:
		c.fixed(&v.Num)
	case tagTime:
		ms := int64(v.Num)
		c.Int(&ms)
		if c.reading {
			v.Num = float64(ms)
		}
	case tagText:
		c.Text(&v.Str)
	case tagList, tagMap:
		c.box(v)
	}
}

func (c *Coder) fixed(v *float64) {
	if !c.reading {
		c.buf = binary.LittleEndian.AppendUint64(c.buf, math.Float64bits(*v))
		return
	}
	if len(c.buf) < 8 {
		c.Fail("a number is cut off")
		return
	}
	*v = math.Float64frombits(binary.LittleEndian.Uint64(c.buf))
	c.buf = c.buf[8:]
}

// box codes what is in a list or a record. One that is read always has a box: its
// readers do not ask.
func (c *Coder) box(v *event.Value) {
	if c.depth++; c.depth > maxDepth {
		c.Fail("lists are nested too deep")
	}
	defer func() { c.depth-- }()
	box := v.Box
	if box == nil {
		box = &event.Box{}
	}
	i := 0
	List(c, &box.Items, math.MaxInt32, "elements", func(item *event.Value) {
		if v.Kind == event.Map {
			if c.reading {
				box.Names = append(box.Names, "")
			}
			c.Text(&box.Names[i])
			i++
		}
		c.Value(item)
	})
	if c.reading {
		v.Box = box
	}
}

// values codes an entry payload: nothing, or a value for each of its slots.
func (c *Coder) values(vs *[]event.Value, slots int) {
	if c.reading {
		*vs = make([]event.Value, 0, min(slots, exact))
		for range slots {
			if c.err != nil {
				return
			}
			*vs = append(*vs, event.Value{})
			c.Value(&(*vs)[len(*vs)-1])
		}
		return
	}
	for i := range slots {
		c.Value(&(*vs)[i])
	}
}

// Record codes a record of the program's schema, of which it keeps what the
// engine will read.
func (c *Coder) Record(r *event.Record) {
	Below(c, &r.Kind, uint64(event.Clock)+1, "the kind of a record")
	orNone(c, &r.Type, len(c.prog.Events), "an event")
	c.Stamp(&r.Time)
	c.Int(&r.Line)
	for _, s := range [...]*string{&r.User, &r.Anon, &r.Prev, &r.ID} {
		c.Text(s)
	}
	fields := 0
	switch {
	case r.Kind == event.Identify:
		fields = len(c.prog.Traits)
	case r.Kind == event.Track && r.Type != event.None:
		fields = len(c.prog.Events[r.Type].Fields)
	default:
		return
	}
	List(c, &r.Props, math.MaxUint16, "properties", func(p *event.Prop) {
		Below(c, &p.Field, uint64(fields), "a field")
		c.Value(&p.Value)
	})
}

// Decision codes a decision.
func (c *Coder) Decision(d *Decision) {
	c.Stamp(&d.At)
	c.Text(&d.Person)
	Below(c, &d.ID, 1<<32, "a person")
	Below(c, &d.Journey, uint64(len(c.prog.Journeys)), "a journey")
	Below(c, &d.Kind, uint64(kinds), "the kind of a decision")
	Below(c, &d.Reason, uint64(reasons), "a reason")
	if c.err != nil {
		return
	}
	j := &c.prog.Journeys[d.Journey]
	c.bool(&d.Skipped)
	Below(c, &d.Instance, 1<<32, "an instance")
	orNone(c, &d.Step, len(j.Steps), "a step")
	orNone(c, &d.Send, len(j.Sends), "a send")
	Below(c, &d.Line, 1<<31, "a line")
	c.Int(&d.Cause)
	c.Int(&d.Until)
	c.Text(&d.Arm)
	List(c, &d.Items, math.MaxInt32, "items", c.Text)
	c.Text(&d.Target)
	payload := event.Value{Kind: event.Map, Box: d.Payload}
	if d.Payload == nil {
		payload = event.Value{}
	}
	if c.Value(&payload); payload.Kind == event.Map {
		d.Payload = payload.Box
	}
}

// AppendValue appends the binary form of a value: the same value gives the same
// bytes, and different values different ones.
func AppendValue(dst []byte, v event.Value) []byte {
	c := Coder{buf: dst}
	c.Value(&v)
	return c.buf
}
