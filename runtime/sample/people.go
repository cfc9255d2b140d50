package sample

// What the streams are for. The numbers are part of the feed's bytes.
const (
	purposeCatalogue = iota + 1
	purposeDrop
	purposeStock
	purposePerson
	purposeTraits
	purposeDay
	purposeVisit
	purposeLetter
	purposeLate
	purposeDuplicate
	purposeJunk
	purposeWish
	purposeLife
	purposeParcel
)

// person is what is kept of one: enough to plan a day without drawing the rest
// again, and what earlier visits left behind.
type person struct {
	busy   uint32 // seconds after the start before which no new visit begins
	joined uint32 // seconds after the start at which the account was opened
	visits uint32
	points uint32 // loyalty balance
	from   int32  // first day, relative to the first day of the feed
	until  int32  // first day without visits again: the person lapsed
	refill int32  // day on which refillOf runs out, 0 for none
	flags  uint16
	orders uint16

	refillOf uint16
	cart     [maxCart]uint16 // product, with quantity-1 in the top bits
	wish     [maxWish]uint16
	carts    uint8 // used entries
	wishes   uint8

	culture uint8
	place   uint8
	rate    uint8 // index into visitsPerDay
	likes   uint8 // favourite category
	prefers uint8 // favourite hour of the local day
	reads   uint8 // percent of newsletters opened
}

const (
	maxCart     = 6
	maxWish     = 3
	maxProducts = 1500
	itemMask    = 1<<12 - 1 // product part of a cart entry
)

// Flags of a person.
const (
	hasAccount  uint16 = 1 << iota // has a user id
	loggedIn                       // the first device knows it
	loggedIn2                      // the second device knows it
	twoDevices                     // comes from a second one too
	byAlias                        // the site links identities with alias, not identify
	twoAccounts                    // has an old user id that is merged one day
	unsubscribed
	member // collects loyalty points
	noAddress
	nullAddress // the address is known to be missing
	pro
	oneOff // never comes back without an account
)

func (p *person) is(f uint16) bool { return p.flags&f != 0 }

// visitsPerDay is in 1/4096 of a visit. A person's index is drawn with tail, so
// each is half as common as the one before: few people make most of the visits.
var visitsPerDay = []int{350, 700, 1100, 1800, 2900, 4400, 6400, 9000, 12000}

// hourWeights is how many visits fall into each hour of the local day: little at
// night, some at lunch, most in the evening.
var hourWeights = []int{9, 5, 3, 2, 2, 4, 10, 22, 32, 36, 38, 42, 50, 46, 40, 38, 40, 46, 56, 70, 82, 78, 52, 24}

// newPerson draws who somebody is. About half are customers before the feed
// begins; the others turn up during it, most of them once.
func (g *gen) newPerson(id uint32) person {
	r := stream(g.cfg.Seed, purposePerson, uint64(id), 0)
	p := person{until: 1 << 30}
	p.culture = uint8(r.pick(g.cultureWeights))
	p.place = uint8(r.n(len(cultures[p.culture].places)))
	p.rate = uint8(r.tail(len(visitsPerDay) - 1))
	p.likes = uint8(r.pick(g.cat.weights))
	p.prefers = uint8(r.pick(hourWeights))
	p.reads = uint8(10 + min(r.n(60), r.n(60)))

	set := func(f uint16, perMille int) {
		if r.chance(perMille) {
			p.flags |= f
		}
	}
	set(hasAccount, 550)
	set(twoDevices, 90)
	set(member, 600)
	set(noAddress, 60)
	set(nullAddress, 10)
	set(pro, 150)
	if p.is(hasAccount) {
		p.from = -1 // west of Greenwich the first day begins the day before
		set(loggedIn, 550)
		set(twoAccounts, 12)
		if r.chance(250) { // falls silent one day, perhaps before the feed begins
			p.until = int32(r.between(-20, max(30, g.cfg.Days)))
		}
		return p
	}
	set(byAlias, 60)
	set(oneOff, 450)
	p.from = int32(r.n(g.cfg.Days + 1))
	if r.chance(300) {
		p.until = p.from + int32(r.between(1, 40))
	}
	return p
}

// traits is who a person says they are.
type traits struct {
	first, last string
	email       string
	phone       string
	birthday    string
	country     string
	city        string
	language    string
	zone        string
	created     int64
}
