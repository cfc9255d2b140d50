package stage

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/sim"
)

// flowScreen is one journey as a rail: a row for a step, in the order in which one
// reads the file, with who is there and who has passed.
type flowScreen struct {
	scroll
	view   *sim.Flow
	items  []flowItem
	detail *sim.StepDetail
	moved  map[int]int // row → for how many frames one still sees that somebody came

	asMap           bool
	plan            *plan
	planKey         string
	planWidth       int
	mapLeft, mapTop int // of the plan, in view
}

// flowItem is one line of the rail: a row, or the name of the arm that begins with
// it.
type flowItem struct {
	row int
	arm bool
}

func (f *flowScreen) title() string { return "Flow" }
func (f *flowScreen) about() string {
	return "Flow shows one journey: how many people are at each step now, how many have come there, and which share that is of those who entered. Press Space and watch. ↑↓ choose a step; m lists its messages, p its people, n who did not come and why."
}
func (f *flowScreen) data(*Model) any { return f.view }

func (f *flowScreen) split(m *Model) int {
	switch {
	case !f.mapped(m):
		return 62
	case m.w >= 160:
		return 76
	}
	return 0 // the map needs all
}

func (f *flowScreen) load(m *Model) []Effect {
	before := f.view
	f.view, f.detail = nil, nil
	if len(m.journeys) == 0 {
		return nil
	}
	view, err := m.run.Session.Flow(m.journeys[m.journey])
	if err != nil {
		return m.complain(err)
	}
	f.view = view
	f.lay()
	f.motion(m, before)
	f.scroll.move(0, len(f.items))
	if r := f.row(); r != nil && !r.Empty && r.Kind != "again" {
		// A row that is no step has no detail of its own.
		if r.Step != "" || r.Kind == "when" {
			f.detail, _ = m.run.Session.Step(view.Journey, r.Step)
		}
	}
	return nil
}

// lay makes the lines of the rail of the rows.
func (f *flowScreen) lay() {
	f.items = f.items[:0]
	for i := range f.view.Rows {
		if f.view.Rows[i].Arm != "" {
			f.items = append(f.items, flowItem{i, true})
		}
		if !f.view.Rows[i].Empty {
			f.items = append(f.items, flowItem{i, false})
		}
	}
}

// row is the row in hand, or nil.
func (f *flowScreen) row() *sim.Row {
	if f.view == nil || f.at >= len(f.items) {
		return nil
	}
	return &f.view.Rows[f.items[f.at].row]
}

// choose puts a row of the view in hand.
func (f *flowScreen) choose(m *Model, row int) []Effect {
	out := m.show(f)
	for i, it := range f.items {
		if it.row == row && !it.arm {
			f.scroll = scroll{at: i}
		}
	}
	return append(out, m.refresh()...)
}

// The widths of the columns of numbers.
var flowColumns = []int{9, 10, 6}

func (f *flowScreen) panes(m *Model, w int) (*pane, *pane) {
	if f.view == nil {
		return &pane{lines: []line{plainLine("There are no journeys in these files.")}}, nil
	}
	v := f.view
	widths, heads := flowColumns, []string{"here now", "passed", "%"}
	if w < 60 {
		widths, heads = []int{6, 8}, []string{"here", "passed"}
	}
	p := &pane{choices: true, focus: true, scroll: &f.scroll, head: []line{{
		left: f.heading(), right: text(cells.Faint, columns(widths, heads...)),
		press: func(m *Model) []Effect { return m.do("next journey") },
		say:   strings.TrimSpace("journey " + v.Journey + ", " + v.Title),
	}}}
	for _, it := range f.items {
		r := &v.Rows[it.row]
		if it.arm {
			p.lines = append(p.lines, armLine(r, widths))
		} else {
			p.lines = append(p.lines, f.line(it.row, w, widths))
		}
	}
	if f.mapped(m) {
		p.picture = f.drawMap
		if f.split(m) == 0 {
			return p, nil
		}
	}
	return p, f.side(m, m.w-w-3)
}

// armRail draws the way to an arm, and its name.
func armRail(r *sim.Row) []span {
	end := " "
	if r.Empty {
		end = "▶ "
	}
	return []span{{cells.Faint, strings.Repeat("│ ", r.Depth-1) + "├─" + end}, {cells.Strong, r.Arm}}
}

// armLine is the name of an arm, and how many took it.
func armLine(r *sim.Row, widths []int) line {
	tail := ""
	if len(widths) > 2 {
		tail = strings.Repeat(" ", widths[2])
	}
	return line{
		left:  armRail(r),
		right: text(cells.Faint, columns(widths[:2], "", grouped(r.ArmN))+tail),
		say:   "the way " + r.Arm + ": " + counted(r.ArmN, "person", "people"),
	}
}

// rail draws the way to a row, and what it is.
func rail(r *sim.Row) []span {
	lanes := strings.Repeat("│ ", r.Depth)
	sign := "●"
	switch {
	case r.Kind == "again":
		sign = "↑"
	case r.Ends || r.Kind == "end" || r.Kind == "exit":
		sign = "○"
	case r.Any:
		sign = "┆"
	}
	return []span{{cells.Faint, lanes}, {cells.Accent, sign + " "}, {cells.Faint, pad(r.Kind, max(len(r.Kind), 6)) + " "}, {cells.Plain, r.Label}}
}

