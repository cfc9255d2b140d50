// Package sample writes the feed of an invented shop, of any size, from a seed.
//
// The feed is for trying a journey at once, for tests and for benchmarks; so it
// has what lifecycle marketing feeds on (abandoned carts, sign-ups, people who
// fall silent, birthdays, things that run out) in the shapes a real shop sends
// it: the Segment spec, one JSON object a line.
//
// Three promises shape the design:
//
//   - The same Config gives the same bytes on any machine. All arithmetic is on
//     integers, all chance comes from splitmix64 streams keyed by (seed, purpose,
//     person, count), and nothing depends on a map's order.
//   - Lines come in time order in memory bounded by the number of people, not of
//     events. A person is about 60 bytes. Every day the days ahead are planned as
//     moments at which somebody comes to the shop; a moment is played through as
//     a whole when its hour begins, and its events are kept, at 48 bytes each, in
//     the hour in which they will be written. Only the lines of one hour are ever
//     sorted, and text is made only while writing.
//   - A visit is straight-line code, so that what a person does hangs together:
//     a cart is abandoned only when nobody bought within the hour, a price drop
//     reaches those who wished for the product, an identity is known after the
//     login and not before.
//
// Every person, address and telephone number is invented; addresses are below
// .test, which nobody can own.
package sample

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Config says which feed to write. The zero value is not valid; start from
// Default.
type Config struct {
	Seed   uint64
	People int   // how many people there are, customers and visitors, 1 to MaxPeople
	Days   int   // how many times 24 hours the feed covers, 1 to MaxDays
	Start  int64 // when it begins, ms UTC, in the years 1970 to 2199

	// Products is the size of the catalogue, 15 to 1500; 0 lets it grow with
	// People from 60 to 480.
	Products int

	// Languages limits the people to those who speak one of these, such as "tr";
	// empty has all that are known (see Languages).
	Languages []string

	// CartAbandoned adds an event "Cart Abandoned" one hour after something was
	// put into a cart and not bought. Shops that send none leave it to the
	// journey to notice.
	CartAbandoned bool

	// Lifecycle adds what a lifecycle team hears beside the shop's own events:
	// parcels that are sent and arrive, reviews and scores, friends, trials and
	// subscriptions, letters that were delivered, and purchases in a store under a
	// loyalty card, which is joined to the account one day.
	Lifecycle bool

	// Dirt, as a share of the lines, 0 to 0.5 each; 0 is a clean feed.
	Duplicates float64 // lines that come a second time, byte for byte, with the same messageId
	Late       float64 // events that arrive up to six hours after they happened
	Junk       float64 // additional lines that cannot be read
}

// The largest feed that Config can ask for.
const (
	MaxPeople = 20_000_000
	MaxDays   = 3660
)

// Default is the shop of the examples: 300 people, eight days from Monday
// 2026-03-02, clean.
func Default() Config {
	return Config{Seed: 7, People: 300, Days: 8, Start: 1772409600000, CartAbandoned: true}
}

// Validate reports the first setting that is out of its range.
func (c Config) Validate() error {
	if c.People < 1 || c.People > MaxPeople {
		return fmt.Errorf("sample: people must be between 1 and %d, got %d", MaxPeople, c.People)
	}
	if c.Days < 1 || c.Days > MaxDays {
		return fmt.Errorf("sample: days must be between 1 and %d, got %d", MaxDays, c.Days)
	}
	if c.Start < 0 || c.Start > 7258118399999 {
		return fmt.Errorf("sample: start must be in the years 1970 to 2199, in ms UTC, got %d", c.Start)
	}
	if c.Products != 0 && (c.Products < len(categories) || c.Products > maxProducts) {
		return fmt.Errorf("sample: products must be between %d and %d, or 0, got %d", len(categories), maxProducts, c.Products)
	}
	for _, l := range c.Languages {
		if known := Languages(); !slices.Contains(known, l) {
			return fmt.Errorf("sample: nobody speaks %q; there are %s", l, strings.Join(known, ", "))
		}
	}
	for _, rate := range []struct {
		name string
		v    float64
	}{{"duplicates", c.Duplicates}, {"late", c.Late}, {"junk", c.Junk}} {
		if !(rate.v >= 0 && rate.v <= 0.5) { // also refuses NaN
			return fmt.Errorf("sample: %s must be between 0 and 0.5, got %v", rate.name, rate.v)
		}
	}
	return nil
}

// Languages lists the languages that invented people speak.
func Languages() []string {
	var out []string
	for _, c := range cultures {
		out = append(out, c.language)
	}
	slices.Sort(out)
	return out
}

// Stats says what was written.
type Stats struct {
	Lines      int64 // all lines, dirt included
	Bytes      int64
	Events     []Count // by event name or Segment type, in alphabetical order; without duplicates and junk
	Duplicates int64
	Late       int64
	Junk       []Count // by kind of junk, in alphabetical order
	Users      int64   // people who have a user id at the end
}

// Count is how often a name occurred.
type Count struct {
	Name string
	N    int64
}

// Write writes the feed. It stops at the first error of w and reports it.
func Write(w io.Writer, cfg Config) (Stats, error) {
	if err := cfg.Validate(); err != nil {
		return Stats{}, err
	}
	g := newGen(cfg)
	e := newEncoder(w, g)
	g.run(e)
	if err := e.flush(); err != nil {
		return Stats{}, fmt.Errorf("sample: writing the feed: %w", err)
	}
	st := e.stats()
	for i := range g.people {
		if g.people[i].is(hasAccount) {
			st.Users++
		}
	}
	return st, nil
}
