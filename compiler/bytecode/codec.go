package bytecode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The file: "JOURNEY\x00", a format version, a checksum of everything after it,
// and the program's tables. Numbers are varints; a table is its length followed
// by its rows; a text is its length and its bytes.
//
// One function, codec.program, describes the format for both directions, so that
// what is written and what is read cannot come apart. Reading trusts nothing: a
// length is believed only as far as the bytes that are left could hold it, so a
// damaged file costs no more memory than its own size times a small constant.

const magic = "JOURNEY\x00"

// Version is the version of the file format. Files of another version are
// refused: programs are compiled in milliseconds, so there is nothing to migrate.
const Version = 5

// errDamaged is what every malformed file amounts to.
var errDamaged = errors.New("the file is damaged")

// Encode returns the program's file.
func (p *Program) Encode() []byte {
	c := &codec{writing: true}
	c.program(p)
	head := append([]byte(magic), Version)
	head = binary.LittleEndian.AppendUint64(head, checksum(c.buf))
	return append(head, c.buf...)
}

// IsProgram reports whether data starts like a compiled program.
func IsProgram(data []byte) bool {
	return len(data) >= len(magic) && string(data[:len(magic)]) == magic
}

// Decode reads a program's file and verifies it. What it returns can be run
// without further checks, once its expressions compile.
func Decode(data []byte) (*Program, error) {
	if !IsProgram(data) {
		return nil, errors.New("not a compiled journey: the first bytes are not JOURNEY")
	}
	data = data[len(magic):]
	if len(data) < 9 {
		return nil, errDamaged
	}
	if data[0] != Version {
		return nil, fmt.Errorf("compiled by another version of journey (format %d, this one reads %d): compile it again", data[0], Version)
	}
	sum := binary.LittleEndian.Uint64(data[1:])
	body := data[9:]
	if checksum(body) != sum {
		return nil, fmt.Errorf("%w: its checksum does not match", errDamaged)
	}
	c := &codec{buf: body}
	p := &Program{}
	c.program(p)
	if c.err == nil && len(c.buf) != 0 {
		c.err = errDamaged
	}
	if c.err != nil {
		return nil, c.err
	}
	if err := Verify(p); err != nil {
		return nil, fmt.Errorf("the program is not valid: %w", err)
	}
	return p, nil
}

