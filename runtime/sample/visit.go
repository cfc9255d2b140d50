package sample

// shopping is one visit while it is played through.
type shopping struct {
	g      *gen
	p      *person
	who    uint32
	r      rng
	t      int64 // the time within the visit
	ids    uint8
	device uint8 // idAnon or idAnon2
	added  int64 // last addition, 0 for none
}

// visit plays a person's visit through, and plans what follows from it: the
// abandoned cart, the letters, the coming back.
func (g *gen) visit(v visit) {
	p := &g.people[v.who]
	if v.t < g.cfg.Start+int64(p.busy)*1000 {
		return // still here, or thinking about the cart
	}
	s := shopping{g: g, p: p, who: v.who, t: v.t, device: idAnon}
	s.r = stream(g.cfg.Seed, purposeVisit, uint64(v.who), uint64(p.visits))
	p.visits++
	s.arrive()
	meant := v.why == toBuy && p.carts > 0
	if meant {
		s.put(event{kind: kCart, n: p.carts, items: p.cart})
	} else {
		s.browse()
	}
	bought := s.buy(meant)
	s.leave(bought)
}

// put writes an event at the visit's present time and lets some time pass: a
// few seconds to two minutes.
func (s *shopping) put(ev event) {
	ev.t, ev.who, ev.ids = s.t, s.who, s.ids
	s.g.put(ev)
	s.t += int64(min(s.r.between(3_000, 120_000), s.r.between(3_000, 120_000)))
}

func (s *shopping) page(kind uint32) { s.put(event{kind: kPage, arg: kind}) }

// Pages.
const (
	pageHome = iota
	pageAccount
	pageCategory // and the category's index above it
)

// arrive chooses the device and whether it knows the person.
func (s *shopping) arrive() {
	p := s.p
	known := p.is(loggedIn)
	if p.is(twoDevices) && p.visits > 1 && s.r.chance(450) {
		s.device = idAnon2
		known = p.is(loggedIn2)
	}
	s.ids = s.device
	if known {
		s.ids |= s.user()
	}
	s.page(pageHome)
	if p.is(hasAccount) && !known && s.r.chance(400) {
		s.signIn()
	}
}

// user is the id under which the site knows the person on this device.
func (s *shopping) user() uint8 {
	if s.p.is(twoAccounts) && s.device == idAnon {
		return idOldUser
	}
	return idUser
}

// signIn makes the device known: from here on its events carry both ids.
func (s *shopping) signIn() {
	s.page(pageAccount)
	if s.device == idAnon {
		s.p.flags |= loggedIn
	} else {
		s.p.flags |= loggedIn2
	}
	s.ids = s.device | s.user()
	s.put(event{kind: kIdentify})
	s.put(event{kind: kSignIn})
}

// signUp opens an account. Most sites send an identify with both ids; some send
// an alias and then an identify with the user id alone.
func (s *shopping) signUp() {
	p := s.p
	s.page(pageAccount)
	p.flags |= hasAccount | loggedIn
	p.joined = uint32((s.t-s.g.cfg.Start)/1000) + 1
	if p.is(byAlias) {
		s.ids = idUser | s.device
		s.put(event{kind: kAlias})
		s.ids = idUser
		s.put(event{kind: kIdentify})
	} else {
		s.ids = s.device | idUser
		s.put(event{kind: kIdentify})
	}
	s.ids = s.device | idUser
	s.put(event{kind: kSignUp})
	if s.r.chance(700) {
		s.put(event{kind: kSubscribe})
	}
	if !p.is(noAddress|nullAddress) && s.r.n(100) < 20+int(p.reads) {
		t := s.t + soon(&s.r, 10*hour)
		s.g.put(event{t: t, who: s.who, kind: kOpen, ids: idUser, arg: letterWelcome})
		if s.r.chance(350) {
			s.g.put(event{t: t + int64(s.r.between(4_000, 90_000)), who: s.who, kind: kClick, ids: idUser, arg: letterWelcome})
		}
	}
}

// browse looks at things the person likes: most often of the favourite category,
// sometimes of its partner, sometimes of any.
func (s *shopping) browse() {
	p, g := s.p, s.g
	if p.refill > 0 && s.today() >= p.refill && s.r.chance(700) {
		// What ran out is bought again, without a look around.
		it := p.refillOf
		p.refill = 0
		s.look(it)
		s.add(it)
		return
	}
	for range 1 + s.r.tail(3) {
		cat := int(p.likes)
		switch x := s.r.n(100); {
		case x >= 82:
			cat = s.r.pick(g.cat.weights)
		case x >= 60:
			cat = g.cat.partner[p.likes]
		}
		if s.r.chance(250) {
			s.put(event{kind: kSearch, n: 1, items: [maxCart]item{g.cat.inCategory(&s.r, cat)}})
		} else if s.r.chance(500) {
			s.page(pageCategory + uint32(cat))
		}
		for range 1 + s.r.tail(4) {
			it := g.cat.inCategory(&s.r, cat)
			s.look(it)
			switch x := s.r.n(100); {
			case x < 22:
				s.add(it)
			case x < 28:
				s.wish(it)
			}
		}
	}
	if !p.is(hasAccount) && s.r.chance(110) {
		s.signUp()
	}
	if p.carts > 0 && s.added > 0 && s.r.chance(90) {
		s.remove()
	}
	if p.is(twoAccounts) && s.ids&idOldUser != 0 && s.r.chance(400) {
		// Customer service finds the second account.
		p.flags &^= twoAccounts
		s.ids = idUser | idOldUser
		s.put(event{kind: kAlias})
		s.ids = idUser | s.device
	}
}

