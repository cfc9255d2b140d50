package stage

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/sim"
)

// Talk is the program as a conversation: a command is a line, the answer is a few
// lines below it, and nothing that was written changes. It is the same model, so
// everything that keys do can be said: by the name of the action as the palette has
// it, or in one of the sentences of talk_words.go. What would lie over the screen, a
// list or a question, becomes a question, and the next line answers it.
type Talk struct {
	m     *Model
	asked overlay // the question that the next line answers
}

// NewTalk begins a conversation about a model.
func NewTalk(m *Model) *Talk { return &Talk{m: m} }

// Greeting is what is said first.
func (t *Talk) Greeting() []string {
	m := t.m
	if m.stuck != nil {
		return harmless(append([]string{"DRY RUN: nothing is sent."}, m.stuck.aloud()...))
	}
	if m.pick != nil {
		return harmless(append([]string{"DRY RUN: nothing is sent."}, t.offers()...))
	}
	out := []string{"DRY RUN: nothing is sent. " + m.run.Name + ", " + m.status.Feed + ", " + m.loaded() + "."}
	return harmless(append(append(out, m.Linear()...), "Say help for what can be said."))
}

// Prompt says where the time stands, before a command.
func (t *Talk) Prompt() string {
	m := t.m
	switch {
	case t.asked != nil:
		return "answer > "
	case m.pick != nil:
		return "choose > "
	case m.stuck != nil:
		return "waiting for the file > "
	case m.pos.AtStart:
		return "before the first event > "
	}
	at := m.when(m.pos.At)
	return at[:max(strings.LastIndexByte(at, ':'), 0)] + ", paused > "
}

// offers is the first question, for a folder in which nothing was chosen.
func (t *Talk) offers() []string {
	p := t.m.pick
	out := []string{[]string{"Which journeys?", "With which people?"}[p.block]}
	for i, o := range p.offers(p.block) {
		out = append(out, fmt.Sprintf("%d. %s, %s", i+1, o.Name, o.Detail))
	}
	return append(out, "Say a number.")
}

// Tell gives the model something that happened outside, such as a file that was
// saved, and returns what is to be said about it.
func (t *Talk) Tell(ctx context.Context, in Input) []string {
	m := t.m
	broken, was := m.broken, m.stuck
	m.note = note{}
	Settle(ctx, m, in)
	if was != nil {
		return append(harmless(t.noted()), t.Greeting()...)
	}
	var out []string
	if m.broken != broken && m.broken != "" {
		out = append(out, "The file has an error.")
		out = append(out, strings.Split(strings.TrimSpace(m.broken), "\n")...)
	} else if broken != "" && m.broken == "" {
		out = append(out, "The file is in order again.")
	}
	return harmless(append(out, t.noted()...))
}

// noted is the note that something left.
func (t *Talk) noted() []string {
	words := t.m.note.text
	t.m.note = note{}
	if words == "" {
		return nil
	}
	words, _, _ = strings.Cut(words, "   ") // keys follow
	return []string{strings.ReplaceAll(words, "→", "to")}
}

// harmless makes lines that hold text of other people safe to write.
func harmless(lines []string) []string {
	for i := range lines {
		lines[i] = safetext.Line(lines[i])
	}
	return lines
}

// Say takes a command and returns the answer; quit says that it was the last.
func (t *Talk) Say(ctx context.Context, command string) (answer []string, quit bool) {
	answer, quit = t.reply(ctx, command)
	return harmless(answer), quit
}

func (t *Talk) reply(ctx context.Context, command string) (answer []string, quit bool) {
	command = strings.Join(strings.Fields(command), " ")
	m := t.m
	m.note = note{}
	switch {
	case m.pick != nil:
		return t.choose(ctx, command)
	case m.stuck != nil && slices.Contains([]string{"quit", "q", "exit"}, command):
		return nil, true
	case m.stuck != nil:
		return t.Tell(ctx, Saved{}), false
	}
	if command == "" && t.asked == nil {
		return []string{m.whereWords()}, false
	}
	before, shown, at := m.moment(), m.tabs[m.tab], t.here()
	did := t.run(ctx, command)
	if did.quit {
		return t.noted(), true
	}
	out := append(did.said, t.noted()...)
	if n := len(m.over); n > 0 {
		return append(out, t.question()...), false
	}
	t.asked = nil
	switch {
	case did.show, m.tabs[m.tab] != shown, t.here() != at:
		out = append(out, m.Linear()...)
	case m.pos != before.pos:
		out = append(out, m.changes(before)...)
		out = append(out, m.whereWords()+".")
	case len(out) == 0:
		out = append(out, "Done.")
	}
	return out, false
}

// here is what is open on the screen, so that one notices when it is another.
func (t *Talk) here() string {
	m := t.m
	return fmt.Sprint(m.journey, "/", m.people.id, "/", m.people.query, "/", m.messages.number, "/", m.messages.query, "/", m.whatIf, "/", m.compare.head, "/", m.compare.group)
}

// choose answers the first question.
func (t *Talk) choose(ctx context.Context, command string) ([]string, bool) {
	m, p := t.m, t.m.pick
	if command == "quit" || command == "q" {
		return nil, true
	}
	n, err := strconv.Atoi(command)
	if err != nil || n < 1 || n > len(p.offers(p.block)) {
		return append([]string{"A number from 1 to " + fmt.Sprint(len(p.offers(p.block))) + ", please, or quit."}, t.offers()...), false
	}
	p.at[p.block] = n - 1
	if p.block == 0 {
		p.block = 1
		return t.offers(), false
	}
	for _, e := range p.open(m) {
		Carry(ctx, m, e)
	}
	if m.pick != nil {
		p.block = 0
		return append(t.noted(), t.offers()...), false
	}
	return t.Greeting(), false
}

// question says what lies on top: a page is read out and done with, anything else
// wants an answer.
func (t *Talk) question() []string {
	m := t.m
	o := m.over[len(m.over)-1]
	title, p, _ := o.view(m, 1000)
	out := append([]string{title}, p.aloud(true)...)
	switch o := o.(type) {
	case *page:
		m.close()
		t.asked = nil
		return append(out, t.rest()...)
	case *form:
		out = append(out, "Say NAME VALUE to change a line, such as when +2h; ok tries it, back leaves it.")
	case *repairing:
		out = append(out, "Say ok to write it; back leaves it.")
	case *choice:
		if len(o.items) == 0 {
			m.close()
			t.asked = nil
			return append(out, t.rest()...)
		}
		out = append(out, "Say a number or a name; back leaves it.")
	default:
		out = append(out, "Say it, or back.")
	}
	t.asked = o
	return out
}

// rest is what lies below an overlay that was read out.
func (t *Talk) rest() []string {
	if len(t.m.over) > 0 {
		return t.question()
	}
	return nil
}

// answer answers the question on top.
func (t *Talk) answer(ctx context.Context, words string) did {
	m := t.m
	o := m.over[len(m.over)-1]
	key := func(name string) did { return t.effects(ctx, o.key(m, Key{Name: name})) }
	if words == "back" || words == "" {
		return key("esc")
	}
	switch o := o.(type) {
	case *repairing:
		if words == "ok" || words == "yes" {
			return key("enter")
		}
	case *question:
		o.text = words
		return key("enter")
	case *choice:
		found := o.found()
		n, err := strconv.Atoi(words)
		if err != nil {
			n = 1 + slices.IndexFunc(found, func(i item) bool {
				return strings.Contains(strings.ToLower(i.name), strings.ToLower(words))
			})
		}
		if n < 1 || n > len(found) {
			return did{said: []string{"That is not in the list."}}
		}
		o.at = n - 1
		return key("enter")
	case *form:
		if words == "ok" {
			return key("enter")
		}
		return did{said: o.set(words)}
	}
	return key("esc")
}

// set changes a line of the form, as `when +2h`.
func (f *form) set(words string) []string {
	name, value, _ := strings.Cut(words, " ")
	switch name {
	case "who":
		f.rows[rowPerson].text = value
	case "when":
		f.rows[rowWhen].text = value
	case "what", "event":
		for i, e := range f.events {
			if e.Name == value {
				f.event = i
				return nil
			}
		}
		return []string{"there is no event " + value}
	case "everybody":
		f.scope = 1
	case "to":
		i := slices.IndexFunc(f.scopes, func(s scopeWords) bool { return strings.Contains(s.words, value) })
		if i < 0 {
			return []string{"it can happen to " + joined(f.scopes)}
		}
		f.scope = i
	default:
		if !slices.ContainsFunc(f.fields(), func(x sim.Field) bool { return x.Name == name }) {
			return []string{"the form has no line " + name}
		}
		f.value(name).text = value
	}
	return nil
}

func joined(scopes []scopeWords) string {
	var out []string
	for _, s := range scopes {
		out = append(out, s.words)
	}
	return strings.Join(out, "; ")
}

// did is what came of a command.
type did struct {
	said       []string
	quit, show bool
}

// effects carries out effects at once; one of them may be the end.
func (t *Talk) effects(ctx context.Context, in []Effect) did {
	var out did
	for _, e := range in {
		switch e := e.(type) {
		case Quit:
			out.quit = true
		case Edit:
			out.said = append(out.said, fmt.Sprintf("Line %d of %s is to be edited: save it there, and it runs at once.", e.Line, e.File))
		case Copy:
			t.m.note = note{}
			out.said = append(out.said, "There is no clipboard here.")
		default:
			Carry(ctx, t.m, e)
		}
	}
	return out
}
