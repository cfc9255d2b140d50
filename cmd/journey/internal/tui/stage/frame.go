package stage

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/sim"
)

// zone is a part of the frame that takes clicks, and turns of the wheel.
type zone struct {
	x, y, w, h int
	press      func(*Model) []Effect
	seek       bool // the bar of time: where it is clicked says when
	divide     bool // between two panes
	scroll     *scroll
	rows       int
}

func (z *zone) has(x, y int) bool { return x >= z.x && x < z.x+z.w && y >= z.y && y < z.y+z.h }

// press makes a part of the frame take clicks; on nil it does nothing.
func (m *Model) press(x, y, w, h int, f func(*Model) []Effect) {
	if f != nil {
		m.zones = append(m.zones, zone{x: x, y: y, w: w, h: h, press: f})
	}
}

func (m *Model) pressAction(x, y, w int, id string) {
	m.press(x, y, w, 1, func(m *Model) []Effect { return m.do(id) })
}

// Click is a press of the left button, or a drag with it.
type Click struct {
	X, Y int
	Drag bool
}

// Wheel is a turn of the wheel: by lines, down is positive.
type Wheel struct{ X, Y, By int }

func (m *Model) click(in Click) []Effect {
	if in.Drag && m.dividing {
		return m.divide(in.X)
	}
	m.dividing = false
	for i := len(m.zones) - 1; i >= 0; i-- {
		switch z := m.zones[i]; {
		case !z.has(in.X, in.Y):
		case z.divide:
			m.dividing = !in.Drag
			return nil
		case z.seek:
			return m.seekTo(float64(in.X-z.x) / float64(max(z.w-1, 1)))
		case z.press != nil && !in.Drag:
			m.note = note{}
			return z.press(m)
		}
	}
	if len(m.over) > 0 && !in.Drag && !m.overlayHas(in.X, in.Y) {
		m.close()
	}
	return nil
}

// overlayHas reports whether a place lies in the overlay on top.
func (m *Model) overlayHas(x, y int) bool {
	px, py, pw, ph := m.overlayPlace()
	return (&zone{x: px, y: py, w: pw, h: ph}).has(x, y)
}

func (m *Model) wheel(in Wheel) []Effect {
	for i := len(m.zones) - 1; i >= 0; i-- {
		if z := m.zones[i]; z.scroll != nil && z.has(in.X, in.Y) {
			z.scroll.move(in.By, z.rows)
			if m.run != nil && len(m.over) == 0 {
				return m.refresh()
			}
			return nil
		}
	}
	return nil
}

// seekTo goes to a share of the known time.
func (m *Model) seekTo(share float64) []Effect {
	m.playing = false
	first, last := m.status.First-1, m.status.Horizon
	m.run.Session.Seek(first + sim.Instant(float64(last-first)*max(min(share, 1), 0)))
	return m.refresh()
}

// The smallest screen that has room.
const (
	leastW = 40
	leastH = 12
)

const dryRun = " DRY RUN: nothing is sent "

// Frame draws the model.
func (m *Model) Frame() *cells.Canvas {
	c := cells.New(m.w, m.h)
	m.drawOn(c)
	return c
}

func (m *Model) drawOn(c *cells.Canvas) {
	c.Logical = m.look.Logical
	m.zones = m.zones[:0]
	if m.w < leastW || m.h < leastH {
		c.Put(0, 0, m.w, cells.Badge, "DRY RUN")
		c.Put(0, 1, m.w, cells.Plain, fmt.Sprintf("journey: %dx%d needed, q quits", leastW, leastH))
		return
	}
	switch {
	case m.asking:
		m.drawQuestion(c)
	case m.pick != nil:
		m.pick.draw(m, c)
	case m.stuck != nil:
		m.stuck.draw(m, c)
	default:
		m.header(c)
		m.tabsRow(c)
		m.body(c, 2, m.h-2-m.footRows())
		m.footer(c)
	}
	if n := len(m.over); n > 0 {
		m.overlay(c, m.over[n-1])
	}
}

