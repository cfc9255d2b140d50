package run

import (
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/habit"
	"github.com/journeylang/journey/runtime/recommend"
)

const msPerHour = 3_600_000

// world is what engines know of other people: the model of recommend and the hours at
// which they are there, published at whole hours of the watermark, and what is known
// of products.
type world struct {
	model    *recommend.Model
	products map[string]described
	hours    habit.Week // the best time, as it was published
	learning bool       // some journey asks about other people
	hour     int64      // the last hour that was published
	started  bool
	news     []described
	waiting  []*recommend.Buffer // what a run that was restored is still to learn
	texts    map[*event.Box]string
	teach    *Lessons // where what is learned is written down, or nil
	taught   *taught  // what another run learned, instead of learning; or nil
}

type described struct {
	time int64
	row  event.Value
}

func newWorld(p *engine.Program, m *recommend.Model, hours *habit.Week) *world {
	w := &world{model: m, products: map[string]described{}, texts: map[*event.Box]string{}, learning: p.ReadsOthers()}
	if w.model == nil && p.Recommends() {
		w.model = recommend.New(recommend.Config{})
	}
	if hours != nil {
		w.hours = *hours
	}
	return w
}

// due returns the next hour that must be published before anything at the
// watermark happens.
func (w *world) due(mark int64) (hour int64, ok bool) {
	if !w.learning && w.taught == nil || mark <= longAgo+msPerHour {
		return 0, false
	}
	last := mark - floorMod(mark, msPerHour)
	if !w.started {
		w.started = true
		w.hour = last
	}
	return w.hour + msPerHour, last > w.hour
}

// publish takes in what happened before an hour, of which all was known at an earlier
// one already. The workers stand still.
func (w *world) publish(known, hour int64, workers []*worker) {
	w.publishHours(workers)
	w.hour = hour
	if w.taught != nil {
		w.taught.hour = hour
		return
	}
	if w.model == nil {
		return
	}
	if w.teach != nil {
		w.teach.mu.Lock()
		defer w.teach.mu.Unlock()
		w.teach.lesson.Known(known / msPerHour)
	}
	buffers := make([]*recommend.Buffer, len(workers))
	for i, wk := range workers {
		buffers[i] = &wk.learned
		w.news = append(w.news, wk.described...)
		wk.described = wk.described[:0]
	}
	w.model.Publish(hour/msPerHour, append(buffers, w.waiting...)...)
	w.waiting = slices.DeleteFunc(w.waiting, func(b *recommend.Buffer) bool { return b.Len() == 0 })
	// Of several descriptions of a product the latest counts; of equally late ones
	// the one whose text comes first, so that no worker's order shows.
	for _, d := range w.news {
		id := d.row.Field("product_id").Str
		old, ok := w.products[id]
		if !ok || d.time > old.time || d.time == old.time && w.first(d.row, old.row) {
			w.products[id] = d
			if w.teach != nil {
				w.teach.describe(known, id, d.row)
			}
		}
	}
	w.news = w.news[:0]
}

// first reports whether a description comes before another. There are few of them that
// are said again and again, and so their texts are kept.
func (w *world) first(a, b event.Value) bool {
	if a.Box == b.Box {
		return false
	}
	text := func(v event.Value) string {
		s, known := w.texts[v.Box]
		if !known {
			s = describe(v)
			w.texts[v.Box] = s
		}
		return s
	}
	return text(a) < text(b)
}

// describe orders descriptions, of whatever they differ in.
func describe(v event.Value) string { return string(engine.AppendValue(nil, v)) }

func (w *worker) learn(o engine.Observation) {
	kind := recommend.View
	switch o.Kind {
	case bytecode.BasisCart:
		kind = recommend.Cart
	case bytecode.BasisBought:
		kind = recommend.Purchase
	case -1:
		kind = recommend.Remove
	}
	w.learned.Observe(recommend.Observation{Person: w.first + o.Person.ID, Kind: kind, Item: o.Item, Time: o.Time})
	if kind == recommend.Remove {
		return
	}
	// One description an hour of what has not changed is enough.
	hour := o.Time - floorMod(o.Time, msPerHour)
	for int(o.Product) >= len(w.told) {
		w.told = append(w.told, longAgo)
	}
	if w.told[o.Product] != hour {
		w.told[o.Product] = hour
		w.described = append(w.described, described{hour, o.Row})
	}
}

// Items is part of engine.World.
func (w *world) Items(basis int32, items, exclude []string, n int) []string {
	if w.model == nil {
		return nil
	}
	answer := w.model.Recommend(recommend.Query{Basis: basisOf(basis), Items: items, Exclude: exclude, N: n})
	if w.teach != nil {
		w.teach.remember(w.teach.ask(w.hour, basis, items, exclude, n), answer)
	}
	return answer
}

// Product is part of engine.World.
func (w *world) Product(id string) event.Value { return w.products[id].row }

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }
