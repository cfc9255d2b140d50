package sim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/why"
)

// Messages lists messages.
func (s *Session) Messages(q MessageQuery) *MessageList {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counted()
	return s.messages(&q)
}

// messages lists messages up to the position; the lock is held, the position
// counted. Without a filter the total is known, and only the window is looked at.
func (s *Session) messages(q *MessageQuery) *MessageList {
	log, n := s.play.log, s.cursor.n
	out := &MessageList{Schema: Schema, At: Instant(s.cursor.at), From: q.From, Lines: []MessageLine{}}
	f := s.filter(q)
	var picked []uint32
	visit := func(i uint32) {
		e := log.look(i)
		if e.kind() != engine.Send || !f.wants(log, i) {
			return
		}
		if out.Total >= int64(q.From) && len(picked) < q.Limit {
			picked = append(picked, i)
		}
		out.Total++
		if !e.skipped() {
			out.Sent++
		}
	}
	switch {
	case f.all && q.From >= 0:
		picked = log.window(n, q)
		out.Total = log.sendsBefore(n)
		for _, c := range s.cursor.counts.tally.Summary(nil).Channels {
			out.Sent += c.Sent
		}
	case q.Oldest:
		for i := range n {
			visit(i)
		}
	default:
		for i := n; i > 0; i-- {
			visit(i - 1)
		}
	}
	for _, i := range picked {
		out.Lines = append(out.Lines, s.messageLine(i))
	}
	return out
}

// latest lists the newest messages of a query, without counting the others; the lock is
// held, the position counted.
func (s *Session) latest(q *MessageQuery) []MessageLine {
	out := []MessageLine{}
	f := s.filter(q)
	for i := s.cursor.n; i > 0 && len(out) < q.Limit; i-- {
		if s.play.log.look(i-1).kind() == engine.Send && f.wants(s.play.log, i-1) {
			out = append(out, s.messageLine(i-1))
		}
	}
	return out
}

// messageFilter is a query at work: everything that can be is settled before the
// first message is looked at.
type messageFilter struct {
	s        *Session
	q        *MessageQuery
	sends    [][]bool // journey, send → wanted
	reason   engine.Reason
	byReason bool
	people   map[uint32]bool // who is wanted, as far as it was asked
	text     string
	all      bool // everything is wanted
}

// window finds the entries of a window of all sends among the first n entries.
func (l *decisions) window(n uint32, q *MessageQuery) []uint32 {
	total := l.sendsBefore(n)
	first, last := int64(q.From)+1, min(int64(q.From+q.Limit), total) // by number
	if !q.Oldest {
		first, last = max(total-int64(q.From+q.Limit)+1, 1), total-int64(q.From)
	}
	var out []uint32
	if first > last {
		return nil
	}
	at, _ := l.sendNumber(first)
	for i := at; int64(len(out)) <= last-first; i++ {
		if l.look(i).kind() == engine.Send {
			out = append(out, i)
		}
	}
	if !q.Oldest {
		slices.Reverse(out)
	}
	return out
}

func (s *Session) filter(q *MessageQuery) *messageFilter {
	f := &messageFilter{s: s, q: q, people: map[uint32]bool{}, text: fold(strings.TrimSpace(q.Text))}
	f.all = q.Channel+q.Journey+q.Step+q.Language+q.Person+q.Status+f.text == ""
	p := s.version().Program
	f.sends = make([][]bool, len(p.Journeys))
	for i := range p.Journeys {
		j := &p.Journeys[i]
		f.sends[i] = make([]bool, len(j.Sends))
		for k := range j.Sends {
			x := &j.Sends[k]
			id := j.Steps[x.Step].ID
			f.sends[i][k] = (q.Journey == "" || q.Journey == j.Name) && (q.Channel == "" || q.Channel == x.Channel) &&
				(q.Step == "" || q.Step == id || q.Step == x.Message)
		}
	}
	for r := range engine.Reasons() {
		if q.Status != "" && engine.Reason(r).String() == q.Status {
			f.reason, f.byReason = engine.Reason(r), true
			break
		}
	}
	return f
}

func (f *messageFilter) wants(log *decisions, i uint32) bool {
	e := log.look(i)
	if e.send < 0 || !f.sends[e.journey][e.send] {
		return false
	}
	switch {
	case f.byReason && (!e.skipped() || e.reason != f.reason),
		f.q.Status == "skipped" && !e.skipped(),
		f.q.Status == "would_send" && e.skipped():
		return false
	}
	if f.q.Person == "" && f.q.Language == "" && f.text == "" {
		return true
	}
	who := f.s.store.final(log.personOf(i))
	if f.q.Language != "" && f.s.store.languageOf(who) != f.q.Language {
		return false
	}
	if f.q.Person != "" && !f.asked(who, func() bool { return f.s.goesBy(who, f.q.Person) }) {
		return false
	}
	if f.text == "" {
		return true
	}
	x := &f.s.version().Program.Journeys[e.journey].Sends[e.send]
	if strings.Contains(fold(x.Message), f.text) {
		return true
	}
	return f.asked(who|1<<31, func() bool { return f.s.named(who, f.text) })
}

// asked remembers an answer about a person.
func (f *messageFilter) asked(key uint32, ask func() bool) bool {
	is, known := f.people[key]
	if !known {
		is = ask()
		f.people[key] = is
	}
	return is
}

