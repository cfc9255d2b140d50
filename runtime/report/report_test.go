package report_test

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/report"
)

// program is a journey with a send, a wait, a branch, a split and a stop.
func program() *bytecode.Program {
	return &bytecode.Program{Journeys: []bytecode.Journey{{
		Name: "cart", Title: "Win back", File: "cart.journey", Line: 1,
		Steps: []bytecode.Step{
			{ID: "email_1", Line: 2, Kind: "email", Label: "email recommend(cart)"},
			{ID: "wait_1", Line: 3, Kind: "wait", Label: "wait 2d"},
			{ID: "if_1", Line: 4, Kind: "if", Label: "if profile.plan == \"pro\""},
			{ID: "split_1", Line: 5, Kind: "split", Label: "split"},
			{ID: "stop_1", Line: 6, Kind: "stop", Label: "stop"},
		},
		Sends:  []bytecode.Send{{Step: 0, Channel: "email", Message: "recommend"}},
		Splits: []bytecode.Split{{Step: 3, Arms: []bytecode.SplitArm{{Name: "long"}, {Name: "short"}}}},
	}}}
}

const noon = 1772452800000 // 2026-03-02T12:00:00Z

func TestRecords(t *testing.T) {
	enc := report.NewEncoder(program())
	for _, c := range []struct {
		name string
		d    engine.Decision
		want string
	}{
		{"a send", engine.Decision{At: noon, Person: "p1", Kind: engine.Send, Instance: 1, Line: 2},
			`{"version":1,"at":"2026-03-02T12:00:00.000Z","person":"p1","journey":"cart","instance":1,"step":"email_1","line":2,"kind":"send","channel":"email","message":"recommend","status":"would_send","reason":""}`},
		{"a skipped send", engine.Decision{At: noon, Person: "p1", Kind: engine.Send, Instance: 1, Line: 2, Skipped: true, Reason: engine.Holdout},
			`{"version":1,"at":"2026-03-02T12:00:00.000Z","person":"p1","journey":"cart","instance":1,"step":"email_1","line":2,"kind":"send","channel":"email","message":"recommend","status":"skipped","reason":"holdout"}`},
		{"recommended products", engine.Decision{At: noon, Person: "p1", Kind: engine.Send, Instance: 1, Line: 2, Items: []string{"a", `"b"`}},
			`{"version":1,"at":"2026-03-02T12:00:00.000Z","person":"p1","journey":"cart","instance":1,"step":"email_1","line":2,"kind":"send","channel":"email","message":"recommend","status":"would_send","reason":"","items":["a","\"b\""]}`},
		{"a send that was held", engine.Decision{At: noon, Person: "p1", Kind: engine.Send, Instance: 1, Line: 2, Until: noon - 1},
			`{"version":1,"at":"2026-03-02T12:00:00.000Z","person":"p1","journey":"cart","instance":1,"step":"email_1","line":2,"kind":"send","channel":"email","message":"recommend","status":"would_send","reason":"","held_since":"2026-03-02T11:59:59.999Z"}`},
		{"an entry by absence", engine.Decision{At: noon, Person: "p1", Kind: engine.Enter, Instance: 2, Step: -1, Send: -1, Line: 1, Until: noon - 7_200_000},
			`{"version":1,"at":"2026-03-02T12:00:00.000Z","person":"p1","journey":"cart","instance":2,"step":"","line":1,"kind":"enter","channel":"","message":"","status":"","reason":"","since":"2026-03-02T10:00:00.000Z"}`},
		{"a wait", engine.Decision{At: noon, Person: "p1", Kind: engine.Wait, Instance: 1, Step: 1, Send: -1, Line: 3, Until: noon + 172_800_000},
			`{"version":1,"at":"2026-03-02T12:00:00.000Z","person":"p1","journey":"cart","instance":1,"step":"wait_1","line":3,"kind":"wait","channel":"","message":"","status":"","reason":"","until":"2026-03-04T12:00:00.000Z"}`},
		{"a wait without a deadline", engine.Decision{At: noon, Person: "p1", Kind: engine.Wait, Instance: 1, Step: 1, Send: -1, Line: 3},
			`{"version":1,"at":"2026-03-02T12:00:00.000Z","person":"p1","journey":"cart","instance":1,"step":"wait_1","line":3,"kind":"wait","channel":"","message":"","status":"","reason":""}`},
		{"a webhook", engine.Decision{At: noon, Person: "p1", Kind: engine.Webhook, Instance: 1, Step: 1, Send: -1, Line: 3, Target: "https://x.example",
			Payload: &event.Box{Names: []string{"order", "n", "tags", "gone", "at", "ok"}, Items: []event.Value{
				event.Of("\"7\""), event.Of(1.5), {Kind: event.List, Box: &event.Box{Items: []event.Value{event.Of("a"), event.Of(true)}}}, {},
				{Kind: event.Time, Num: noon}, {Kind: event.Map, Box: &event.Box{Names: []string{"x"}, Items: []event.Value{event.Of(math.Inf(1))}}},
			}}},
			`{"version":1,"at":"2026-03-02T12:00:00.000Z","person":"p1","journey":"cart","instance":1,"step":"wait_1","line":3,"kind":"webhook","channel":"webhook","message":"","status":"would_send","reason":"","target":"https://x.example","payload":{"order":"\"7\"","n":1.5,"tags":["a",true],"gone":null,"at":"2026-03-02T12:00:00.000Z","ok":{"x":null}}}`},
		{"an audience", engine.Decision{At: noon, Person: "p1", Kind: engine.Audience, Instance: 1, Step: 1, Send: -1, Line: 3, Arm: "remove", Target: "lookers", Reason: engine.Holdout},
			`{"version":1,"at":"2026-03-02T12:00:00.000Z","person":"p1","journey":"cart","instance":1,"step":"wait_1","line":3,"kind":"audience","channel":"","message":"","status":"","reason":"holdout","arm":"remove","target":"lookers"}`},
		{"a branch", engine.Decision{At: noon, Person: "p1", Kind: engine.Branch, Instance: 1, Step: 2, Send: -1, Line: 4, Arm: "no"},
			`{"version":1,"at":"2026-03-02T12:00:00.000Z","person":"p1","journey":"cart","instance":1,"step":"if_1","line":4,"kind":"branch","channel":"","message":"","status":"","reason":"","arm":"no"}`},
		{"beside every arm", engine.Decision{At: noon, Person: "p1", Kind: engine.Split, Instance: 1, Step: 3, Send: -1, Line: 5},
			`{"version":1,"at":"2026-03-02T12:00:00.000Z","person":"p1","journey":"cart","instance":1,"step":"split_1","line":5,"kind":"split","channel":"","message":"","status":"","reason":"","arm":""}`},
		{"an exit before 1970", engine.Decision{At: -1, Person: "Işıl 💌", Kind: engine.Exit, Instance: 1, Step: -1, Send: -1, Line: 1, Reason: engine.ByWhile},
			`{"version":1,"at":"1969-12-31T23:59:59.999Z","person":"Işıl 💌","journey":"cart","instance":1,"step":"","line":1,"kind":"exit","channel":"","message":"","status":"","reason":"while"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, string(enc.Append(nil, &c.d)))
			require.True(t, json.Valid([]byte(c.want)))
		})
	}
}

// TestInstants writes instants as package time does, day after day and back.
func TestInstants(t *testing.T) {
	enc := report.NewEncoder(program())
	for _, ms := range []int64{0, 1, -1, noon, noon - 1, noon + 86_400_000, 951782399999, 951782400000, -62135596800000, 253402300799999, noon} {
		got := string(enc.Append(nil, &engine.Decision{At: ms, Step: -1, Send: -1}))
		require.Contains(t, got, `"at":"`+time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z")+`"`)
	}
}

