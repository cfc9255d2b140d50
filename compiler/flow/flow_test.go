package flow_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/flow"
	"github.com/journeylang/journey/dsl/diag"
)

var update = flag.Bool("update", false, "write what is answered anew")

// Each archive of testdata is a row of files and, behind each, what there is to say
// about it. A person has read them.
func TestArchives(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		require.NoError(t, err)
		for i := 0; i+1 < len(a.Files); i += 2 {
			f, want := a.Files[i], &a.Files[i+1]
			t.Run(filepath.Base(path)+"/"+f.Name, func(t *testing.T) {
				require.Equal(t, f.Name+".want", want.Name)
				got := answers(t, f.Name+".journey", string(f.Data))
				if *update {
					want.Data = []byte(got)
				}
				require.Equal(t, string(want.Data), got)
			})
		}
		if *update {
			require.NoError(t, os.WriteFile(path, txtar.Format(a), 0o644))
		}
	}
}

func answers(t *testing.T, path, text string) string {
	t.Helper()
	res := compiler.Compile([]compiler.Source{{Path: path, Text: text}}, compiler.Options{})
	for _, d := range res.Diags {
		require.NotEqual(t, diag.Error, d.Severity, "%s %s", d.Code, d.Summary)
	}
	require.NotNil(t, res.Program)
	m := flow.New(res.Program, flow.Options{})
	r := m.NewReport(flow.Limits{}, res.Info)
	var b strings.Builder
	for i := range r.Journeys {
		j := &r.Journeys[i]
		for k := range j.Bounds {
			fmt.Fprintf(&b, "%s %s\n", j.Name, line(&j.Bounds[k]))
		}
		fmt.Fprintf(&b, "%s one stay: %d, longest: %s%s%s\n", j.Name, j.OneStay, j.Stay.Longest, j.Stay.Endless, exactly(j.Stay.Exact))
		if j.Stay.By != nil {
			fmt.Fprintf(&b, "  by line %d\n", j.Stay.By.Line)
		}
	}
	if len(r.Journeys) > 1 {
		for k := range r.Together {
			fmt.Fprintf(&b, "together %s\n", line(&r.Together[k]))
		}
	}
	for i := range r.Asserts {
		fmt.Fprintf(&b, "line %d: %s\n", r.Asserts[i].Line, r.Asserts[i].Verdict)
	}
	return b.String()
}

func exactly(exact bool) string {
	if exact {
		return " exactly"
	}
	return ""
}

func line(x *flow.ReportBound) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s", x.Window)
	if x.Channel != "" {
		b.WriteString(" " + x.Channel)
	}
	if x.Transactional {
		b.WriteString(" transactional")
	}
	if x.Unlimited {
		fmt.Fprintf(&b, ": no limit, %s", x.Why)
	} else {
		fmt.Fprintf(&b, ": %d", x.Messages)
	}
	b.WriteString(exactly(x.Exact))
	if x.Steady != nil {
		fmt.Fprintf(&b, ", %d on days of 24 hours", *x.Steady)
	}
	if x.Cap != nil {
		fmt.Fprintf(&b, ", by %s (line %d)", x.Cap.Rule, x.Cap.Line)
	}
	var path []string
	for _, v := range x.Path {
		switch {
		case v.Step == "":
			path = append(path, "in+"+v.After)
		case v.Counts:
			path = append(path, fmt.Sprintf("%d+%s", v.Line, v.After))
		}
	}
	if len(path) > 6 {
		path = append(path[:5], "…", path[len(path)-1])
	}
	if len(path) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(path, ", "))
	}
	return b.String()
}

// A witness is a way through the journey: its times grow, and it has as many messages as
// the bound says.
func TestWitnesses(t *testing.T) {
	res := compiler.Compile([]compiler.Source{{Path: "a.journey", Text: `journey a {
  when signed_up
  enter again after 3d
  then {
    email "one"
    wait for opened up to 1d { push "two" }
    wait 2h
    email "three"
  }
}
`}}, compiler.Options{})
	m := flow.New(res.Program, flow.Options{})
	b := m.MostOf(m.Journeys()[0], flow.Query{Window: flow.Windows[1]})
	require.Equal(t, 9, b.N)
	n := 0
	last := flow.Amount{}
	for _, v := range b.Path {
		if v.Counts {
			n++
		}
		require.GreaterOrEqual(t, v.After.Days, last.Days)
		last = v.After
	}
	require.Equal(t, b.N, n)
}

func TestAmounts(t *testing.T) {
	for _, c := range []struct {
		a    flow.Amount
		want string
	}{
		{flow.Amount{}, "0s"},
		{flow.Amount{Days: 3, Millis: 3_600_000 + 60_000}, "3d 1h 1m"},
		{flow.Amount{Millis: 1500}, "1s 500ms"},
	} {
		require.Equal(t, c.want, c.a.String())
	}
}
