package oracle

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// program is the files, looked up by name. Nothing in it is compiled.
type program struct {
	journeys []*journey                 // by priority, then by name
	names    map[string]string          // feed name → event
	fields   map[string]map[string]kind // event → field → kind
	traits   map[string]kind
	messages map[string]*ast.Message
	policies []*ast.Policy // those that some journey uses
	segments map[string]*segment
	watched  []string // the segments that let people in, in the order of the source
}

// segment is a condition on people, or a stage: a person is in the last stage that holds.
type segment struct {
	where ast.Expr
	later []ast.Expr
}

// kind is how a field's value is read: a value of another kind is missing.
type kind uint8

const (
	anyKind kind = iota
	numberKind
	textKind
	boolKind
	timeKind
	listKind
)

// journey is one journey of the files with its settings sorted out.
type journey struct {
	name     string
	file     *ast.File
	line     int // of the trigger
	when     []ast.Pattern
	mode     ast.EnterMode
	again    *duration
	backfill *duration // how long before the activation somebody may have come
	accepts  *duration // how late an event may be and still let somebody in
	each     string
	date     ast.Trigger // nil where the journey begins with `when`
	leap     bool        // 29 February is 1 March in other years
	goals    []goal
	exits    []exit
	while    *ast.While
	zone     string
	policy   *ast.Policy
	priority float64
	holdout  float64 // percent
	group    string  // of `exclusive`
	decl     *ast.Journey
	body     *ast.Block
	ids      map[ast.Step]string

	simple bool // the trigger is an event, several joined by or, one absence, one segment or one trait
}

type goal struct {
	pattern ast.Pattern
	within  *duration
	line    int
}

type exit struct {
	pattern ast.Pattern
	line    int
}

// duration is a duration as calendar.Add takes it.
type duration struct {
	months, days int32
	millis       int64
}

func durationOf(d *ast.DurationLit) *duration {
	if d == nil {
		return nil
	}
	switch d.Unit {
	case ast.Second:
		return &duration{millis: d.N * 1000}
	case ast.Minute:
		return &duration{millis: d.N * minute}
	case ast.Hour:
		return &duration{millis: d.N * 60 * minute}
	case ast.Day:
		return &duration{days: int32(d.N)}
	case ast.Week:
		return &duration{days: int32(7 * d.N)}
	case ast.Month:
		return &duration{months: int32(d.N)}
	}
	return &duration{months: int32(12 * d.N)}
}

func (d *duration) elapsed() bool { return d.months == 0 && d.days == 0 }

func (d *duration) from(z *calendar.Zone, ts int64) int64 {
	return z.Add(ts, d.months, d.days, d.millis)
}

// libraryDir is where the files of the standard library are. Their declarations
// count; their journeys derive events from others, which the oracle does not cover.
const libraryDir = "std/"

// read looks up everything the files declare.
func read(files []*ast.File) (*program, error) {
	prog := &program{
		names:    map[string]string{},
		fields:   map[string]map[string]kind{},
		traits:   map[string]kind{},
		messages: map[string]*ast.Message{},
		segments: map[string]*segment{},
	}
	policies := map[string]*ast.Policy{}
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.Event:
				prog.event(d)
			case *ast.Profile:
				for _, x := range d.Fields {
					prog.traits[x.Name.Text] = kindOf(x.Type)
				}
			case *ast.Message:
				prog.messages[d.Name.Text] = d
			case *ast.Segment:
				prog.segments[d.Name.Text] = &segment{where: d.Where}
			case *ast.Lifecycle:
				for i, stage := range d.Stages {
					s := &segment{where: stage.Where}
					for _, later := range d.Stages[i+1:] {
						s.later = append(s.later, later.Where)
					}
					prog.segments[stage.Name.Text] = s
				}
			case *ast.Policy:
				policies[d.Name.Text] = d
			}
		}
	}
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.Journey:
				if strings.HasPrefix(f.Path, libraryDir) {
					continue
				}
				j, err := readJourney(prog, f, d, policies)
				if err != nil {
					return nil, err
				}
				prog.journeys = append(prog.journeys, j)
				if j.policy != nil {
					prog.policies = append(prog.policies, j.policy)
				}
			case *ast.BadDecl:
				return nil, fmt.Errorf("%s: line %d cannot be read", f.Path, lineOf(f, d.Start))
			}
		}
	}
	slices.SortStableFunc(prog.journeys, func(a, b *journey) int {
		return cmp.Or(cmp.Compare(b.priority, a.priority), cmp.Compare(a.name, b.name))
	})
	return prog, prog.watch()
}

func (prog *program) event(d *ast.Event) {
	name := d.Name.Text
	prog.names[name] = name
	for _, h := range d.HeardAs {
		prog.names[h.Text] = name
	}
	fields := map[string]kind{}
	for _, x := range d.Fields {
		fields[x.Name.Text] = kindOf(x.Type)
	}
	prog.fields[name] = fields
}

