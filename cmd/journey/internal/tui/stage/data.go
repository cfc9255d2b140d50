package stage

import (
	"context"
	"fmt"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/sim"
)

// dataScreen is where the people come from: what was read of a feed, with every
// line that could not be, or what is assumed of invented people, each of which can
// be changed.
type dataScreen struct {
	scroll
	rows []dataRow
	bad  []event.BadLine
}

// dataRow is a line of the screen, and what Enter does there.
type dataRow struct {
	line         line
	words, value string // instead of the line, a value with its name
	enter        func(*Model) []Effect
}

// dataView is what the JSON twin writes.
type dataView struct {
	Feed        sim.Status       `json:"feed"`
	Assumptions []sim.Assumption `json:"assumptions,omitempty"`
	Bad         []badView        `json:"bad_lines"`
}

type badView struct {
	File   string `json:"file"`
	Line   int64  `json:"line"`
	Column int    `json:"column,omitempty"`
	Why    string `json:"why"`
	Text   string `json:"text"`
}

// mostBad is how many bad lines are listed.
const mostBad = 1000

func (d *dataScreen) title() string { return "Data" }
func (d *dataScreen) about() string {
	return "Data shows where the people come from. Of a recorded feed: what was read, and every line that could not be read; Enter shows the line and what is wrong with it. Of invented people: everything that is assumed of them; Enter changes it, and all runs again."
}
func (d *dataScreen) split(*Model) int         { return 0 }
func (d *dataScreen) brief(*Model, int) []line { return nil }
func (d *dataScreen) leave(m *Model) []Effect  { return m.show(m.flow) }

func (d *dataScreen) hints(m *Model) []string {
	out := []string{"open", "play", "back"}
	if m.status.Assumed == nil && m.status.People == 0 {
		out = append([]string{"invent"}, out...)
	}
	return append(out, "quit")
}

func (d *dataScreen) data(m *Model) any {
	v := dataView{Feed: m.status, Bad: []badView{}}
	if m.status.Assumed != nil {
		v.Assumptions = m.status.Assumed.List()
	}
	for _, b := range d.bad {
		v.Bad = append(v.Bad, badView(b))
	}
	return v
}

func (d *dataScreen) load(m *Model) []Effect {
	d.bad = m.run.Session.BadLines(0, mostBad)
	d.rows = d.rows[:0]
	d.feedRows(m)
	if a := m.status.Assumed; a != nil {
		d.assumed(a)
	}
	d.scroll.move(0, len(d.rows))
	return nil
}

func (d *dataScreen) add(l line, enter func(*Model) []Effect) {
	d.rows = append(d.rows, dataRow{line: l, enter: enter})
}

// fact adds a value with its name; what can be changed is marked.
func (d *dataScreen) fact(words, value string, enter func(*Model) []Effect) {
	d.rows = append(d.rows, dataRow{words: words, value: value, enter: enter})
}

// at is the line of a row at a width.
func (r *dataRow) at(w int) line {
	if r.words == "" {
		return r.line
	}
	role := cells.Plain
	if r.enter != nil {
		role = cells.Accent
	}
	if w >= 70 { // far apart, one would look for what belongs to what
		return line{left: []span{{cells.Plain, pad("  "+r.words, 52) + " "}, {role, r.value}}}
	}
	return line{left: text(cells.Plain, "  "+r.words), right: text(role, r.value)}
}

