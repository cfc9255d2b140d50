package gen

import (
	"fmt"
	"slices"
	"strings"
)

// policies writes the two policies that journeys name.
func (w *writer) policies() {
	w.policed = true
	for _, name := range []string{"soft", "strict"} {
		w.line("policy %s {", name)
		w.indent++
		if name == "strict" {
			w.line("consent news required")
		} else if w.chance(2) {
			w.line("consent news")
		}
		if w.chance(4) {
			w.line("consent other")
		}
		w.quiet(pick(w.dice, 0, 1, 1, 2))
		for range pick(w.dice, 0, 1, 1, 2) {
			w.cap()
		}
		w.indent--
		w.line("}")
	}
}

// quiet writes quiet times that leave some of the day.
func (w *writer) quiet(n int) {
	const day = 24 * 60
	var taken [day]bool
	for range n {
		from := w.time()
		to := w.later(from)
		next := taken
		for m := minuteOf(from); m != minuteOf(to); m = (m + 1) % day {
			next[m] = true
		}
		if !slices.Contains(next[:], false) {
			return
		}
		taken = next
		w.line("quiet %s to %s %s", from, to, pick(w.dice, "hold", "hold", "drop"))
	}
}

// minuteOf is the minute of the day of a time such as 21:30.
func minuteOf(clock string) int {
	var hour, minute int
	if _, err := fmt.Sscanf(clock, "%d:%d", &hour, &minute); err != nil {
		panic(err) // the times are our own
	}
	return 60*hour + minute
}

func (w *writer) cap() {
	what := pick(w.dice, "message", "message", "email", "sms")
	if w.chance(2) {
		w.line("at most %d %s per calendar %s", 1+w.IntN(2), what, pick(w.dice, "day", "day", "week", "month"))
		return
	}
	w.line("at most %d %s in %s", 1+w.IntN(3), what, w.duration())
}

func (w *writer) send() {
	channel := pick(w.dice, "email", "email", "sms", "push")
	content := pick(w.dice, "hello", "hello", `"text"`, "recommend(cart)")
	with := ""
	kind := w.IntN(8)
	if kind > 5 && !w.policed {
		kind = 5 // an offer can only run out where messages are held
	}
	switch kind {
	case 0, 6, 7:
		content = "offer"
		with = fmt.Sprintf(" with { code: coupon(10%%%s) }", pick(w.dice, "", ", valid: "+w.duration(), ", valid: 10m", ", 10m", ", valid: 1h", ", valid: 6h"))
	case 1:
		content = "note"
		with = fmt.Sprintf(" with { what: profile.stage ?? %s }", w.text())
		if w.chance(2) {
			content, with = pick(w.dice, "spoken", "card"), strings.Replace(with, "what", "word", 1)
		}
	case 2:
		content = pick(w.dice, "profile.stage", "maybe", `"{{ profile.stage }}"`, `"{{ profile.level ?? 1 }}"`)
		if w.entry {
			content = pick(w.dice, content, "entry.s", `"{{ entry.n }}"`)
		}
	}
	if w.chance(6) {
		content += " transactional"
	}
	name := w.as("mail")
	w.line("%s %s%s%s", channel, content, with, name)
	if name != "" {
		w.mails = append(w.mails, name[len(" as "):])
	}
}
