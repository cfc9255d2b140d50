package check

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/stdlib"
)

// names is everything that the files declare, by name.
type names struct {
	events   *eventTable
	traits   map[string]*trait
	profile  *Type           // all traits, as the record that `profile` is
	messages []*messageState // in the order declared
	journeys []*journeyState // in the order declared

	message   map[string]*messageState
	journey   map[string]*journeyState
	segment   map[string]place // segments, and stages of lifecycles
	policy    map[string]place
	lifecycle map[string]place
	healths   map[ast.Decl]*health // of segments, lifecycles and policies
	owner     map[string]*health   // "segment x", "policy x": who answers for the name
	channels  []string             // sorted
}

// journeyState is a journey and what is known of it while it is checked.
type journeyState struct {
	*Journey
	health
	steps map[string]place
	sends map[string]bool  // the steps that have a name and send
	arms  map[string]place // of all its splits
	entry *entryScope
	// started: another journey starts this one, without an event. What `entry` reads may be missing.
	started bool
}

// messageState is a message and what is known of it while it is checked.
type messageState struct {
	*Message
	health
	file   *ast.File
	params map[string]*paramState
	sends  []*sendState
}

func newNames(channels []string) names {
	all := slices.Clone(channels)
	for _, ch := range stdlib.Channels() {
		all = append(all, ch.Name)
	}
	slices.Sort(all)
	return names{
		events:    newEventTable(),
		traits:    map[string]*trait{},
		message:   map[string]*messageState{},
		journey:   map[string]*journeyState{},
		segment:   map[string]place{},
		policy:    map[string]place{},
		lifecycle: map[string]place{},
		healths:   map[ast.Decl]*health{},
		owner:     map[string]*health{},
		channels:  slices.Compact(all),
	}
}

// collect reads the declarations of all files.
func (c *checker) collect() {
	c.each(func(d ast.Decl) {
		switch d := d.(type) {
		case *ast.Event:
			c.declareEvent(d)
		case *ast.Profile:
			c.declareTraits(d)
		}
	})
	c.events.index(c)
	c.profile = &Type{Kind: Record, Name: "profile", Fields: c.sortedTraits()}
	own := c.projectNames()
	c.each(func(d ast.Decl) {
		if isStd(c.file) && own[declared(d)] {
			c.replaced = true
			return
		}
		switch d := d.(type) {
		case *ast.Segment:
			if c.declare(c.segment, "segment", d.Name) {
				c.owned(d, "segment "+d.Name.Text)
				c.info.Segments = append(c.info.Segments, &Segment{Name: d.Name.Text, Decl: d, File: c.file})
			}
		case *ast.Lifecycle:
			c.declare(c.lifecycle, "lifecycle", d.Name)
			for i, stage := range d.Stages {
				if c.declare(c.segment, "stage", stage.Name) {
					c.owned(d, "segment "+stage.Name.Text)
					c.info.Segments = append(c.info.Segments, &Segment{Name: stage.Name.Text, Decl: stage, File: c.file, Later: d.Stages[i+1:]})
				}
			}
		case *ast.Policy:
			if c.declare(c.policy, "policy", d.Name) {
				c.owned(d, "policy "+d.Name.Text)
				c.info.Policies = append(c.info.Policies, &Policy{d.Name.Text, c.file, d})
			}
		case *ast.Message:
			c.declareMessage(d)
		case *ast.Journey:
			c.declareJourney(d)
		case *ast.Test:
			c.healths[d] = &health{}
		}
	})
}

// projectNames are the declarations of the project's own files, which replace those
// of the standard library.
func (c *checker) projectNames() map[string]bool {
	own := map[string]bool{}
	c.each(func(d ast.Decl) {
		if name := declared(d); name != "" && !isStd(c.file) {
			own[name] = true
		}
	})
	return own
}

// declared says what a declaration declares: "segment vip".
func declared(d ast.Decl) string {
	switch d := d.(type) {
	case *ast.Segment:
		return "segment " + d.Name.Text
	case *ast.Lifecycle:
		return "lifecycle " + d.Name.Text
	case *ast.Policy:
		return "policy " + d.Name.Text
	case *ast.Message:
		return "message " + d.Name.Text
	case *ast.Journey:
		return "journey " + d.Name.Text
	}
	return ""
}

// owned remembers which declaration answers for a name.
func (c *checker) owned(d ast.Decl, name string) {
	if c.healths[d] == nil {
		c.healths[d] = &health{}
	}
	c.owner[name] = c.healths[d]
}

// declare enters a name into its table, or reports that it is taken.
func (c *checker) declare(table map[string]place, what string, n ast.Name) bool {
	if n.Text == "" {
		return false // the parser has said so
	}
	if first, taken := table[n.Text]; taken {
		c.duplicate(what, n, first)
		return false
	}
	table[n.Text] = place{c.file, n.Span}
	return true
}

func (c *checker) duplicate(what string, n ast.Name, first place) *diag.Diagnostic {
	d := c.report(codeDuplicateName, n.Span, "there are two of the "+what+" `"+n.Text+"`", "rename one of them")
	noteAt(d, first, "the first one is here")
	return d
}

func (c *checker) declareMessage(d *ast.Message) {
	if d.Name.Text == "" {
		return
	}
	m := &messageState{Message: &Message{Name: d.Name.Text, Decl: d}, file: c.file, params: map[string]*paramState{}}
	if first := c.message[m.Name]; first != nil {
		c.duplicate("message", d.Name, place{first.file, first.Decl.Name.Span})
		return
	}
	c.message[m.Name] = m
	c.messages = append(c.messages, m)
}

func (c *checker) declareJourney(d *ast.Journey) {
	name := d.Name
	if name.Text == "" {
		name = ast.Name{Span: ast.Span{Start: d.Start, End: d.Start}, Text: fileName(c.file.Path)}
	}
	j := &journeyState{
		Journey: &Journey{Name: name.Text, File: c.file, Decl: d, Std: isStd(c.file)},
		steps:   map[string]place{},
		sends:   map[string]bool{},
		arms:    map[string]place{},
		entry:   &entryScope{},
	}
	c.journeys = append(c.journeys, j)
	first := c.journey[j.Name]
	if first == nil {
		c.journey[j.Name] = j
		return
	}
	c.blame = &j.health
	at := first.Decl.Name.Span
	if first.Decl.Name.Text == "" {
		at = ast.Span{Start: first.Decl.Start, End: first.Decl.Start}
	}
	report := c.duplicate("journey", name, place{first.File, at})
	if d.Name.Text == "" {
		report.Detail = "a sentence without a name is called like its file; give it one of its own: journey NAME { … }"
	}
	c.blame = nil
}

// fileName makes a journey's name of its file's: the base name without its extension,
// with `_` for what a name cannot hold, in the composed form that the parser gives to
// names: some systems store `café.journey` with the accent as a character of its own.
func fileName(p string) string {
	base := strings.TrimSuffix(path.Base(p), path.Ext(p))
	name := strings.Map(func(r rune) rune {
		if r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return '_'
	}, norm.NFC.String(base))
	if strings.Trim(name, "_") == "" {
		return "journey"
	}
	return name
}

// known returns the names of a table, sorted, to choose a near one from.
func known[T any](table map[string]T) []string {
	out := make([]string, 0, len(table))
	for name := range table {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
