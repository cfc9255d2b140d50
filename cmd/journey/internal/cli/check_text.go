package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/journeylang/journey/compiler/flow"
	"github.com/journeylang/journey/dsl/safetext"
)

// How `journey check` looks: a table of journeys, then what was asked of them, then the
// ways.

const noLimit = "no limit"

// showCheck writes a report for people.
func (a *app) showCheck(r *flow.Report, paths bool) error {
	var b strings.Builder
	a.checkTable(&b, r)
	checkReasons(&b, r)
	checkAnswers(&b, r)
	if paths {
		for i := range r.Journeys {
			checkPaths(&b, &r.Journeys[i])
		}
	}
	_, err := io.WriteString(a.Out, safetext.Clean(b.String()))
	return err
}

// bounded writes a bound; ≤ stands before one that may not be reached.
func bounded(b *flow.ReportBound) string {
	switch {
	case b.Unlimited:
		return noLimit
	case b.Exact || b.Messages == 0:
		return fmt.Sprint(b.Messages)
	case b.Steady != nil:
		return fmt.Sprintf("≤ %d (%d)", b.Messages, *b.Steady)
	}
	return fmt.Sprintf("≤ %d", b.Messages)
}

func (a *app) checkTable(b *strings.Builder, r *flow.Report) {
	kinds := []bool{false}
	for i := range r.Together {
		if r.Together[i].Transactional {
			kinds = append(kinds, true)
			break
		}
	}
	head := []string{"journey"}
	for _, transactional := range kinds {
		for _, w := range flow.Windows {
			name := "in " + w.String()
			if transactional {
				name = "transactional " + name
			}
			head = append(head, name)
		}
	}
	rows := [][]string{append(head, "one stay", "longest stay")}
	cells := func(bounds []flow.ReportBound) []string {
		var out []string
		for _, transactional := range kinds {
			for i := range bounds {
				if bounds[i].Channel == "" && bounds[i].Transactional == transactional {
					out = append(out, bounded(&bounds[i]))
				}
			}
		}
		return out
	}
	for i := range r.Journeys {
		j := &r.Journeys[i]
		row := append([]string{j.Name}, cells(j.Bounds)...)
		stay := j.Stay.Longest
		if stay == "" {
			stay = "no end"
		}
		rows = append(rows, append(row, fmt.Sprint(j.OneStay), stay))
	}
	if len(r.Journeys) > 1 {
		rows = append(rows, append(append([]string{"all together"}, cells(r.Together)...), "", ""))
	}
	aligned(b, rows, func(row int, text string) string {
		if row == 0 {
			return a.out.paint(bold, text)
		}
		return text
	})
}

// aligned writes rows in columns.
func aligned(b *strings.Builder, rows [][]string, style func(int, string) string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], safetext.Width(safetext.Line(cell)))
		}
	}
	for r, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			cell = safetext.Line(cell)
			line.WriteString(cell)
			if i+1 < len(row) {
				line.WriteString(strings.Repeat(" ", widths[i]-safetext.Width(cell)+2))
			}
		}
		b.WriteString(style(r, strings.TrimRight(line.String(), " ")))
		b.WriteByte('\n')
	}
}

// checkReasons says why there is no limit, or no end, or what a number stands on.
func checkReasons(b *strings.Builder, r *flow.Report) {
	var out []string
	steady := false
	for i := range r.Journeys {
		j := &r.Journeys[i]
		for k := range j.Bounds {
			x := &j.Bounds[k]
			steady = steady || x.Steady != nil
			if x.Unlimited && x.Channel == "" && !x.Transactional {
				out = append(out, fmt.Sprintf("%s has no limit: %s (%s:%d)", j.Name, x.Why, j.File, j.Line))
				break
			}
		}
		if j.Stay.Endless != "" && j.Stay.By != nil {
			out = append(out, fmt.Sprintf("%s has no end: %s (%s:%d)", j.Name, j.Stay.Endless, j.Stay.By.File, j.Stay.By.Line))
		}
	}
	if c := r.Together; len(c) > 0 && c[0].Cap != nil {
		out = append(out, fmt.Sprintf("all together are held down by policy %s: %s (%s:%d)", c[0].Cap.Policy, c[0].Cap.Rule, c[0].Cap.File, c[0].Cap.Line))
	}
	if steady {
		out = append(out, "the number in brackets is that of days of 24 hours; the other one needs a night in which clocks go forward")
	}
	if len(out) > 0 {
		b.WriteString("\n" + strings.Join(out, "\n") + "\n")
	}
}

