package graph_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/graph"
)

// wellFormed reads a picture as XML, and returns its texts.
func wellFormed(t *testing.T, svg string) (texts []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	in := ""
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return texts
		}
		require.NoError(t, err, svg)
		switch tok := tok.(type) {
		case xml.StartElement:
			in = tok.Name.Local
		case xml.CharData:
			if in == "text" {
				texts = append(texts, strings.TrimSpace(string(tok)))
			}
		case xml.EndElement:
			in = ""
		}
	}
}

func TestPictureOfAnyText(t *testing.T) {
	for _, text := range []string{
		"plain", `<script>alert("x")</script> & 'more'`, "مرحبا بالعالم", "日本語のとても長い見出しがここにあります、本当に長いのです", "a\x1b[31mb\u202ec", "Zo\u0065\u0301 " + strings.Repeat("word ", 60),
		strings.Repeat("x", 500), "",
	} {
		g := &graph.Graph{ID: "j", Title: text, Nodes: []graph.Node{{Text: text}, {Kind: graph.If, Text: text}, {Text: text}, {Kind: graph.Finished, Text: "finished"}, {Kind: graph.Goal, Text: text}},
			Edges: []graph.Edge{{From: 0, To: 1}, {From: 1, To: 2, Label: text}, {From: 1, To: 3, Label: "no"}, {From: 2, To: 3}, {From: 0, To: 4, Any: true, Label: "at any moment"}}}
		svg := graph.SVG([]*graph.Graph{g, g})
		require.Equal(t, svg, graph.SVG([]*graph.Graph{g, g}))
		all := strings.Join(wellFormed(t, svg), "\n")
		require.NotContains(t, all, "\x1b")
		require.NotContains(t, all, "\u202e")
		if strings.HasPrefix(text, "مرحبا") {
			require.Contains(t, svg, `direction="rtl"`)
		}
	}
	require.NotEmpty(t, wellFormed(t, graph.SVG([]*graph.Graph{{Title: "empty"}})))
}

// TestTree looks at how blocks nest.
func TestTree(t *testing.T) {
	show := func(g *graph.Graph) string {
		var b strings.Builder
		var blocks func([]graph.Block)
		blocks = func(bs []graph.Block) {
			for i, x := range bs {
				if i > 0 {
					b.WriteByte(' ')
				}
				b.WriteString(g.Nodes[x.Node].Text)
				if x.Again {
					b.WriteByte('^')
				}
				for _, a := range x.Arms {
					b.WriteString("(")
					blocks(a.Blocks)
					b.WriteString(")")
				}
				if x.Ends {
					b.WriteByte('.')
				}
			}
		}
		blocks(g.Tree())
		return b.String()
	}
	build := func(stops string, edges ...string) *graph.Graph {
		g := &graph.Graph{}
		at := func(name string) int {
			for i, n := range g.Nodes {
				if n.Text == name {
					return i
				}
			}
			kind := graph.Send
			if strings.Contains(stops, name) {
				kind = graph.Stop
			}
			g.Nodes = append(g.Nodes, graph.Node{Text: name, Kind: kind})
			return len(g.Nodes) - 1
		}
		for _, e := range edges {
			from := at(e[:1])
			g.Edges = append(g.Edges, graph.Edge{From: from, To: at(e[1:])})
		}
		return g
	}
	for _, c := range []struct {
		want, stops string
		edges       []string
	}{
		{"a b c.", "", []string{"ab", "bc"}},
		{"a(b)(c) d.", "", []string{"ab", "ac", "bd", "cd"}},
		{"a(b)() d.", "", []string{"ab", "ad", "bd"}},
		{"a(s.)() b d.", "s", []string{"as", "ab", "bd", "sd"}[:3]},
		{"a(s.)(z.).", "sz", []string{"as", "az"}},
		{"a(b()(s.) c)(e) f.", "s", []string{"ab", "ae", "bc", "bs", "cf", "ef"}},
		{"a r(b r^.)() e.", "", []string{"ar", "rb", "re", "br"}},
		{"a b.", "", []string{"ab", "ab"}},
	} {
		got := show(build(c.stops, c.edges...))
		require.Equal(t, c.want, got)
	}
}

// TestNotes holds that a picture with notes is the picture, with the notes in it, and
// that figures of one page do not share names.
func TestNotes(t *testing.T) {
	for _, g := range all(t) {
		notes := &graph.Notes{Nodes: make([]graph.Note, len(g.Nodes)), Arms: make([][]string, len(g.Nodes))}
		for i := range notes.Nodes {
			notes.Nodes[i] = graph.Note{Text: "1,234 <here>", Share: 0.5}
		}
		gs := []*graph.Graph{g}
		require.Equal(t, graph.SVG(gs), graph.SVGWith(gs, []*graph.Notes{nil}))
		noted := graph.SVGWith(gs, []*graph.Notes{notes})
		require.Equal(t, strings.Count(noted, `class="count"`), strings.Count(noted, "1,234 &lt;here&gt;"))
		require.GreaterOrEqual(t, strings.Count(noted, `class="count"`), len(g.Nodes))
		require.Equal(t, strings.Count(noted, `class="count"`), strings.Count(noted, `class="bar"`))
		figure := graph.Figure(g, notes, `a "label"`)
		require.Contains(t, figure, `id="`+g.ID+`_arrow"`)
		require.Contains(t, figure, `aria-label="a &quot;label&quot;"`)
		require.NotContains(t, figure, "<style>")
		require.NotContains(t, figure, "url(#arrow)")
		words := graph.Mermaid([]*graph.Graph{graph.Noted(g, notes)})
		require.Equal(t, len(g.Nodes), strings.Count(words, "1,234 #lt;here#gt;"))
		require.NotContains(t, graph.Mermaid(gs), "1,234", "the graph itself is as it was")
	}
}
