package sample

// What a lifecycle team hears beside the shop's own events, with Config.Lifecycle:
// parcels, scores, friends, trials, letters that arrived, and purchases in a store
// under the number of a loyalty card. All of it is drawn from streams of its own,
// so the shop's events are the same with it and without.

// trialDays is how long the paid plan may be tried.
const trialDays = 14

// life is what does not change about a person.
type life struct {
	social bool  // brings friends in the first days
	trial  int32 // the day on which the trial begins, relative to the feed's first; -1 for none
	buys   bool  // keeps the plan after the trial
	card   bool  // buys in the store too, with a loyalty card
	links  int32 // the day on which the card is joined to the account; -1 for never
	score  int   // how the person likes the shop, 0 to 10
}

func (g *gen) lifeOf(who uint32) life {
	p := &g.people[who]
	r := stream(g.cfg.Seed, purposeLife, uint64(who), 0)
	l := life{social: r.chance(300), trial: -1, buys: r.chance(420), card: r.chance(150), links: -1, score: 10 - min(r.n(8), r.n(11))}
	if r.chance(300) {
		if l.trial = int32(r.n(40)); p.joined > 0 {
			l.trial = int32(int64(p.joined)*1000/day) + 1
		}
	}
	if l.card && r.chance(500) {
		l.links = int32(r.n(max(1, g.cfg.Days)))
	}
	return l
}

// lifeDay plans one local day of somebody who has an account.
func (g *gen) lifeDay(who uint32, d, midnight int64, since int32) {
	p := &g.people[who]
	l := g.lifeOf(who)
	r := stream(g.cfg.Seed, purposeLife, uint64(who), uint64(d))
	at := func(from, to int) int64 {
		return midnight + int64(from)*hour + int64(r.n((to-from)*int(hour)))
	}
	put := func(t int64, k kind, ids uint8, arg uint32) {
		g.put(event{t: t, who: who, kind: k, ids: ids, arg: arg})
	}
	if weekday(d) == 1 && !p.is(unsubscribed|noAddress|nullAddress) {
		put(midnight+10*hour+20_000, kDelivered, idUser, letterNews)
	}
	if p.joined > 0 {
		joined := int32(int64(p.joined) * 1000 / day)
		often := 60
		if l.social {
			often = 850
		}
		if k := since - joined; k >= 0 && k < 10 && r.chance(often) {
			put(at(9, 22), kFriend, idUser, 0)
		}
	}
	switch after := since - l.trial; {
	case l.trial < 0:
	case after == 0:
		put(at(9, 22), kTrial, idUser, 0)
	case after == trialDays-3:
		put(at(9, 10), kTrialEnding, idUser, 3)
	case after == trialDays && l.buys:
		put(midnight+9*hour, kSubscription, idUser, 0)
		put(midnight+9*hour+1, kIdentify, idUser, 0)
	case after == trialDays:
		put(midnight+9*hour, kTrialEnded, idUser, 0)
	}
	if l.card {
		if weekday(d) == 5 && r.chance(150) {
			it := g.cat.inCategory(&r, int(p.likes))
			g.put(event{t: at(9, 19), who: who, kind: kStore, ids: idCard, n: 1, items: [maxCart]item{it}, arg: uint32(d)})
		}
		if since == l.links {
			put(at(9, 19), kAlias, idCard|idUser, 0)
		}
	}
}

// subscribed reports whether a trial has become a subscription by an instant.
func (g *gen) subscribed(who uint32, t int64) bool {
	if !g.cfg.Lifecycle {
		return false
	}
	l := g.lifeOf(who)
	first := floorDay(g.cfg.Start)
	return l.trial >= 0 && l.buys && t >= (first+int64(l.trial)+trialDays)*day
}

// afterOrder sends the parcel, and asks how it was.
func (g *gen) afterOrder(who uint32, t int64, order uint32, bought item) {
	r := stream(g.cfg.Seed, purposeParcel, uint64(who), uint64(order))
	put := func(t int64, k kind, arg uint32) {
		g.put(event{t: t, who: who, kind: k, ids: idUser, arg: arg, n: 1, items: [maxCart]item{bought}})
	}
	sent := t + int64(r.between(int(4*hour), int(40*hour)))
	arrived := sent + int64(r.between(int(20*hour), int(80*hour)))
	put(sent, kShipped, order)
	put(arrived, kArrived, order)
	if r.chance(250) {
		score := min(10, max(0, g.lifeOf(who).score+r.n(3)-1))
		put(arrived+int64(r.between(int(day), int(5*day))), kScore, uint32(score))
	}
	if r.chance(150) {
		put(arrived+int64(r.between(int(day), int(9*day))), kReview, uint32(3+r.n(3)))
	}
}
