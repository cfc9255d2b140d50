package sample

import "slices"

// dirt is what goes wrong between a shop and its reader, on request. Duplicates
// and junk are added between the lines of a clean feed and change none of them;
// a late line moves (see put).
type dirt struct {
	duplicate, junk           rng
	duplicateBelow, junkBelow uint64

	again      [][]byte // lines to come again, by number of written lines modulo its length
	duplicates int64
	junkKind   int
	junkCounts [len(junkNames)]int64
}

// maxDelay is how many lines after the first a duplicate comes at most.
const maxDelay = 200

var junkNames = [...]string{"broken", "empty", "future", "no person", "no time", "not an object", "wrong types"}

func newDirt(cfg Config) dirt {
	return dirt{
		duplicate:      stream(cfg.Seed, purposeDuplicate, 0, 0),
		junk:           stream(cfg.Seed, purposeJunk, 0, 0),
		duplicateBelow: threshold(cfg.Duplicates),
		junkBelow:      threshold(cfg.Junk),
		again:          make([][]byte, maxDelay+1),
	}
}

// spoil adds dirt after the line that begins at from and arrived at t.
func (e *encoder) spoil(from int, t int64) {
	d := &e.dirt
	to := len(e.buf)
	if d.duplicateBelow > 0 {
		now := int(e.ids % int64(len(d.again)))
		e.copies(now)
		if d.duplicate.next()>>32 < d.duplicateBelow {
			slot := (now + d.duplicate.between(1, maxDelay+1)) % len(d.again)
			d.again[slot] = append(d.again[slot], e.buf[from:to]...)
			d.duplicates++
		}
	}
	if d.junkBelow > 0 && d.junk.next()>>32 < d.junkBelow {
		e.rubbish(from, to, t)
	}
}

// copies writes the duplicates that are due.
func (e *encoder) copies(slot int) {
	d := &e.dirt
	due := d.again[slot]
	for _, c := range due {
		if c == '\n' {
			e.lines++
		}
	}
	e.buf = append(e.buf, due...)
	d.again[slot] = due[:0]
}

// lastDuplicates writes the duplicates that are due after the end.
func (e *encoder) lastDuplicates() {
	for i := range e.dirt.again {
		e.copies(int((e.ids + int64(i)) % int64(len(e.dirt.again))))
	}
}

// rubbish writes a line that nobody can read; the kinds take turns.
func (e *encoder) rubbish(from, to int, t int64) {
	d := &e.dirt
	k := d.junkKind
	d.junkKind = (k + 1) % len(junkNames)
	d.junkCounts[k]++
	e.lines++
	who := uint32(d.junk.n(e.g.cfg.People))
	switch junkNames[k] {
	case "broken":
		cut := from + 1 + d.junk.n(to-from-2)
		e.buf = append(e.buf, e.buf[from:cut]...)
	case "empty":
	case "future":
		e.text(`{"type":"track"`)
		e.id("userId", "p", who, "")
		e.stamp("timestamp", t+int64(d.junk.between(2, 9000))*hour)
		e.stamp("receivedAt", t)
		e.text(`,"event":"Product Viewed","properties":{}}`)
	case "no person":
		e.text(`{"type":"track"`)
		e.stamp("timestamp", t)
		e.text(`,"event":"Product Viewed","properties":{}}`)
	case "no time":
		e.text(`{"type":"track"`)
		e.id("userId", "p", who, "")
		e.text(`,"event":"Product Viewed","properties":{}}`)
	case "not an object":
		e.text([]string{`[1,2,3]`, `"hello"`, `null`, `42`}[d.junk.n(4)])
	case "wrong types":
		e.text(`{"type":"track","userId":["p`)
		e.num(int64(who) + 1)
		e.text(`"],"timestamp":{"at":"noon"},"event":42,"properties":"none"}`)
	}
	e.text("\n")
}

// stats sums up, in an order that never changes.
func (e *encoder) stats() Stats {
	st := Stats{Lines: e.lines, Bytes: e.bytes, Duplicates: e.dirt.duplicates, Late: e.late}
	counts := e.counts
	counts[kOrder] += counts[kStore] // one event's name, online and in the store
	counts[kStore] = 0
	for k, n := range counts {
		if n > 0 {
			st.Events = append(st.Events, Count{Name: kindNames[k], N: n})
		}
	}
	slices.SortFunc(st.Events, func(a, b Count) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	for k, n := range e.dirt.junkCounts {
		if n > 0 {
			st.Junk = append(st.Junk, Count{Name: junkNames[k], N: n})
		}
	}
	return st
}
