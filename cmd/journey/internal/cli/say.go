package cli

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/journeylang/journey/dsl/safetext"
)

// say writes one line for people to standard error. The values may be text of
// other people.
func (a *app) say(format string, args ...any) {
	a.clearProgress()
	a.tell("%s\n", safetext.Line(fmt.Sprintf(format, args...)))
}

// tell writes to standard error as it is. When that fails there is nobody left to
// tell.
func (a *app) tell(format string, args ...any) { _, _ = fmt.Fprintf(a.Err, format, args...) }

// closed closes what was only read, which loses nothing when it fails.
func closed(c io.Closer) { _ = c.Close() }

// counted writes a number with its noun: "1,204 events".
func counted(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + many
}

// grouped writes a number with commas between thousands.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// progress is the line on a terminal that says how far the work came. It is
// redrawn in place, ten times a second at most, and wiped before anything else
// is said. It uses no escape sequences, so that it works wherever a carriage
// return does.
type progress struct {
	on    bool
	width int // of what is drawn
	begun time.Time
	last  time.Time
}

const progressEvery = 100 * time.Millisecond

// startProgress begins to show progress, if standard error is a terminal and no
// output of ours runs over the same screen.
func (a *app) startProgress(dataOnScreen bool) {
	now := a.Now()
	a.progress = progress{on: a.err.tty && !(a.out.tty && dataOnScreen), begun: now, last: now}
}

// showProgress redraws the line, when it is time to. text makes it, given the
// time since the beginning.
func (a *app) showProgress(text func(sofar time.Duration) string) {
	p := &a.progress
	if !p.on {
		return
	}
	now := a.Now()
	if now.Sub(p.last) < progressEvery {
		return
	}
	p.last = now
	line := safetext.Line(text(now.Sub(p.begun)))
	if most := a.err.width - 1; safetext.Width(line) > most {
		line = line[:min(len(line), most)]
	}
	a.tell("\r%-*s", p.width, line)
	p.width = safetext.Width(line)
}

// clearProgress wipes the line, with the ^C that a terminal may have put behind it.
func (a *app) clearProgress() {
	if a.progress.width > 0 {
		a.tell("\r%*s\r", min(a.progress.width+len("^C"), a.err.width-1), "")
		a.progress.width = 0
	}
}

// harmless is a writer of text that may be other people's: what acts on a
// terminal becomes a sign. It is given whole characters in every Write.
type harmless struct{ w io.Writer }

func (h *harmless) Write(p []byte) (int, error) {
	if _, err := io.WriteString(h.w, safetext.Clean(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}
