package check_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
)

// walk calls f for every node below v, parents first. value says that the node stands where
// any expression could, and is not part of the syntax like the duration of a wait.
func walk(v reflect.Value, value bool, f func(n any, value bool)) {
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			walk(v.Elem(), v.Type() == reflect.TypeFor[ast.Expr](), f)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			f(v.Interface(), value)
			walk(v.Elem(), false, f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			walk(v.Field(i), false, f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), false, f)
		}
	}
}

// own returns the journeys of the project, without those of the standard library.
func own(info *check.Info) []*check.Journey {
	return slices.DeleteFunc(slices.Clone(info.Journeys), func(j *check.Journey) bool { return j.Std })
}

// incomplete lists what the checker left open in the healthy journeys and their messages:
// an expression without a type, an event that is not resolved.
func incomplete(info *check.Info) []string {
	var out []string
	seen := map[any]bool{}
	var decl func(file *ast.File, d any)
	decl = func(file *ast.File, d any) {
		if seen[d] {
			return
		}
		seen[d] = true
		spared := map[any]bool{}
		walk(reflect.ValueOf(d), false, func(n any, value bool) {
			switch n := n.(type) {
			case *ast.Send:
				if id, ok := n.Content.(*ast.IdentExpr); ok && info.Refs[id].Kind == check.RefMessage {
					spared[id] = true
					decl(file, info.Refs[id].Message.Decl)
				}
			case *ast.EventPat:
				if info.Heard[n] == nil {
					out = append(out, "event "+n.Name.Text)
				}
			case *ast.MemberExpr:
				if f := info.Facts[n]; f != nil {
					spared[n.X] = true
					spared[n.X.(*ast.CallExpr).Args[0].Value] = true
				}
			case *ast.CallExpr:
				if f := info.Facts[n]; f != nil {
					spared[n.Args[0].Value] = true
				}
			case *ast.IdentExpr:
				if info.Refs[n].Kind == check.RefEvent {
					spared[n] = true
				}
			}
			if value && !spared[n] && info.Types[n.(ast.Expr)] == nil {
				at := n.(ast.Expr).Pos()
				out = append(out, reflect.TypeOf(n).String()+" "+file.Src[at.Start:at.End])
			}
			if id, isName := n.(*ast.IdentExpr); isName && info.Refs[id].Kind == 0 {
				out = append(out, "name "+id.Text)
			}
		})
	}
	for _, j := range info.Journeys {
		decl(j.File, j.Decl)
	}
	return out
}

func TestHealthyJourneysAreComplete(t *testing.T) {
	paths, err := filepath.Glob("testdata/ok/*.journey")
	require.NoError(t, err)
	for _, p := range paths {
		text, err := os.ReadFile(p)
		require.NoError(t, err)
		info, _ := checked(source{filepath.Base(p), string(text)})
		require.Empty(t, incomplete(info), p)
	}
}

func TestFactsOfTheSentence(t *testing.T) {
	info, ds := checked(source{"win-back.journey", "when cart_abandoned and not purchased within 2h then email recommend(cart)\n"})
	require.Empty(t, shown(ds))
	require.Len(t, own(info), 1)
	j := own(info)[0]
	require.Equal(t, "win_back", j.Name)
	require.Equal(t, "win-back.journey", j.File.Path)
	require.False(t, j.Std)
	pat := j.Decl.Trigger.(*ast.When).Pattern.(*ast.AbsencePat)
	require.Equal(t, "cart_abandoned", info.Heard[pat.Base.(*ast.EventPat)].Name)
	require.Equal(t, "purchased", info.Heard[pat.Not[0]].Name)
	call := j.Decl.Body.Steps[0].(*ast.Send).Content.(*ast.CallExpr)
	require.Equal(t, "list of item", info.Types[call].String())
	require.Equal(t, check.RefCart, info.Refs[call.Args[0].Value.(*ast.IdentExpr)].Kind)
	var entry []string
	for _, f := range j.Entry {
		entry = append(entry, f.Name+": "+f.Type.String())
	}
	require.Equal(t, []string{"cart_id: text?", "currency: text?", "total: number?", "url: text?"}, entry)
}

// condition checks a journey that lasts while the condition holds, and returns it.
func condition(t *testing.T, cond string) (*check.Info, ast.Expr) {
	t.Helper()
	info, ds := checked(source{"j.journey", "journey j {\n  when purchased where total > 3\n  while " + cond + "\n  then email \"x\"\n}\n"})
	require.Empty(t, shown(ds))
	return info, own(info)[0].Decl.Settings[0].(*ast.While).Cond
}