// feedRows are what was read.
func (d *dataScreen) feedRows(m *Model) {
	st := &m.status
	state := map[sim.Phase]string{sim.Loading: "is being read", sim.Live: "goes on", sim.Ready: "was read to its end", sim.Stopped: "was not read to its end"}[st.Phase]
	if st.Assumed != nil {
		state = map[bool]string{true: "are being invented"}[st.Phase == sim.Loading]
	}
	d.add(line{left: text(cells.Strong, st.Feed), right: text(cells.Faint, state)}, nil)
	if st.Err != "" {
		for _, l := range paragraphs(cells.Problem, st.Err, max(m.w-4, 20)) {
			d.add(l, nil)
		}
	}
	for _, x := range []struct {
		words string
		n     int64
		also  bool // shown when there are none
	}{
		{"people", st.People, true}, {"events", st.Events, true}, {"lines", st.Lines, st.Assumed == nil},
		{"lines that do not matter here", st.Ignored, false}, {"lines that came late", st.Late, false},
		{"lines that came twice", st.Duplicates, false}, {"people who turned out to be one", st.Merges, false},
	} {
		if x.n > 0 || x.also {
			d.fact(x.words, grouped(x.n), nil)
		}
	}
	if st.People > 0 {
		d.fact("from", m.when(st.First), nil)
		d.fact("to", m.when(st.Last), nil)
	}
	if st.Assumed != nil {
		return
	}
	d.add(line{}, nil)
	if st.Bad == 0 {
		d.add(faint("No line was skipped: all could be read."), nil)
		return
	}
	words := counted(st.Bad, "line", "lines") + " skipped, because it could not be read"
	if st.Bad > 1 {
		words = counted(st.Bad, "line", "lines") + " skipped, because they could not be read"
	}
	if st.Bad > int64(len(d.bad)) {
		words += "; the first " + grouped(int64(len(d.bad))) + " are here"
	}
	d.add(line{left: text(cells.Warn, words), right: text(cells.Faint, "Enter shows one")}, nil)
	for i := range d.bad {
		b := &d.bad[i]
		d.add(line{left: []span{{cells.Faint, "  " + pad("line "+grouped(b.Line), 14) + " "}, {cells.Plain, b.Why}}}, func(m *Model) []Effect { return d.showBad(m, i) })
	}
}

// showBad shows one line that could not be read.
func (d *dataScreen) showBad(m *Model, i int) []Effect {
	if i >= len(d.bad) {
		return nil
	}
	b := d.bad[i]
	m.open(&page{title: fmt.Sprintf("Line %s of %s", grouped(b.Line), b.File), lines: func(w int) []line {
		out := paragraphs(cells.Problem, b.Why, w)
		if b.Column > 0 {
			out = append(out, faint(fmt.Sprintf("at column %d", b.Column)))
		}
		out = append(out, line{})
		out = append(out, chopped(b.Text, b.Column, w)...)
		out = append(out, line{}, faint(fmt.Sprintf("%s of %s that could not be read", grouped(int64(i+1)), grouped(int64(len(d.bad))))))
		return out
	}, more: []action{
		{keys: []string{"n"}, hint: "next", on: func(m *Model) []Effect { return d.showBad(m, min(i+1, len(d.bad)-1)) }},
		{keys: []string{"p"}, hint: "previous", on: func(m *Model) []Effect { return d.showBad(m, max(i-1, 0)) }},
		{keys: []string{"y"}, hint: "copy", on: func(m *Model) []Effect {
			m.say("copied")
			return []Effect{Copy(b.Text)}
		}},
	}})
	return nil
}

// chopped writes a line of a file over as many rows as it takes, with a sign below
// the place that is meant. It is nobody's prose, so it is broken anywhere.
func chopped(s string, column, w int) []line {
	var out []line
	at := 0 // bytes before this row
	for rest := s; rest != ""; {
		head, tail := cells.Cut(rest, max(w-2, 8))
		if head == "" {
			break
		}
		out = append(out, line{left: []span{{cells.Faint, "│ "}, {cells.Plain, head}}})
		if k := column - 1 - at; column > 0 && k >= 0 && (k < len(head) || k == len(head) && tail == "") {
			out = append(out, line{left: text(cells.Problem, strings.Repeat(" ", 2+cells.Width(head[:min(k, len(head))]))+"^")})
		}
		at, rest = at+len(head), tail
	}
	if len(out) == 0 {
		out = append(out, faint("(the line is empty)"))
	}
	return out
}

