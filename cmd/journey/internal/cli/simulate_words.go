package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/run"
)

// stopped words an error that ended a run before the end of the feed.
func (s *simulation) stopped(c *counters, r *run.Runner, err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		if c.Lines == 0 {
			return fmt.Errorf("interrupted before the first line: %w", err)
		}
		return fmt.Errorf("interrupted after %s, at %s UTC: %w", counted(c.Lines, "line", "lines"), report.Minute(r.Stats().Last), err)
	case errors.Is(err, errTooBad) && s.strict:
		return failed("without --strict such lines are skipped", "a line cannot be read")
	case errors.Is(err, errTooBad):
		return failed("--max-bad allows more; a mapping (--mapping) reads other forms", "%s cannot be read, of %s so far",
			counted(c.Bad, "line", "lines"), grouped(c.Lines))
	}
	return err
}

// progressLine says how far a run came.
func progressLine(e *events, c *counters, r *run.Runner, sofar time.Duration) string {
	st := r.Stats()
	text := ""
	if e.size > 0 {
		text = fmt.Sprintf("%3d %%  ", min(e.taken.Load()*100/e.size, 100))
	}
	text += counted(c.Lines, "line", "lines")
	if ms := sofar.Milliseconds(); ms > 0 {
		text += fmt.Sprintf("  %s/s", grouped(c.Lines*1000/ms))
	}
	if st.Records > 0 {
		text += "  " + report.Minute(st.Last)
	}
	return text
}

// lastLine counts what went through a run, for people.
func lastLine(e *events, c *counters, r *run.Runner, out *decisions, took time.Duration) string {
	st := r.Stats()
	text := e.name + ": " + counted(c.Lines, "line", "lines") + ", " + counted(st.People, "person", "people")
	for _, x := range []struct {
		n         int64
		one, many string
	}{
		{c.Bad, "line that cannot be read", "lines that cannot be read"},
		{c.Ignored, "ignored", "ignored"},
		{st.Duplicates, "duplicate", "duplicates"},
		{st.Late, "late", "late"},
		{st.Merges, "merge", "merges"},
	} {
		if x.n > 0 {
			text += ", " + counted(x.n, x.one, x.many)
		}
	}
	text += "; " + counted(out.shown, "decision", "decisions")
	return text + fmt.Sprintf(" in %.2f s", took.Seconds())
}
