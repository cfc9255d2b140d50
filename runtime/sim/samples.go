package sim

import (
	"cmp"
	"slices"

	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/report"
)

// LanguageSample is what people of one language are sent.
type LanguageSample struct {
	Language string `json:"language"` // empty: of those of whom none is known
	Sent     int64  `json:"sent"`     // up to the position
	// Messages are the first of different messages, oldest first.
	Messages []*Message `json:"messages"`
}

// Samples shows some messages for every language, up to the position: the languages
// in which most is sent first, and of each the first message of every kind, at most
// so many.
func (s *Session) Samples(languages, each int) []LanguageSample {
	type sampled struct {
		LanguageSample
		numbers []int64
	}
	var all []sampled
	s.mu.Lock()
	s.counted()
	log, p := s.play.log, s.version().Program
	at := map[string]int{}
	seen := map[string]bool{} // language and message
	number := int64(0)
	for i := range s.cursor.n {
		e := log.look(i)
		if e.kind() != engine.Send {
			continue
		}
		number++
		if e.skipped() {
			continue
		}
		language := s.store.languageOf(s.store.final(log.personOf(i)))
		k, ok := at[language]
		if !ok {
			k = len(all)
			at[language] = k
			all = append(all, sampled{LanguageSample: LanguageSample{Language: language, Messages: []*Message{}}})
		}
		x := &all[k]
		x.Sent++
		if len(x.numbers) == each {
			continue
		}
		send := &p.Journeys[e.journey].Sends[e.send]
		if key := language + "\x00" + send.Channel + "\x00" + send.Message; !seen[key] {
			seen[key] = true
			x.numbers = append(x.numbers, number)
		}
	}
	s.mu.Unlock()
	slices.SortFunc(all, func(a, b sampled) int {
		return cmp.Or(cmp.Compare(b.Sent, a.Sent), cmp.Compare(a.Language, b.Language))
	})
	out := []LanguageSample{}
	for _, x := range all[:min(len(all), languages)] {
		for _, n := range x.numbers {
			if m, err := s.Message(n); err == nil {
				x.Messages = append(x.Messages, m)
			}
		}
		out = append(out, x.LanguageSample)
	}
	return out
}

// Notes are the flow's numbers for a picture of its graph: who came to each node,
// with their share of those who entered, and who took each arm.
func (f *Flow) Notes() *graph.Notes {
	n := &graph.Notes{Nodes: make([]graph.Note, len(f.Graph.Nodes)), Arms: make([][]string, len(f.Graph.Nodes))}
	for i := range f.Rows {
		r := &f.Rows[i]
		if r.Arm != "" && r.Of >= 0 {
			of := f.Rows[r.Of].Node
			n.Arms[of] = append(n.Arms[of], report.Group(r.ArmN))
		}
		if r.Node < 0 || r.Kind == "again" {
			continue
		}
		text := report.Group(r.Passed)
		if f.Entered > 0 && r.Passed > 0 && r.Kind != "when" {
			text += ", " + report.Percent(r.Passed, f.Entered)
		}
		if r.Here > 0 {
			text += ", " + report.Group(r.Here) + " here"
		}
		n.Nodes[r.Node] = graph.Note{Text: text, Share: r.Share}
	}
	return n
}
