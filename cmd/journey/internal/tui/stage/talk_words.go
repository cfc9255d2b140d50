package stage

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/runtime/sim"
)

// sentence is something that can be said beside the names of the actions.
type sentence struct {
	begins string // how it begins
	rest   string // what follows, for help; empty: nothing
	about  string
	on     func(t *Talk, rest string) ([]Effect, did)
}

// sentences is set by init, because help goes over it.
var sentences []sentence

func init() {
	sentences = []sentence{
		{"play to", "MOMENT", "let time pass up to a moment: fri 10:00, +2h, end", (*Talk).playTo},
		{"play", "", "let time pass to the end, or to where it stops", func(t *Talk, _ string) ([]Effect, did) { return t.playTo("end") }},
		{"go to", "MOMENT", "go to a moment: +2h, -1d, fri 10:00, first sms, end", func(t *Talk, rest string) ([]Effect, did) { return t.m.goTo(rest), did{} }},
		{"screen", "", "read the screen again", func(*Talk, string) ([]Effect, did) { return nil, did{show: true} }},
		{"more", "", "the next part of a long list", func(t *Talk, _ string) ([]Effect, did) {
			return t.m.tabs[t.m.tab].move(t.m, aloudRows), did{show: true}
		}},
		{"json", "", "the screen as JSON", (*Talk).json},
		{"open", "NUMBER or words", "open what has this number, or these words", (*Talk).open},
		{"choose", "NUMBER or words", "choose it without opening it", func(t *Talk, rest string) ([]Effect, did) {
			out, said, _ := t.take(rest)
			return out, did{said: said}
		}},
		{"find", "TEXT", "find people, or filter messages on their screen", (*Talk).find},
		{"person", "ID", "open a person", func(t *Talk, rest string) ([]Effect, did) { return t.m.openPerson(rest), did{} }},
		{"message", "NUMBER", "open a message", (*Talk).message},
		{"who is at", "STEP", "who is at a step now", (*Talk).whoIsAt},
		{"messages of", "STEP", "the messages of a step", (*Talk).messagesOf},
		{"why not", "STEP", "who did not come to a step, and why", (*Talk).whyNot},
		{"why", "PERSON", "explain what was decided about somebody", func(t *Talk, rest string) ([]Effect, did) { return t.m.explain(rest, ""), did{} }},
		{"what if", "EVENT", "let something happen to the person who is open", (*Talk).whatIf},
		{"journey", "NAME", "show another journey", (*Talk).journey},
		{"assume", "NAME VALUE", "assume something else of invented people", (*Talk).assume},
		{"stop at", "STEP", "stop playing when somebody comes to a step", (*Talk).stopAt},
		{"stop when", "TRIGGER", "stop playing when something happens", func(t *Talk, rest string) ([]Effect, did) { return t.m.addBreak(sim.Break{When: rest}), did{} }},
		{"help", "", "this", (*Talk).help},
	}
}

// run finds out what a command means, and does it.
func (t *Talk) run(ctx context.Context, command string) did {
	if t.asked != nil && len(t.m.over) > 0 {
		return t.answer(ctx, command)
	}
	low := strings.ToLower(command)
	for i := range sentences {
		s := &sentences[i]
		rest, ok := strings.CutPrefix(low, s.begins)
		if !ok || rest != "" && rest[0] != ' ' || (rest == "") != (s.rest == "") {
			continue
		}
		effects, out := s.on(t, strings.TrimSpace(command[len(s.begins):]))
		also := t.effects(ctx, effects)
		out.said, out.quit = append(out.said, also.said...), out.quit || also.quit
		return out
	}
	if a := actionNamed(low); a != nil {
		return t.effects(ctx, t.m.do(a.id))
	}
	return did{said: []string{unknownCommand(low)}}
}

// plainNames are the words of actions that are not their ids.
var plainNames = map[string]string{
	"next event": "event", "previous event": "event back", "next message": "message", "previous message": "message back",
	"q": "quit", "exit": "quit", "all": "portfolio", "end": "end", "start": "start", "home": "start",
}

// actionNamed finds an action by its id, its name, or the beginning of its name.
func actionNamed(words string) *action {
	if id, ok := plainNames[words]; ok {
		return find(id)
	}
	for i := range actions {
		if a := &actions[i]; a.id == words || a.name == words {
			return a
		}
	}
	var one *action
	for i := range actions {
		if a := &actions[i]; strings.HasPrefix(a.name, words) {
			if one != nil {
				return nil
			}
			one = a
		}
	}
	return one
}

func unknownCommand(words string) string {
	var all []string
	for i := range actions {
		all = append(all, actions[i].id)
	}
	for i := range sentences {
		all = append(all, sentences[i].begins)
	}
	if meant, ok := spell.Closest(words, all); ok {
		return "There is no command " + words + "; did you mean " + meant + "?"
	}
	return "There is no command " + words + "; help lists them."
}

func (t *Talk) help(string) ([]Effect, did) {
	out := []string{"What can be said:"}
	for _, s := range sentences {
		out = append(out, strings.TrimSpace(s.begins+" "+s.rest)+": "+s.about)
	}
	for i := range actions {
		if a := &actions[i]; t.m.prevented(a) == "" && a.id != a.name && !slices.Contains([]string{"up", "down", "page up", "page down", "theme", "rtl", "palette", "help", "map", "copy"}, a.id) {
			out = append(out, a.id+": "+a.name)
		}
	}
	return nil, did{said: out}
}