// line is one row of the rail.
func (f *flowScreen) line(row, w int, widths []int) line {
	r := &f.view.Rows[row]
	l := line{left: rail(r)}
	l.say = strings.TrimSpace(r.Kind + " " + r.Label)
	if r.Kind == "again" {
		return l
	}
	here := grouped(r.Here)
	if r.Here == 0 {
		here = "·"
	}
	values := []string{here, grouped(r.Passed), strings.TrimSuffix(percent(r.Share), "%")}
	l.say += ": " + grouped(r.Here) + " here now, " + grouped(r.Passed) + " came here, " + percent(r.Share)
	l.right = text(f.brighter(row), columns(widths, values[:len(widths)]...))
	if w >= 72 {
		share := 0.0
		if f.view.Inside > 0 {
			share = float64(r.Here) / float64(f.view.Inside)
		}
		l.right = append([]span{{cells.Accent, pad(bar(share, 8), 8)}}, l.right...)
	}
	return l
}

// side says what there is to know of the row in hand.
func (f *flowScreen) side(m *Model, w int) *pane {
	v, r := f.view, f.row()
	p := &pane{}
	if r == nil {
		return p
	}
	add := func(l ...line) { p.lines = append(p.lines, l...) }
	add(line{left: text(cells.Strong, strings.TrimSpace(r.Kind+" "+r.Label)), right: text(cells.Faint, lineWords(r.Line))}, line{})
	if r.Kind == "when" {
		add(number("entered", grouped(v.Entered)), number("inside now", grouped(v.Inside)), number("reached the goal", grouped(v.Goals)), number("finished", grouped(v.Finished)))
		add(reasons("did not enter: ", v.NotEntered, report.NotEnteredBecause, w)...)
		add(reasons("left: ", v.Exits, report.LeftBecause, w)...)
	} else {
		add(number("came here", grouped(r.Passed)), number("here now", grouped(r.Here)))
		if r.Sent > 0 || r.Skipped.Total() > 0 {
			add(number("would be sent", grouped(r.Sent)))
		}
		if r.Held > 0 {
			add(number("held until quiet hours end", grouped(r.Held)))
		}
		add(reasons("not sent: ", r.Skipped, report.SkippedBecause, w)...)
	}
	if d := f.detail; d != nil {
		if len(d.Languages) > 0 {
			add(line{}, faint("by language"))
		}
		for i, l := range d.Languages {
			if i == 6 {
				break
			}
			name := l.Name
			if name == "" {
				name = "not known"
			}
			add(line{left: []span{{cells.Plain, pad(name, 10)}, {cells.Accent, bar(l.Share, 10)}}, right: text(cells.Plain, percent(l.Share))})
		}
		if len(d.Latest) > 0 {
			add(line{}, faint("latest"))
		}
		for _, x := range d.Latest {
			add(line{left: []span{{cells.Faint, m.clock(x.At) + " "}, {cells.Plain, called(x.To)}}, right: text(cells.Faint, x.To.Language),
				press: func(m *Model) []Effect { return m.openMessage(x.Number) }})
		}
	}
	add(line{}, keysOnly("m messages here   p people here"), keysOnly("n who did not come, and why"))
	return p
}

func lineWords(n int) string {
	if n == 0 {
		return ""
	}
	return "line " + grouped(int64(n))
}

// reasons lists counts by reason, in words.
func reasons(before string, counts report.Counts, words func(reason string) string, w int) []line {
	var out []line
	for _, c := range counts {
		if c.N == 0 {
			continue
		}
		n, whole := grouped(c.N), before+words(c.Name)
		for i, l := range wrap(whole, max(w-len(n)-3, 20)) {
			if i == 0 {
				x := number(l, n)
				x.say = whole + ": " + n
				out = append(out, x)
			} else {
				out = append(out, line{left: text(cells.Plain, "  "+l), say: " "})
			}
		}
	}
	return out
}

func (f *flowScreen) brief(m *Model, w int) []line {
	r := f.row()
	if r == nil {
		return nil
	}
	words := strings.TrimSpace(r.Kind+" "+r.Label) + ", " + lineWords(r.Line) + ": came here " + grouped(r.Passed)
	if r.Sent > 0 || r.Skipped.Total() > 0 {
		words += ", would be sent " + grouped(r.Sent) + ", not sent " + grouped(r.Skipped.Total())
	}
	out := []line{plainLine(words)}
	if f.detail != nil && len(f.detail.Latest) > 0 {
		var names []string
		for _, x := range f.detail.Latest {
			names = append(names, called(x.To)+" ("+x.To.Language+")")
		}
		out = append(out, line{left: []span{{cells.Faint, "latest "}, {cells.Plain, m.clock(f.detail.Latest[0].At) + " " + strings.Join(names, ", ")}}})
	}
	return out
}

func (f *flowScreen) move(m *Model, by int) []Effect {
	if f.view != nil {
		f.scroll.move(by, len(f.items))
	}
	return m.refresh()
}

// enter shows all there is to know of the row, where it does not lie beside.
func (f *flowScreen) enter(m *Model) []Effect {
	if f.row() != nil {
		m.open(&page{title: "Step", lines: func(w int) []line { return f.side(m, w).lines }, more: []action{*find("messages here"), *find("people here"), *find("why not")}})
	}
	return nil
}

func (f *flowScreen) leave(*Model) []Effect { return nil }

func (f *flowScreen) hints(m *Model) []string {
	out := []string{"play", "event", "message", "goto", "messages here", "people here", "why not", "faster", "end"}
	if m.w >= mapWidth {
		out = slices.Insert(out, 4, "map")
	}
	if len(m.journeys) > 1 {
		out = append(out, "next journey")
	}
	return append(out, "quit")
}
