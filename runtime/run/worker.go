package run

import (
	"sort"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/habit"
	"github.com/journeylang/journey/runtime/recommend"
)

// worker runs the people whose home it is.
type worker struct {
	eng       *engine.Engine
	people    *people
	index     uint8
	early     []item // the reorder buffer, from head on: ahead of the watermark, by (time, line)
	head      int
	owned     int // how many of early, from the start, do not point into a batch
	timers    timers
	learned   recommend.Buffer
	first     uint32     // the number of the first person, for what is learned
	hours     habit.Week // in which people were there, since everybody met
	described []described
	told      []int64 // product → the hour in which it was last described
}

func (w *worker) mine(person uint32) bool { return w.people.home[person] == w.index }

// guarded is run. A mistake of ours in it ends the run, not the process.
func (w *worker) guarded(items []item, to int64, advance bool) (bug *Bug) {
	defer func() {
		if what := recover(); what != nil {
			bug = caught(what, w.eng)
		}
	}()
	w.run(items, to, advance)
	return nil
}

// run takes this worker's share of the items, in feed order. Then, when advance
// is set, it runs everything up to an instant.
func (w *worker) run(items []item, to int64, advance bool) {
	for i := range items {
		it := &items[i]
		if it.person == nobody || !w.mine(it.person) {
			continue
		}
		w.pass(it.mark)
		switch {
		case it.late:
			w.do(it, it.mark)
		case it.rec.Time <= it.mark:
			w.do(it, it.rec.Time)
		default:
			w.buffer(*it)
		}
	}
	if !advance {
		return
	}
	w.pass(to)
	for w.timers.len() > 0 && w.timers.soonest() <= to {
		who := w.timers.pop()
		if !w.mine(who) {
			continue
		}
		p := w.people.at(who)
		before := p.Next()
		w.eng.Advance(p, to)
		if p.Next() != before {
			w.wake(who, p)
		}
	}
}

// pass runs the buffered items that the watermark has passed.
func (w *worker) pass(mark int64) {
	for w.head < len(w.early) && w.early[w.head].rec.Time <= mark {
		w.do(&w.early[w.head], w.early[w.head].rec.Time)
		w.head++
	}
	if w.head > 1024 && w.head > len(w.early)/2 || w.head == len(w.early) {
		w.early = w.early[:copy(w.early, w.early[w.head:])]
		w.owned = max(0, w.owned-w.head)
		w.head = 0
	}
}

// before orders items by time and line; what one line brings stays in its order.
func (it *item) before(other *item) bool {
	if it.rec.Time != other.rec.Time {
		return it.rec.Time < other.rec.Time
	}
	return it.rec.Line < other.rec.Line
}

// buffer puts an item where its time belongs. Feeds are nearly in order, so the
// place is nearly always the end.
func (w *worker) buffer(it item) {
	at := len(w.early)
	for at > w.head && it.before(&w.early[at-1]) {
		at--
		if len(w.early)-at > 32 {
			// Far out of order: stop walking.
			at = w.head + sort.Search(at-w.head, func(i int) bool { return it.before(&w.early[w.head+i]) })
			break
		}
	}
	w.early = append(w.early, item{})
	copy(w.early[at+1:], w.early[at:])
	w.early[at] = it
	if at < w.owned {
		w.owned = 0 // the new one is not ours yet; keep looks at all of them
	}
}

// do lets an item happen at an instant.
func (w *worker) do(it *item, now int64) {
	who := w.people.current(it.person)
	p := w.people.at(who)
	before := p.Next()
	w.eng.Advance(p, now)
	switch it.kind {
	case merge:
		other := w.people.current(it.other)
		if other == who {
			return
		}
		from := w.people.at(other)
		w.eng.Advance(from, now)
		w.eng.Merge(p, from, now, it.rec.Line)
		if w.eng.Learn != nil {
			w.learned.MergePeople(now, w.first+p.ID, w.first+from.ID)
		}
	case rename:
		w.eng.Join(p, now)
		p.Rename(clone(it.rec.User), true)
	default:
		w.eng.Apply(p, it.rec, now, it.late)
		if it.rec.Kind == event.Delete && w.eng.Learn != nil {
			w.learned.Forget(now, w.first+p.ID)
		}
	}
	if p.Next() != before && p.Next() != engine.Never {
		w.wake(who, p)
	}
}

func (w *worker) wake(person uint32, p *engine.Person) {
	if p.Next() != engine.Never {
		w.timers.push(p.Next(), person)
	}
}

// handOver gives a person to another worker, between two batches, with everyone
// who is still to be merged into that person.
func (w *worker) handOver(person uint32, to *worker) {
	var moved, kept []item
	for _, it := range w.early[w.head:] {
		if w.people.current(it.person) == person {
			moved = append(moved, it)
		} else {
			kept = append(kept, it)
		}
	}
	w.early, w.head = kept, 0
	w.owned, to.owned = 0, 0
	w.people.home[person] = to.index
	to.wake(person, w.people.at(person))
	for _, it := range moved {
		to.buffer(it)
		if it.kind == merge {
			w.handOver(it.other, to)
		}
	}
}

// keep makes what is still buffered independent of the batch it came in.
func (w *worker) keep() {
	for i := max(w.owned, w.head); i < len(w.early); i++ {
		w.early[i].rec = cloneRecord(w.early[i].rec)
	}
	w.owned = len(w.early)
}

func cloneRecord(r *event.Record) *event.Record {
	c := *r
	c.User, c.Anon, c.Prev, c.ID = clone(r.User), clone(r.Anon), clone(r.Prev), clone(r.ID)
	c.Props = make([]event.Prop, len(r.Props))
	for i, p := range r.Props {
		c.Props[i] = event.Prop{Field: p.Field, Value: fn.Clone(p.Value)}
	}
	return &c
}

func clone(s string) string { return string([]byte(s)) }

// soonest is the earliest instant at which this worker has something to do.
func (w *worker) soonest() int64 {
	t := engine.Never
	if w.head < len(w.early) {
		t = w.early[w.head].rec.Time
	}
	if w.timers.len() > 0 {
		t = min(t, w.timers.soonest())
	}
	return t
}
