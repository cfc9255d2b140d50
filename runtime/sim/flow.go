package sim

import (
	"cmp"
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/report"
)

// Flow shows one journey.
func (s *Session) Flow(name string) (*Flow, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, err := journey(s.version().Program, name)
	if err != nil {
		return nil, err
	}
	c := s.counted()
	return s.flow(at, c), nil
}

// flow makes the view of a journey; the lock is held.
func (s *Session) flow(at int, c *counts) *Flow {
	p := s.version().Program.Program
	f := newFlow(p, at, s.version().Name)
	f.At = Instant(s.cursor.at)
	f.fill(p, at, c, s.play.log, s.cursor.at)
	return f
}

// newFlow makes the rows of a journey, without numbers.
func newFlow(p *bytecode.Program, at int, version string) *Flow {
	j := &p.Journeys[at]
	f := &Flow{
		Schema: Schema, Journey: j.Name, Title: j.Title, File: j.File, Line: int(j.Line), Version: version,
		Graph: graph.Of(p, at),
	}
	blocks := f.Graph.Tree()
	if len(blocks) > 0 {
		f.rows(blocks[:1], 0, -1, j)
		for _, n := range f.Graph.Aside() {
			f.Rows = append(f.Rows, f.row(n, 0, -1, j))
			f.Rows[len(f.Rows)-1].Any = true
		}
		f.rows(blocks[1:], 0, -1, j)
	}
	return f
}

// rows lays blocks out as rows.
func (f *Flow) rows(blocks []graph.Block, depth, of int, j *bytecode.Journey) {
	for i := range blocks {
		b := &blocks[i]
		r := f.row(b.Node, depth, of, j)
		r.Ends = b.Ends
		if b.Again {
			r.Kind, r.Label, r.Step = "again", "back to "+r.Label, ""
		}
		f.Rows = append(f.Rows, r)
		own := len(f.Rows) - 1
		for _, arm := range b.Arms {
			first := len(f.Rows)
			if len(arm.Blocks) == 0 {
				f.Rows = append(f.Rows, Row{Node: -1, Depth: depth + 1, Of: own, Empty: true})
			}
			f.rows(arm.Blocks, depth+1, own, j)
			f.Rows[first].Arm = arm.Label
		}
	}
}

// kindWords are the words of nodes that are no steps.
var kindWords = map[graph.Kind]string{graph.Trigger: "when", graph.Goal: "goal", graph.Exit: "exit", graph.Finished: "end"}

func (f *Flow) row(n, depth, of int, j *bytecode.Journey) Row {
	node := &f.Graph.Nodes[n]
	r := Row{Node: n, Label: node.Text, Line: node.Line, Depth: depth, Of: of, Kind: kindWords[node.Kind]}
	if node.Step >= 0 {
		s := &j.Steps[node.Step]
		r.Step, r.Kind, r.Label = s.ID, s.Kind, s.Label
	}
	r.Label = strings.TrimSpace(strings.TrimPrefix(strings.ReplaceAll(r.Label, "\n", " "), r.Kind+" "))
	return r
}

// fill puts numbers into the rows, as of an instant.
func (f *Flow) fill(p *bytecode.Program, at int, c *counts, log *decisions, now int64) {
	sum := journeySummary(p, at, c, log.restAt(c, now))
	f.Entered, f.Inside, f.Goals, f.Finished = sum.Entered, sum.Inside, sum.Goals, sum.Finished
	f.NotEntered, f.Exits = sum.NotEntered, sum.Exits
	byLine := c.tally.Exits(at)
	for i := range f.Rows {
		r := &f.Rows[i]
		var node graph.Node
		if r.Node >= 0 {
			node = f.Graph.Nodes[r.Node]
		}
		switch {
		case r.Empty || r.Kind == "again":
		case node.Step >= 0:
			st := &sum.Steps[node.Step]
			r.Passed, r.Here, r.Sent, r.Skipped = st.Arrived, st.Waiting, st.Sent, st.Skipped
			r.Held = log.held(at, node.Step, now)
		case node.Kind == graph.Trigger:
			r.Passed = sum.Entered
		case node.Kind == graph.Finished:
			r.Passed = sum.Finished
		case node.Kind == graph.Goal:
			r.Passed = sum.Goals
		case node.Kind == graph.Exit:
			r.Passed = byLine[int32(node.Line)]
		}
		if sum.Entered > 0 {
			r.Share = float64(r.Passed) / float64(sum.Entered)
		}
	}
	for i := range f.Rows {
		if r := &f.Rows[i]; r.Arm != "" && r.Of >= 0 {
			r.ArmN = f.armCount(sum, c.left[at], i)
		}
	}
}