// named reports whether a person's id or name contains a folded text.
func (s *Session) named(who uint32, text string) bool {
	r := s.refOf(who)
	return strings.Contains(fold(r.ID), text) || strings.Contains(fold(r.Name), text)
}

// messageLine makes a line of a list; the lock is held.
func (s *Session) messageLine(i uint32) MessageLine {
	d := s.play.log.decision(i)
	j := &s.version().Program.Journeys[d.Journey]
	l := MessageLine{
		Number: s.play.log.sendsBefore(i + 1), At: Instant(d.At), To: s.refOf(s.store.final(d.ID)), Journey: j.Name,
		Step: j.Steps[d.Step].ID, Line: int(d.Line), Channel: j.Sends[d.Send].Channel, Message: j.Sends[d.Send].Message,
		Status: d.Status(), Reason: d.Reason.String(), Items: slices.Clone(d.Items), HeldSince: Instant(d.Until),
	}
	l.To.ID = d.Person
	return l
}

// Message shows one message by its number.
func (s *Session) Message(number int64) (*Message, error) {
	s.mu.Lock()
	i, ok := s.play.log.sendNumber(number)
	if !ok {
		s.mu.Unlock()
		return nil, fmt.Errorf("there is no message %d", number)
	}
	m := &Message{Schema: Schema, MessageLine: s.messageLine(i)}
	d := s.play.log.decision(i)
	who := s.store.final(d.ID)
	m.Why = s.why(who, m.Step, d.At)
	wall := s.wall(who, s.play, d.At).Shown(d.At, d.Journey)
	m.Local, m.Zone = Local(wall, d.At), wall.Name()
	to := s.address(who, &d)
	s.mu.Unlock()
	m.Why.Explanation.Only(d.At)
	pivot(m.Why, m.Step)
	if d.Skipped {
		m.Unrendered = "it is not sent"
		return m, nil
	}
	content, err := s.render(who, &d)
	if err != nil {
		m.Unrendered = err.Error()
	}
	if m.Content = content; content != nil {
		content.To = to
	}
	return m, nil
}

// address is where a message goes, as it was known then; empty when the channel
// has none, or it is not known.
func (s *Session) address(who uint32, d *engine.Decision) string {
	p := s.version().Program
	x := p.Journeys[d.Journey].Sends[d.Send]
	if x.Address < 0 {
		return ""
	}
	traits, _ := s.profile(s.store.chain(s.store.group(who)), d.At)
	return trait(traits, p.Traits[x.Address].Name)
}

// Why explains what was decided about a person up to the position; step may be
// empty.
func (s *Session) Why(person, step string) (*Why, error) {
	who, err := s.find(person)
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	w := s.why(who, step, s.cursor.at)
	pivot(w, step)
	return w, nil
}

// why explains one person up to an instant; the lock is held.
func (s *Session) why(who uint32, step string, at int64) *Why {
	h := s.history(who, s.play, at)
	in := &why.Input{
		Program: s.version().Program, Person: h.Person.ID, Name: h.Person.Name, Records: h.Records,
		Sources: map[string]string{}, End: at, Step: step, Activated: s.cfg.Engine.Activated,
	}
	for _, src := range s.version().Sources {
		in.Sources[src.Path] = src.Text
	}
	log := s.play.log
	for _, i := range log.of(s.store.group(who), log.upTo(at)) {
		in.Decisions = append(in.Decisions, log.decision(i))
	}
	return &Why{Schema: Schema, Explanation: why.Explain(in)}
}

// pivot finds the one fact that would have changed the outcome: of what was sent,
// what would have stopped it; of what was not, the first thing that was not so.
func pivot(w *Why, step string) {
	e := w.Explanation
	for i := range e.Journeys {
		j := &e.Journeys[i]
		for k := len(j.Chapters) - 1; k >= 0; k-- {
			c := &j.Chapters[k]
			for n := len(c.Steps) - 1; n >= 0; n-- {
				st := &c.Steps[n]
				if step != "" && st.ID != step && st.Message != step {
					continue
				}
				if pivotOfStep(w, e, st) {
					return
				}
			}
			if f := failed(c.Facts); f != nil && w.Pivot == "" {
				w.Pivot = c.Words + ": " + f.What + ": " + f.Words
			}
		}
		if f := failed(append(slices.Clone(j.Missing), j.Pending...)); f != nil && w.Pivot == "" {
			w.Pivot = f.What + ": " + f.Words
		}
	}
}

func pivotOfStep(w *Why, e *why.Explanation, st *why.Step) bool {
	if f := failed(st.Facts); f != nil {
		w.Pivot = f.What + ": " + f.Words
		return true
	}
	if len(st.Stops) == 0 {
		return false
	}
	stop := st.Stops[0]
	article := "a"
	if stop.Event != "" && strings.ContainsRune("aeiou", rune(stop.Event[0])) {
		article = "an"
	}
	w.Pivot = fmt.Sprintf("%s %s before %s would have stopped it", article, stop.Event, stop.Before.Local)
	w.Try = &Injection{Person: e.Person, At: Instant(stop.Before.Instant() - 60_000), Event: stop.Event}
	return true
}

// failed is the first fact that is not so.
func failed(fs []why.Fact) *why.Fact {
	for i := range fs {
		if !fs[i].OK && fs[i].What != "or" {
			return &fs[i]
		}
	}
	return nil
}