func (t *Talk) playTo(rest string) ([]Effect, did) {
	m := t.m
	at, err := m.run.Session.Moment(rest)
	if err != nil {
		return m.complain(err), did{}
	}
	if _, hit := m.run.Session.Play(at); hit != nil {
		m.say("stopped at %s: %s", m.when(hit.At), stopWords(hit))
	}
	return m.refresh(), did{}
}

func (t *Talk) json(string) ([]Effect, did) {
	data, err := t.m.JSON()
	if err != nil {
		return t.m.complain(err), did{}
	}
	return nil, did{said: strings.Split(strings.TrimSpace(string(data)), "\n")}
}

// take puts a row of the screen in hand, by its number or its words.
func (t *Talk) take(words string) (effects []Effect, said []string, ok bool) {
	m := t.m
	main, _ := m.unframed(linearWidth)
	if !main.choices {
		return nil, []string{"There is nothing to choose here."}, false
	}
	n, err := strconv.Atoi(words)
	if err != nil {
		n = 1 + slices.IndexFunc(main.all(), func(l line) bool {
			return strings.Contains(strings.ToLower(l.aloud()), strings.ToLower(words))
		})
		if n > 0 {
			n += main.first
		}
	}
	if n < 1 || n > max(main.total, len(main.lines)) {
		return nil, []string{"There is no such line on this screen."}, false
	}
	main.scroll.at = n - 1
	out := m.refresh()
	if at := n - 1 - main.first; at >= 0 && at < len(main.lines) {
		said = append(said, main.line(at).aloud())
	}
	return out, said, true
}

func (t *Talk) open(rest string) ([]Effect, did) {
	out, said, ok := t.take(rest)
	if !ok {
		return nil, did{said: said}
	}
	return append(out, t.m.do("open")...), did{}
}

func (t *Talk) find(rest string) ([]Effect, did) {
	out := t.m.do("find")
	q := t.m.over[len(t.m.over)-1].(*question)
	q.text = rest
	return append(out, q.key(t.m, Key{Name: "enter"})...), did{}
}

func (t *Talk) message(rest string) ([]Effect, did) {
	n, err := strconv.ParseInt(strings.ReplaceAll(rest, ",", ""), 10, 64)
	if err != nil {
		return nil, did{said: []string{"A message has a number."}}
	}
	return t.m.openMessage(n), did{}
}

// atStep puts a step of the journeys in hand, by its id or a part of its words.
func (t *Talk) atStep(words string) bool {
	m := t.m
	words = strings.ToLower(words)
	for k := range m.journeys {
		j := (m.journey + k) % len(m.journeys)
		f, err := m.run.Session.Flow(m.journeys[j])
		if err != nil {
			continue
		}
		for i := range f.Rows {
			r := &f.Rows[i]
			if r.Step != "" && (r.Step == words || strings.Contains(strings.ToLower(r.Kind+" "+r.Label), words)) {
				m.journey = j
				m.flow.choose(m, i)
				return true
			}
		}
	}
	m.say("no step is called %s", words)
	return false
}

// onStep does an action about a step.
func (t *Talk) onStep(words, id string) ([]Effect, did) {
	if !t.atStep(words) {
		return nil, did{}
	}
	return t.m.do(id), did{}
}

func (t *Talk) whoIsAt(rest string) ([]Effect, did)    { return t.onStep(rest, "people here") }
func (t *Talk) messagesOf(rest string) ([]Effect, did) { return t.onStep(rest, "messages here") }
func (t *Talk) whyNot(rest string) ([]Effect, did)     { return t.onStep(rest, "why not") }
func (t *Talk) stopAt(rest string) ([]Effect, did)     { return t.onStep(rest, "stop here") }

func (t *Talk) whatIf(rest string) ([]Effect, did) {
	m := t.m
	in := sim.Injection{Event: rest}
	switch {
	case onMessage(m):
		in.Person = m.messages.view.To.ID
	case onPeople(m):
		in.Person = m.people.chosen()
	}
	return m.inject(in), did{}
}

func (t *Talk) journey(rest string) ([]Effect, did) {
	i := slices.Index(t.m.journeys, rest)
	if i < 0 {
		return nil, did{said: []string{"There is no journey " + rest + "; there is " + strings.Join(t.m.journeys, ", ") + "."}}
	}
	t.m.journey, t.m.flow.scroll = i, scroll{}
	return t.m.show(t.m.flow), did{show: true}
}

func (t *Talk) assume(rest string) ([]Effect, did) {
	m := t.m
	if m.status.Assumed == nil {
		return nil, did{said: []string{"The people are recorded, and do what they did."}}
	}
	name, value, ok := strings.Cut(strings.Replace(rest, "=", " ", 1), " ")
	if !ok {
		return nil, did{said: []string{"Say assume NAME VALUE; the data screen lists what is assumed."}}
	}
	a := *m.status.Assumed
	if err := a.Set(name, value); err != nil {
		return m.complain(err), did{}
	}
	return m.assume(a), did{}
}
