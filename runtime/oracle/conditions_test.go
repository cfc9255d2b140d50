package oracle

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/logic"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// What package logic proves about conditions, against the oracle's answers.

const conditionWorld = `
event a { n: number, m: number?, s: "x" | "y" | "z", t: text?, u: text?, b: bool? }
event e { n: number?, t: text? }
profile { p: number?, q: text? }
`

// asker holds conditions that are filters of `a`, and answers them.
type asker struct {
	w     *world
	logic *logic.Logic
	conds []logic.Claim
	texts []string
}

func newAsker(t *testing.T, texts []string) *asker {
	t.Helper()
	var b strings.Builder
	b.WriteString(conditionWorld)
	for i, c := range texts {
		fmt.Fprintf(&b, "journey j%d {\n  when a where (%s)\n  then stop\n}\n", i, c)
	}
	res := compiler.Compile([]compiler.Source{{Path: "j.journey", Text: b.String()}}, compiler.Options{})
	for _, d := range res.Diags {
		require.Equal(t, "J0901", d.Code, "%s: %s\n%s", d.Summary, d.Detail, b.String()[d.Span.Start:min(d.Span.End+60, b.Len())])
	}
	// Only the declarations: a question is asked here directly, not by way of a journey.
	var files []*ast.File
	for _, f := range res.Info.Files {
		declared := *f
		declared.Decls = slices.DeleteFunc(slices.Clone(f.Decls), func(d ast.Decl) bool {
			_, journey := d.(*ast.Journey)
			return journey
		})
		files = append(files, &declared)
	}
	prog, err := read(files)
	require.NoError(t, err)
	out := &asker{w: &world{prog: prog, opts: Options{Zone: calendar.UTC()}}, logic: logic.New(res.Info)}
	for _, j := range res.Info.Journeys {
		if j.Std {
			continue
		}
		pat := j.Decl.Trigger.(*ast.When).Pattern.(*ast.EventPat)
		place := logic.Place{File: j.File, Journey: j, Event: res.Info.Heard[pat]}
		out.conds = append(out.conds, logic.Claim{Cond: pat.Where, Place: place})
		out.texts = append(out.texts, b.String()[pat.Where.Pos().Start:pat.Where.Pos().End])
	}
	require.Len(t, out.conds, len(texts))
	return out
}

const conditionNow = int64(1_767_600_000_000)

// situation is one person at one event.
func (k *asker) situation(props map[string]event.Value, past []*happened, traits map[string]event.Value) scope {
	p := newPerson(k.w.prog, 0)
	k.w.at = key{ts: conditionNow, line: 1000}
	for i, h := range past {
		h.key = key{ts: h.ts, line: int64(i + 1)}
		h.of = p
		p.history = append(p.history, h)
	}
	for _, name := range []string{"p", "q"} {
		if v, said := traits[name]; said {
			p.traits = append(p.traits, trait{name: name, value: v})
		}
	}
	h := &happened{key: k.w.at, name: "a", props: props, moment: moment{ts: conditionNow, now: conditionNow, of: p}}
	p.history = append(p.history, h)
	return scope{p: p, event: h}
}

// writer of conditions.
type conditionWriter struct {
	*rand.Rand
	atoms int
	past  bool
}

func (w *conditionWriter) of(list ...string) string { return list[w.IntN(len(list))] }

func (w *conditionWriter) condition(depth int) string {
	if depth > 0 && w.atoms > 1 && w.IntN(5) > 0 {
		switch w.IntN(6) {
		case 0:
			return "not (" + w.condition(depth-1) + ")"
		case 1:
			w.atoms -= 2
			return fmt.Sprintf("((%s) ? (%s) : (%s))", w.condition(depth-1), w.condition(depth-1), w.condition(depth-1))
		}
		w.atoms--
		return fmt.Sprintf("(%s) %s (%s)", w.condition(depth-1), w.of("and", "and", "or"), w.condition(depth-1))
	}
	if w.past && w.IntN(2) == 0 {
		return w.ofThePast()
	}
	return w.atom()
}

func (w *conditionWriter) order() string { return w.of("==", "!=", "<", "<=", ">", ">=") }