// checksum is FNV-1a, 64 bits: it finds accidents, not attacks; those are the
// verifier's.
func checksum(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

type codec struct {
	writing bool
	buf     []byte // written so far, or left to read
	err     error
}

func (c *codec) fail() {
	if c.err == nil {
		c.err = errDamaged
	}
	c.buf = nil
}

func (c *codec) uint(v *uint64) {
	if c.writing {
		c.buf = binary.AppendUvarint(c.buf, *v)
		return
	}
	x, n := binary.Uvarint(c.buf)
	if n <= 0 {
		c.fail()
		return
	}
	*v, c.buf = x, c.buf[n:]
}

func (c *codec) int64(v *int64) {
	if c.writing {
		c.buf = binary.AppendVarint(c.buf, *v)
		return
	}
	x, n := binary.Varint(c.buf)
	if n <= 0 {
		c.fail()
		return
	}
	*v, c.buf = x, c.buf[n:]
}

func (c *codec) int(v *int32) {
	x := int64(*v)
	c.int64(&x)
	if x < math.MinInt32 || x > math.MaxInt32 {
		c.fail()
		return
	}
	*v = int32(x)
}

func (c *codec) bool(v *bool) {
	var x uint64
	if *v {
		x = 1
	}
	c.uint(&x)
	if x > 1 {
		c.fail()
	}
	*v = x == 1
}

func (c *codec) float(v *float64) {
	if c.writing {
		c.buf = binary.LittleEndian.AppendUint64(c.buf, math.Float64bits(*v))
		return
	}
	if len(c.buf) < 8 {
		c.fail()
		return
	}
	*v = math.Float64frombits(binary.LittleEndian.Uint64(c.buf))
	c.buf = c.buf[8:]
}

func (c *codec) text(v *string) {
	n := uint64(len(*v))
	c.uint(&n)
	if c.writing {
		c.buf = append(c.buf, *v...)
		return
	}
	if n > uint64(len(c.buf)) {
		c.fail()
		return
	}
	*v, c.buf = string(c.buf[:n]), c.buf[n:]
}

// small codes a number that fits a byte, such as a kind.
func small[T ~uint8](c *codec, v *T) {
	x := uint64(*v)
	c.uint(&x)
	if x > math.MaxUint8 {
		c.fail()
		return
	}
	*v = T(x)
}

// table codes a slice: its length, then its rows. Every row takes at least one
// byte, which bounds the length that is believed.
func table[T any](c *codec, s *[]T, row func(*T)) {
	n := uint64(len(*s))
	c.uint(&n)
	if !c.writing {
		if n > uint64(len(c.buf)) {
			c.fail()
			return
		}
		*s = nil
		// Grow as rows arrive: a row can be a hundred times larger in memory than
		// in the file, so a length alone must not allocate.
		for range n {
			var v T
			row(&v)
			if c.err != nil {
				return
			}
			*s = append(*s, v)
		}
		return
	}
	for i := range *s {
		row(&(*s)[i])
	}
}

// optional codes a pointer that may be nil.
func optional[T any](c *codec, p **T, row func(*T)) {
	there := *p != nil
	c.bool(&there)
	if !there || c.err != nil {
		return
	}
	if !c.writing {
		*p = new(T)
	}
	row(*p)
}

func (c *codec) ints(s *[]int32)   { table(c, s, c.int) }
func (c *codec) texts(s *[]string) { table(c, s, c.text) }
func (c *codec) fields(s *[]Field) {
	table(c, s, func(f *Field) { c.text(&f.Name); small(c, &f.Type) })
}
func (c *codec) dur(d *Duration) { c.int(&d.Months); c.int(&d.Days); c.int64(&d.Millis) }
func (c *codec) instrs(s *[]Instr) {
	table(c, s, func(i *Instr) { small(c, &i.Op); c.int(&i.A); c.int(&i.B) })
}
func (c *codec) tests(s *[]Test) { table(c, s, c.test) }
func (c *codec) captures(t *[]Capture) {
	table(c, t, func(p *Capture) { c.int(&p.Slot); c.int(&p.Field) })
}

func (c *codec) test(t *Test) {
	c.int(&t.Event)
	c.int(&t.Cond)
	c.int(&t.Key)
	c.captures(&t.Captures)
}

func (c *codec) program(p *Program) {
	c.text(&p.Zones)
	c.text(&p.Zone)
	c.text(&p.Language)
	table(c, &p.Events, func(e *Event) { c.text(&e.Name); c.texts(&e.HeardAs); c.fields(&e.Fields) })
	c.fields(&p.Traits)
	table(c, &p.Regs, func(r *Register) {
		small(c, &r.Kind)
		c.int(&r.Event)
		c.int(&r.Cond)
		c.int(&r.Field)
		c.dur(&r.Within)
		c.ints(&r.Fields)
		c.int(&r.Home)
	})
	table(c, &p.Facts, func(f *Fact) {
		small(c, &f.Kind)
		c.int(&f.Reg)
		c.dur(&f.Within)
		c.int(&f.Field)
		small(c, &f.Cmp)
	})
	table(c, &p.Exprs, func(e *Expr) {
		c.text(&e.Source)
		table(c, &e.Vars, func(v *Var) { c.text(&v.Name); small(c, &v.From); c.int(&v.Index) })
		small(c, &e.Type)
	})
	table(c, &p.Numbers, c.float)
	c.texts(&p.Texts)
	table(c, &p.Durs, c.dur)
	table(c, &p.Calls, func(f *Call) { c.text(&f.Func); c.int(&f.Args) })
	table(c, &p.Messages, func(m *Message) {
		c.text(&m.Name)
		c.texts(&m.Params)
		table(c, &m.Parts, func(q *Part) {
			c.text(&q.Name)
			c.text(&q.Lang)
			c.text(&q.Channel)
			c.int(&q.Code)
			c.bool(&q.Certain)
		})
	})
	table(c, &p.Journeys, c.journey)
	c.instrs(&p.Code)
	c.cart(&p.Cart)
	table(c, &p.Segments, func(s *Segment) { c.text(&s.Name); c.int(&s.Code); c.bool(&s.Watched) })
	table(c, &p.Marks, func(m *Mark) { c.text(&m.Name); c.bool(&m.Stay) })
	table(c, &p.Policies, c.policy)
}

func (c *codec) journey(j *Journey) {
	c.text(&j.Name)
	c.text(&j.Title)
	c.text(&j.File)
	c.int(&j.Line)
	c.bool(&j.Std)
	small(c, &j.Mode)
	c.dur(&j.After)
	c.text(&j.Key)
	c.text(&j.Zone)
	table(c, &j.Alts, c.pattern)
	table(c, &j.Subs, func(a *Pattern) {
		c.pattern(a)
		c.int(&a.Parent)
		c.int(&a.Part)
	})
	optional(c, &j.Goal, func(g *Goal) { c.int(&g.Line); c.tests(&g.Any); c.ints(&g.Regs); c.dur(&g.Within) })
	table(c, &j.Exits, func(e *Exit) { c.int(&e.Line); c.tests(&e.Any); c.ints(&e.Regs) })
	c.int(&j.While)
	c.int(&j.WhileLine)
	c.fields(&j.Entry)
	c.int(&j.Start)
	table(c, &j.States, func(s *State) {
		small(c, &s.Kind)
		c.int(&s.Step)
		c.dur(&s.Limit)
		c.bool(&s.Forever)
		c.int(&s.Deadline)
		table(c, &s.Arms, func(a *Arm) { c.text(&a.Name); c.tests(&a.Any); c.ints(&a.Regs); c.int(&a.PC) })
		c.int(&s.Cond)
		c.int(&s.Then)
		c.int(&s.Times)
		c.int(&s.Level)
		optional(c, &s.At, c.moment)
	})
	table(c, &j.Steps, func(s *Step) { c.text(&s.ID); c.int(&s.Line); c.text(&s.Kind); c.text(&s.Label) })
	table(c, &j.Sends, func(s *Send) {
		c.int(&s.Step)
		c.text(&s.Channel)
		c.text(&s.Message)
		c.int(&s.Content)
		c.int(&s.Value)
		c.bool(&s.Certain)
		c.ints(&s.Params)
		c.bool(&s.Transactional)
		c.int(&s.Address)
		c.ints(&s.Marks)
		c.int(&s.Hold)
		table(c, &s.Valid, c.dur)
	})
	table(c, &j.Splits, func(s *Split) {
		c.int(&s.Step)
		c.text(&s.Salt)
		table(c, &s.Arms, func(a *SplitArm) { c.text(&a.Name); c.int(&a.Upto); c.int(&a.PC) })
		c.int(&s.Rest)
	})
	table(c, &j.Emits, func(e *Emit) { c.int(&e.Step); c.int(&e.Event); c.ints(&e.Fields) })
	table(c, &j.Acts, func(a *Act) { small(c, &a.Kind); c.int(&a.Step); c.texts(&a.Names); c.int(&a.Journey) })
	c.int(&j.Holdout)
	c.int(&j.Policy)
	c.int(&j.Priority)
	c.dur(&j.AcceptLate)
	c.dur(&j.Backfill)
	c.text(&j.Exclusive)
}

func (c *codec) pattern(a *Pattern) {
	small(c, &a.Kind)
	c.int(&a.Line)
	table(c, &a.Parts, c.tests)
	c.tests(&a.Not)
	c.ints(&a.NotReg)
	c.dur(&a.Within)
	c.int(&a.N)
	small(c, &a.Per)
	switch a.Kind {
	case PatSegment:
		c.int(&a.Segment)
		c.bool(&a.Leaves)
	case PatChange:
		c.int(&a.Trait)
		c.int(&a.From)
		c.int(&a.To)
	}
	optional(c, &a.Date, c.date)
	if c.bool(&a.Nested); a.Nested {
		c.text(&a.Label)
	}
}

func (c *codec) cart(e *CartEvents) {
	c.bool(&e.Used)
	for _, v := range []*int32{&e.Added, &e.Removed, &e.Cleared, &e.Bought, &e.Viewed} {
		c.int(v)
	}
}