// armCount is how many took the arm that begins with a row: by its name where the
// decision says it, else by who came to its first step. An arm of a wait that has
// no steps took whoever is neither elsewhere nor still there.
func (f *Flow) armCount(sum *report.Journey, left []int64, i int) int64 {
	r := &f.Rows[i]
	of := &f.Rows[r.Of]
	step := f.Graph.Nodes[of.Node].Step
	if step < 0 {
		return r.Passed
	}
	for _, a := range sum.Steps[step].Arms {
		if a.Name == r.Arm || a.Name != "" && strings.HasSuffix(r.Arm, " "+a.Name) || a.Name == "" && strings.HasSuffix(r.Arm, " the rest") {
			return a.N
		}
	}
	if !r.Empty {
		return r.Passed
	}
	n := of.Passed - of.Here - left[step]
	for k := range f.Rows {
		switch x := &f.Rows[k]; {
		case k == i || x.Of != r.Of || x.Arm == "":
		case x.Empty:
			return 0 // two such arms cannot be told apart
		default:
			n -= x.Passed
		}
	}
	return max(n, 0)
}

func journeySummary(p *bytecode.Program, at int, c *counts, rests [][]int64) *report.Journey {
	sum := c.tally.Summary(rests)
	for i := range sum.Journeys {
		if sum.Journeys[i].Name == p.Journeys[at].Name {
			return &sum.Journeys[i]
		}
	}
	return &report.Journey{}
}

// Step shows one row of a flow: a step by its id, or "" for the trigger.
func (s *Session) Step(name, step string) (*StepDetail, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.version()
	at, err := journey(v.Program, name)
	if err != nil {
		return nil, err
	}
	f := s.flow(at, s.counted())
	i := slices.IndexFunc(f.Rows, func(r Row) bool { return r.Step == step && !r.Empty && r.Kind != "again" })
	if i < 0 {
		return nil, unknown("step", step, stepNames(v.Program.Program, at))
	}
	d := &StepDetail{Schema: Schema, Journey: name, Row: f.Rows[i], Source: v.line(f.File, f.Rows[i].Line), Languages: []Share{}, Latest: []MessageLine{}}
	index := int16(-1)
	if f.Rows[i].Node >= 0 {
		index = int16(f.Graph.Nodes[f.Rows[i].Node].Step)
	}
	d.Languages = s.languages(int16(at), index)
	if slices.ContainsFunc(v.Program.Journeys[at].Sends, func(x bytecode.Send) bool { return int16(x.Step) == index }) {
		d.Latest = s.latest(&MessageQuery{Journey: name, Step: step, Limit: 5})
	}
	return d, nil
}

func stepNames(p *bytecode.Program, at int) []string {
	var out []string
	for _, s := range p.Journeys[at].Steps {
		out = append(out, s.ID)
	}
	return out
}

// line is a line of a file of the version, without what stands before its text.
func (v *Version) line(file string, line int) string {
	for _, src := range v.Sources {
		if src.Path == file {
			lines := strings.Split(src.Text, "\n")
			if line >= 1 && line <= len(lines) {
				return strings.TrimSpace(lines[line-1])
			}
		}
	}
	return ""
}

