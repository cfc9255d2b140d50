package stage

import (
	"context"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/sim"
)

// peopleScreen is a list of people, and one person's time in full, with a what-if
// beside it when there is one.
type peopleScreen struct {
	list  scroll
	query sim.PeopleQuery
	found *sim.People
	asked int // numbers what was asked, so that an old answer is not shown
	id    string
	view  *sim.Person
	in    scroll
	diff  *sim.Difference
	other bool // at a narrow width the what-if is shown, not what was recorded
}

// window is how many lines of a long list are read at once.
const window = 200

func (p *peopleScreen) title() string { return "People" }
func (p *peopleScreen) about() string {
	return "People shows who there is and what happened to each, in order, up to the moment. / finds somebody by a name, an id or anything known of them. Enter opens a person; there w explains everything that was decided, and i tries what would have happened if."
}
func (p *peopleScreen) split(*Model) int {
	if p.view == nil || p.diff == nil {
		return 0
	}
	return 50
}

func (p *peopleScreen) data(*Model) any {
	switch {
	case p.diff != nil:
		return p.diff
	case p.view != nil:
		return p.view
	}
	return p.found
}

func (p *peopleScreen) load(m *Model) []Effect {
	if p.id != "" {
		v, err := m.run.Session.Person(p.id)
		if err != nil {
			p.id, p.view = "", nil
			return m.complain(err)
		}
		p.view = v
		return p.loadDiff(m)
	}
	p.view, p.diff = nil, nil
	q := p.query
	q.From, q.Limit = max(p.list.at-window/2, 0), window
	p.asked++
	asked, s := p.asked, m.run.Session
	return []Effect{Work(func(ctx context.Context) func(*Model) []Effect {
		found, err := s.People(ctx, q)
		return func(m *Model) []Effect {
			switch {
			case asked != m.people.asked:
			case err != nil:
				return m.complain(err)
			default:
				m.people.found = found
			}
			return nil
		}
	})}
}

// loadDiff works out what a what-if changes for the person.
func (p *peopleScreen) loadDiff(m *Model) []Effect {
	if m.whatIf == 0 {
		p.diff = nil
		return nil
	}
	p.asked++
	id, person, asked, s := m.whatIf, p.id, p.asked, m.run.Session
	return []Effect{Work(func(ctx context.Context) func(*Model) []Effect {
		d, err := s.Difference(ctx, id, person)
		return func(m *Model) []Effect {
			switch {
			case asked != m.people.asked:
			case err != nil:
				return m.complain(err)
			default:
				first := m.people.diff == nil
				m.people.diff = d
				if first {
					m.people.toDifference(m)
				}
			}
			return nil
		}
	})}
}

// toDifference goes to the first row that is not the same on both sides.
func (p *peopleScreen) toDifference(m *Model) {
	for i, r := range p.rows() {
		if r.before >= 0 && r.after >= 0 {
			continue
		}
		if m.w < 100 {
			p.other = r.after >= 0
			i = max(r.before, r.after)
		}
		p.in = scroll{at: i, top: max(i-4, 0)}
		return
	}
}

// openPerson shows a person.
func (m *Model) openPerson(id string) []Effect {
	m.people.id, m.people.in, m.people.diff, m.people.other = id, scroll{at: 1 << 30}, nil, false
	return m.show(m.people)
}

func (p *peopleScreen) panes(m *Model, w int) (*pane, *pane) {
	if p.view == nil {
		return p.listPane(m, w), nil
	}
	switch {
	case p.diff != nil && m.w >= 100:
		return p.sides(m, w)
	case p.diff != nil && p.other:
		return p.timeline(m, p.diff.After, w, "WHAT IF   (Tab: as recorded)"), nil
	case p.diff != nil:
		return p.timeline(m, p.diff.Before, w, "AS RECORDED   (Tab: what if)"), nil
	}
	return p.timeline(m, p.view, w, ""), nil
}

// sides are what was recorded and the what-if beside each other: what is the same
// stands in the same row.
func (p *peopleScreen) sides(m *Model, w int) (left, right *pane) {
	a, b := p.timeline(m, p.diff.Before, w, "AS RECORDED"), p.timeline(m, p.diff.After, m.w-w-3, "WHAT IF")
	left, right = &pane{choices: true, focus: true, scroll: &p.in, head: a.head}, &pane{scroll: &scroll{}, head: make([]line, len(a.head))}
	right.head[len(right.head)-1] = heading("WHAT IF")
	for _, r := range p.rows() {
		var la, lb line
		if r.before >= 0 {
			la = a.lines[r.before]
		}
		if r.after >= 0 {
			lb = b.lines[r.after]
		}
		left.lines, right.lines = append(left.lines, la), append(right.lines, lb)
	}
	right.follow = left
	return left, right
}

// sideRow is a row of both sides: an entry of each, or -1.
type sideRow struct{ before, after int }

