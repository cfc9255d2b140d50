package oracle

import (
	"slices"

	"github.com/journeylang/journey/runtime/event"
)

// mostRounds is how often, at one instant, what steps set and emitted is looked at.
const mostRounds = 16

// mostAnswers is how many events and starts one instant has room for in all.
const mostAnswers = 256

// occur is what one event does: it joins the history; the instances that are inside
// see it; then the triggers see it, journey by journey; then whatever `set` wrote
// meanwhile is looked at.
func (w *world) occur(p *person, it item) {
	w.nextRound()
	w.happens(p, &happened{key: key{ts: it.Time, line: it.Line}, name: it.Name, props: it.Props, late: it.late})
	w.settle(p)
}

// happens lets an event join the history, and everybody see it.
func (w *world) happens(p *person, h *happened) {
	h.moment = w.here(p)
	h.ts = h.key.ts
	w.notice(p, h)
	p.history = append(p.history, h)
	w.rearm(p)
	for _, in := range p.instances() {
		w.react(in, h)
	}
	came := w.comings(p)
	if h.late {
		came = nil // it is remembered, but lets nobody in
	}
	for _, v := range p.journeys {
		for _, e := range w.doors(p, v, h) {
			w.trigger(e, h, came)
		}
		w.hearWild(v, p, h)
	}
}

// reaction is what a step asks for at an instant and the next round brings.
type reaction struct {
	emit  string // an event
	props map[string]event.Value
	start string // a journey
}

// identify is what an Identify does: the profile changes, and whoever waits for a
// state of it is asked.
func (w *world) identify(p *person, it item) {
	w.nextRound()
	names := make([]string, 0, len(it.Props))
	for name := range it.Props {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		v := typed(it.Props[name], w.prog.traits[name])
		w.write(p, trait{key: key{ts: it.Time, line: it.Line}, name: name, value: v})
	}
	w.rearm(p)
	for _, in := range p.instances() {
		w.react(in, nil)
	}
	if came := w.comings(p); !it.late {
		w.letIn(p, came)
	}
	w.reconsider(p)
	w.settle(p)
}

// reconsider asks everybody again without an event: instances, then the triggers
// whose deadline a move to another zone has brought into the past.
func (w *world) reconsider(p *person) {
	for _, in := range p.instances() {
		w.react(in, nil)
	}
	for _, e := range p.entrances() {
		if f, ok := w.pending(e); ok && f.at <= w.at.ts {
			w.comes(e, f)
		}
		w.passInner(e)
	}
}

// settle lets the others see what was written to the profile in this round, in
// another one, and then what was emitted, until nothing is left or there were too many.
func (w *world) settle(p *person) {
	answers := 0
	for n := 0; (w.wrote || len(w.asked) > 0) && n < mostRounds; n++ {
		wrote, asked := w.wrote, w.asked
		w.nextRound()
		if wrote {
			w.at.sub++ // what changes the person comes behind what led to it
			w.rearm(p)
			for _, in := range p.instances() {
				w.react(in, nil)
			}
			w.letIn(p, w.comings(p))
		}
		if len(asked) > 0 {
			// What is due at this instant comes before what is emitted in it.
			for _, d := range w.due(p) {
				d.act()
			}
		}
		for _, r := range asked {
			w.at.sub++
			if answers++; answers > mostAnswers {
				continue
			}
			if r.start != "" {
				w.start(p, r.start)
				continue
			}
			w.happens(p, &happened{key: w.at, name: r.emit, props: r.props})
		}
	}
	if w.wrote || len(w.asked) > 0 {
		// A circle without end: what is left is remembered, and lets nobody in.
		w.nextRound()
		w.comings(p)
	}
	w.nextRound()
}

func (w *world) nextRound() {
	w.round++
	moves := w.moves
	w.moves = nil
	for _, m := range moves {
		w.seq++
		w.shift(m.p, shift{seq: w.seq, to: m.to, by: m.by, known: m.seq})
	}
	w.wrote, w.asked = false, nil
}

// set writes a value into the profile on behalf of an instance.
func (w *world) set(in *instance, name string, v event.Value) {
	w.wrote = true
	w.write(in.e.p, trait{key: w.at, name: name, value: typed(v, w.prog.traits[name]), by: in})
}
