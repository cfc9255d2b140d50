package run

import (
	"math"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/habit"
)

// The hours of the week at which people are there are counted by every worker for
// itself, and become known to all at the next whole hour. They are sums, so it makes
// no difference who counted what.

// Hours is part of engine.World.
func (w *world) Hours() *habit.Week { return &w.hours }

// Hours are the hours of the week at which people were there, as the run knows them.
func (r *Runner) Hours() *habit.Week { return &r.world.hours }

func (w *worker) learnHour(hour int) { w.hours[hour]++ }

// publishHours takes in what the workers have counted. Whatever they have seen until
// now happened, or came to be known, before the hour.
func (w *world) publishHours(workers []*worker) {
	for _, wk := range workers {
		for i, n := range wk.hours {
			w.hours[i] += n
		}
		wk.hours = habit.Week{}
	}
}

// codeHours codes the hours, and what is counted and not published yet.
func (img *image) codeHours(f *frames) {
	r := img.r
	if !r.prog.WaitsForBest() {
		return
	}
	var counted habit.Week
	for _, w := range r.workers {
		for i, n := range w.hours {
			counted[i] += n
		}
	}
	f.frame(tagHours, func(c *engine.Coder) {
		for _, week := range []*habit.Week{&r.world.hours, &counted} {
			for i := range week {
				engine.Below(c, &week[i], math.MaxInt32*1000, "how often people were there")
			}
		}
	})
	if f.r != nil {
		r.workers[0].hours = counted
	}
}
