package cli

import (
	"errors"

	"github.com/spf13/pflag"
)

// feedFlags are what every command takes that reads a feed.
func (f *simulateFlags) feedFlags(fs *pflag.FlagSet) {
	fs.Var(&once{value: &f.feed}, "feed", "the events: a `FILE`, or - for standard input")
	fs.StringVar(&f.mapping, "mapping", "", "how to read a feed that is in no form of ours: a `FILE`")
	fs.StringVar(&f.grace, "grace", "", "how far lines may be out of order, a `DURATION` (default 10s)")
	fs.StringVar(&f.addresses, "addresses", "", "people can be reached: `assumed` unless the feed says no, required: only if it says how")
	fs.StringVar(&f.derive, "cart-abandoned", "", "derive cart_abandoned from carts: `auto`, always, never, or always after a silence such as 1h")
	fs.StringVar(&f.activate, "activate", "", "let nobody in before this `TIME`; what was before is history (default: from the first event on)")
}

// untilFlags are what a command takes that reads a feed to its end.
func (f *simulateFlags) untilFlags(fs *pflag.FlagSet) {
	fs.StringVar(&f.until, "until", "", "let the clock run on to this `TIME` after the last event")
	fs.IntVar(&f.maxBad, "max-bad", 100, "stop when more lines than `N` cannot be read")
}

// once is a flag that must not be given twice, because the first would be
// forgotten.
type once struct {
	value *string
	given bool
}

func (o *once) String() string { return "" }
func (o *once) Type() string   { return "string" }
func (o *once) Set(s string) error {
	if o.given {
		return errors.New("it was given twice, and there is one feed; cat FIRST SECOND | journey … --feed - reads several")
	}
	*o.value, o.given = s, true
	return nil
}