// footRows is how many rows time and hints take.
func (m *Model) footRows() int {
	switch {
	case m.h < 20:
		return 2 // clock, hints
	case m.h >= 24 && m.w < 100:
		return 5 // note, bar of time, clock, two rows of hints
	}
	return 4
}

func (m *Model) header(c *cells.Canvas) {
	now, _ := m.run.Session.Versions()
	state, role := "ok", cells.Plain
	switch {
	case m.broken != "":
		state, role = "still running, the file has an error", cells.Problem
	case m.replaying:
		state, role = "replaying", cells.Warn
	}
	end := m.badge(c)
	x := 1 + c.Put(1, 0, end-1, cells.Strong, m.run.Name)
	x += 1 + c.Put(x+1, 0, end-x-1, cells.Plain, now)
	x += 1 + c.Put(x+1, 0, end-x-1, role, state)
	if st := &m.status; x+4 < end {
		from := x + 3
		x += 3 + c.Put(x+3, 0, end-x-3, cells.Plain, st.Feed)
		if x+4 < end {
			x += 3 + c.Put(x+3, 0, end-x-3, cells.Plain, m.loaded())
		}
		m.press(from, 0, x-from, 1, func(m *Model) []Effect { return m.do("data") })
	}
}

// badge says that nothing is sent, and returns where it begins.
func (m *Model) badge(c *cells.Canvas) int {
	words := dryRun
	if m.w < 60 {
		words = " DRY RUN "
	}
	x := m.w - len(words)
	c.Put(x, 0, len(words), cells.Badge, words)
	return x - 1
}

// loaded says how many people there are, or how far the feed was read.
func (m *Model) loaded() string {
	st := &m.status
	switch {
	case st.Phase == sim.Loading && st.Size > 0:
		return fmt.Sprintf("reading %d%%, %s", min(st.Taken*100/st.Size, 99), counted(st.People, "person", "people"))
	case st.Phase == sim.Loading:
		return "reading, " + counted(st.People, "person", "people")
	case st.People == 0:
		return "no people yet"
	}
	out := counted(st.People, "person", "people")
	if st.Bad > 0 {
		out += ", " + counted(st.Bad, "line", "lines") + " skipped"
	}
	return out
}

func (m *Model) tabsRow(c *cells.Canvas) {
	x := 1
	help := " ? help"
	narrow := m.w < 70
	for i, s := range m.tabs {
		label := fmt.Sprintf(" %d %s ", i+1, s.title())
		role := cells.Plain
		if i == m.tab {
			label, role = fmt.Sprintf("[%d %s]", i+1, s.title()), cells.Accent
		} else if narrow {
			label = fmt.Sprintf(" %d ", i+1)
		}
		n := c.Put(x, 1, m.w-x-len(help), role, label)
		m.pressAction(x, 1, n, Screens[i])
		x += n
	}
	c.PutRight(m.w-1, 1, len(help), cells.Accent, help)
	m.pressAction(m.w-len(help), 1, len(help), "help")
	if x+28 < m.w {
		c.PutRight(m.w-9, 1, 18, cells.Accent, "Ctrl+P all actions")
		m.pressAction(m.w-27, 1, 18, "palette")
	}
}

// body draws the panes of the screen: one below 100 columns, else two beside each
// other.
func (m *Model) body(c *cells.Canvas, y, h int) {
	if m.broken != "" {
		n := min(m.brokenRows(), h/2)
		m.drawBroken(c, y, n)
		y, h = y+n, h-n
	}
	s := m.tabs[m.tab]
	main, side := s.panes(m, m.mainWidth())
	w := m.w
	beside := side != nil && m.w >= 100
	if beside {
		w = m.mainWidth()
	} else if brief := s.brief(m, m.w-2); len(brief) > 0 && m.h >= 20 {
		h -= len(brief) + 1
		c.Fill(0, y+h, m.w, cells.Faint, "─")
		for i := range brief {
			brief[i].draw(c, 1, y+h+1+i, m.w-2)
		}
	}
	main.draw(m, c, 1, y, w-2, h)
	if beside {
		for row := y; row < y+h; row++ {
			c.Put(w, row, 1, cells.Faint, "│")
		}
		m.zones = append(m.zones, zone{x: w, y: y, w: 1, h: h, divide: true})
		side.draw(m, c, w+2, y, m.w-w-3, h)
	}
}

