package stage

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/sim"
)

// compareScreen is two runs over the same people: totals, who is treated
// differently, and what changed in the files.
type compareScreen struct {
	scroll
	view    *sim.Comparison
	head    string
	working string // what is being compared, and how far it came
}

func (c *compareScreen) title() string { return "Compare" }
func (c *compareScreen) about() string {
	return "Compare shows two versions of the journeys over the same people: save a file while this runs, or press h for the version in git. Enter on somebody opens the person. It counts messages and steps; it does not predict sales, because recorded people do not react."
}
func (c *compareScreen) split(*Model) int         { return 0 }
func (c *compareScreen) data(*Model) any          { return c.view }
func (c *compareScreen) load(*Model) []Effect     { return nil }
func (c *compareScreen) brief(*Model, int) []line { return nil }
func (c *compareScreen) leave(m *Model) []Effect  { return m.show(m.flow) }
func (c *compareScreen) hints(*Model) []string {
	return []string{"open", "head", "before", "back", "export", "quit"}
}
func (c *compareScreen) move(m *Model, by int) []Effect {
	c.at = max(c.at+by, 0)
	return nil
}

// person is who stands in the row in hand.
func (c *compareScreen) person(w int) *sim.PersonDiff {
	if c.view == nil {
		return nil
	}
	_, who := c.lines(w)
	if c.at < len(who) {
		return who[c.at]
	}
	return nil
}

func (c *compareScreen) enter(m *Model) []Effect {
	if p := c.person(m.mainWidth()); p != nil {
		return m.openPerson(p.Person.ID)
	}
	return nil
}

func (c *compareScreen) panes(m *Model, w int) (*pane, *pane) {
	if c.working != "" {
		return &pane{lines: []line{plainLine(c.working)}}, nil
	}
	if c.view == nil {
		lines := paragraphs(cells.Plain, "Nothing to compare yet. Save the journey's file while this runs, and what it changes is here; or press h to compare with the version in git.", w-2)
		return &pane{lines: lines}, nil
	}
	lines, _ := c.lines(w)
	return &pane{choices: true, focus: true, scroll: &c.scroll, lines: lines, head: []line{{left: text(cells.Strong, c.head), right: text(cells.Faint, "up to "+m.when(c.view.At))}}}, nil
}

// lines are the lines at a width, and for each the person it is about, or nil.
func (c *compareScreen) lines(w int) (out []line, who []*sim.PersonDiff) {
	v := c.view
	widths := []int{9, 9, 9}
	add := func(p *sim.PersonDiff, ls ...line) {
		for _, l := range ls {
			out, who = append(out, l), append(who, p)
		}
	}
	delta := func(indent string, d sim.Delta) line {
		l := line{left: text(cells.Plain, indent+d.Name), right: text(cells.Plain, columns(widths, grouped(d.Before), grouped(d.After), signed(d.After-d.Before))),
			say: d.Name + ": before " + grouped(d.Before) + ", after " + grouped(d.After) + ", change " + signed(d.After-d.Before)}
		switch {
		case d.After > d.Before:
			l.right[0].role = cells.Added
		case d.After < d.Before:
			l.right[0].role = cells.Gone
		}
		return l
	}
	add(nil, line{left: text(cells.Faint, "in numbers"), right: text(cells.Faint, columns(widths, "before", "after", "change")), say: " "})
	for _, d := range v.Totals {
		add(nil, delta("", d))
	}
	for _, j := range v.Journeys {
		add(nil, heading(strings.TrimSpace(j.Journey+" "+j.State)))
		for _, d := range j.Totals {
			add(nil, delta("  ", d))
		}
		for i := range j.Rows {
			add(nil, unionLines(&j.Rows[i], delta)...)
		}
	}
	add(nil, line{}, heading(fmt.Sprintf("treated differently: %s of %s", counted(v.People, "person", "people"), grouped(v.Total))))
	for i := range v.Examples {
		p := &v.Examples[i]
		add(p, line{left: []span{{cells.Accent, "  " + pad(fullName(p.Person), min(30, w/2))}}, right: text(cells.Faint, "messages "+grouped(p.Messages.Before)+" → "+grouped(p.Messages.After))})
		add(p, line{left: []span{{cells.Gone, "    before  "}, {cells.Plain, orNothing(p.Before)}}})
		add(p, line{left: []span{{cells.Added, "    after   "}, {cells.Plain, orNothing(p.After)}}})
	}
	for _, f := range v.Files {
		add(nil, line{}, heading("in "+f.File))
		for _, d := range f.Lines {
			role := map[string]cells.Role{"+": cells.Added, "-": cells.Gone}[d.Op]
			add(nil, line{left: []span{{cells.Faint, columns([]int{4}, fmt.Sprint(max(d.Before, d.After))) + " "}, {role, d.Op + " " + d.Text}}})
		}
	}
	return out, who
}

