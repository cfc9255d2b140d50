package graph_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/graph"
)

var update = flag.Bool("update", false, "write the goldens anew")

func compile(t *testing.T, path, text string) *bytecode.Program {
	t.Helper()
	res := compiler.Compile([]compiler.Source{{Path: path, Text: text}}, compiler.Options{})
	require.Empty(t, res.Diags)
	require.NotNil(t, res.Program)
	return res.Program
}

// Each archive holds one file and what is drawn of it.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			require.NoError(t, err)
			gs := graph.All(compile(t, a.Files[0].Name, string(a.Files[0].Data)))
			got := []txtar.File{a.Files[0], {Name: "mermaid", Data: []byte(graph.Mermaid(gs))}, {Name: "dot", Data: []byte(graph.DOT(gs))}}
			if *update {
				a.Files = got
				require.NoError(t, os.WriteFile(path, txtar.Format(a), 0o644))
			}
			require.Equal(t, string(txtar.Format(&txtar.Archive{Comment: a.Comment, Files: got})), string(txtar.Format(a)))
		})
	}
}

// all returns the graphs of every golden's source.
func all(t *testing.T) []*graph.Graph {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	var gs []*graph.Graph
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		require.NoError(t, err)
		gs = append(gs, graph.All(compile(t, a.Files[0].Name, string(a.Files[0].Data)))...)
	}
	require.NotEmpty(t, gs)
	return gs
}

func TestEveryNodeIsReached(t *testing.T) {
	for _, g := range all(t) {
		reached := make([]bool, len(g.Nodes))
		todo := []int{0}
		for len(todo) > 0 {
			n := todo[0]
			todo = todo[1:]
			if reached[n] {
				continue
			}
			reached[n] = true
			for _, e := range g.Edges {
				if e.From == n {
					todo = append(todo, e.To)
				}
			}
		}
		require.NotContains(t, reached, false, g.Title)
		require.Equal(t, graph.Trigger, g.Nodes[0].Kind)
	}
}

func TestIDsAreDifferent(t *testing.T) {
	for _, g := range all(t) {
		ids := map[string]bool{}
		for _, n := range g.Nodes {
			require.False(t, ids[n.ID], n.ID)
			require.Regexp(t, `^[A-Za-z0-9_]+$`, n.ID)
			ids[n.ID] = true
		}
	}
}

// hostile are texts that would end a label, begin another statement or act.
var hostile = []string{
	`"`, `\`, `\"`, `"];`, "a\nb", "]}>", "#quot;", "&quot;", "`x`", "style a:#35;", "\x1b[31m", "\u202e", "end", "%%{init}%%", `\N`, "\r", "Шуменско 🍺",
}

// However a text looks, quotes stay in pairs and every statement on its line.
func TestHostileTextsStayInside(t *testing.T) {
	for _, text := range hostile {
		g := &graph.Graph{ID: "j", Title: text, Nodes: []graph.Node{{ID: "a", Text: text}, {ID: "b", Kind: graph.If, Text: text}},
			Edges: []graph.Edge{{From: 0, To: 1, Label: text}}}
		mermaid, dot := graph.Mermaid([]*graph.Graph{g, g}), graph.DOT([]*graph.Graph{g})
		require.Len(t, strings.Split(mermaid, "\n"), 1+2*5+1, text)
		require.Len(t, strings.Split(dot, "\n"), 11, text)
		for _, line := range strings.Split(mermaid, "\n") {
			require.Zero(t, strings.Count(line, `"`)%2, line)
			require.NotContains(t, outside(line), "<", line)
		}
		balanced(t, mermaid)
		balanced(t, dot)
		require.NotContains(t, mermaid+dot, "\x1b")
		require.NotContains(t, mermaid+dot, "\u202e")
	}
}

func TestBalanced(t *testing.T) {
	gs := all(t)
	balanced(t, graph.Mermaid(gs))
	balanced(t, graph.DOT(gs))
}

// outside is a line without what stands in quotes.
func outside(line string) string {
	var b strings.Builder
	in := false
	for i := 0; i < len(line); i++ {
		switch {
		case in && line[i] == '\\' && i+1 < len(line):
			i++
		case line[i] == '"':
			in = !in
		case !in:
			b.WriteByte(line[i])
		}
	}
	return b.String()
}

func balanced(t *testing.T, text string) {
	t.Helper()
	pairs := map[rune]rune{')': '(', ']': '[', '}': '{'}
	var open []rune
	for _, line := range strings.Split(text, "\n") {
		for _, r := range outside(line) {
			switch r {
			case '(', '[', '{':
				open = append(open, r)
			case ')', ']', '}':
				require.NotEmpty(t, open, line)
				require.Equal(t, string(pairs[r]), string(open[len(open)-1]), line)
				open = open[:len(open)-1]
			}
		}
	}
	require.Empty(t, open, text)
}

func TestSameBytes(t *testing.T) {
	require.Equal(t, graph.Mermaid(all(t)), graph.Mermaid(all(t)))
	require.Equal(t, graph.DOT(all(t)), graph.DOT(all(t)))
}
