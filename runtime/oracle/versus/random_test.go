package versus_test

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/runtime/oracle/gen"
	"github.com/journeylang/journey/runtime/oracle/scenario"
	"github.com/journeylang/journey/runtime/oracle/versus"
)

// feedsPerJourney spreads the cost of compiling a journey.
const feedsPerJourney = 10

// graces are what feeds are read with.
var graces = []int64{0, 10_000, 3_600_000}

// TestRandom runs random journeys over random feeds through the engine and the
// oracle. ORACLE_PAIRS says how many pairs, ORACLE_SEED where to begin, or ORACLE_SEEDS
// which journeys; ORACLE_SHRINK=0 only says that they differ, without looking for a small
// example.
func TestRandom(t *testing.T) {
	seeds := chosen()
	const shards = 4
	// Everything here is small and thrown away at once.
	before := debug.SetGCPercent(400)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	for shard := range shards {
		t.Run(fmt.Sprint("shard", shard), func(t *testing.T) {
			t.Parallel()
			for i := shard; i < len(seeds); i += shards {
				pair(t, seeds[i])
				if t.Failed() {
					return
				}
			}
		})
	}
}

// chosen are the seeds of the journeys.
func chosen() (seeds []uint64) {
	for _, s := range strings.FieldsFunc(os.Getenv("ORACLE_SEEDS"), func(r rune) bool { return r == ',' }) {
		if n, err := strconv.ParseUint(s, 10, 64); err == nil {
			seeds = append(seeds, n)
		}
	}
	if len(seeds) > 0 {
		return seeds
	}
	journeys := (number("ORACLE_PAIRS", 1_000) + feedsPerJourney - 1) / feedsPerJourney
	for i := range journeys {
		seeds = append(seeds, uint64(number("ORACLE_SEED", 1)+i))
	}
	return seeds
}

func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// pair compares one random journey on several random feeds.
func pair(t *testing.T, seed uint64) {
	src := gen.Journey(seed)
	p, err := compiled(src)
	if err != nil {
		t.Errorf("seed %d: %v\n%s", seed, err, src)
		return
	}
	source := gen.Read(src)
	for k := range uint64(feedsPerJourney) {
		grace := graces[(seed+k)%uint64(len(graces))]
		opts := gen.Options{Grace: grace, Reorder: true}
		if k%2 == 1 {
			opts = gen.All(grace)
		}
		if k%5 == 4 {
			opts.People, opts.Lines = 4, 80
		}
		feed := source.Feed(seed*1000+k, opts)
		days := int64(40)
		if strings.Contains(src, gen.Circle) {
			days = 2
		}
		run := oracle.Options{Grace: grace, Addresses: (seed+k)%8 == 0, Until: feed[len(feed)-1].Time + days*24*3_600_000}
		run.Activated = source.Activation(seed*1000+k, feed)
		how := versus.How{Workers: 1 + int(k%3), Batch: int(k % 4 * 7), Snapshot: (seed+k)%3 == 0}
		if want, got := p.both(feed, run, how); want != got {
			if os.Getenv("ORACLE_SHRINK") == "0" {
				t.Errorf("seed %d, feed %d differs", seed, k)
				return
			}
			smaller, fewer := gen.Shrink(src, feed, func(src string, feed []oracle.Event) bool {
				// Of what cannot run only the same fault is the same difference.
				w, g := both(src, feed, run, how)
				return w != g && (!strings.HasPrefix(w+g, "error") || w == want && g == got)
			})
			want, got = both(smaller, fewer, run, how)
			t.Errorf("seed %d, feed %d, grace %d ms, %+v\n%s\nfeed:\n%s\noracle:\n%s\nengine:\n%s", seed, k, grace, how, smaller, scenario.WriteFeed(fewer), want, got)
			return
		}
	}
}

// program is a journey file as each side wants it.
type program struct {
	trees []*ast.File
	prog  *engine.Program
}

func compiled(src string) (program, error) {
	trees, err := scenario.Trees(scenario.File{Name: "j.journey", Src: src})
	if err != nil {
		return program{}, err
	}
	prog, err := versus.Compile([]compiler.Source{{Path: "j.journey", Text: src}}, nil)
	return program{trees, prog}, err
}

// both runs a pair and returns what oracle and engine decide, as text.
func both(src string, feed []oracle.Event, opts oracle.Options, how versus.How) (want, got string) {
	p, err := compiled(src)
	if err != nil {
		return "error " + err.Error(), ""
	}
	return p.both(feed, opts, how)
}

func (p program) both(feed []oracle.Event, opts oracle.Options, how versus.How) (want, got string) {
	a, err := oracle.Run(p.trees, feed, opts)
	if err != nil {
		return "error " + err.Error(), ""
	}
	b, err := versus.Machine(p.prog, feed, opts, how)
	if err != nil {
		return "", "error " + err.Error()
	}
	return lines(a), lines(b)
}

func lines(ds []oracle.Decision) string {
	var b strings.Builder
	for _, d := range ds {
		b.WriteString(oracle.Format(d))
		b.WriteByte('\n')
	}
	return b.String()
}