// today counts days since the beginning of the feed, from 1.
func (s *shopping) today() int32 { return int32((s.t-s.g.cfg.Start)/day) + 1 }

func (s *shopping) look(it item) {
	s.put(event{kind: kView, n: 1, items: [maxCart]item{it & itemMask}})
}

func (s *shopping) add(it item) {
	p := s.p
	it &= itemMask
	for _, have := range p.cart[:p.carts] {
		if have&itemMask == it {
			return
		}
	}
	if p.carts == maxCart {
		return
	}
	if s.r.chance(180) {
		it |= 1 << 12 // two of them
	}
	p.cart[p.carts] = it
	p.carts++
	s.added = s.t
	s.put(event{kind: kAdd, n: 1, items: [maxCart]item{it}})
}

func (s *shopping) remove() {
	p := s.p
	i := s.r.n(int(p.carts))
	it := p.cart[i]
	copy(p.cart[i:], p.cart[i+1:p.carts])
	p.carts--
	s.put(event{kind: kRemove, n: 1, items: [maxCart]item{it}})
}

// wish remembers a product; the oldest wish makes room.
func (s *shopping) wish(it item) {
	p := s.p
	if p.wishes == maxWish {
		copy(p.wish[:], p.wish[1:])
		p.wishes--
	}
	p.wish[p.wishes] = it
	p.wishes++
	s.put(event{kind: kWish, n: 1, items: [maxCart]item{it}})
}

// buy goes to the cart, perhaps to the checkout, perhaps through it.
func (s *shopping) buy(meant bool) bool {
	p := s.p
	if p.carts == 0 {
		return false
	}
	if !meant {
		if s.added == 0 && !s.r.chance(200) {
			return false
		}
		if s.r.chance(650) {
			s.put(event{kind: kCart, n: p.carts, items: p.cart})
		}
		if !s.r.chance(600) {
			return false
		}
	}
	s.put(event{kind: kCheckout, n: p.carts, items: p.cart})
	if !p.is(hasAccount) && s.r.chance(750) {
		s.signUp()
	} else if p.is(hasAccount) && s.ids&(idUser|idOldUser) == 0 {
		s.signIn()
	}
	if !meant && !s.r.chance(720) {
		return false
	}
	s.order()
	return true
}

func (s *shopping) order() {
	p, g := s.p, s.g
	p.orders++
	s.put(event{kind: kOrder, n: p.carts, items: p.cart, arg: uint32(p.orders)})
	total := 0
	for _, it := range p.cart[:p.carts] {
		pr := &g.cat.products[it&itemMask]
		total += pr.cents(g.today[it&itemMask].sale) * (1 + int(it>>12))
		if refill := categories[pr.cat].refill; refill > 0 {
			p.refillOf = it & itemMask
			p.refill = s.today() + int32(refill-3+s.r.n(7))
		}
	}
	if g.cfg.Lifecycle && p.is(hasAccount) {
		g.afterOrder(s.who, s.t, uint32(p.orders), p.cart[0]&itemMask)
	}
	p.carts = 0
	if p.is(member) && p.is(hasAccount) {
		gain := uint32(total / 100)
		p.points += gain
		g.put(event{t: s.t, who: s.who, ids: idUser, kind: kPoints, arg: p.points})
	}
	if p.is(hasAccount) && !p.is(noAddress|nullAddress) && s.r.chance(550) {
		g.put(event{t: s.t + soon(&s.r, 3*hour), who: s.who, kind: kOpen, ids: idUser, arg: letterOrder})
	}
}

// leave keeps the person away for a while, and follows up a full cart: an hour
// after the last addition it counts as abandoned.
func (s *shopping) leave(bought bool) {
	p, g := s.p, s.g
	until := s.t + 20*minute
	if !bought && s.added > 0 && p.carts > 0 {
		t := max(s.added+hour, s.t)
		until = t + minute
		if g.cfg.CartAbandoned {
			g.put(event{t: t, who: s.who, kind: kAbandon, ids: s.ids, n: p.carts, items: p.cart})
		}
		if s.ids&idUser != 0 && !p.is(unsubscribed|noAddress|nullAddress) && s.r.n(100) < int(p.reads) {
			opened := t + 4*hour + soon(&s.r, 8*hour)
			g.put(event{t: opened, who: s.who, kind: kOpen, ids: idUser, arg: letterCart})
			if s.r.chance(400) {
				g.put(event{t: opened + int64(s.r.between(4_000, 90_000)), who: s.who, kind: kClick, ids: idUser, arg: letterCart})
			}
		}
		switch x := s.r.n(100); {
		case x < 14: // comes back by itself, soon
			g.come(visit{t: t + int64(s.r.between(int(5*minute), int(110*minute))), who: s.who, why: toBuy})
		case x < 30: // or the next days
			g.come(visit{t: t + int64(s.r.between(int(3*hour), int(40*hour))), who: s.who, why: toBuy})
		}
	}
	p.busy = uint32((until-g.cfg.Start)/1000) + 1
}

// cents is the price, or the sale price.
func (p *product) cents(sale uint8) int {
	if sale == 1 {
		return p.sale
	}
	return p.price
}
