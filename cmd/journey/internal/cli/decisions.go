package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/report"
)

// selection says which decisions are shown.
type selection struct {
	person   string // empty: everybody's
	from, to int64  // [from, to)
	kinds    kindSet
}

func (s *selection) window(d *engine.Decision) bool { return d.At >= s.from && d.At < s.to }

// wants reports whether a decision is among those that are shown.
func (s *selection) wants(d *engine.Decision) bool {
	return (s.person == "" || d.Person == s.person) && s.window(d) && s.kinds.has(d.Kind)
}

// kindSet is a set of kinds of decision.
type kindSet uint32

func (k kindSet) has(kind engine.Kind) bool { return k&(1<<kind) != 0 }

func (k kindSet) list() []engine.Kind {
	var out []engine.Kind
	for kind := range engine.Kind(32) {
		if k.has(kind) {
			out = append(out, kind)
		}
	}
	return out
}

const allKinds = ^kindSet(0)

// parseKinds reads the value of --kinds: names with commas, or all.
func parseKinds(value string) (kindSet, error) {
	if value == "all" {
		return allKinds, nil
	}
	var set kindSet
	for _, name := range strings.Split(value, ",") {
		name = strings.TrimSpace(name)
		kind, ok := engine.KindOf(name)
		if !ok {
			hint := "there are: all, " + strings.Join(engine.Kinds(), ", ")
			if meant, near := spell.Closest(name, engine.Kinds()); near {
				hint = "did you mean " + meant + "?"
			}
			return 0, usage(hint, "%q is not a kind of decision", name)
		}
		set |= 1 << kind
	}
	return set, nil
}

// decisions receives what a run decides, in its final order, and gives each
// decision to who wants it.
type decisions struct {
	selection
	prog    *bytecode.Program
	tally   *report.Tally  // nil: not counted
	writer  *report.Writer // nil: not written
	samples *samples       // nil: none are kept
	shown   int64
}

func (x *decisions) emit(ds []engine.Decision) error {
	for i := range ds {
		d := &ds[i]
		if x.person != "" && d.Person != x.person {
			continue
		}
		if x.tally != nil {
			x.tally.Add(d)
		}
		if !x.wants(d) {
			continue
		}
		x.shown++
		if x.samples != nil {
			x.samples.add(d)
		}
		if x.writer != nil {
			if err := x.writer.Write(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// samples keeps a few decisions to show: the first of each that differs from the
// others by more than its person and time, and if these are few, the first of the
// rest. For one person it keeps all, up to a page's worth.
type samples struct {
	all    bool
	seen   map[sampleKey]bool
	kept   []offered
	others []offered
	n      int64 // how many were offered
}

type offered struct {
	n int64
	d engine.Decision
}

type sampleKey struct {
	journey    int16
	kind       engine.Kind
	reason     engine.Reason
	step, line int32
	arm        string
}

const (
	mostSamples  = 8
	fewSamples   = 5
	mostTimeline = 500
)

func newSamples(all bool) *samples { return &samples{all: all, seen: map[sampleKey]bool{}} }

func (s *samples) add(d *engine.Decision) {
	s.n++
	key := sampleKey{d.Journey, d.Kind, d.Reason, d.Step, d.Line, d.Arm}
	switch {
	case s.all:
		if len(s.kept) < mostTimeline {
			s.kept = append(s.kept, offered{s.n, *d})
		}
	case len(s.kept) == mostSamples:
	case !s.seen[key]:
		s.seen[key] = true
		s.kept = append(s.kept, offered{s.n, *d})
	case len(s.others) < fewSamples:
		s.others = append(s.others, offered{s.n, *d})
	}
}

// list returns what to show, in order, and how many were left out of a timeline.
func (s *samples) list() (ds []engine.Decision, more int64) {
	kept := s.kept
	if few := fewSamples - len(kept); few > 0 {
		kept = append(kept, s.others[:min(few, len(s.others))]...)
		slices.SortFunc(kept, func(a, b offered) int { return cmp.Compare(a.n, b.n) })
	}
	for _, k := range kept {
		ds = append(ds, k.d)
	}
	if s.all {
		more = s.n - int64(len(ds))
	}
	return ds, more
}
