package stage

import (
	"context"
	"fmt"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/sim"
)

// Repair is what can be mended of the files without a person's judgement, before it is
// written.
type Repair struct {
	Files []sim.FileDiff
	Made  int    // how many fixes
	Left  string // what is wrong still
	// Write writes the files. It refuses when they are no longer what they were.
	Write func() error
}

// Fixer finds what can be mended of the files; nil is nothing.
type Fixer func(context.Context) (*Repair, error)

// repair shows what a fix would change. Whoever watches the files sees when it is
// written, as after any save.
func (m *Model) repair(fix Fixer) []Effect {
	m.say("looking what can be fixed …")
	return []Effect{Work(func(ctx context.Context) func(*Model) []Effect {
		r, err := fix(ctx)
		return func(m *Model) []Effect {
			m.note = note{}
			switch {
			case err != nil:
				return m.complain(err)
			case r == nil || r.Made == 0:
				m.say("nothing here has one certain fix; E says all that is wrong")
				return nil
			}
			m.open(&repairing{Repair: r})
			return nil
		}
	})}
}

// repairing is a fix that waits for a yes.
type repairing struct {
	*Repair
	scroll
}

func (r *repairing) view(_ *Model, w int) (string, pane, string) {
	p := pane{scroll: &r.scroll}
	roles := map[string]cells.Role{"+": cells.Added, "-": cells.Gone, sim.Gap: cells.Faint}
	for i := range r.Files {
		f := &r.Files[i]
		p.lines = append(p.lines, heading(f.File))
		for _, d := range f.Near(2) {
			at := ""
			if n := max(d.Before, d.After); n > 0 {
				at = fmt.Sprint(n)
			}
			p.lines = append(p.lines, line{left: []span{{cells.Faint, columns([]int{4}, at) + " "}, {roles[d.Op], d.Op + " " + d.Text}}})
		}
	}
	p.lines = append(p.lines, line{})
	left := "Then nothing is wrong."
	if r.Left != "" {
		left = "Still wrong then: " + r.Left
	}
	p.lines = append(p.lines, paragraphs(cells.Plain, left, w)...)
	return counted(int64(r.Made), "fix", "fixes"), p, "Enter write it  ↑↓ scroll  Esc leave it"
}

func (r *repairing) key(m *Model, k Key) []Effect {
	switch m.look.Layout.command(k) {
	case "esc", "q":
		m.close()
	case "up":
		r.at--
	case "down":
		r.at++
	case "pgup":
		r.at -= 10
	case "pgdown", "space":
		r.at += 10
	case "enter":
		m.close()
		if err := r.Write(); err != nil {
			return m.complain(err)
		}
		m.say("written: %s", counted(int64(r.Made), "fix", "fixes"))
	}
	return nil
}