// mainWidth is the width of the main pane, with its margin.
func (m *Model) mainWidth() int {
	if share := m.tabs[m.tab].split(m); m.w >= 100 && share > 0 {
		if own := m.memory.Dividers[Screens[m.tab]]; own > 0 {
			return min(max(m.w*own/100, leastMain), m.w-leastSide)
		}
		return m.w * share / 100
	}
	return m.w
}

func (m *Model) brokenRows() int { return min(strings.Count(strings.TrimSpace(m.broken), "\n")+4, 14) }

// drawBroken shows what is wrong with the files, over the screen that goes on.
func (m *Model) drawBroken(c *cells.Canvas, y, h int) {
	now, _ := m.run.Session.Versions()
	c.Fill(0, y, m.w, cells.Problem, "─")
	c.Put(1, y, m.w-2, cells.Problem, " the file has an error ")
	lines := strings.Split(strings.TrimSpace(m.broken), "\n")
	for i := range min(len(lines), h-3) {
		c.Put(1, y+1+i, m.w-2, cells.Plain, lines[i])
	}
	c.Put(1, y+h-2, m.w-2, cells.Plain, fmt.Sprintf("Still running %s. Nothing was lost. f fix   E all of it   e editor", now))
	c.Fill(0, y+h-1, m.w, cells.Faint, "─")
}

func (m *Model) footer(c *cells.Canvas) {
	rows := m.footRows()
	y := m.h - rows
	if rows >= 4 {
		c.Fill(0, y, m.w, cells.Faint, "─")
		if m.note.text != "" {
			c.Put(1, y, m.w-2, m.note.role, " "+m.note.text+" ")
		} else if words := m.guide(); words != "" {
			c.Put(1, y, m.w-2, cells.Accent, " "+words+" ")
		}
		m.bar(c, y+1)
		m.clockRow(c, y+2)
		m.hints(c, y+3, rows-3)
		return
	}
	m.clockRow(c, y)
	if m.note.text != "" {
		c.Put(1, y+1, m.w-2, m.note.role, m.note.text)
		return
	}
	m.hints(c, y+1, 1)
}

// guide says what one could do next, to somebody who came without a file; what was
// done once is not said again.
func (m *Model) guide() string {
	switch {
	case !m.guided || m.broken != "":
	case !m.used["play"] && !m.used["message"] && !m.used["end"]:
		return "Press Space and watch; faster with +"
	case !m.used["messages"] && !m.used["messages here"]:
		return "Press 3 to see what would be sent, and to whom"
	case onMessages(m) && !m.used["open"] && m.messages.found != nil && m.messages.found.Total > 0:
		return "↑↓ choose a message, Enter opens it: there is why it would be sent"
	case onMessage(m) && !m.used["inject"]:
		return "Press i: what if something else had happened?"
	}
	return ""
}

func (m *Model) clockRow(c *cells.Canvas, y int) {
	sign, state := "‖", "paused"
	if m.playing {
		sign, state = "▶", speeds[m.speed].words
	}
	at := m.when(m.pos.At)
	switch {
	case m.status.People == 0 && m.status.Events == 0:
		at = "no events yet"
	case m.pos.AtStart:
		at = "before the first event, " + m.when(m.status.First)
	case m.pos.AtEnd:
		state += ", end of data"
	}
	if m.w >= 100 && m.status.Events > 0 {
		at += ", " + m.pos.Zone
	}
	x := 1
	n := c.Put(x, y, m.w-2, cells.Strong, sign+" "+at)
	m.pressAction(x, y, n, "play")
	x += n + 3
	x += c.Put(x, y, m.w-x-1, cells.Plain, state) + 3
	right := fmt.Sprintf("%s  %s", counted(m.pos.Messages, "message", "messages"), counted(m.pos.Events, "event", "events"))
	if k := len(m.run.Session.WhatIfs()); k > 0 {
		right = counted(int64(k), "what-if", "what-ifs") + "  " + right
	}
	if len(right) < m.w-x {
		c.PutRight(m.w-1, y, len(right), cells.Plain, right)
	}
}

