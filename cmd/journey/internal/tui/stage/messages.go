package stage

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/sim"
)

// messagesScreen is a list of messages, and one of them as its reader reads it,
// with why it is sent, or is not.
type messagesScreen struct {
	list   scroll
	query  sim.MessageQuery
	found  *sim.MessageList
	number int64
	view   *sim.Message
	in     scroll
	points bool // the text as code points that can be seen
}

func (s *messagesScreen) title() string { return "Messages" }
func (s *messagesScreen) about() string {
	return "Messages shows what would be sent, and what would not be and why, newest first. / filters: words of a name, or step:first lang:ar channel:sms status:skipped person:p17. Enter opens a message as its reader reads it."
}
func (s *messagesScreen) split(*Model) int {
	if s.view == nil {
		return 0
	}
	return 58
}

func (s *messagesScreen) data(*Model) any {
	if s.view != nil {
		return s.view
	}
	return s.found
}

func (s *messagesScreen) load(m *Model) []Effect {
	q := s.query
	q.From, q.Limit = max(s.list.at-window/2, 0), window
	s.found = m.run.Session.Messages(q)
	s.view = nil
	if s.number > 0 {
		v, err := m.run.Session.Message(s.number)
		if err != nil {
			s.number = 0
			return m.complain(err)
		}
		s.view = v
	}
	return nil
}

// openMessage shows a message by its number.
func (m *Model) openMessage(n int64) []Effect {
	m.messages.number, m.messages.in = n, scroll{}
	return m.show(m.messages)
}

func (s *messagesScreen) panes(m *Model, w int) (*pane, *pane) {
	if s.view == nil {
		return s.listPane(m, w), nil
	}
	reader := &pane{scroll: &s.in, head: s.envelope(m), lines: s.content(m, w-2)}
	if m.w >= 100 {
		return reader, &pane{lines: m.reasonsOf(s.view, m.w-w-3)}
	}
	reader.lines = append(reader.lines, line{}, line{left: text(cells.Faint, "── why ──")})
	reader.lines = append(reader.lines, m.reasonsOf(s.view, w-2)...)
	return reader, nil
}

func (s *messagesScreen) listPane(m *Model, w int) *pane {
	f := s.found
	head := counted(f.Sent, "message", "messages") + " would be sent, " + grouped(f.Total-f.Sent) + " not"
	filter, said := "/ filter", head
	if words := queryWords(&s.query); words != "" {
		filter = "/ " + words + "  Esc all"
		said += ", of those with " + words
	}
	p := &pane{choices: true, focus: true, scroll: &s.list, first: f.From, total: int(f.Total),
		head: []line{{left: text(cells.Strong, head), right: text(cells.Accent, filter), press: func(m *Model) []Effect { return m.do("find") }, say: said}}}
	if len(f.Lines) == 0 {
		p.choices = false
		words := "No message yet. Space plays, Shift+→ goes to the next message."
		if queryWords(&s.query) != "" {
			words = "No message is like that, up to now."
		}
		p.lines = paragraphs(cells.Plain, words, w-2)
		return p
	}
	p.lines = make([]line, len(f.Lines))
	p.row = func(k int) line {
		x := &f.Lines[k]
		state, role := "would be sent", cells.Plain
		if x.Reason != "" {
			state, role = "not sent: "+strings.ReplaceAll(x.Reason, "_", " "), cells.Warn
		}
		l := line{left: []span{{cells.Faint, pad(m.when(x.At), 19)}, {cells.Plain, pad(called(x.To), min(22, w/3)) + " "}}, right: text(role, state)}
		if w < 72 {
			if w < 60 {
				l.left[0].text = m.clock(x.At) + " "
			}
			if x.Reason == "" {
				l.right = text(cells.Faint, x.Channel)
			}
		} else {
			l.left = append(l.left, span{cells.Faint, pad(x.To.Language, 3) + pad(x.Channel, 6) + " "}, span{cells.Plain, x.Message})
		}
		return l
	}
	return p
}

// envelope is what stands over a message.
func (s *messagesScreen) envelope(m *Model) []line {
	v := s.view
	state := "would be sent"
	if v.Reason != "" {
		state = "NOT SENT: " + report.SkippedBecause(v.Reason)
	}
	to := fullName(v.To)
	if v.Content != nil && v.Content.To != "" {
		to += " <" + v.Content.To + ">"
	}
	if v.To.Language != "" {
		to += "   " + v.To.Language
	}
	return []line{
		{left: text(cells.Strong, v.Channel+"   "+state), right: text(cells.Faint, "message "+grouped(v.Number))},
		named("At       ", v.Local+", "+v.Zone),
		{left: []span{{cells.Faint, "To       "}, {cells.Plain, to}}, press: func(m *Model) []Effect { return m.openPerson(v.To.ID) }},
	}
}

