package engine

import (
	"math"

	"github.com/journeylang/journey/compiler/bytecode"
)

// The sections of more.
const (
	moreTraits = 1 << iota
	moreFields
	moreWindows
	moreTotals
	moreWide
	moreConsent
	moreCart
	moreViewed
	moreBought
	moreLost
	moreIn
	moreGot
	moreSeen
	moreEarly
	unknownMore
	// moreRare are those of rare.
	moreRare = unknownMore - 1 - moreTraits - moreWindows - moreCart - moreViewed
)

// sections says which sections are not empty.
func (m *more) sections() (has uint16) {
	if m == nil {
		return 0
	}
	x := m.rare
	if x == nil {
		x = &rare{}
	}
	for i, n := range [...]int{
		len(m.traits), len(x.fields), len(m.windows), len(x.totals), len(x.wide),
		len(x.consent), len(m.cart), len(m.viewed), len(x.bought), int(min(x.lost, 1)),
		len(x.in), len(x.got), len(x.seen), len(x.early),
	} {
		if n > 0 {
			has |= 1 << i
		}
	}
	return has
}

// more codes what most people do not have. The zone is not written: it is what
// the trait says.
func (c *Coder) more(p *Person, has uint16) {
	Below(c, &has, unknownMore, "a person's sections")
	m := p.rest()
	var x *rare
	if has&moreRare != 0 {
		x = p.few()
	}
	regs := len(c.prog.Regs)
	if has&moreTraits != 0 {
		List(c, &m.traits, len(c.prog.Traits), "traits", c.trait)
		if c.reading && c.prog.timezone >= 0 {
			m.zone = zoneNamed(p.trait(c.prog.timezone))
		}
	}
	if has&moreFields != 0 {
		List(c, &x.fields, regs, "last events", c.fieldsReg)
	}
	if has&moreWindows != 0 {
		List(c, &m.windows, regs, "windows", c.window)
	}
	if has&moreTotals != 0 {
		List(c, &x.totals, regs, "totals", func(t *total) {
			c.reg(&t.reg, bytecode.RegTotal)
			Below(c, &t.count, math.MaxInt64, "a total")
			c.float(&t.sum)
		})
	}
	if has&moreWide != 0 {
		List(c, &x.wide, regs, "stamps", func(w *wideReg) {
			c.reg(&w.reg, bytecode.RegLast)
			c.Stamp(&w.time)
		})
	}
	if has&moreConsent != 0 {
		List(c, &x.consent, math.MaxInt32, "choices", func(y *choice) {
			Below(c, &y.kind, uint64(bounces)+1, "a choice")
			c.Text(&y.channel)
			c.Text(&y.topic)
			c.Stamp(&y.time)
		})
	}
	if has&moreCart != 0 {
		c.cart(m)
	}
	if has&moreViewed != 0 {
		c.seen(&m.viewed)
	}
	if has&moreBought != 0 {
		c.seen(&x.bought)
	}
	if has&moreLost != 0 {
		Below(c, &x.lost, math.MaxInt64, "what was lost")
	}
	if has&moreIn != 0 {
		List(c, &x.in, (max(len(c.prog.watch.segments), 32)+31)/64, "segments", c.Uint)
	}
	if has&moreGot != 0 {
		c.marks(&x.got)
	}
	if has&moreSeen != 0 {
		c.seenHours(x)
	}
	if has&moreEarly != 0 {
		c.early(p)
	}
}

func (c *Coder) reg(i *int32, kind bytecode.RegKind) {
	Below(c, i, uint64(len(c.prog.Regs)), "a register")
	if c.reading && c.err == nil {
		c.register(*i, kind)
	}
}

func (c *Coder) trait(t *trait) {
	Below(c, &t.index, uint64(len(c.prog.Traits)), "a trait")
	c.Stamp(&t.time)
	c.mark(&t.line)
	c.Value(&t.value)
}

func (c *Coder) fieldsReg(f *fieldsReg) {
	c.reg(&f.reg, bytecode.RegFields)
	if c.err != nil {
		return
	}
	c.Stamp(&f.time)
	c.mark(&f.line)
	c.values(&f.values, len(c.prog.Regs[f.reg].Fields))
}

func (c *Coder) window(w *window) {
	c.reg(&w.reg, bytecode.RegWindow)
	last := int64(math.MinInt64)
	List(c, &w.pairs, maxPairs, "events in a window", func(x *pair) {
		c.Stamp(&x.time)
		c.inOrder(&last, x.time)
		c.float(&x.value)
	})
}

// inOrder refuses a list whose stamps go back.
func (c *Coder) inOrder(last *int64, t int64) {
	if c.reading && t < *last {
		c.Fail("a list is not in order of time")
	}
	*last = t
}

func (c *Coder) cart(m *more) {
	last := int64(math.MinInt64)
	List(c, &m.cart, maxPairs, "operations on a cart", func(op *cartOp) {
		Below(c, &op.kind, uint64(cartClear)+1, "an operation on a cart")
		c.Stamp(&op.time)
		c.inOrder(&last, op.time)
		if op.kind != cartClear {
			Below(c, &op.qty, 1<<16, "a quantity")
			c.product(&op.item)
		}
	})
}

func (c *Coder) seen(list *[]seenItem) {
	last := int64(0)
	List(c, list, maxSeen, "products", func(s *seenItem) {
		Below(c, &s.sec, 1<<32, "a time")
		c.inOrder(&last, int64(s.sec))
		c.product(&s.item)
	})
}