// Sources shows the journeys' files with how many people came to each line.
func (s *Session) Sources() []Source {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, c := s.version(), s.counted()
	out := []Source{}
	for _, src := range v.Sources {
		x := Source{Schema: Schema, File: src.Path, Lines: []SourceLine{}}
		for _, text := range strings.Split(strings.TrimSuffix(src.Text, "\n"), "\n") {
			x.Lines = append(x.Lines, SourceLine{Text: strings.TrimSuffix(text, "\r"), Passed: -1})
		}
		for at := range v.Program.Journeys {
			if j := &v.Program.Journeys[at]; j.Std || j.File != src.Path {
				continue
			}
			for _, r := range s.flow(at, c).Rows {
				if r.Line >= 1 && r.Line <= len(x.Lines) && !r.Empty && r.Kind != "again" {
					l := &x.Lines[r.Line-1]
					l.Passed, l.Here = max(l.Passed, r.Passed), l.Here+r.Here
				}
			}
		}
		out = append(out, x)
	}
	return out
}

// Portfolio shows all journeys beside each other.
func (s *Session) Portfolio() *Portfolio {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, log, p := s.counted(), s.play.log, s.version().Program
	sum := c.tally.Summary(nil)
	out := &Portfolio{Schema: Schema, At: Instant(s.cursor.at), Journeys: []PortfolioLine{}, Pairs: []Overlap{}, Channels: sum.Channels, Busiest: []PersonLine{}}
	for i := range sum.Journeys {
		j := &sum.Journeys[i]
		line := PortfolioLine{Journey: j.Name, Title: j.Title, Entered: j.Entered, Inside: j.Inside, Goals: j.Goals}
		for k := range j.Steps {
			line.Sent += j.Steps[k].Sent
			line.Skipped = report.Merge(line.Skipped, j.Steps[k].Skipped)
		}
		if at, err := journey(p, j.Name); err == nil {
			for k := range p.Journeys[at].Steps {
				line.Held += log.held(at, k, s.cursor.at)
			}
		}
		out.Journeys = append(out.Journeys, line)
	}
	inside, sent := s.inside()
	out.overlaps(p, inside)
	out.Busiest = s.busiest(sent)
	return out
}

// inside counts, for everybody, the stays in each journey, as rows of so many
// journeys as there are, and the messages; the lock is held.
func (s *Session) inside() (in []uint8, sent []uint32) {
	log, js := s.play.log, len(s.version().Program.Journeys)
	n := max(len(log.heads), len(s.store.heads))
	in, sent = make([]uint8, n*js), make([]uint32, n)
	for i := range s.cursor.n {
		e := log.look(i)
		switch kind := e.kind(); {
		case kind == engine.Enter:
			if at := &in[int(s.store.final(log.personOf(i)))*js+int(e.journey)]; *at < 255 {
				*at++
			}
		case kind == engine.Exit:
			if at := &in[int(s.store.final(log.personOf(i)))*js+int(e.journey)]; *at > 0 {
				*at--
			}
		case kind == engine.Send && !e.skipped():
			sent[s.store.final(log.personOf(i))]++
		}
	}
	return in, sent
}

// overlaps counts who is in several journeys at once.
func (p *Portfolio) overlaps(prog *engine.Program, inside []uint8) {
	n := len(prog.Journeys)
	pairs := make([]int64, n*n)
	var js []int
	for row := 0; row+n <= len(inside); row += n {
		js = js[:0]
		for j, stays := range inside[row : row+n] {
			if stays > 0 && !prog.Journeys[j].Std {
				js = append(js, j)
			}
		}
		switch len(js) {
		case 0:
			continue
		case 1:
			p.InOne++
		default:
			p.InMore++
		}
		for i := range js {
			for _, k := range js[i+1:] {
				pairs[js[i]*n+k]++
			}
		}
	}
	for i, count := range pairs {
		if count > 0 {
			p.Pairs = append(p.Pairs, Overlap{prog.Journeys[i/n].Name, prog.Journeys[i%n].Name, count})
		}
	}
	slices.SortFunc(p.Pairs, func(a, b Overlap) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
}

// busiest are those who get most messages.
func (s *Session) busiest(sent []uint32) []PersonLine {
	const most = 5
	var top []uint32
	for who, n := range sent {
		if n == 0 || len(top) == most && n <= sent[top[most-1]] {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, n, func(w, n uint32) int {
			if sent[w] >= n {
				return -1
			}
			return 1
		})
		top = slices.Insert(top, at, uint32(who))
		top = top[:min(len(top), most)]
	}
	out := []PersonLine{}
	for _, who := range top {
		out = append(out, s.personLine(who))
	}
	return out
}
