package sample

// dayWeights is how busy the shop is from Monday to Sunday, in percent.
var dayWeights = []int{92, 88, 90, 94, 100, 112, 124}

// sync is what a customer database sends on the first night: one identify for
// everybody who had an account before, so that journeys know people who never
// come by. It takes ten minutes.
func (g *gen) sync() {
	n := int64(len(g.people))
	for i := range g.people {
		p := &g.people[i]
		if !p.is(hasAccount) {
			continue
		}
		t := g.cfg.Start + int64(i)*10*minute/n
		p.busy = uint32(10 * minute / 1000)
		g.put(event{t: t, who: uint32(i), kind: kIdentify, ids: idUser})
		if p.is(twoAccounts) {
			g.put(event{t: t, who: uint32(i), kind: kIdentify, ids: idOldUser})
		}
	}
}

// planDay decides, for one day of the local calendar, who comes when, and, on a
// Tuesday, who opens the newsletter of ten o'clock.
func (g *gen) planDay(d int64) {
	offsets := make([][]int64, len(cultures)) // at noon: near enough for a rhythm
	for i := range cultures {
		for _, home := range cultures[i].places {
			offsets[i] = append(offsets[i], home.zone.offset(d*day+12*hour))
		}
	}
	wd := weekday(d)
	since := int32(d - floorDay(g.cfg.Start))
	for i := range g.people {
		p := &g.people[i]
		if since < p.from {
			continue
		}
		midnight := d*day - offsets[p.culture][p.place]
		r := stream(g.cfg.Seed, purposeDay, uint64(i), uint64(d))
		if wd == 1 && p.is(hasAccount) && !p.is(unsubscribed|noAddress|nullAddress) {
			g.newsletter(uint32(i), midnight+10*hour)
		}
		if g.cfg.Lifecycle && p.is(hasAccount) {
			g.lifeDay(uint32(i), d, midnight, since)
		}
		if since >= p.until {
			continue
		}
		expect := visitsPerDay[p.rate] * dayWeights[wd] / 100
		if !p.is(hasAccount) {
			// A newcomer certainly comes on the first day, and seldom later.
			expect /= 2
			if since == p.from {
				expect += 4096
			} else if p.is(oneOff) {
				continue
			}
		}
		n := expect / 4096
		if r.n(4096) < expect%4096 {
			n++
		}
		for range n {
			g.come(visit{t: midnight + g.moment(&r, p, wd), who: uint32(i)})
		}
	}
}

// moment is a time of the local day: half of the visits near the person's own
// hour, the others as the shop's day goes; at the weekend an hour later.
func (g *gen) moment(r *rng, p *person, wd int) int64 {
	var h int
	if r.chance(500) {
		h = (int(p.prefers) + r.n(3) + 23) % 24
	} else {
		h = r.pick(hourWeights)
	}
	if wd >= 5 && h < 22 {
		h++
	}
	return int64(h)*hour + int64(r.n(int(hour)))
}

// newsletter lets a person open, and perhaps click or refuse, a letter sent at t.
func (g *gen) newsletter(who uint32, t int64) {
	p := &g.people[who]
	r := stream(g.cfg.Seed, purposeLetter, uint64(who), uint64(t))
	if r.n(100) >= int(p.reads) {
		return
	}
	t += soon(&r, 14*hour)
	g.put(event{t: t, who: who, kind: kOpen, ids: idUser, arg: letterNews})
	switch {
	case r.chance(220):
		g.put(event{t: t + int64(r.between(4_000, 90_000)), who: who, kind: kClick, ids: idUser, arg: letterNews})
	case r.chance(25):
		if t < g.end {
			p.flags |= unsubscribed
		}
		g.put(event{t: t + int64(r.between(4_000, 90_000)), who: who, kind: kUnsubscribe, ids: idUser, arg: uint32(r.n(3))})
	}
}

// soon is a delay below limit, more often short than long.
func soon(r *rng, limit int64) int64 {
	a, b, c := r.n(int(limit)), r.n(int(limit)), r.n(int(limit))
	return int64(min(a, b, c)) + 30_000
}

// Letters that the shop sends without a journey.
const (
	letterWelcome = iota
	letterNews
	letterCart
	letterOrder
)

var letterNames = []string{"welcome", "newsletter", "cart_reminder", "order_confirmation"}

// tellWishers tells people, in the morning of a day, that something they wished
// for costs less or is back.
func (g *gen) tellWishers(d int64) {
	for i := range g.people {
		p := &g.people[i]
		for _, w := range p.wish[:p.wishes] {
			k := kDrop
			switch {
			case g.today[w].stock:
				k = kStock
			case !g.today[w].fell:
				continue
			}
			r := stream(g.cfg.Seed, purposeWish, uint64(i), uint64(d))
			ids := idUser
			if !p.is(hasAccount) {
				ids = idAnon
			}
			t := d*day + 8*hour + int64(r.n(int(20*minute)))
			g.put(event{t: t, who: uint32(i), kind: k, ids: ids, n: 1, items: [maxCart]item{w}})
		}
	}
}
