package spec

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/bucket"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/run"
)

// The clock runs on for so long after the last line, in pieces between which the
// caller may stop it.
const (
	longest = 400 * 24 * 3_600_000
	piece   = 7 * 24 * 3_600_000
)

// running is a test that was run.
type running struct {
	test      *Test
	prog      *engine.Program
	script    *script
	people    map[string]*person // by the id that decisions have
	journeys  []bool             // which ones the test is for
	options   run.Options
	end       int64
	decisions []engine.Decision // of its journeys, since its start
	sets      []setting         // what traits were set to
	passed    []passage         // the ways out of waits, each once
}

// decide runs the feed of a test.
func (s *Suite) decide(ctx context.Context, t *Test) (*running, error) {
	if t.decl.Broken {
		return nil, errors.New("there is an error in the test or in its journey")
	}
	sc, err := write(t.decl.Decl)
	if err != nil {
		return nil, err
	}
	r := &running{test: t, script: sc, people: map[string]*person{}, prog: s.plain}
	if s.deriv != nil && (s.plain == nil || sc.derives) {
		r.prog = s.deriv
	}
	if r.prog == nil {
		return nil, notThere(t.Journeys[0])
	}
	if err := r.cast(); err != nil {
		return nil, err
	}
	r.options = run.Options{
		Workers: 1, World: sc.world(), Emit: r.collect,
		Engine: engine.Options{RequireAddress: s.opts.RequireAddress, Site: s.opts.Site, Bucket: r.bucket, Admit: r.admit, Passed: r.pass, Sets: r.set, Render: func(*engine.Decision) bool { return true }},
	}
	err = r.play(ctx)
	return r, err
}

// cast finds the journeys and people of a test in its program.
func (r *running) cast() error {
	for _, id := range r.script.ids {
		p := r.script.people[id]
		r.people[p.id] = p
	}
	r.journeys = make([]bool, len(r.prog.Journeys))
	for _, name := range r.test.Journeys {
		i := slices.IndexFunc(r.prog.Journeys, func(j bytecode.Journey) bool { return j.Name == name })
		if i < 0 {
			return notThere(name)
		}
		r.journeys[i] = true
	}
	return nil
}

// mostDecided bounds what one test decides: a test that goes beyond it goes round in
// circles.
const mostDecided = 100_000

// notThere is about a journey that was not compiled.
func notThere(journey string) error {
	return fmt.Errorf("the journey %s has an error, or does not run in this version", journey)
}

// play feeds the lines of the test to the engine and lets the clock run out. The clock
// moves in pieces, so that whoever waits can stop it.
func (r *running) play(ctx context.Context) error {
	runner := run.New(r.prog, r.options)
	now := r.script.lines[0].at
	clock := func(to int64) error {
		for now+piece < to {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			now += piece
			tick := event.Record{Kind: event.Clock, Type: event.None, Time: now}
			if err := runner.Feed(&event.Batch{Records: []event.Record{tick}}); err != nil {
				return err
			}
		}
		return nil
	}
	err := r.read(r.prog.Schema(), func(b *event.Batch) error {
		for i := range b.Records {
			if err := clock(b.Records[i].Time); err != nil {
				return err
			}
			if err := runner.Feed(&event.Batch{Records: b.Records[i : i+1]}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	r.end = r.script.last + longest
	if err := clock(r.end); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return runner.Finish(r.end)
}

// read reads the feed of the test as any other feed is read.
func (r *running) read(schema *event.Schema, to func(*event.Batch) error) error {
	rd, err := feed.NewReader(bytes.NewReader(r.script.ndjson()), schema, feed.Options{Name: "test", ChunkSize: 16 << 10})
	if err != nil {
		return err
	}
	defer rd.Close()
	for {
		b, err := rd.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if len(b.Bad) > 0 {
			return fmt.Errorf("a line of the test cannot be read: %s", b.Bad[0].Why)
		}
		if err := to(b); err != nil {
			return err
		}
	}
}

// collect keeps what was decided in the journeys of the test.
func (r *running) collect(ds []engine.Decision) error {
	for _, d := range ds {
		if !r.journeys[d.Journey] || d.At < r.startOf(d.Person) {
			continue
		}
		d.Person, d.Items = strings.Clone(d.Person), slices.Clone(d.Items)
		r.decisions = append(r.decisions, d)
	}
	if len(r.decisions) > mostDecided {
		return fmt.Errorf("it decides more than %d things", mostDecided)
	}
	return nil
}

// pass notes a way out of a wait.
func (r *running) pass(journey int, step int32, way int) {
	if p := (passage{journey, step, way}); !slices.Contains(r.passed, p) {
		r.passed = append(r.passed, p)
	}
}

// setting is what a step set a trait to. The same step of a stay may do so several times
// at one instant; the settings are then in the order of their decisions.
type setting struct {
	engine.Decision
	value event.Value
}

func (r *running) set(d engine.Decision, v event.Value) {
	if r.journeys[d.Journey] && d.At >= r.startOf(d.Person) {
		d.Person = strings.Clone(d.Person)
		r.sets = append(r.sets, setting{d, v})
	}
}

// valueOf is what a trait was set to by a decision.
func (r *running) valueOf(d *engine.Decision) event.Value {
	same := func(o *engine.Decision) bool {
		return o.At == d.At && o.Person == d.Person && o.Journey == d.Journey && o.Instance == d.Instance && o.Step == d.Step
	}
	before := 0
	for i := range r.decisions {
		o := &r.decisions[i]
		if o == d {
			break
		}
		if o.Kind == engine.Set && same(o) {
			before++
		}
	}
	for i := range r.sets {
		if s := &r.sets[i]; same(&s.Decision) {
			if before == 0 {
				return s.value
			}
			before--
		}
	}
	return event.Value{}
}

func (r *running) startOf(id string) int64 {
	if p := r.people[id]; p != nil {
		return p.start
	}
	return r.script.first
}

// admit lets people into the journeys of the test, once it has started.
func (r *running) admit(id string, journey int, at int64) bool {
	return r.journeys[journey] && at >= r.startOf(id)
}

// bucket deals people to arms and holdouts as the test says.
func (r *running) bucket(id, salt string) uint32 {
	p := r.people[id]
	for i := range r.prog.Journeys {
		j := &r.prog.Journeys[i]
		if salt == j.Name+"/holdout" {
			if p != nil && p.holdout {
				return 0
			}
			return bucket.Count - 1
		}
		for k := range j.Splits {
			if split := &j.Splits[k]; split.Salt == salt && p != nil {
				return bucketOf(split, p.arms)
			}
		}
	}
	return 0
}

// bucketOf is the first bucket of the arm of a split that somebody is given, or of
// its first arm.
func bucketOf(s *bytecode.Split, arms []string) uint32 {
	from := int32(0)
	for _, a := range s.Arms {
		if slices.Contains(arms, a.Name) {
			return uint32(from)
		}
		from = a.Upto
	}
	return 0
}