func (w *conditionWriter) atom() string {
	switch w.IntN(12) {
	case 0, 1:
		return fmt.Sprintf("%s %s %d", w.of("n", "m"), w.order(), 1+w.IntN(2))
	case 2:
		return fmt.Sprintf("%d %s %s", 1+w.IntN(2), w.order(), w.of("n", "m"))
	case 3:
		return fmt.Sprintf("n %s m", w.order())
	case 4:
		return fmt.Sprintf("(m ?? %s) %s %s", w.of("1", "2", "n"), w.order(), w.of("1", "2", "n"))
	case 5:
		return fmt.Sprintf("s %s %s", w.of("==", "!="), w.of(`"x"`, `"y"`, `"z"`))
	case 6:
		return fmt.Sprintf("s %s [%s, %s]", w.of("in", "not in"), w.of(`"x"`, `"y"`), w.of(`"y"`, `"z"`))
	case 7:
		return fmt.Sprintf("t %s %s", w.of("==", "!="), w.of(`"l"`, `"k"`))
	case 8:
		return fmt.Sprintf("t %s %s", w.of("in", "not in"), w.of(`["l"]`, `["l", "k"]`))
	case 9:
		return w.of("b == true", "b != true", "b == false", "has(b)", "b", "not b", "(b ?? false)")
	case 10:
		return fmt.Sprintf("has(%s)", w.of("m", "t", "b"))
	}
	return fmt.Sprintf("(b ? n : m) %s %s", w.order(), w.of("1", "2", "m"))
}

func (w *conditionWriter) ofThePast() string {
	filter := w.of("", "", " where (n > 1)", " where (n > 2)", ` where (t == "l")`, " where has(n)")
	span := w.of("1h", "24h", "1d", "2d", "1w", "7d", "30d", "1mo")
	last := w.of("", ", last "+span, ", last "+span)
	switch w.IntN(11) {
	case 0:
		return fmt.Sprintf("e%s in the last %s", filter, span)
	case 1:
		return fmt.Sprintf("no e%s in the last %s", filter, span)
	case 2:
		return "never e" + filter
	case 3:
		return fmt.Sprintf("count(e%s%s) %s %d", filter, last, w.order(), w.IntN(3))
	case 4:
		return fmt.Sprintf("count(e%s%s) %s count(e%s)", filter, last, w.order(), last)
	case 5:
		return fmt.Sprintf("sum(e.n%s) %s %d", last, w.order(), w.IntN(3))
	case 6:
		return fmt.Sprintf("last(e%s).n %s %d", filter, w.order(), w.IntN(3))
	case 7:
		return fmt.Sprintf("time since last e %s %s", w.of("<", "<=", ">", ">="), span)
	case 8:
		return fmt.Sprintf("profile.p %s %s %s n", w.of("+", "-"), w.of("1", "2"), w.order())
	case 9:
		return fmt.Sprintf("profile.q %s %s", w.of("contains", "startsWith", "endsWith", "==", "<", ">="), w.of(`"l"`, `"k"`, `"lk"`, `""`))
	}
	return fmt.Sprintf("(profile.p ?? 0) %s %d %s n", w.of("+", "-"), 1+w.IntN(2), w.order())
}

func howMany(most int) int {
	if n, err := strconv.Atoi(os.Getenv("ORACLE_CONDITIONS")); err == nil {
		return n
	}
	return most
}

// verdict is what package logic says of a condition.
func (k *asker) verdict(i int) (always, never bool) {
	_, never = k.logic.Never(k.conds[i])
	_, always = k.logic.Never(k.conds[i].Not())
	return always, never
}