func kindOf(t *ast.Type) kind {
	if t != nil && t.Elem != nil {
		return listKind
	}
	if t == nil || t.Record != nil {
		return anyKind
	}
	if len(t.Enum) > 0 {
		return textKind
	}
	switch t.Name.Text {
	case "number":
		return numberKind
	case "text", "date":
		return textKind
	case "time":
		return timeKind
	case "bool":
		return boolKind
	}
	return anyKind
}

// heard returns the event that a name in the feed means.
func (prog *program) heard(name string) string {
	n := event.Normal(name)
	if to, ok := prog.names[n]; ok {
		return to
	}
	return n
}

// typed returns the value as its declared kind, or a missing value.
func typed(v event.Value, k kind) event.Value {
	switch {
	case k == anyKind,
		k == numberKind && v.Kind == event.Number,
		k == textKind && v.Kind == event.Text,
		k == boolKind && v.Kind == event.Bool,
		k == timeKind && v.Kind == event.Time,
		k == listKind && v.Kind == event.List:
		return v
	case k == timeKind && v.Kind == event.Text:
		if t, err := time.Parse(time.RFC3339, v.Str); err == nil {
			return event.Value{Kind: event.Time, Num: float64(t.UnixMilli())}
		}
	}
	return event.Value{}
}

func lineOf(f *ast.File, offset int) int {
	return 1 + strings.Count(f.Src[:offset], "\n")
}

func (j *journey) lineOf(n ast.Node) int { return lineOf(j.file, n.Pos().Start) }

// readJourney sorts out the settings and names the steps.
func readJourney(prog *program, f *ast.File, d *ast.Journey, policies map[string]*ast.Policy) (*journey, error) {
	j := &journey{name: d.Name.Text, file: f, decl: d, body: d.Body, ids: map[ast.Step]string{}}
	if j.name == "" {
		j.name = strings.TrimSuffix(path.Base(f.Path), ".journey")
	}
	fail := func(n ast.Node, what string) error {
		return fmt.Errorf("%s:%d: the oracle does not cover %s", f.Path, lineOf(f, n.Pos().Start), what)
	}
	switch t := d.Trigger.(type) {
	case *ast.When:
		j.when = alternatives(t.Pattern)
		j.simple = simple(j.when)
	case *ast.OnDate, *ast.Schedule:
		j.date, j.simple = t, true
	default:
		return nil, fail(d, "a journey without a trigger")
	}
	j.line = j.lineOf(d.Trigger)
	for _, s := range d.Settings {
		switch s := s.(type) {
		case *ast.Enter:
			j.mode, j.again, j.each = s.Mode, durationOf(s.After), s.Field.Text
		case *ast.Goal:
			j.goals = append(j.goals, goal{s.Pattern, durationOf(s.Within), j.lineOf(s)})
		case *ast.Exit:
			j.exits = append(j.exits, exit{s.Pattern, j.lineOf(s)})
		case *ast.While:
			j.while = s
		case *ast.LeapDay:
			j.leap = s.Mar1
		case *ast.Timezone:
			j.zone, _ = s.Zone.Plain()
		case *ast.Backfill:
			j.backfill = durationOf(s.D)
		case *ast.AcceptLate:
			j.accepts = durationOf(s.D)
		case *ast.Exclusive:
			j.group = s.Group.Text
		case *ast.Priority:
			j.priority = s.N.Value
		case *ast.Holdout:
			j.holdout = s.Percent.Value
		case *ast.UsePolicy:
			if j.policy = policies[s.Name.Text]; j.policy == nil {
				return nil, fail(s, "a policy that is not declared")
			}
		default:
			return nil, fail(s, fmt.Sprintf("the setting %T", s))
		}
	}
	if err := j.check(prog); err != nil {
		return nil, fmt.Errorf("%s: %w", f.Path, err)
	}
	j.nameSteps()
	return j, nil
}

// simple reports whether a trigger is an event, several joined by or, or one absence.
func simple(alts []ast.Pattern) bool {
	if slices.ContainsFunc(alts, nested) {
		return false
	}
	if len(alts) == 1 {
		switch alts[0].(type) {
		case *ast.EventPat, *ast.AbsencePat, *ast.SegmentPat, *ast.ChangePat:
			return true
		}
		return false
	}
	for _, a := range alts {
		if _, ok := a.(*ast.EventPat); !ok {
			return false
		}
	}
	return true
}

// alternatives takes `A or B or C` apart.
func alternatives(p ast.Pattern) []ast.Pattern {
	or, ok := p.(*ast.OrPat)
	if !ok {
		return []ast.Pattern{p}
	}
	var all []ast.Pattern
	for _, a := range or.Alts {
		all = append(all, alternatives(a)...)
	}
	return all
}
