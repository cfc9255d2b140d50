// Package run drives engines over a feed: it numbers nothing and reads nothing,
// it takes batches of records in feed order and hands out decisions in order.
//
// The way of a batch, between two barriers:
//
//  1. One pass in feed order stamps every line with the watermark, finds out
//     which person it is about (identity.go) and notes merges.
//  2. Two people who merge are brought home to the same worker.
//  3. The workers run in parallel, each over its own people (worker.go): records
//     wait in its reorder buffer until the watermark has passed them; a person's
//     timers run before each of the person's records, and at the end of the batch.
//  4. Decisions that nothing can precede any more go out, in order (order.go).
//
// What reads other people, recommend and the best time, does so from what is published at
// whole hours of the watermark: there the batch is cut and all workers meet
// (world.go). So the result depends neither on the number of workers nor on how
// the feed was cut into batches.
package run

import (
	"sync"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/habit"
	"github.com/journeylang/journey/runtime/recommend"
)

// Options say how to run.
type Options struct {
	Workers int   // at least 1
	Grace   int64 // ms that lines may be out of order
	Dedupe  int64 // ms of event time that message ids are remembered; 0: not at all
	Engine  engine.Options
	// Kinds are the decisions to collect; empty collects all.
	Kinds []engine.Kind
	// Emit is given decisions in their final order, in pieces. It must not keep
	// the slice.
	Emit func([]engine.Decision) error
	// Seen, when it is set, is told of every record that is about a person, in the
	// order of the feed, with the person's number; late says that it came behind the
	// watermark. It must not keep the record.
	Seen func(rec *event.Record, person uint32, late bool, links Links)
	// Merged, when it is set, is told whenever somebody turns out to be somebody else,
	// in the order of the feed, with the instant at which that takes effect.
	Merged func(from, into uint32, at int64)
	// Model is what recommend has learned before; nil starts empty. The run goes
	// on learning into it.
	Model *recommend.Model
	// Hours are the hours of the week at which people were there before; nil is none.
	// They are not changed; Runner.Hours says what the run has learned on top of them.
	Hours *habit.Week
	// World, when it is set, is what journeys see of other people in the place of what
	// is learned.
	World engine.World
	// Teach, when it is set and the run learns from the start, is where what it learns
	// is written down.
	Teach *Lessons
	// Taught, when it is set, is what journeys see of other people in the place of what
	// is learned: what another run over the same feed wrote down. The program must be
	// teachable.
	Taught *Lessons
	// FirstPerson is the number under which Model learns about the first person:
	// beyond those of the run that it learned from before (Runner.Numbered).
	FirstPerson uint32
}

// Stats counts what went through a run.
type Stats struct {
	Records    int64 // records applied or to be applied
	Duplicates int64
	Late       int64
	People     int64
	Merges     int64
	First      int64 // the least and greatest event time seen
	Last       int64
}

// Runner runs one program over one feed. Its methods are called from one
// goroutine.
type Runner struct {
	prog     *engine.Program
	opts     Options
	people   *people
	ids      *dedupe
	workers  []*worker
	world    *world
	mark     int64 // the watermark
	greatest int64
	stats    Stats
	bug      *Bug              // a mistake of ours that ended the run
	pending  []engine.Decision // decided, but something may still precede it
	items    []item
	hashes   []uint64
	merges   []item
}

// item is a record on its way to a person.
type item struct {
	rec    *event.Record
	mark   int64 // the watermark at its line
	person uint32
	other  uint32 // merge: the person who becomes person
	kind   itemKind
	late   bool
}

type itemKind uint8

const (
	apply  itemKind = iota
	merge           // other becomes person
	rename          // an anonymous person turns out to be rec.User
)

const longAgo = -1 << 62

// maxWorkers is what a person's home, a byte, can name.
const maxWorkers = 256

// New prepares a run.
func New(prog *engine.Program, opts Options) *Runner {
	opts.Workers = min(max(opts.Workers, 1), maxWorkers)
	r := &Runner{prog: prog, opts: opts, people: newPeople(opts.Workers), ids: newDedupe(opts.Dedupe), mark: longAgo, greatest: longAgo}
	r.stats.First = 1<<63 - 1
	r.stats.Last = longAgo
	r.world = newWorld(prog, opts.Model, opts.Hours)
	r.world.learning = r.world.learning && opts.World == nil
	switch {
	case opts.Taught != nil && prog.Teachable():
		r.world.taught, r.world.learning = &taught{Lessons: opts.Taught, hour: longAgo}, false
	case opts.Teach != nil && r.world.learning && prog.Recommends() && opts.Model == nil:
		r.world.teach = opts.Teach
		r.world.model.Keep(&opts.Teach.lesson)
	}
	for i := range opts.Workers {
		w := &worker{eng: engine.New(prog, r.others(), opts.Engine), people: r.people, index: uint8(i), first: opts.FirstPerson}
		if len(opts.Kinds) > 0 {
			w.eng.Want(opts.Kinds...)
		}
		if r.world.learning && prog.Recommends() {
			w.eng.Learn = w.learn
		}
		if r.world.learning && prog.WaitsForBest() {
			w.eng.LearnHour = w.learnHour
		}
		r.workers = append(r.workers, w)
	}
	return r
}

// others answers what the engine asks about other people.
func (r *Runner) others() engine.World {
	if r.opts.World != nil {
		return r.opts.World
	}
	if r.world.taught != nil {
		return r.world.taught
	}
	return r.world
}