// FuzzPerson holds that whatever stands in a feed gives a valid record that a
// reader takes for the same text and a terminal does not obey.
func FuzzPerson(f *testing.F) {
	for _, s := range []string{"p1", "", `"\`, "\x1b[31m", "a\u202eb", "\xff\xfe", "\u2028", "\U000e0041", "Ω≈ç", "\t\r\n", "\x7f"} {
		f.Add(s)
	}
	enc := report.NewEncoder(program())
	f.Fuzz(func(t *testing.T, s string) {
		got := enc.Append(nil, &engine.Decision{Person: s, Step: -1, Send: -1})
		require.True(t, utf8.Valid(got))
		for _, r := range string(got) {
			require.False(t, safetext.Acts(r), "%q acts", r)
		}
		var record struct{ Person string }
		require.NoError(t, json.Unmarshal(got, &record))
		require.Equal(t, strings.ToValidUTF8(replaceEach(s), "\uFFFD"), record.Person)
	})
}

// replaceEach replaces every byte that is not UTF-8 by one U+FFFD of its own.
func replaceEach(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
	}
	return b.String()
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestWriter(t *testing.T) {
	var out bytes.Buffer
	w := report.NewWriter(&out, program())
	d := engine.Decision{At: noon, Person: "p1", Kind: engine.Send, Line: 2}
	require.NoError(t, w.Write(&d))
	require.NoError(t, w.Write(&d))
	require.NoError(t, w.Flush())
	require.Equal(t, 2, strings.Count(out.String(), "}\n"))

	w = report.NewWriter(broken{}, program())
	require.NoError(t, w.Write(&d))
	require.ErrorIs(t, w.Flush(), io.ErrShortWrite)
}

func BenchmarkRecord(b *testing.B) {
	w := report.NewWriter(io.Discard, program())
	d := engine.Decision{At: noon, Person: "customer-48151623", Kind: engine.Send, Instance: 1, Line: 2, Items: []string{"yoga-03", "garden-04"}}
	b.ReportAllocs()
	for b.Loop() {
		d.At += 1234
		if err := w.Write(&d); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTally(b *testing.B) {
	t := report.NewTally(program())
	d := engine.Decision{At: noon, Person: "p1", Kind: engine.Send, Line: 2}
	b.ReportAllocs()
	for b.Loop() {
		t.Add(&d)
	}
}