func TestQuestionsAboutThePast(t *testing.T) {
	type want struct {
		kind        check.FactKind
		no          bool
		event       string
		where, pat  bool
		field, last string
		typ         string
	}
	tests := map[string]want{
		"purchased in the last 30d":                         {kind: check.FactInLast, event: "purchased", pat: true, last: "30d", typ: "bool"},
		"no purchased in the last 30d":                      {kind: check.FactInLast, no: true, event: "purchased", pat: true, last: "30d", typ: "bool"},
		"never login":                                       {kind: check.FactNever, event: "login", pat: true, typ: "bool"},
		"count(purchased) > 1":                              {kind: check.FactCount, event: "purchased", typ: "number"},
		"count(purchased where total > 5, last 3mo) > 1":    {kind: check.FactCount, event: "purchased", where: true, pat: true, last: "3mo", typ: "number"},
		"sum(purchased.total, last 365d) > 1":               {kind: check.FactSum, event: "purchased", field: "total", last: "365d", typ: "number"},
		"last(purchased).order_id == \"x\"":                 {kind: check.FactLast, event: "purchased", field: "order_id", typ: "text?"},
		"last(purchased where total > 1).time > 2026-01-01": {kind: check.FactLast, event: "purchased", where: true, pat: true, field: "time", typ: "time?"},
		"time since last visit > 7d":                        {kind: check.FactSince, event: "visit", pat: true, typ: "duration?"},
	}
	for cond, want := range tests {
		t.Run(cond, func(t *testing.T) {
			info, e := condition(t, cond)
			if b, ok := e.(*ast.BinaryExpr); ok {
				e = b.X
			}
			f := info.Facts[e]
			require.NotNil(t, f)
			require.Equal(t, want.typ, info.Types[e].String())
			last := ""
			if f.Last != nil {
				last = info.Files[1].Src[f.Last.Start:f.Last.End]
			}
			got := want
			got.kind, got.no, got.event, got.where, got.pat = f.Kind, f.No, f.Event.Name, f.Where != nil, f.Pat != nil
			got.field, got.last = f.Field, last
			require.Equal(t, want, got)
		})
	}
}

func TestAProjectTakesNamesOfTheFeedFromTheStandardLibrary(t *testing.T) {
	info, ds := checked(source{"j.journey", "event shipped { weight: number }\nevent paid heard as order_completed\nevent purchased heard as bought_it\nwhen shipped where weight > 3 then email \"x\"\n"})
	require.Empty(t, shown(ds))
	heard := map[string][]string{}
	for _, e := range info.Events {
		heard[e.Name] = e.HeardAs
	}
	require.Empty(t, heard["order_shipped"])
	require.Empty(t, heard["shipped"])
	require.Equal(t, []string{"order_completed"}, heard["paid"])
	require.Equal(t, []string{"bought_it"}, heard["purchased"])
}

func TestTypesOfExpressions(t *testing.T) {
	tests := map[string]string{
		"entry.total > 1":                              "number", // the trigger's filter says that it is there
		"entry.revenue > 1":                            "number?",
		"profile.first_name == \"x\"":                  "text?",
		"cart.items[0].price > 1":                      "number?",
		"(profile.age ?? 3) > 1":                       "number",
		"cart.total + cart.quantity > 1":               "number",
		"profile.age * 2 > 1":                          "number?",
		"map(cart.items, .price)[0] > 1":               "number?",
		"lower(profile.city) == \"x\"":                 "text?",
		"len(filter(viewed, .price > 3)) > 1":          "number",
		"coupon(10%, valid: 3d) == \"x\"":              "text",
		"find(viewed, it.quantity > 3)?.name == \"x\"": "text?",
		"weekday(2026-11-27) == \"fri\"":               `"mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun"`,
		"sum(cart.items, .quantity) > 1":               "number",
		"last(purchased).products[0].name == \"x\"":    "text?",
		"(true ? cart.total : profile.age) > 1":        "number?",
		"first(sort_by(viewed, .price))?.quantity > 1": "number?",
	}
	for cond, want := range tests {
		t.Run(cond, func(t *testing.T) {
			info, e := condition(t, cond)
			require.Equal(t, want, info.Types[e.(*ast.BinaryExpr).X].String())
		})
	}
}

func TestEntryOfPatterns(t *testing.T) {
	tests := map[string]string{
		"login":                 "method: text?",
		"login or signed_up":    "method: text?",
		"login or visit":        "method: text?",
		"a where x > 1":         "x: number, y: text",
		"a or b":                "x: number?, y: text, z: bool?",
		"a followed by b":       "x: number?, y: text, z: bool",
		"a and b within 3d":     "x: number?, y: text, z: bool",
		"3 b in 7d":             "y: text, z: bool",
		"no b for 7d":           "y: text, z: bool",
		"b and not a within 3d": "y: text, z: bool",
		"c followed by b":       "y: text, z: bool",
		"b followed by c":       "y: number, z: bool",
		"profile.plan changes":  "",
		"a where (y == \"x\" and x > 1) or visit": "x: number?, y: text?",
	}
	for pattern, want := range tests {
		t.Run(pattern, func(t *testing.T) {
			info, ds := checked(source{"j.journey", "event a { x: number?, y: text }\nevent b { y: text, z: bool }\nevent c { y: number }\njourney j { when " + pattern + "\n then email \"x\" }\n"})
			require.Empty(t, shown(ds))
			var got []string
			for _, f := range own(info)[0].Entry {
				got = append(got, f.Name+": "+f.Type.String())
			}
			require.Equal(t, want, strings.Join(got, ", "))
		})
	}
}

