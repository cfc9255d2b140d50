package paths_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/format"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/paths"
	"github.com/journeylang/journey/runtime/spec"
)

func suite(t testing.TB, sources ...compiler.Source) *spec.Suite {
	t.Helper()
	texts := map[string]string{}
	for _, s := range sources {
		texts[s.Path] = s.Text
	}
	compile := func(derive bool) *compiler.Result {
		return compiler.Compile(sources, compiler.Options{Lower: lower.Options{Zones: calendar.Version, CartAbandoned: derive}})
	}
	plain := compile(false)
	for _, d := range plain.Diags {
		require.NotEqual(t, diag.Error, d.Severity, "%s: %s %s", d.File, d.Summary, d.Detail)
	}
	s, err := spec.New(plain.Info, spec.Options{Plain: plain.Program, Derived: compile(true).Program, Sources: texts})
	require.NoError(t, err)
	return s
}

func sources(t testing.TB, glob string) []compiler.Source {
	t.Helper()
	files, err := filepath.Glob(glob)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var out []compiler.Source
	for _, f := range files {
		text, err := os.ReadFile(f)
		require.NoError(t, err)
		out = append(out, compiler.Source{Path: filepath.ToSlash(f), Text: string(text)})
	}
	return out
}

func everything(string) bool { return true }

// Every test that is made up for an example is a file that is laid out and has no
// mistake; it passes, and comes through the point that it names. Nothing is left of what
// a person wrote: the examples' own tests do not run.
func TestExamples(t *testing.T) {
	for _, folder := range []string{"shop", "lifecycle"} {
		all := sources(t, "../../examples/"+folder+"/*.journey")
		s := suite(t, all...)
		found, err := paths.Find(t.Context(), s, s.Coverage(everything), paths.Options{Budget: 120})
		require.NoError(t, err)
		again, err := paths.Find(t.Context(), s, s.Coverage(everything), paths.Options{Budget: 120})
		require.NoError(t, err)
		require.Equal(t, found, again, "the same twice")
		var text []string
		var named []paths.Path
		for _, p := range found {
			if p.Test == "" {
				require.NotEmpty(t, p.Why)
				t.Log(p.Journey, p.Line, p.Point, p.Why)
				continue
			}
			text, named = append(text, p.Test), append(named, p)
		}
		file := strings.Join(text, "\n")
		laid, ds, err := format.Source("paths_test.journey", file)
		require.NoError(t, err)
		require.Empty(t, ds)
		require.Equal(t, file, laid)
		s = suite(t, append(all, compiler.Source{Path: "paths_test.journey", Text: file})...)
		i := 0
		for _, test := range s.Tests {
			if test.File != "paths_test.journey" {
				continue
			}
			res := s.Run(t.Context(), test)
			require.Equal(t, spec.Passed, res.Status, "%s\n%s %v", named[i].Test, res.Reason, res.Failures)
			c := s.Coverage(everything)
			c.Add(res)
			require.True(t, hit(c, &named[i]), named[i].Test)
			i++
		}
		require.Equal(t, len(named), i)
		t.Logf("%s: %d points, %d tests", folder, len(found), len(named))
	}
}

func hit(c *spec.Coverage, p *paths.Path) bool {
	for _, j := range c.Journeys {
		for _, q := range j.Points {
			if j.Name == p.Journey && q.Line == p.Line && q.String() == p.Point && q.Hits > 0 {
				return true
			}
		}
	}
	return false
}

// Every kind of trigger lets people in, and every kind of condition can be met.
func TestEveryKind(t *testing.T) {
	const declared = `event rated { score: number, kind: "good" | "bad" }
event trial_ending
profile { plan: "free" | "pro", renewal_date: date, stage: text? }
segment vip where sum(purchased.total, last 365d) >= 1000
segment lapsing where purchased in the last 365d and no purchased in the last 90d
`
	for _, trigger := range []string{
		"when signed_up",
		"when purchased where total > 100",
		`when rated where (kind == "bad" and score <= 3)`,
		"when cart_abandoned and not purchased within 2h",
		"when product_viewed followed by product_added within 1d",
		"when wishlisted and price_dropped within 7d",
		"when product_viewed followed by product_added with no purchased between",
		"when 7 friend_added in 10d",
		"when 3 login per calendar week",
		"when no visit for 30d",
		"when enters vip",
		"when leaves vip",
		"when enters lapsing",
		`when profile.plan changes from "free" to "pro"`,
		"when profile.stage changes",
		"on profile.birthday every year at 09:00",
		"3d before profile.renewal_date at 10:00",
		"on last(purchased).time every year at 10:00",
		"every monday at 10:00 for segment vip",
		"every day at 10:00",
		"when trial_ending or signed_up",
	} {
		body := "journey j {\n" + trigger + "\nthen email \"Hello\"\n}\n"
		assert.Contains(t, reached(t, declared+body), `email "Hello"`, trigger)
	}
	for _, cond := range []string{
		`profile.plan == "pro"`, `profile.plan != "free"`, `not (profile.plan == "free")`, `profile.country in ["TR", "BG"]`, `has(profile.first_name)`,
		`entry.score >= 9`, `entry.score < 3 and entry.kind == "bad"`, `purchased in the last 30d`, `no purchased in the last 90d and purchased in the last 1y`,
		`never purchased`, `count(purchased, last 90d) >= 3`, `sum(purchased.total, last 365d) > 500`, `last(purchased).total >= 50`,
		`time since last login > 7d`, `segment vip`, `segment lapsing`, `(profile.stage ?? "") startsWith "lo"`, `len(cart.items) > 2`,
		`any(cart.items, .price > 50)`, `count(purchased where total > 20) >= 2`, `profile.city contains "bul"`, `10 < entry.score`,
	} {
		body := "journey j {\nwhen rated\nthen {\nwait 1d\nif " + cond + " {\nemail \"Yes\"\n} else {\nemail \"No\"\n}\n}\n}\n"
		got := reached(t, declared+body)
		assert.Contains(t, got, `email "Yes"`, cond)
		assert.Contains(t, got, `email "No"`, cond)
		body = "journey j {\nwhen rated\nthen {\nwait until (" + cond + ") up to 2d {\nemail \"Yes\"\n} else {\nemail \"No\"\n}\n}\n}\n"
		got = reached(t, declared+body)
		assert.Contains(t, got, `email "Yes"`, "wait until "+cond)
		assert.Contains(t, got, `email "No"`, "wait until "+cond)
	}
}

// reached are the points of a file for which a test was found, or that others come
// through.
func reached(t *testing.T, text string) []string {
	t.Helper()
	s := suite(t, compiler.Source{Path: "j.journey", Text: text})
	c := s.Coverage(everything)
	found, err := paths.Find(t.Context(), s, c, paths.Options{})
	require.NoError(t, err)
	for _, p := range found {
		require.False(t, p.Proven, "%s\n%s: %s", text, p.Point, p.Why)
	}
	var out []string
	for _, j := range c.Journeys {
		for _, p := range j.Points {
			if p.Hits > 0 {
				out = append(out, p.String())
			}
		}
	}
	return out
}
