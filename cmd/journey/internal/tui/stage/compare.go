package stage

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	group   string // the one of those treated differently that is listed; empty: everything is shown
	before  scroll // of everything
	working string // what is being compared, and how far it came
}

func (c *compareScreen) title() string { return "Compare" }
func (c *compareScreen) about() string {
	return "Compare shows two versions of the journeys over the same people: save a file while this runs, or press h for the version in git. Those treated differently are grouped by the first thing that differs: Enter on a group lists its people, on somebody opens the person. It counts messages and steps; it does not predict sales, because recorded people do not react."
}
func (c *compareScreen) split(*Model) int         { return 0 }
func (c *compareScreen) data(*Model) any          { return c.view }
func (c *compareScreen) load(*Model) []Effect     { return nil }
func (c *compareScreen) brief(*Model, int) []line { return nil }
func (c *compareScreen) leave(m *Model) []Effect {
	if c.group != "" {
		c.group, c.scroll = "", c.before
		return nil
	}
	return m.show(m.flow)
}
func (c *compareScreen) hints(*Model) []string {
	return []string{"open", "head", "before", "back", "export", "quit"}
}
func (c *compareScreen) move(m *Model, by int) []Effect {
	c.at = max(c.at+by, 0)
	return nil
}

// target is what a row is about, if anything: a person, or a group of them.
type target struct {
	person *sim.PersonDiff
	group  *sim.DiffGroup
}

// enter opens the person in hand, or lists the people of the group.
func (c *compareScreen) enter(m *Model) []Effect {
	if c.view == nil {
		return nil
	}
	_, about := c.lines(m.mainWidth())
	switch {
	case c.at >= len(about):
	case about[c.at].person != nil:
		return m.openPerson(about[c.at].person.Person.ID)
	case about[c.at].group != nil:
		c.group, c.before, c.scroll = about[c.at].group.Words, c.scroll, scroll{}
	}
	return nil
}

// compared shows a comparison.
func (c *compareScreen) compared(v *sim.Comparison, head string) {
	c.view, c.head, c.group, c.scroll = v, head, "", scroll{}
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

// lines are the lines at a width, and what each is about.
func (c *compareScreen) lines(w int) (out []line, about []target) {
	v := c.view
	if c.group != "" {
		return c.groupLines(w)
	}
	widths := []int{9, 9, 9}
	add := func(ls ...line) {
		for _, l := range ls {
			out, about = append(out, l), append(about, target{})
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
	add(line{left: text(cells.Faint, "in numbers"), right: text(cells.Faint, columns(widths, "before", "after", "change")), say: " "})
	for _, d := range v.Totals {
		add(delta("", d))
	}
	for _, j := range v.Journeys {
		add(heading(strings.TrimSpace(j.Journey + " " + j.State)))
		for _, d := range j.Totals {
			add(delta("  ", d))
		}
		for i := range j.Rows {
			add(unionLines(&j.Rows[i], delta)...)
		}
	}
	add(line{}, heading(fmt.Sprintf("treated differently: %s of %s", counted(v.People, "person", "people"), grouped(v.Total))))
	for i := range v.Groups {
		g := &v.Groups[i]
		out = append(out, groupLine(g))
		about = append(about, target{group: g})
	}
	if len(v.Groups) > 0 {
		add(line{})
	}
	for i := range v.Examples {
		ls := personLines(&v.Examples[i], w)
		for range ls {
			about = append(about, target{person: &v.Examples[i]})
		}
		out = append(out, ls...)
	}
	for _, f := range v.Files {
		add(line{}, heading("in "+f.File))
		for _, d := range f.Lines {
			role := map[string]cells.Role{"+": cells.Added, "-": cells.Gone}[d.Op]
			add(line{left: []span{{cells.Faint, columns([]int{4}, fmt.Sprint(max(d.Before, d.After))) + " "}, {role, d.Op + " " + d.Text}}})
		}
	}
	return out, about
}

// groupLines are the people of the group that is listed.
func (c *compareScreen) groupLines(w int) (out []line, about []target) {
	v := c.view
	at := slices.IndexFunc(v.Groups, func(g sim.DiffGroup) bool { return g.Words == c.group })
	out, about = append(out, heading(counted(v.Groups[at].People, "person", "people")+"  "+c.group)), append(about, target{})
	shown := int64(0)
	for i := range v.Examples {
		x := &v.Examples[i]
		if x.Reason != c.group {
			continue
		}
		shown++
		ls := personLines(x, w)
		for range ls {
			about = append(about, target{person: x})
		}
		out = append(out, ls...)
	}
	if more := v.Groups[at].People - shown; more > 0 {
		out, about = append(out, faint("and "+counted(more, "other person", "other people"))), append(about, target{})
	}
	return out, about
}

// groupLine is a row of those who are treated differently in the same way.
func groupLine(g *sim.DiffGroup) line {
	return line{left: []span{{cells.Accent, columns([]int{9}, grouped(g.People)) + "  "}, {cells.Plain, g.Words}}, say: counted(g.People, "person", "people") + ", " + g.Words}
}

// personLines are how somebody is treated differently.
func personLines(p *sim.PersonDiff, w int) []line {
	return []line{
		{left: []span{{cells.Accent, "  " + pad(fullName(p.Person), min(30, w/2))}}, right: text(cells.Faint, "messages "+grouped(p.Messages.Before)+" → "+grouped(p.Messages.After))},
		{left: []span{{cells.Gone, "    before  "}, {cells.Plain, orNothing(p.Before)}}},
		{left: []span{{cells.Added, "    after   "}, {cells.Plain, orNothing(p.After)}}},
	}
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
			m.compare.compared(v, head)
			return nil
		}
	}))
}