// hints are the keys of what one would do next; each can be clicked. Where there are
// two rows, the second ends with the way to everything else.
func (m *Model) hints(c *cells.Canvas, y, rows int) {
	x, last := 1, y+rows-1
	ids, end := m.tabs[m.tab].hints(m), m.w
	if rows > 1 {
		const all = "Ctrl+P all actions"
		c.PutRight(m.w-1, last, len(all), cells.Accent, all)
		m.pressAction(m.w-1-len(all), last, len(all), "palette")
		ids = append(ids, "export")
	}
	for _, id := range ids {
		a := find(id)
		word := a.hint
		if word == "" {
			word = a.name
		}
		if id == "play" && m.playing {
			word = "pause"
		}
		key := keyName(a.keys[0])
		if a.pair != "" {
			key = a.pair
		}
		n := cells.Width(key) + 1 + cells.Width(word)
		if x+n >= end && y < last {
			x, y, end = 1, y+1, m.w-20
		}
		if x+n >= end {
			break
		}
		c.Put(x, y, n, cells.Accent, key)
		role := cells.Plain
		if m.prevented(a) != "" {
			role = cells.Faint
		}
		c.Put(x+cells.Width(key)+1, y, n, role, word)
		m.pressAction(x, y, n, id)
		x += n + 3
	}
}

// overlayPlace is where the overlay on top lies.
func (m *Model) overlayPlace() (x, y, w, h int) {
	w, h = min(m.w-4, 84), min(m.h-4, 26)
	if m.w < 100 {
		w = m.w
	}
	if m.h < 20 {
		h = m.h - 1
	}
	return (m.w - w) / 2, m.h - h - (m.h-h)/2, w, h
}

func (m *Model) overlay(c *cells.Canvas, o overlay) {
	x, y, w, h := m.overlayPlace()
	title, p, foot := o.view(m, w-4)
	if need := len(p.head) + max(len(p.lines), 1) + 3; need < h {
		y, h = y+(h-need)/2, need
	}
	m.zones = nil // what lies below is out of reach
	c.Clear(x, y, w, h)
	for row := y; row < y+h; row++ {
		c.Put(x, row, 1, cells.Faint, "│")
		c.Put(x+w-1, row, 1, cells.Faint, "│")
	}
	for _, row := range []int{y, y + h - 1} {
		c.Fill(x, row, w, cells.Faint, "─")
	}
	for _, k := range []struct {
		x, y int
		sign string
	}{{x, y, "╭"}, {x + w - 1, y, "╮"}, {x, y + h - 1, "╰"}, {x + w - 1, y + h - 1, "╯"}} {
		c.Put(k.x, k.y, 1, cells.Faint, k.sign)
	}
	c.Put(x+2, y, w-4, cells.Strong, " "+title+" ")
	c.Put(x+2, y+h-1, w-4, cells.Accent, " "+foot+" ")
	p.draw(m, c, x+2, y+1, w-4, h-2)
}

// Picture draws the model as SVG.
func (m *Model) Picture() string {
	title := "journey, DRY RUN: nothing is sent"
	if m.run != nil {
		title = m.run.Name + ": " + m.tabs[m.tab].title() + ", " + m.whereWords() + ". DRY RUN: nothing is sent"
	}
	return m.Frame().SVG(safetext.Line(title))
}

// Styled draws the model for a terminal.
func (m *Model) Styled() string {
	m.canvas.Reset(m.w, m.h)
	m.drawOn(&m.canvas)
	return m.canvas.Styled(m.look.Theme, m.look.ASCII)
}
