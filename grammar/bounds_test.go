package grammar_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/flow"
)

// bounds is what flow says of a journey, a line an answer.
func bounds(t *testing.T, journey *block) string {
	t.Helper()
	res := compiler.Compile([]compiler.Source{{Path: "page.journey", Text: journey.text}}, compiler.Options{})
	require.NotNil(t, res.Program)
	r := flow.New(res.Program, flow.Options{}).NewReport(flow.Limits{}, res.Info)
	var b strings.Builder
	for i := range r.Journeys {
		j := &r.Journeys[i]
		for k := range j.Bounds {
			x := &j.Bounds[k]
			if x.Channel != "" {
				continue
			}
			n := fmt.Sprint(x.Messages)
			switch {
			case x.Unlimited:
				n = "no limit"
			case x.Steady != nil:
				n = fmt.Sprintf("≤ %d (%d)", x.Messages, *x.Steady)
			case !x.Exact:
				n = fmt.Sprintf("≤ %d", x.Messages)
			}
			fmt.Fprintf(&b, "%s in %s: %s\n", j.Name, x.Window, n)
		}
		fmt.Fprintf(&b, "%s stays: %s%s\n", j.Name, j.Stay.Longest, j.Stay.Endless)
	}
	for _, a := range r.Asserts {
		fmt.Fprintf(&b, "%s: %s\n", a.Text, a.Verdict)
	}
	return b.String()
}