// checkAnswers writes what came of limits and assertions.
func checkAnswers(b *strings.Builder, r *flow.Report) {
	if len(r.Limits)+len(r.Asserts) > 0 {
		b.WriteByte('\n')
	}
	for i := range r.Limits {
		l := &r.Limits[i]
		verdict := "kept"
		if l.Exceeded {
			verdict = "can be exceeded"
		}
		fmt.Fprintf(b, "%s: %s", l.Limit, verdict)
		switch {
		case l.Bound != nil:
			fmt.Fprintf(b, ", %s\n", most(l.Bound))
			if l.Exceeded {
				checkBound(b, l.Bound)
			}
		case l.Exceeded:
			fmt.Fprintf(b, " in %s\n", strings.Join(l.Journeys, ", "))
		default:
			b.WriteByte('\n')
		}
	}
	for i := range r.Asserts {
		x := &r.Asserts[i]
		fmt.Fprintf(b, "%s:%d: %s: %s", x.File, x.Line, safetext.Line(x.Text), x.Verdict)
		holds := x.Verdict == flow.Holds.String()
		switch {
		case x.Bound != nil:
			fmt.Fprintf(b, ", %s\n", most(x.Bound))
			if !holds {
				checkBound(b, x.Bound)
			}
		case x.Stay != nil && x.Stay.Longest != "":
			fmt.Fprintf(b, ", %s lasts up to %s\n", x.Journey, x.Stay.Longest)
		case x.Stay != nil && x.Stay.By != nil:
			fmt.Fprintf(b, ", in %s %s (%s:%d)\n", x.Journey, x.Stay.Endless, x.Stay.By.File, x.Stay.By.Line)
		default:
			b.WriteByte('\n')
		}
		if x.Stay != nil && !holds {
			writePath(b, x.Stay.Path)
		}
	}
}

func most(b *flow.ReportBound) string {
	if b.Unlimited {
		return "there is no limit"
	}
	return fmt.Sprintf("%d at most", b.Messages)
}

// checkBound says where so many messages come from.
func checkBound(b *strings.Builder, x *flow.ReportBound) {
	for _, s := range x.From {
		n := fmt.Sprint(s.Messages)
		if s.Messages < 0 {
			n = noLimit
		}
		fmt.Fprintf(b, "  %s: %s\n", strings.Join(s.Journeys, ", "), n)
	}
	if x.Cap != nil {
		fmt.Fprintf(b, "  policy %s: %s (%s:%d)\n", x.Cap.Policy, x.Cap.Rule, x.Cap.File, x.Cap.Line)
	}
	writePath(b, x.Path)
}

// checkPaths writes the ways of one journey.
func checkPaths(b *strings.Builder, j *flow.ReportJourney) {
	for i := range j.Bounds {
		if x := &j.Bounds[i]; x.Channel == "" && !x.Transactional && len(x.Path) > 0 {
			fmt.Fprintf(b, "\n%s in %s: %s\n", j.Name, x.Window, most(x))
			writePath(b, x.Path)
		}
	}
	if len(j.Stay.Path) > 0 {
		last := "no end"
		if j.Stay.Longest != "" {
			last = j.Stay.Longest
		}
		fmt.Fprintf(b, "\n%s, the longest stay: %s\n", j.Name, last)
		writePath(b, j.Stay.Path)
	}
}

// writePath writes a way, a line a step; a star marks the messages that count.
func writePath(b *strings.Builder, path []flow.ReportVisit) {
	if len(path) == 0 {
		return
	}
	width := 0
	for i := range path {
		width = max(width, len(path[i].After))
	}
	const most = 24 // lines; what comes round again and again is not worth more
	for i := range path {
		if len(path) > most && i == most-4 {
			fmt.Fprintf(b, "    … and %s more\n", grouped(int64(len(path)-most+2)))
		}
		if len(path) > most && i >= most-4 && i < len(path)-2 {
			continue
		}
		v := &path[i]
		mark, label := " ", v.Label
		if v.Counts {
			mark = "*"
		}
		if v.Step == "" {
			label = "comes into " + v.Journey
		}
		fmt.Fprintf(b, "  %s +%-*s  %s  (%s:%d)\n", mark, width, v.After, safetext.Line(label), v.File, v.Line)
	}
}
