package run_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/run"
)

// price is one thing that is kept of a person: a program that needs it, what the person
// does before, and then what is paid for, so many times.
type price struct {
	what   string
	src    string
	before []string
	then   func(k int) string
	times  int
}

// idle is a line that makes a person known and nothing else.
const idle = `"event":"page_viewed"`

func product(event string) func(int) string {
	return func(k int) string { return fmt.Sprintf(`"event":"%s","product_id":"p-%d","price":9.5`, event, k) }
}

func same(line string) func(int) string { return func(int) string { return line } }

// prices are measured with enough repetitions that slices, which grow by doubling, are
// full: what is paid is what one more costs in the long run. The first is dearer.
var prices = []price{
	{"the last time of an event that is asked about", `when signed_up where never purchased then email "x"`, []string{idle}, same(`"event":"purchased"`), 1},
	{"one more event of a count or a sum over a time", `when signed_up where count(purchased, last 30d) >= 3 then email "x"`, []string{idle, `"event":"purchased"`, `"event":"purchased"`}, same(`"event":"purchased"`), 6},
	{"one more event of `N X in d`", `when 9 purchased in 30d then email "x"`, []string{idle, `"event":"purchased"`}, same(`"event":"purchased"`), 7},
	{"a trigger that is counting down", plainSentence, []string{idle}, same(`"event":"cart_abandoned"`), 1},
	{"a stay that waits", "journey j {\n  when signed_up\n  then {\n    wait 30d\n    email \"x\"\n  }\n}\n", []string{idle}, same(`"event":"signed_up"`), 1},
	{"the first addition to the cart", sentence, []string{idle}, product("product_added"), 1},
	{"one more operation on the cart", sentence, []string{idle, product("product_added")(100)}, product("product_added"), 7},
	{"one more product viewed", "when cart_abandoned then email recommend(viewed)\n", []string{idle, product("product_viewed")(100)}, product("product_viewed"), 7},
	{"the first trait", "when signed_up where profile.plan == \"pro\" then email \"x\"\nprofile { plan: text }\n", []string{idle}, same(`"event":"identify","plan":"pro"`), 1},
	{"one more trait", "when signed_up where (profile.plan == \"pro\" and profile.team == \"a\") then email \"x\"\nprofile {\n  plan: text\n  team: text\n}\n",
		[]string{idle, `"event":"identify","plan":"pro"`}, same(`"event":"identify","team":"red"`), 1},
	{"the first message under a cap", capped, []string{idle, `"event":"signed_up"`}, same(`"event":"invited"`), 1},
	{"one more message under a cap", capped, []string{idle, `"event":"invited"`}, same(`"event":"invited"`), 7},
}

const capped = `event signed_up
event invited
policy default { at most 100 email in 60d }
journey j {
  when   invited
  enter  again after 1s
  policy default
  then   email "x"
}
`

// measure returns what a person costs after each of the repetitions.
func (x *price) measure(tb testing.TB, n int) float64 {
	prog := load(tb, x.src)
	r := run.New(prog, run.Options{Workers: 1, Kinds: []engine.Kind{engine.Exit}})
	second := 0
	tell := func(who, line string) {
		var buf bytes.Buffer
		at := fmt.Sprintf(`"time":"2026-03-02T10:%02d:%02dZ"`, second/60, second%60)
		second++
		for i := range n {
			fmt.Fprintf(&buf, "{%s,\"person\":\"%s-%07d\",%s}\n", at, who, i, line)
		}
		rd, err := feed.NewReader(&buf, prog.Schema(), feed.Options{Name: "prices", Workers: 1})
		require.NoError(tb, err)
		for {
			b, err := rd.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			require.NoError(tb, err)
			require.Empty(tb, len(b.Bad))
			require.NoError(tb, r.Feed(b))
			rd.Release(b)
		}
	}
	// Others come first: what a run needs itself is not the price of a person.
	for _, who := range []string{"others", "people"} {
		for _, line := range x.before {
			tell(who, line)
		}
	}
	for k := range x.times {
		tell("others", x.then(k))
	}
	known := heap()
	for k := range x.times {
		tell("people", x.then(k))
	}
	more := heap() - known
	runtime.KeepAlive(r)
	return more / float64(n) / float64(x.times)
}