// rows lays both timelines beside each other, by what only one of them has.
func (p *peopleScreen) rows() []sideRow {
	before, after := entries(p.diff.Before), entries(p.diff.After)
	var out []sideRow
	for i, k := 0, 0; i < len(before) || k < len(after); {
		switch {
		case i < len(before) && (before[i].Mark == "-" && (k == len(after) || after[k].Mark != "+" || before[i].At <= after[k].At) || k == len(after)):
			out = append(out, sideRow{i, -1})
			i++
		case k < len(after) && (after[k].Mark == "+" || i == len(before)):
			out = append(out, sideRow{-1, k})
			k++
		default:
			out = append(out, sideRow{i, k})
			i, k = i+1, k+1
		}
	}
	return out
}

// entries are what happened to a person, and what will if nothing happens.
func entries(v *sim.Person) []sim.Entry {
	return append(v.Entries[:len(v.Entries):len(v.Entries)], v.Pending...)
}

func (p *peopleScreen) listPane(m *Model, w int) *pane {
	head, said := "everybody", "everybody"
	if q := p.query; q.Text != "" || q.Step != "" || q.Journey != "" {
		head = strings.Join(strings.Fields(strings.Join([]string{q.Text, q.Journey, q.Step}, " ")), " ")
		if q.Here {
			head = "now at " + head
		}
		said = head
		head += "   (Esc shows everybody)"
	}
	out := &pane{choices: true, focus: true, scroll: &p.list, head: []line{{left: text(cells.Strong, head), right: text(cells.Accent, "/ find"), press: func(m *Model) []Effect { return m.do("find") }, say: said}}}
	if p.found == nil {
		out.choices = false
		out.lines = []line{faint("looking …")}
		return out
	}
	if p.found.Total >= 0 {
		out.head[0].say += ": " + counted(int64(p.found.Total), "person", "people")
		out.head[0].left[0].text += ": " + counted(int64(p.found.Total), "person", "people")
	}
	if len(p.found.Lines) == 0 {
		out.choices = false
		words := "Nobody is found."
		if m.status.People == 0 {
			words = "Nobody has come yet. New lines of the feed appear here by themselves."
		}
		out.lines = paragraphs(cells.Plain, words, w-2)
		return out
	}
	out.first, out.total = p.found.From, max(p.found.Total, p.found.From+len(p.found.Lines))
	widths, heads := []int{8, 9}, []string{"events", "messages"}
	if w < 60 {
		widths, heads = []int{9}, heads[1:]
	}
	out.head = append(out.head, line{left: text(cells.Faint, "name"), right: text(cells.Faint, columns(widths, heads...)), say: " "})
	found := p.found.Lines
	out.lines = make([]line, len(found))
	out.row = func(k int) line {
		x := found[k]
		values := []string{grouped(x.Events), grouped(x.Messages)}
		l := line{say: saidOf(&x), left: []span{{cells.Plain, pad(fullName(x.PersonRef), min(34, w/2))}, {cells.Faint, " " + pad(x.Language, 3) + " "}}, right: text(cells.Plain, columns(widths, values[2-len(widths):]...))}
		if w >= 72 {
			l.left = append(l.left, span{cells.Accent, strings.Join(x.Inside, ", ")})
		}
		return l
	}
	return out
}

// saidOf is a person of the list as one says it.
func saidOf(x *sim.PersonLine) string {
	out := fullName(x.PersonRef)
	if x.Language != "" {
		out += ", " + x.Language
	}
	out += ": " + counted(x.Events, "event", "events") + ", " + counted(x.Messages, "message", "messages")
	if len(x.Inside) > 0 {
		out += ", inside " + strings.Join(x.Inside, ", ")
	}
	return out
}

// timeline is one person's time.
func (p *peopleScreen) timeline(m *Model, v *sim.Person, w int, head string) *pane {
	out := &pane{choices: true, focus: true, scroll: &p.in}
	about := []string{v.Language, v.Zone}
	out.head = append(out.head, line{left: []span{{cells.Strong, fullName(v.PersonRef)}, {cells.Plain, "  " + strings.Join(about, "  ")}}, right: text(cells.Faint, counted(v.Messages, "message", "messages"))})
	var traits []string
	for _, t := range v.Traits {
		traits = append(traits, t.Name+" "+t.Value)
	}
	if len(traits) > 0 && w >= 60 {
		out.head = append(out.head, faint(strings.Join(traits, "   ")))
	}
	if p.diff != nil {
		out.head = append(out.head, paragraphs(cells.Warn, "Difference: "+p.diff.Words, w-2)...)
		out.head = append(out.head, heading(head))
	}
	if p.diff == nil && m.whatIf != 0 {
		out.head = append(out.head, line{left: text(cells.Warn, "working out what would be different …")})
	}
	for _, e := range entries(v) {
		out.lines = append(out.lines, m.entry(&e, w))
	}
	if len(out.lines) == 0 {
		out.lines, out.choices = []line{faint("Nothing has happened yet.")}, false
	}
	return out
}