// assumed are what is assumed, each of which can be changed.
func (d *dataScreen) assumed(a *sim.Assumptions) {
	group := ""
	for _, x := range a.List() {
		if x.Group != group {
			group = x.Group
			d.add(line{}, nil)
			d.add(heading(group), nil)
		}
		d.fact(x.Words, x.Value, func(m *Model) []Effect { return askAssumption(m, x) })
	}
}

func askAssumption(m *Model, x sim.Assumption) []Effect {
	out := m.ask(x.Words, "Enter runs everything again with it, to the same moment. Shares are written as 35%, times as 20m, 3h or 2d.", x.Value, func(m *Model, s string) []Effect {
		a := *m.status.Assumed
		if err := a.Set(x.Name, s); err != nil {
			return m.complain(err)
		}
		return m.assume(a)
	})
	m.over[len(m.over)-1].(*question).fresh = true
	return out
}

// assume invents people again, goes to the same moment, and says what is different.
func (m *Model) assume(a sim.Assumptions) []Effect {
	s, at, atEnd, before := m.run.Session, m.pos.At, m.pos.AtEnd, m.pos.Messages
	m.playing, m.replaying = false, true
	return []Effect{Work(func(ctx context.Context) func(*Model) []Effect {
		err := s.Assume(ctx, a)
		if err == nil {
			err = s.Wait(ctx)
		}
		return func(m *Model) []Effect {
			m.replaying = false
			if err != nil {
				return m.complain(err)
			}
			m.forget()
			st := s.Status()
			if atEnd {
				at = st.Horizon
			}
			s.Seek(at)
			out := m.refresh()
			m.say("up to here: %s → %s", counted(before, "message", "messages"), grouped(m.pos.Messages))
			return out
		}
	})}
}

// forget lets go of what belonged to other people.
func (m *Model) forget() {
	m.whatIf = 0
	m.people.id, m.people.view, m.people.diff, m.people.list = "", nil, nil, scroll{}
	m.messages.number, m.messages.view, m.messages.list = 0, nil, scroll{}
	m.compare.compared(nil, "")
}

func (d *dataScreen) panes(_ *Model, w int) (*pane, *pane) {
	p := &pane{choices: true, focus: true, scroll: &d.scroll}
	for i := range d.rows {
		p.lines = append(p.lines, d.rows[i].at(w))
	}
	return p, nil
}

func (d *dataScreen) move(_ *Model, by int) []Effect {
	from := d.at
	d.scroll.move(by, len(d.rows))
	// Empty rows are stepped over, where there is something behind them.
	for step := sign(by); step != 0 && d.at+step >= 0 && d.at+step < len(d.rows) && d.rows[d.at].empty(); {
		d.at += step
	}
	if d.at < len(d.rows) && d.rows[d.at].empty() {
		d.at = from
	}
	return nil
}

// empty reports whether there is nothing in a row.
func (r *dataRow) empty() bool { return r.words == "" && len(r.line.left) == 0 }

func (d *dataScreen) enter(m *Model) []Effect {
	if d.at < len(d.rows) && d.rows[d.at].enter != nil {
		return d.rows[d.at].enter(m)
	}
	return nil
}

func dataActions() []action {
	return []action{
		{id: "invent", name: "invented people, and what is assumed of them", keys: []string{"A"}, hint: "invent people", on: func(m *Model) []Effect {
			if m.status.Assumed != nil {
				m.data.scroll = scroll{}
				return m.show(m.data)
			}
			a := m.run.Session.DefaultAssumptions()
			return append(m.show(m.data), m.assume(a)...)
		}, not: func(m *Model) string {
			if m.status.Assumed == nil && m.status.People > 0 {
				return "these are recorded"
			}
			return ""
		}},
		{id: "bad lines", name: "bad lines: what could not be read of the feed", on: func(m *Model) []Effect {
			out := m.show(m.data)
			for i := range m.data.rows {
				if m.data.rows[i].enter != nil {
					m.data.at = i
					break
				}
			}
			return out
		}, not: func(m *Model) string {
			if m.status.Bad == 0 {
				return "all lines could be read"
			}
			return ""
		}},
	}
}
