package sim

import (
	"cmp"
	"container/heap"
	"sync"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/run"
	"github.com/journeylang/journey/runtime/why"
)

// play is one run of one version over the feed, with what is added to the feed: by
// a what-if, or by invented people who answer messages.
//
// What is added takes its place by time, behind everything of the feed at the same
// instant. Answers follow from decisions, so such a run goes in slices of time no
// longer than the quickest answer: what is decided in one is known before the next
// begins. Slices in which nothing can happen are left out.
type play struct {
	version *Version
	runner  *run.Runner // nil: it rests
	proj    *projection
	heard   []bool       // the store's event → it makes a difference
	greets  bool         // whatever comes first of somebody does
	learns  bool         // everybody does: what to recommend is learned of them
	base    *base        // whose decisions about those are taken over; nil: there are none
	partial bool         // they were: the run itself knows nothing of them
	lessons *run.Lessons // what was learned of everybody; nil: nothing is
	others  engine.World // what it knows of other people
	present []bool       // who is not left out; nil: nobody is
	log     *decisions
	guard   sync.Locker // held while the log is written
	// sighted and merged, when they are set, are told what run.Options.Seen and Merged
	// tell, of lines of the feed alone.
	sighted func(rec *event.Record, person uint32, late bool, links run.Links)
	merged  func(from, into uint32)
	taken   func(*engine.Decision) // when it is set, is told of every decision

	queue addedQueue // what is still to be added
	added []added    // what was
	react *reactor   // nil: nobody answers
	slice int64      // the end of the slice in hand
	end   int64      // the greatest event time of the feed

	batch event.Batch
	again []event.Record // room for what is run again
	room  []event.Prop
	fresh []engine.Decision
	next  int64 // numbers what is added

	// In a what-if the engine may meet people in another order, or not at all, and
	// numbers them otherwise: who[line] is whom a line in hand is about, renumber what
	// the engine's number stands for. Nil: the numbers are the session's.
	who      map[int64]uint32
	renumber []uint32
}

// added is a record that is not in the feed.
type added struct {
	why.Record
	person uint32
	number int64 // orders what is added at one instant
}

type addedQueue []added

