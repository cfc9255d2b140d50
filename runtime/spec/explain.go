package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/journeylang/journey/runtime/why"
)

// explain says why what was decided about somebody was decided, as `journey why` says
// it. The lines it speaks of are those of the test.
func (r *running) explain(id string, sources map[string]string) (*why.Explanation, error) {
	search := why.NewSearch(id)
	if err := r.read(r.prog.Schema(), search.Feed); err != nil {
		return nil, err
	}
	options := r.options
	options.Engine.Passed = nil
	follow := why.NewFollower(r.prog, search, nil, options)
	if err := r.read(follow.Schema(), follow.Feed); err != nil {
		return nil, err
	}
	in, err := follow.Finish(r.end)
	if err != nil {
		return nil, err
	}
	in.Sources = sources
	e := why.Explain(in)
	e.Journeys = slices.DeleteFunc(e.Journeys, func(j why.Journey) bool { return !slices.Contains(r.test.Journeys, j.Name) })
	e.Events, e.First = nil, nil
	for i := range e.Journeys {
		r.renumber(&e.Journeys[i])
	}
	return e, nil
}

// feedLine is how an explanation speaks of a line of the feed.
var feedLine = regexp.MustCompile(`line (\d+) of the feed`)

// renumber speaks of the lines of the test in the place of those of its feed.
func (r *running) renumber(j *why.Journey) {
	r.facts(j.Pending)
	r.facts(j.Missing)
	for i := range j.Chapters {
		r.facts(j.Chapters[i].Facts)
		for k := range j.Chapters[i].Steps {
			r.facts(j.Chapters[i].Steps[k].Facts)
		}
	}
}

func (r *running) facts(fs []why.Fact) {
	for i := range fs {
		fs[i].Words = feedLine.ReplaceAllStringFunc(fs[i].Words, func(s string) string {
			n, err := strconv.Atoi(strings.Fields(s)[1])
			if err != nil || n < 1 || n > len(r.script.lines) || r.script.lines[n-1].source == nil {
				return "as given"
			}
			return fmt.Sprintf("line %d", lineOf(r.test.decl.File, r.script.lines[n-1].source.Span))
		})
	}
}