func versionActions() []action {
	return []action{
		{id: "compare before", name: "compare with the version before", keys: []string{"c"}, hint: "compare", on: func(m *Model) []Effect { return m.show(m.compare) }},
		{id: "versions", name: "all versions that were shown, to compare with or to go back to", keys: []string{"V"}, hint: "versions", on: chooseVersion},
		{id: "before", name: "back to the version before", keys: []string{"z"}, hint: "version before", on: func(m *Model) []Effect {
			return m.back(m.run.Session.Back)
		}, not: func(m *Model) string {
			if _, before := m.run.Session.Versions(); before == "" {
				return "there is no version before; save the file first"
			}
			return ""
		}},
		{id: "head", name: "compare with the version in git", keys: []string{"h"}, hint: "git HEAD", on: func(m *Model) []Effect {
			return m.compareWith("git HEAD", m.run.Head)
		}, not: func(m *Model) string {
			if m.run.Head == nil {
				return "the example is no file"
			}
			return ""
		}},
	}
}

// compareWith compares another version with the present one.
func (m *Model) compareWith(name string, f func(context.Context) (*sim.Version, error)) []Effect {
	s := m.run.Session
	return m.comparing(name+", and now", func(ctx context.Context, progress func(done, total int64)) (*sim.Comparison, error) {
		v, err := f(ctx)
		if err != nil {
			return nil, err
		}
		return s.Compare(ctx, v, progress)
	})
}

// back puts another version in place.
func (m *Model) back(f func(context.Context) (*sim.Comparison, error)) []Effect {
	m.replaying = true
	return []Effect{Work(func(ctx context.Context) func(*Model) []Effect {
		v, err := f(ctx)
		return func(m *Model) []Effect { return m.replaced(v, err) }
	})}
}

// chooseVersion lists the versions that were shown, and git's, each to compare with and
// to go back to.
func chooseVersion(m *Model) []Effect {
	s := m.run.Session
	now, _ := s.Versions()
	c := &choice{title: "Versions (" + now + " is shown)", empty: "there is one version; save the file, and the one before is here"}
	var back []item
	for _, name := range s.Shown() {
		if name == now {
			continue
		}
		c.items = append(c.items, item{"compare with " + name, "", func(m *Model) []Effect {
			return m.compareWith(name, func(context.Context) (*sim.Version, error) { return s.VersionShown(name) })
		}})
		back = append(back, item{"go back to " + name, "", func(m *Model) []Effect {
			return m.back(func(ctx context.Context) (*sim.Comparison, error) { return s.GoBack(ctx, name) })
		}})
	}
	if m.run.Head != nil {
		c.items = append(c.items, item{"compare with git HEAD", "", func(m *Model) []Effect { return m.do("head") }})
	}
	c.items = append(c.items, back...)
	m.open(c)
	return nil
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
	m.compare.compared(c, c.Before+" and "+c.After)
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