func TestParametersHaveTheTypeTheirSendsAgreeOn(t *testing.T) {
	info, ds := checked(source{"j.journey", `message m { subject "{{ code }} {{ n ?? 1 }} {{ len(picks) }}" }
message unsent { subject "{{ anything }}" }
journey a { when login then email m with { code: coupon(10%, valid: 3d), n: profile.age, picks: recommend(cart) } }
journey b { when visit then email m with { code: "x", n: 3, picks: viewed } }
`})
	require.Empty(t, shown(ds))
	got := map[string]string{}
	for _, m := range info.Messages {
		for _, p := range m.Params {
			got[m.Name+"."+p.Name] = p.Type.String()
		}
	}
	require.Equal(t, map[string]string{"m.code": "text", "m.n": "number?", "m.picks": "list of item", "unsent.anything": "any"}, got)
}

func TestOneBadJourneyLeavesTheOthersHealthy(t *testing.T) {
	text := `segment good where never login
segment bad where never lgin
policy quiet { at most 1 emial in 7d }
message fine { subject "x" }
message broken { subject "{{ profile.frist_name }}" }
message open { subject "{{ code }}" }
journey a { when login then email fine }
journey b { when lgin then email fine }
journey c { when login then email broken }
journey d { when login
  while segment bad
  then email fine }
journey e { when login
  while segment good
  then email fine }
journey f { when login then email open }
journey g { when login then email open with { code: "x" } }
journey h { when login
  policy quiet
  then email fine }
journey i { when login then start b }
journey k { when login then { email fine, } }
journey l { when login then email "Hello {{ profile.first_name }}" }
`
	info, ds := checked(source{"j.journey", text})
	var names []string
	for _, j := range own(info) {
		names = append(names, j.Name)
	}
	require.Equal(t, []string{"a", "e", "g", "l"}, names)
	require.Len(t, info.Messages, 3)
	errors := 0
	for _, d := range ds {
		if d.Severity == diag.Error {
			errors++
		}
	}
	require.Equal(t, 6, errors, shown(ds)) // bad, quiet, broken, b, f, k: each once
	require.Empty(t, incomplete(info))
}

func TestOneMistakeIsReportedOnce(t *testing.T) {
	tests := map[string]string{
		"an event that is unknown":     "journey j { when prchased where (total > 3 and totl > 3)\n enter each order_id\n goal prchased\n then email \"{{ entry.total }} {{ entry.x + 1 }}\" }\n",
		"an unknown field in a sum":    "segment s where sum(purchased.totl) + 1 > round(sum(purchased.totl))\n",
		"a name inside a calculation":  "segment s where (prfile.age + 1) * 2 > len(prfile.x)\n",
		"an unknown function":          "segment s where fliter(viewed, .price > 3)[0].price > 3\n",
		"a message that is not there":  "journey j { when login then email helo with { a: 1 } }\n",
		"an unknown trait and its use": "journey j { when profile.pln changes from \"a\" to 3 then email \"x\" }\n",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			_, ds := checked(source{"j.journey", text})
			distinct := map[string]bool{}
			for _, d := range ds {
				distinct[d.Code+d.Summary] = true
			}
			require.Len(t, distinct, 1, shown(ds))
		})
	}
}

func TestOrderOfDiagnosticsIsThatOfTheSource(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/err/names.txtar")
	require.NoError(t, err)
	var files []source
	for _, f := range archive.Files {
		files = append(files, source{f.Name, string(f.Data)})
	}
	_, first := checked(files...)
	at := map[string]int{}
	for _, d := range first {
		if strings.HasPrefix(d.Code, "J01") {
			continue
		}
		require.GreaterOrEqual(t, d.Span.Start, at[d.File])
		at[d.File] = d.Span.Start
	}
	for range 5 {
		_, again := checked(files...)
		require.Equal(t, first, again)
	}
}

func TestChannelsOfTheProject(t *testing.T) {
	text := "when login then carrier_pigeon \"coo\"\n"
	_, ds := checked(source{"j.journey", text})
	require.Len(t, ds, 1)
	require.Equal(t, "J0208", ds[0].Code)
	require.Empty(t, withChannels(t, text, "carrier_pigeon"))
}
