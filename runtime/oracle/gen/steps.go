package gen

import "fmt"

// steps writes a few steps. Only the last one may stop.
func (w *writer) steps(n, depth int, outer bool) {
	for i := range n {
		last := i == n-1
		if last && !outer && w.chance(6) {
			w.line("stop")
			return
		}
		w.step(depth)
	}
}

func (w *writer) step(depth int) {
	kind := w.IntN(11)
	if depth == 0 {
		kind = pick(w.dice, 0, 1, 2, 3, 10)
	}
	switch kind {
	case 10:
		w.waitMoment()
	case 0, 1:
		w.send()
	case 2:
		w.line("wait %s%s", w.duration(), w.as("pause"))
	case 3:
		w.act()
	case 4, 5:
		w.waitFor(depth)
	case 6:
		w.race(depth)
	case 7:
		w.waitUntil(depth)
	case 8:
		w.line("if %s {", w.condition(2))
		w.block(depth)
		if w.chance(2) {
			w.line("} else {")
			w.block(depth)
		}
		w.line("}")
	case 9:
		if w.chance(2) {
			w.repeat(depth)
			return
		}
		w.split(depth)
	}
}

func (w *writer) block(depth int) {
	w.indent++
	w.steps(1+w.IntN(2), depth-1, false)
	w.indent--
}

// as names a step now and then.
func (w *writer) as(word string) string {
	if !w.chance(4) {
		return ""
	}
	w.names++
	return fmt.Sprintf(" as %s%d", word, w.names)
}

// act writes a step that does something at once and sends nothing.
func (w *writer) act() {
	switch w.IntN(7) {
	case 4:
		w.tag()
	case 0, 1:
		w.emit()
	case 2:
		if len(w.started) > 0 {
			w.line("start %s", pick(w.dice, w.started...))
			return
		}
		w.set()
	case 3:
		w.line("%s", pick(w.dice,
			`add to audience "shoppers"`, `remove from audience "shoppers"`, `add to audience profile.stage`,
			fmt.Sprintf(`webhook "https://shop.example/hook" { level: profile.level, n: last(%s).n }`, w.event())))
	default:
		w.set()
	}
}

// emit lets an event happen that this journey or the other one may hear.
func (w *writer) emit() {
	if len(w.emitted) == 0 {
		w.set()
		return
	}
	e := pick(w.dice, w.emitted...)
	n := pick(w.dice, fmt.Sprint(w.number()), "last("+w.event()+").n")
	if w.entry && w.chance(3) {
		w.line("emit %s { n: %s, s: %s, key: entry.key }", e, n, w.text())
		return
	}
	w.line("emit %s%s", e, pick(w.dice, "", fmt.Sprintf(" { n: %s }", n), fmt.Sprintf(" { key: %s }", pick(w.dice, `"k1"`, `"k2"`, "null")), ` { s: "u" }`))
}

func (w *writer) set() {
	w.line("%s", pick(w.dice,
		fmt.Sprintf("set profile.stage = %s", w.text()),
		fmt.Sprintf("set profile.level = %d", w.number()),
		fmt.Sprintf("set profile.timezone = %q", pick(w.dice, zones...)),
		"set profile.level = (profile.level ?? 0) + 1"))
}

func (w *writer) waitFor(depth int) {
	if w.chance(5) {
		w.line("wait for %s", w.listened())
		return
	}
	w.line("wait for %s up to %s {", w.listened(), w.duration())
	w.branches(depth)
}

// branches writes the two ways of a wait whose brace is open.
func (w *writer) branches(depth int) {
	w.block(depth)
	if !w.chance(3) {
		w.line("} else {")
		w.block(depth)
	}
	w.line("}")
}

func (w *writer) race(depth int) {
	w.line("wait up to %s%s {", w.duration(), pick(w.dice, "", "", " ranked"))
	w.indent++
	for range 2 + w.IntN(2) {
		w.line("on %s {", w.listened())
		w.block(depth)
		w.line("}")
	}
	if !w.chance(3) {
		w.line("else {")
		w.block(depth)
		w.line("}")
	}
	w.indent--
	w.line("}")
}

func (w *writer) waitUntil(depth int) {
	if w.chance(5) {
		w.line("wait until (%s)", w.condition(1))
		return
	}
	w.line("wait until (%s) up to %s {", w.condition(2), w.duration())
	w.branches(depth)
}

// repeat writes a block that runs several times. Where durations are short it has an
// end, because a feed goes on for weeks.
func (w *writer) repeat(depth int) {
	times, until := fmt.Sprintf(" up to %d times", 1+w.IntN(4)), ""
	if w.chance(2) {
		until = fmt.Sprintf(" until (%s)", w.condition(1))
		if w.slow && w.chance(2) {
			times = ""
		}
	}
	if w.chance(5) {
		w.line("repeat%s {", times)
		w.line("wait %s", w.duration())
	} else {
		w.line("repeat every %s%s%s {", w.duration(), times, w.as("round"))
	}
	w.block(depth)
	w.line("}%s", until)
}

func (w *writer) split(depth int) {
	shares := pick(w.dice, []string{"50%", "50%"}, []string{"12.5%", "87.5%"}, []string{"30%", "30%", "40%"})
	name := ""
	if w.chance(3) {
		w.names++
		name = fmt.Sprintf(" as test%d", w.names)
	}
	w.line("split%s {", name)
	w.indent++
	for i, s := range shares {
		w.line("%s %s {", s, string(rune('p'+i)))
		w.block(depth)
		w.line("}")
	}
	w.indent--
	w.line("}")
}