// unionLines is a row of the flow of two versions: what only one of them has is marked,
// where it has it.
func unionLines(r *sim.UnionRow, delta func(indent string, d sim.Delta) line) []line {
	roles := map[string]cells.Role{"+": cells.Added, "-": cells.Gone, "~": cells.Warn}
	said := map[string]string{"+": "new, ", "-": "gone, ", "~": "changed, "}
	draw := func(mark string, rail []span, words string, came sim.Delta) line {
		l := delta("", came)
		l.left = append([]span{{roles[mark], mark + " "}}, rail...)
		l.say = said[mark] + words + strings.TrimPrefix(l.say, came.Name)
		return l
	}
	var out []line
	if r.ArmCame != nil {
		out = append(out, draw(r.ArmMark, armRail(&r.Row), "the way "+r.Arm, *r.ArmCame))
	}
	if r.Empty {
		return out
	}
	words := strings.TrimSpace(r.Kind + " " + r.Label)
	if r.Was != "" {
		words += ", before " + r.Was
	}
	l := draw(r.Mark, rail(&r.Row), words, r.Came)
	if r.Was != "" {
		l.left = append(l.left, span{cells.Gone, "  was " + r.Was})
	}
	out = append(out, l)
	for _, d := range r.Totals {
		out = append(out, delta(strings.Repeat("  ", r.Depth)+"           ", d))
	}
	return out
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// compareWhatIf compares everybody with the what-if in hand.
func (m *Model) compareWhatIf() []Effect {
	id, s := m.whatIf, m.run.Session
	return m.comparing("as recorded, and what if", func(ctx context.Context, _ func(done, total int64)) (*sim.Comparison, error) {
		return s.WhatIfComparison(ctx, id)
	})
}

// comparing works a comparison out and shows it.
func (m *Model) comparing(head string, f func(context.Context, func(done, total int64)) (*sim.Comparison, error)) []Effect {
	m.playing = false
	m.compare.working = "comparing …"
	out := m.show(m.compare)
	return append(out, Work(func(ctx context.Context) func(*Model) []Effect {
		v, err := f(ctx, nil)
		return func(m *Model) []Effect {
			m.compare.working = ""
			if err != nil {
				return m.complain(err)
			}
			m.compare.view, m.compare.head, m.compare.scroll = v, head, scroll{}
			return nil
		}
	}))
}

func versionActions() []action {
	return []action{
		{id: "compare before", name: "compare with the version before", keys: []string{"c"}, hint: "compare", on: func(m *Model) []Effect { return m.show(m.compare) }},
		{id: "before", name: "back to the version before", keys: []string{"z"}, hint: "version before", on: func(m *Model) []Effect {
			s := m.run.Session
			m.replaying = true
			return []Effect{Work(func(ctx context.Context) func(*Model) []Effect {
				v, err := s.Back(ctx)
				return func(m *Model) []Effect { return m.replaced(v, err) }
			})}
		}, not: func(m *Model) string {
			if _, before := m.run.Session.Versions(); before == "" {
				return "there is no version before; save the file first"
			}
			return ""
		}},
		{id: "head", name: "compare with the version in git", keys: []string{"h"}, hint: "git HEAD", on: func(m *Model) []Effect {
			run := m.run
			return m.comparing("git HEAD, and now", func(ctx context.Context, progress func(done, total int64)) (*sim.Comparison, error) {
				v, err := run.Head(ctx)
				if err != nil {
					return nil, err
				}
				return run.Session.Compare(ctx, v, progress)
			})
		}, not: func(m *Model) string {
			if m.run.Head == nil {
				return "the example is no file"
			}
			return ""
		}},
	}
}

// saved compiles the files again and replays to the same moment. Broken files leave
// everything as it is, and say what is wrong.
func (m *Model) saved() []Effect {
	if m.run == nil || m.run.Reload == nil {
		return nil
	}
	run := m.run
	m.replaying = true
	return []Effect{Work(func(ctx context.Context) func(*Model) []Effect {
		v, broken, err := run.Reload(ctx)
		if v == nil || err != nil {
			return func(m *Model) []Effect {
				m.replaying = false
				m.broken = broken
				if err != nil {
					return m.complain(err)
				}
				return nil
			}
		}
		c, err := run.Session.Reload(ctx, v, nil)
		return func(m *Model) []Effect {
			m.broken = ""
			return m.replaced(c, err)
		}
	})}
}

// replaced shows another version, and what is different with it.
func (m *Model) replaced(c *sim.Comparison, err error) []Effect {
	m.replaying = false
	if err != nil {
		return m.complain(err)
	}
	m.journeys = m.run.Session.Journeys()
	m.journey = min(m.journey, max(len(m.journeys)-1, 0))
	m.compare.view, m.compare.head, m.compare.scroll = c, c.Before+" and "+c.After, scroll{}
	m.messages.number, m.messages.list = 0, scroll{} // messages have other numbers now
	words := "nothing changes for anybody up to now"
	for _, d := range c.Totals {
		if d.Before != d.After {
			words = fmt.Sprintf("%s %s → %s (%s)", d.Name, grouped(d.Before), grouped(d.After), signed(d.After-d.Before))
			break
		}
	}
	m.say("%s: %s   c compare   z back to %s", c.After, words, c.Before)
	return m.refresh()
}

var errNoEditor = errors.New("the example is no file; journey init begins a project of your own")
