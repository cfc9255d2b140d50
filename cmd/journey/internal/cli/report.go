package cli

import (
	"context"
	"io"

	"github.com/journeylang/journey/runtime/sim"
	"github.com/journeylang/journey/runtime/sim/page"
)

// A page to share is made of a session, which keeps what a simulation that only
// prints forgets. So the feed is read once more for it, and from a file.

// reportable refuses flags of which the page knows nothing: it is about everybody and
// the whole feed.
func (s *simulation) reportable() error {
	for _, x := range []struct{ flag, value string }{{"person", s.person}, {"from", s.from}, {"to", s.to}, {"train", s.train}} {
		if s.report != "" && x.value != "" {
			return usage("leave one of them out", "--report is about everybody and the whole feed, and --%s is not", x.flag)
		}
	}
	return nil
}

// writeReport simulates journeys over the feed at a path, and writes the page.
func (a *app) writeReport(ctx context.Context, s *simulation, w *work, path string) error {
	v, err := a.version(ctx, w, title(w), path)
	if err != nil {
		return err
	}
	f, clean := s.recorded(a, w, path)
	defer clean()
	x, err := a.session(ctx, s, w, v, f)
	if err != nil {
		return err
	}
	defer x.Close()
	return a.writePage(s.report, x, nil)
}

// writePage writes the page of a session to a file.
func (a *app) writePage(file string, x *sim.Session, c *sim.Comparison) error {
	if err := writeFile(file, func(out io.Writer) error { return page.Write(out, x, c) }); err != nil {
		return err
	}
	a.say("%s shows it to others", file)
	return nil
}