// entry is one thing in a person's time.
func (m *Model) entry(e *sim.Entry, w int) line {
	mark, role := " ", cells.Plain
	switch {
	case e.Mark == "+":
		mark, role = "+", cells.Added
	case e.Mark == "-":
		mark, role = "-", cells.Gone
	case e.Kind == sim.EntryEvent || e.Kind == sim.EntryProfile:
		role = cells.Strong
	case e.Skipped != "":
		role = cells.Warn
	case e.Sent:
		role = cells.Accent
	case e.Kind == sim.EntryPending:
		role = cells.Faint
	}
	l := line{left: []span{{role, mark}, {cells.Faint, e.Local + " "}, {role, e.Text}}}
	if e.Kind == sim.EntryPending {
		l.left[0].text = " later "
	}
	if e.Detail != "" && w >= 60 {
		l.left = append(l.left, span{cells.Faint, "  " + e.Detail})
	}
	var right []string
	switch {
	case e.Origin != "":
		right = append(right, strings.ToUpper(e.Origin))
	case e.Sent:
		right = append(right, "WOULD BE SENT")
	case e.Skipped != "":
		right = append(right, "NOT SENT")
	}
	if e.Line > 0 && w >= 72 {
		right = append(right, e.Journey+":"+grouped(int64(e.Line)))
	}
	l.right = text(cells.Faint, strings.Join(right, " "))
	return l
}

// turn shows the other side of a what-if where only one has room.
func (p *peopleScreen) turn(m *Model) bool {
	if p.diff == nil || m.w >= 100 {
		return false
	}
	p.other = !p.other
	return true
}

func (p *peopleScreen) brief(m *Model, w int) []line {
	if p.view == nil || p.diff != nil {
		return nil
	}
	e := p.entryAt(m)
	if e == nil || e.Text == "" {
		return nil
	}
	words := strings.TrimSpace(e.Text + "  " + e.Detail)
	return []line{plainLine(words)}
}

// entryAt is the entry in hand.
func (p *peopleScreen) entryAt(m *Model) *sim.Entry {
	if p.diff == nil || m.w < 100 {
		v := p.view
		switch {
		case p.diff != nil && p.other:
			v = p.diff.After
		case p.diff != nil:
			v = p.diff.Before
		}
		if all := entries(v); p.in.at < len(all) {
			return &all[p.in.at]
		}
		return nil
	}
	rows := p.rows()
	if p.in.at >= len(rows) {
		return nil
	}
	if r := rows[p.in.at]; r.before >= 0 {
		return &entries(p.diff.Before)[r.before]
	}
	return &entries(p.diff.After)[rows[p.in.at].after]
}

func (p *peopleScreen) move(m *Model, by int) []Effect {
	if p.view != nil {
		p.in.move(by, p.count(m))
		return nil
	}
	if p.found == nil {
		return nil
	}
	total := max(p.found.Total, p.found.From+len(p.found.Lines))
	p.list.move(by, total)
	if at := p.list.at - p.found.From; at < 20 && p.found.From > 0 || at > len(p.found.Lines)-20 && p.found.From+len(p.found.Lines) < total {
		return p.load(m)
	}
	return nil
}

// count is how many rows the timeline has.
func (p *peopleScreen) count(m *Model) int {
	switch {
	case p.diff == nil:
		return len(entries(p.view))
	case m.w >= 100:
		return len(p.rows())
	case p.other:
		return len(entries(p.diff.After))
	}
	return len(entries(p.diff.Before))
}

func (p *peopleScreen) enter(m *Model) []Effect {
	if p.view != nil {
		e := p.entryAt(m)
		switch {
		case e == nil:
			return nil
		case e.Message > 0:
			return m.openMessage(e.Message)
		case e.Journey != "":
			return m.explain(p.id, e.Step)
		}
		return m.seekAt(e.At)
	}
	if p.found == nil || p.list.at < p.found.From || p.list.at-p.found.From >= len(p.found.Lines) {
		return nil
	}
	return m.openPerson(p.found.Lines[p.list.at-p.found.From].ID)
}

func (m *Model) seekAt(at sim.Instant) []Effect {
	m.run.Session.Seek(at)
	return m.refresh()
}

func (p *peopleScreen) leave(m *Model) []Effect {
	switch {
	case p.id != "":
		p.id, p.view, p.diff, p.other = "", nil, nil, false
	default:
		p.query, p.list = sim.PeopleQuery{}, scroll{}
	}
	return m.refresh()
}

func (p *peopleScreen) hints(m *Model) []string {
	switch {
	case p.diff != nil:
		return []string{"back", "inject", "undo", "keep", "alike", "drop", "why", "quit"}
	case p.view != nil:
		return []string{"back", "open", "why", "inject", "event", "message", "play", "stop here", "quit"}
	}
	return []string{"open", "find", "back", "play", "goto", "quit"}
}