// Feed takes the next batch.
func (r *Runner) Feed(b *event.Batch) error {
	r.items, r.merges = r.items[:0], r.merges[:0]
	r.hashes = r.people.fetch(b.Records, r.hashes)
	for i := range b.Records {
		r.stamp(&b.Records[i], r.hashes[i])
	}
	r.bringTogether()
	r.distribute()
	if r.bug != nil {
		return r.bug
	}
	for _, w := range r.workers {
		w.keep()
	}
	return r.emit(r.mark)
}

// stamp gives a line its watermark and its person.
func (r *Runner) stamp(rec *event.Record, hash uint64) {
	late := rec.Time < r.mark
	r.greatest = max(r.greatest, rec.Time)
	r.mark = max(r.mark, rec.Time-r.opts.Grace)
	r.stats.First = min(r.stats.First, rec.Time)
	r.stats.Last = max(r.stats.Last, rec.Time)
	if rec.Kind == event.Clock {
		r.items = append(r.items, item{rec: rec, mark: r.mark, person: nobody})
		return
	}
	if rec.ID != "" && r.ids.repeat(rec.ID, rec.Time, r.mark) {
		r.stats.Duplicates++
		return
	}
	if late {
		r.stats.Late++
	}
	r.stats.Records++
	who, changes := r.people.resolve(rec, hash)
	if r.opts.Seen != nil && who != nobody {
		r.opts.Seen(rec, who, late, Links{r.people.changed, r.people.took})
	}
	for _, c := range changes {
		c.rec, c.mark, c.late = rec, r.mark, late
		r.items = append(r.items, c)
		if c.kind == merge {
			r.merges = append(r.merges, c)
			r.stats.Merges++
			if r.opts.Merged != nil {
				at := rec.Time
				if late {
					at = r.mark
				}
				r.opts.Merged(c.other, c.person, at)
			}
		}
	}
	if who == nobody {
		return
	}
	if rec.Kind != event.Alias && (r.prog.Listens(rec) || r.prog.Greets(r.people.at(who))) || r.prog.Awaits(r.people.at(who)) {
		r.items = append(r.items, item{rec: rec, mark: r.mark, person: who, late: late})
	}
}

// bringTogether moves people who merge in this batch to one worker, with what
// waits for them there. Going backwards, a chain of merges ends in one place.
func (r *Runner) bringTogether() {
	for i := len(r.merges) - 1; i >= 0; i-- {
		m := r.merges[i]
		from, into := r.people.home[m.other], r.people.home[m.person]
		if from != into {
			r.workers[from].handOver(m.other, r.workers[into])
		}
	}
}

// distribute runs the items of a batch, cut where the model is published.
func (r *Runner) distribute() {
	start := 0
	for i := range r.items {
		if _, due := r.world.due(r.items[i].mark); due {
			r.parallel(r.items[start:i], 0, false)
			start = i
			r.meet(r.items[i].mark)
		}
	}
	if _, due := r.world.due(r.mark); due { // lines that nobody hears move the clock too
		r.parallel(r.items[start:], 0, false)
		r.meet(r.mark)
		start = len(r.items)
	}
	r.parallel(r.items[start:], r.mark, true)
}

// meet publishes the model for every hour up to the watermark, and lets happen
// what lies in between.
func (r *Runner) meet(mark int64) {
	for {
		hour, due := r.world.due(mark)
		if !due || r.bug != nil {
			return
		}
		r.parallel(nil, hour-1, true)
		r.world.publish(hour, r.nextHour(hour, mark), r.workers)
	}
}

// nextHour is the hour to publish: the given one, or, where nothing waits to
// happen in between, the last one before the watermark.
func (r *Runner) nextHour(hour, mark int64) int64 {
	soonest := r.Soonest()
	last := mark - floorMod(mark, msPerHour)
	if soonest >= last {
		return last
	}
	return max(hour, soonest-floorMod(soonest, msPerHour))
}

// parallel lets every worker run its share of the items, and then, when advance
// is set, everything that is due up to an instant.
func (r *Runner) parallel(items []item, to int64, advance bool) {
	if r.bug != nil {
		return
	}
	bugs := make([]*Bug, len(r.workers))
	defer func() {
		for _, bug := range bugs {
			if bug != nil && r.bug == nil {
				r.bug = bug
			}
		}
	}()
	if len(r.workers) == 1 {
		bugs[0] = r.workers[0].guarded(items, to, advance)
		return
	}
	var wg sync.WaitGroup
	for i, w := range r.workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			bugs[i] = w.guarded(items, to, advance)
		}()
	}
	wg.Wait()
}

// Finish runs what still waits: the records inside the grace, and timers up to
// the greatest event time, or up to until when that is later.
func (r *Runner) Finish(until int64) error {
	if r.greatest == longAgo && until <= longAgo {
		return nil
	}
	r.mark = max(r.greatest, until)
	r.meet(r.mark)
	if r.parallel(nil, r.mark, true); r.bug != nil {
		return r.bug
	}
	return r.emit(engine.Never)
}

// Watermark is the instant up to which everything has been decided.
func (r *Runner) Watermark() int64 { return r.mark }

// Numbered is the number of the next new person, for the model.
func (r *Runner) Numbered() uint32 { return r.opts.FirstPerson + r.people.n }

// Stats returns the counts so far.
func (r *Runner) Stats() Stats {
	s := r.stats
	s.People = int64(r.people.living())
	return s
}
