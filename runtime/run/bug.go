package run

import (
	"fmt"
	"path"
	"runtime"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/engine"
)

// Bug is a mistake of ours: the engine could not go on. It says who and what was in
// hand, which is what whoever looks for it needs first. A run that has come to one is
// over: what was decided until then may be incomplete.
type Bug struct {
	What  string
	Where string // the file and line of the program, not of a journey
	Hand  engine.Hand
}

// Error says what happened, to whom, and where in the journey.
func (b *Bug) Error() string {
	h := b.Hand
	text := "this is a mistake in journey itself, please report it: " + safetext.Line(b.What)
	if h.Person != "" {
		text += ", about the person " + safetext.Line(h.Person)
	}
	if h.Journey != "" {
		text += fmt.Sprintf(", in the journey %s (%s, line %d)", h.Journey, safetext.Line(h.File), h.Line)
	}
	if h.Feed > 0 {
		text += fmt.Sprintf(", at line %d of the feed", h.Feed)
	}
	return text + " [" + b.Where + "]"
}

// caught makes a Bug of what a worker panicked with.
func caught(what any, e *engine.Engine) *Bug {
	return &Bug{What: fmt.Sprint(what), Where: thrower(), Hand: e.InHand()}
}

const ours = "github.com/journeylang/journey/"

// thrower is the place of ours that panicked.
func thrower() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
	thrown := false
	for {
		f, more := frames.Next()
		thrown = thrown || f.Function == "runtime.gopanic"
		if thrown && strings.HasPrefix(f.Function, ours) {
			dir := path.Dir(strings.TrimPrefix(f.Function, ours) + "/x")
			pkg, _, _ := strings.Cut(path.Base(dir), ".")
			return path.Join(path.Dir(dir), strings.TrimSuffix(pkg, "_test"), path.Base(f.File)) + fmt.Sprintf(":%d", f.Line)
		}
		if !more {
			return "no place of ours"
		}
	}
}
