package run

import (
	"encoding/binary"
	"hash/maphash"
	"sync"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/habit"
	"github.com/journeylang/journey/runtime/recommend"
)

// Lessons are what a run learned of everybody, hour by hour, and what it answered. A
// later run over the same feed that is given them asks them, and need not hear of
// everybody itself: it may run over one person's lines alone and is told what it would
// have been told over all of them. They may be asked while they are written.
type Lessons struct {
	mu       sync.RWMutex
	lesson   recommend.Lesson
	products map[string][]describedSince
	answers  map[question][]string
	seed     [2]maphash.Seed
}

// question is a question and the hour at which it was asked, as two hashes of 64 bits.
type question [2]uint64

// describedSince is a description of a product that is known from an hour on.
type describedSince struct {
	hour int64
	row  event.Value
}

// mostAnswers is how many answers are remembered; the others are worked out again.
const mostAnswers = 1 << 20

// NewLessons are lessons in which nothing is written yet.
func NewLessons() *Lessons {
	return &Lessons{
		products: map[string][]describedSince{}, answers: map[question][]string{},
		seed: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()},
	}
}

// ask makes a question.
func (l *Lessons) ask(hour int64, basis int32, items, exclude []string, n int) question {
	b := binary.AppendVarint(make([]byte, 0, 256), hour)
	b = binary.AppendVarint(binary.AppendVarint(b, int64(basis)), int64(n))
	for _, list := range [][]string{items, exclude} {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, s := range list {
			b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
		}
	}
	return question{maphash.Bytes(l.seed[0], b), maphash.Bytes(l.seed[1], b)}
}

func (l *Lessons) answered(q question) ([]string, bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	answer, ok := l.answers[q]
	return answer, ok
}

func (l *Lessons) remember(q question, answer []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.answers) < mostAnswers {
		l.answers[q] = answer
	}
}

// describe notes how a product is described from an hour on.
func (l *Lessons) describe(hour int64, id string, row event.Value) {
	all := l.products[id]
	if n := len(all); n > 0 && all[n-1].row.Box == row.Box {
		return
	}
	l.products[id] = append(all, describedSince{hour, row})
}

// product is how a product was described at an hour.
func (l *Lessons) product(hour int64, id string) event.Value {
	l.mu.RLock()
	defer l.mu.RUnlock()
	all := l.products[id]
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].hour <= hour {
			return all[i].row
		}
	}
	return event.Value{}
}

// taught is what a run sees of other people that was taught by another.
type taught struct {
	*Lessons
	mu    sync.Mutex
	pupil *recommend.Pupil
	hour  int64 // the last whole hour of the watermark, in ms
}

// Items is part of engine.World.
func (t *taught) Items(basis int32, items, exclude []string, n int) []string {
	q := t.ask(t.hour, basis, items, exclude, n)
	if answer, ok := t.answered(q); ok {
		return answer
	}
	t.mu.Lock()
	if t.pupil == nil {
		t.pupil = recommend.Follow(recommend.Config{})
	}
	t.Lessons.mu.RLock()
	m := t.pupil.At(&t.lesson, t.hour/msPerHour)
	t.Lessons.mu.RUnlock()
	t.mu.Unlock()
	// All workers ask at one hour: between two hours the model does not change.
	answer := m.Recommend(recommend.Query{Basis: basisOf(basis), Items: items, Exclude: exclude, N: n})
	t.remember(q, answer)
	return answer
}

// Product is part of engine.World.
func (t *taught) Product(id string) event.Value { return t.product(t.hour, id) }

// Hours is part of engine.World. Who waits for the best hour is not taught.
func (t *taught) Hours() *habit.Week { return &habit.Week{} }

func basisOf(basis int32) recommend.Basis {
	switch basis {
	case bytecode.BasisViewed:
		return recommend.OfViewed
	case bytecode.BasisBought:
		return recommend.OfBought
	case bytecode.BasisPopular:
		return recommend.OfPopular
	}
	return recommend.OfCart
}