// Over fields with few values that matter, exactly what is constant is said to be.
func TestLogicIsCompleteOverFields(t *testing.T) {
	w := &conditionWriter{Rand: rand.New(rand.NewPCG(7, 1))}
	number := []float64{0.2, 0.5, 1, 1.2, 1.5, 2, 2.5, 2.7} // two in every gap
	var worlds []map[string]event.Value
	for _, n := range number {
		for m := range len(number) + 1 {
			for _, s := range []string{"x", "y", "z"} {
				for _, text := range []string{"", "l", "k", "j"} {
					for b := range 3 {
						props := map[string]event.Value{"n": event.Of(n), "s": event.Of(s)}
						if m < len(number) {
							props["m"] = event.Of(number[m])
						}
						if text != "" {
							props["t"] = event.Of(text)
						}
						if b < 2 {
							props["b"] = event.Of(b == 1)
						}
						worlds = append(worlds, props)
					}
				}
			}
		}
	}
	var texts []string
	for range howMany(150) {
		w.atoms = 6
		texts = append(texts, w.condition(3))
	}
	constants := 0
	for len(texts) > 0 {
		part := texts[:min(200, len(texts))]
		texts = texts[len(part):]
		k := newAsker(t, part)
		people := make([]scope, len(worlds))
		for i, props := range worlds {
			people[i] = k.situation(props, nil, nil)
		}
		for i, c := range k.conds {
			someYes, someNo := false, false
			for _, s := range people {
				is := k.w.holds(c.Cond, s)
				someYes, someNo = someYes || is, someNo || !is
				if someYes && someNo {
					break
				}
			}
			always, never := k.verdict(i)
			require.Equal(t, !someNo, always, "always: %s", k.texts[i])
			require.Equal(t, !someYes, never, "never: %s", k.texts[i])
			if always || never {
				constants++
			}
		}
	}
	require.NotZero(t, constants, "the generator has to write conditions that are constant")
}

// Whatever is said never to hold does not hold for anybody, with a past and a profile.
func TestLogicRaisesNoFalseAlarm(t *testing.T) {
	w := &conditionWriter{Rand: rand.New(rand.NewPCG(11, 2)), past: true}
	var texts []string
	for range howMany(2000) {
		w.atoms = 6
		texts = append(texts, w.condition(3))
	}
	said := 0
	for len(texts) > 0 {
		part := texts[:min(200, len(texts))]
		texts = texts[len(part):]
		k := newAsker(t, part)
		people := make([]scope, 300)
		for i := range people {
			people[i] = k.anybody(w)
		}
		for i, c := range k.conds {
			always, never := k.verdict(i)
			if !always && !never {
				continue
			}
			said++
			for _, s := range people {
				require.Equal(t, always, k.w.holds(c.Cond, s), "%s\n%v %v", k.texts[i], s.event.props, pastOf(s))
			}
		}
	}
	require.Greater(t, said, 10, "the generator has to write conditions that are constant")
}

func pastOf(s scope) []string {
	var out []string
	for _, h := range s.p.history {
		out = append(out, fmt.Sprint(h.name, " ", conditionNow-h.ts, " ", h.props))
	}
	return out
}

// anybody makes up a person, with events at the edges of windows.
func (k *asker) anybody(w *conditionWriter) scope {
	const hourMs = int64(3_600_000)
	number := func() event.Value { return event.Of([]float64{0, 0.5, 1, 1.5, 2, 2.5, 3}[w.IntN(7)]) }
	word := func() event.Value { return event.Of(w.of("l", "k", "lk", "kl", "m", "")) }
	maybe := func(to map[string]event.Value, name string, v event.Value) {
		if w.IntN(3) > 0 {
			to[name] = v
		}
	}
	props := map[string]event.Value{"n": number(), "s": event.Of(w.of("x", "y", "z"))}
	maybe(props, "m", number())
	maybe(props, "t", word())
	maybe(props, "b", event.Of(w.IntN(2) == 0))
	traits := map[string]event.Value{}
	maybe(traits, "p", number())
	maybe(traits, "q", word())
	var ages []int64
	for range w.IntN(5) {
		edge := []int64{0, 1, 24, 48, 7 * 24, 28 * 24, 30 * 24, 31 * 24, 50 * 24}[w.IntN(9)] * hourMs
		ages = append(ages, max(0, edge+int64(w.IntN(3)-1)))
	}
	var past []*happened
	for _, age := range ages {
		own := map[string]event.Value{}
		maybe(own, "n", number())
		maybe(own, "t", word())
		ts := conditionNow - age
		past = append(past, &happened{name: "e", props: own, moment: moment{ts: ts, now: ts}})
	}
	return k.situation(props, past, traits)
}
