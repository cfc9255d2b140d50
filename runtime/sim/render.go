package sim

import (
	"errors"
	"strings"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/habit"
)

// What a message says is not kept: it is worked out when somebody wants to read it,
// by running the person's own lines once more with the engine asked for the text.
// What the journeys asked about other people then, they are told again: the
// products that were recommended are in the log.

// errNoText says that the run did not come to the message again.
var errNoText = errors.New("what it says could not be worked out")

// render works out what a send said to a person.
func (s *Session) render(who uint32, d *engine.Decision) (*Content, error) {
	opts := s.options()
	opts.Workers = 1
	var out *Content
	told := &retold{items: d.Items}
	opts.World = told
	opts.Engine.Render = func(x *engine.Decision) bool {
		told.now = x.At == d.At && x.Journey == d.Journey && x.Instance == d.Instance && x.Step == d.Step && !x.Skipped
		return told.now
	}
	s.mu.RLock()
	v, schema := s.version(), s.store.schema
	opts.Engine.Resume = s.play.log.resumed(s.store.group(who))
	s.mu.RUnlock()
	p, ok := newPlay(v, schema, opts, nil, nil)
	if !ok {
		return nil, errNotKept
	}
	p.taken = func(x *engine.Decision) {
		if x.Content != nil {
			out = s.contentOf(v, x, told)
			told.now = false
		}
	}
	s.mu.RLock()
	group := s.store.group(who)
	p.who = map[int64]uint32{}
	for i := range s.play.added { // what was added to the feed then is added again
		if a := &s.play.added[i]; a.Time <= d.At {
			for _, g := range group {
				if g == a.person {
					p.addAgain(a)
				}
			}
		}
	}
	s.mu.RUnlock()
	w := &whatIf{play: p, group: group}
	s.run.Lock()
	told.others = s.play.others
	err := s.aloneUpTo(w, d.At)
	s.run.Unlock()
	if err == nil && out == nil {
		err = errNoText
	}
	return out, err
}

// retold answers what journeys ask about other people with what they were told
// before; for the message in hand what was not told is asked of what is known now.
type retold struct {
	items  []string
	others engine.World
	now    bool
	asked  bool
}

// Items is part of engine.World.
func (r *retold) Items(basis int32, items, exclude []string, n int) []string {
	switch {
	case len(r.items) > 0:
		return r.items
	case r.now:
		r.asked = true
	}
	return r.others.Items(basis, items, exclude, n)
}

// Product is part of engine.World.
func (r *retold) Product(id string) event.Value { return r.others.Product(id) }

// Hours is part of engine.World.
func (r *retold) Hours() *habit.Week { return r.others.Hours() }

// contentOf makes a view of what a decision says.
func (s *Session) contentOf(v *Version, d *engine.Decision, told *retold) *Content {
	c := d.Content
	out := &Content{Language: c.Language, Direction: "ltr", Parts: []Part{}}
	if c.RightToLeft() {
		out.Direction = "rtl"
	}
	for _, p := range c.Parts {
		x := Part{Name: p.Name, Text: strings.Clone(p.Text)}
		if p.Language != c.Language {
			x.Language = p.Language
		}
		out.Parts = append(out.Parts, x)
	}
	for _, it := range c.Items {
		out.Items = append(out.Items, Item{ID: it.ID, Name: it.Name, Price: it.Price, Quantity: it.Quantity, URL: it.URL, Image: it.Image})
	}
	if told.asked {
		out.Recommended = "as of the end of the data"
	}
	return out
}

// resumed tells of the waits of somebody for the best time until when they were, and why.
func (l *decisions) resumed(group []uint32) func(journey int16, instance uint32, at int64) (int64, engine.Reason, bool) {
	var waits []*entry
	for _, i := range l.of(group, l.n) {
		if e := l.entry(i); e.kind() == engine.Wait && e.reason != engine.NoReason {
			waits = append(waits, e)
		}
	}
	return func(journey int16, instance uint32, at int64) (int64, engine.Reason, bool) {
		for _, e := range waits {
			if e.at == at && e.journey == journey && e.instance == instance {
				return e.until, e.reason, true
			}
		}
		return 0, engine.NoReason, false
	}
}