// content is the text of a message, in its reader's direction.
func (s *messagesScreen) content(m *Model, w int) []line {
	v := s.view
	if v.Content == nil {
		words := v.Unrendered
		if words == "" {
			words = "It says nothing: it is not sent."
		}
		return paragraphs(cells.Faint, words, w)
	}
	var out []line
	for _, p := range v.Content.Parts {
		show := p.Text
		if s.points {
			show = points(show)
		}
		switch p.Name {
		case "subject", "title", "preview":
			for i, l := range wrap(cells.Isolated(strings.ReplaceAll(show, "\n", " ")), max(w-9, 10)) {
				name := pad(strings.ToUpper(p.Name[:1])+p.Name[1:], 9)
				if i > 0 {
					name = pad("", 9)
				}
				out = append(out, named(name, l))
			}
		default:
			out = append(out, line{})
			for _, text := range strings.Split(strings.TrimRight(cells.Isolated(show), "\n"), "\n") {
				body := paragraphs(cells.Plain, text, w)
				// An address runs from the left, in whatever message.
				if v.Content.Direction == "rtl" && !s.points && (cells.RightToLeft(text) || !strings.Contains(text, "://")) {
					for i := range body {
						body[i].rtl = true
					}
				}
				out = append(out, body...)
			}
		}
		if p.Language != "" {
			out = append(out, faint("(in "+p.Language+": there is no text in "+v.Content.Language+")"))
		}
	}
	if len(v.Content.Items) > 0 {
		out = append(out, line{})
	}
	for i, it := range v.Content.Items {
		name := it.Name
		if name == "" {
			name = it.ID
		}
		out = append(out, line{left: text(cells.Plain, fmt.Sprintf("%2d  %s", i+1, cells.Isolated(name))), right: text(cells.Plain, cells.Isolated(it.Price))})
	}
	if v.Content.Recommended != "" {
		out = append(out, faint("products are recommended "+v.Content.Recommended))
	}
	return out
}

// points shows every character that cannot be seen, and what marks belong to.
func points(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch r {
		case '\u200C':
			b.WriteString("‹ZWNJ›")
		case '\u200D':
			b.WriteString("‹ZWJ›")
		case '\u00A0':
			b.WriteString("‹NBSP›")
		case '\uFE0F':
			b.WriteString("‹VS16›")
		case '\u2068':
			b.WriteString("‹FSI›")
		case '\u2069':
			b.WriteString("‹PDI›")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// reasonsOf says why a message is sent, or is not.
func (m *Model) reasonsOf(v *sim.Message, w int) []line {
	out := []line{{left: text(cells.Strong, "WHY"), right: text(cells.Faint, v.Journey+", "+lineWords(v.Line))}}
	return append(out, m.whyLines(v.Why, w, true)...)
}

func (s *messagesScreen) brief(*Model, int) []line { return nil }

func (s *messagesScreen) move(m *Model, by int) []Effect {
	if s.view != nil {
		s.in.at = max(s.in.at+by, 0)
		return nil
	}
	s.list.move(by, int(s.found.Total))
	return m.refresh()
}

func (s *messagesScreen) enter(m *Model) []Effect {
	if s.view != nil {
		return m.openPerson(s.view.To.ID)
	}
	if at := s.list.at - s.found.From; at >= 0 && at < len(s.found.Lines) {
		return m.openMessage(s.found.Lines[at].Number)
	}
	return nil
}

func (s *messagesScreen) leave(m *Model) []Effect {
	if s.number > 0 {
		s.number = 0
	} else {
		s.query, s.list = sim.MessageQuery{}, scroll{}
	}
	return m.refresh()
}

func (s *messagesScreen) hints(*Model) []string {
	if s.view != nil {
		return []string{"back", "newer", "older", "inject", "why", "copy", "points", "quit"}
	}
	return []string{"open", "find", "back", "play", "message", "goto", "quit"}
}

// beside opens the message before or after the one that is open, in the list.
func (s *messagesScreen) beside(m *Model, by int) []Effect {
	for i, x := range s.found.Lines {
		if k := i + by; x.Number == s.number && k >= 0 && k < len(s.found.Lines) {
			s.list.at = s.found.From + k
			return m.openMessage(s.found.Lines[k].Number)
		}
	}
	m.say("there is no other message that way")
	return nil
}

// parseQuery reads a filter: words, and name:value for what they are of.
func parseQuery(text string) (sim.MessageQuery, error) {
	var q sim.MessageQuery
	var words []string
	for _, w := range strings.Fields(text) {
		name, value, ok := strings.Cut(w, ":")
		if !ok {
			words = append(words, w)
			continue
		}
		to, known := map[string]*string{
			"step": &q.Step, "journey": &q.Journey, "lang": &q.Language, "language": &q.Language,
			"channel": &q.Channel, "person": &q.Person, "status": &q.Status, "reason": &q.Status,
		}[name]
		if !known {
			return q, fmt.Errorf("a filter knows step: journey: lang: channel: person: status:, not %q", name+":")
		}
		*to = value
	}
	q.Text = strings.Join(words, " ")
	return q, nil
}

// queryWords writes a filter as parseQuery reads it.
func queryWords(q *sim.MessageQuery) string {
	out := []string{}
	for _, x := range [][2]string{{"step:", q.Step}, {"journey:", q.Journey}, {"lang:", q.Language}, {"channel:", q.Channel}, {"person:", q.Person}, {"status:", q.Status}, {"", q.Text}} {
		if x[1] != "" {
			out = append(out, x[0]+x[1])
		}
	}
	return strings.Join(out, " ")
}