func (q addedQueue) Len() int { return len(q) }
func (q addedQueue) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[i].Time, q[j].Time), cmp.Compare(q[i].number, q[j].number)) < 0
}
func (q addedQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *addedQueue) Push(x any)   { *q = append(*q, x.(added)) }
func (q *addedQueue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

// newPlay prepares a run. ok is false when the store has not kept what the version
// reads.
func newPlay(v *Version, schema *event.Schema, opts run.Options, react *reactor, guard sync.Locker) (p *play, ok bool) {
	if guard == nil {
		guard = &sync.Mutex{}
	}
	p = &play{version: v, guard: guard, end: longAgo, slice: longAgo}
	if p.proj, ok = project(schema, v.Program); !ok {
		return nil, false
	}
	for _, typ := range p.proj.types {
		p.heard = append(p.heard, typ != event.None && v.Program.Listens(&event.Record{Kind: event.Track, Type: typ}))
	}
	unmet := engine.NewPerson("", false)
	p.greets, p.learns = v.Program.Greets(&unmet), v.Program.ReadsOthers() && opts.Taught == nil && opts.World == nil
	if p.lessons = opts.Taught; p.lessons == nil {
		p.lessons = opts.Teach
	}
	p.log = newDecisions(v.Program.Program)
	opts.Emit = func(ds []engine.Decision) error {
		p.fresh = append(p.fresh, ds...)
		return nil
	}
	opts.Merged = func(from, into uint32, at int64) {
		from, into = p.number(from), p.number(into)
		if from != into { // in a what-if two of the engine's people may be one of ours
			p.log.from[into] = append(p.log.from[into], became{from, at})
		}
		if p.merged != nil {
			p.merged(from, into)
		}
	}
	opts.Seen = func(rec *event.Record, person uint32, late bool, links run.Links) {
		if p.who != nil {
			for int(person) >= len(p.renumber) {
				p.renumber = append(p.renumber, nobody)
			}
			p.renumber[person] = p.who[rec.Line]
		}
		if p.sighted != nil && rec.Line < why.Invented {
			p.sighted(rec, person, late, links)
		}
	}
	if react != nil {
		p.react = react.forRun(v)
		opts.Grace = 0 // invented people are in order
	}
	p.runner = run.New(v.Program, opts)
	p.others = p.runner.World()
	return p, true
}

// feed runs the next records of the store.
func (p *play) feed(records []event.Record) error {
	for i := range records {
		r := &records[i]
		if p.react != nil && r.Time >= p.slice {
			if err := p.upTo(r.Time); err != nil {
				return err
			}
		}
		if len(p.queue) > 0 {
			p.addBefore(r.Time - 1)
		}
		p.end = max(p.end, r.Time)
		p.append(r)
	}
	return p.flush()
}

// append projects a record into the batch.
func (p *play) append(r *event.Record) {
	var out event.Record
	p.room = p.proj.record(&out, r, p.room)
	p.batch.Records = append(p.batch.Records, out)
}

// addBefore puts what is to be added up to an instant into the batch.
func (p *play) addBefore(to int64) {
	for len(p.queue) > 0 && p.queue[0].Time <= to {
		a := heap.Pop(&p.queue).(added)
		p.guard.Lock()
		p.added = append(p.added, a)
		p.guard.Unlock()
		p.batch.Records = append(p.batch.Records, a.Record.Record)
	}
}

// flush gives the batch to the engine.
func (p *play) flush() error {
	if len(p.batch.Records) == 0 {
		return nil
	}
	err := p.runner.Feed(&p.batch)
	clear(p.batch.Records)
	p.batch.Records, p.room = p.batch.Records[:0], p.room[:0]
	p.settle()
	return err
}

// settle keeps what was decided, and lets people answer.
func (p *play) settle() {
	p.guard.Lock()
	defer p.guard.Unlock()
	for i := range p.fresh {
		engineID := p.fresh[i].ID
		p.fresh[i].ID = p.number(engineID)
		if p.react != nil {
			p.react.answer(p, &p.fresh[i], engineID)
		}
		if p.taken != nil {
			p.taken(&p.fresh[i])
		}
		p.log.put(&p.fresh[i])
	}
	clear(p.fresh)
	p.fresh = p.fresh[:0]
}

// number is the session's number of a person of the engine.
func (p *play) number(person uint32) uint32 {
	if p.who == nil {
		return person
	}
	return p.renumber[person]
}

// upTo goes on slice by slice until the slice in hand holds an instant.
func (p *play) upTo(at int64) error {
	for {
		if p.slice != longAgo {
			p.addBefore(p.slice - 1)
			p.batch.Records = append(p.batch.Records, event.Record{Kind: event.Clock, Type: event.None, Time: p.slice - 1})
			if err := p.flush(); err != nil {
				return err
			}
		}
		soonest := min(at, p.runner.Soonest())
		if len(p.queue) > 0 {
			soonest = min(soonest, p.queue[0].Time)
		}
		soonest = max(soonest, p.slice)
		p.slice = soonest - floorMod(soonest, quickest) + quickest
		if at < p.slice {
			return nil
		}
	}
}

// finish runs what still waits, up to the end of the feed or a later instant.
func (p *play) finish(until int64) error {
	if p.end == longAgo && until <= longAgo {
		return nil
	}
	end := max(p.end, until)
	if p.react != nil {
		if err := p.upTo(end); err != nil {
			return err
		}
	}
	p.addBefore(end)
	if err := p.flush(); err != nil {
		return err
	}
	p.end = end
	err := p.runner.Finish(end)
	p.settle()
	p.findHolds()
	return err
}

// rest forgets what the engine knows of everybody, which is most of what a run takes:
// the feed has ended, and what was decided is in the log. A run that rests cannot go on.
func (p *play) rest() {
	p.runner, p.renumber, p.batch.Records, p.again, p.fresh = nil, nil, nil, nil, nil
}

// findHolds asks the engine for the messages that still wait: of them nothing has
// been decided yet.
func (p *play) findHolds() {
	p.guard.Lock()
	defer p.guard.Unlock()
	p.log.open = nil
	p.runner.Holding(func(person uint32, journey int16, instance uint32, step int32, since int64) {
		rested := p.log.restOf(p.number(person), journey, instance, engine.Never, since)
		p.log.open = append(p.log.open, openHold{p.number(person), journey, int16(step), rested, since})
	})
}

// add puts a record into the queue.
func (p *play) add(r why.Record, person uint32, from int64) {
	p.next++
	r.Line = from + p.next
	if p.who != nil {
		p.who[r.Line] = person
	}
	heap.Push(&p.queue, added{Record: r, person: person, number: p.next})
}

// addAgain adds what was added to another run.
func (p *play) addAgain(a *added) {
	p.who[a.Line] = a.person
	heap.Push(&p.queue, *a)
}

func floorMod(a, b int64) int64 {
	m := a % b
	if m < 0 {
		m += b
	}
	return m
}
