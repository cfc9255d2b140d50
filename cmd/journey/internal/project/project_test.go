package project

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/bytecode"
)

func TestParseDuration(t *testing.T) {
	for _, c := range []struct {
		in   string
		want bytecode.Duration
		bad  string
	}{
		{in: "10s", want: bytecode.Duration{Millis: 10_000}},
		{in: "250ms", want: bytecode.Duration{Millis: 250}},
		{in: "1h30m", want: bytecode.Duration{Millis: 5_400_000}},
		{in: "7d", want: bytecode.Duration{Days: 7}},
		{in: "1w2d", want: bytecode.Duration{Days: 9}},
		{in: "1y2mo", want: bytecode.Duration{Months: 14}},
		{in: "", bad: "is not a duration"},
		{in: "10", bad: "is not a duration"},
		{in: "s", bad: "is not a duration"},
		{in: "-1s", bad: "is not a duration"},
		{in: "1m1h", bad: "is not a duration"},
		{in: "1h1h", bad: "is not a duration"},
		{in: "1.5h", bad: "is not a duration"},
		{in: "1 h", bad: "is not a duration"},
		{in: "1d1h", bad: "mixes calendar time"},
		{in: "1mo1d", bad: "mixes calendar time"},
		{in: "99999999999999999999d", bad: "is not a duration"},
		{in: "9999999999999h", bad: "is not a duration"},
		{in: "9999999999d", bad: "is not a duration"},
	} {
		t.Run(c.in, func(t *testing.T) {
			got, err := ParseDuration(c.in)
			if c.bad != "" {
				require.ErrorContains(t, err, c.bad)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

func TestParseMillis(t *testing.T) {
	for in, want := range map[string]int64{"0": 0, "10s": 10_000, "7d": 604_800_000, "1d12h": 129_600_000} {
		got, err := ParseMillis(in)
		require.NoError(t, err)
		require.Equal(t, want, got, in)
	}
	_, err := ParseMillis("1mo")
	require.ErrorContains(t, err, "no fixed length")
	_, err = ParseMillis("soon")
	require.ErrorContains(t, err, "is not a duration")
}

func TestParseDerive(t *testing.T) {
	for _, c := range []struct {
		in    string
		how   Derive
		after bytecode.Duration
	}{
		{"auto", Auto, bytecode.Duration{}},
		{"always", Always, bytecode.Duration{}},
		{"never", Never, bytecode.Duration{}},
		{"45m", Always, bytecode.Duration{Millis: 2_700_000}},
	} {
		how, after, err := ParseDerive(c.in)
		require.NoError(t, err)
		require.Equal(t, c.how, how)
		require.Equal(t, c.after, after)
	}
	for _, in := range []string{"", "yes", "0s", "1d1h"} {
		_, _, err := ParseDerive(in)
		require.ErrorContains(t, err, "neither auto", in)
	}
}

func TestConfig(t *testing.T) {
	p, err := parse("shop/journey.yaml", `
feed:
  path: events.ndjson
  mapping:
    time: when
    person: who
    event: what
  grace: 1m
  dedupe: 0
  order: time
  addresses: required
  derive:
    cart_abandoned: always
    after: 30m
timezone: Europe/Istanbul
languages: [en, tr]
channels: [pigeon, letter]
policies:
  default: marketing
rules:
  J0401: off
  dead-end: error
paths:
  - journeys
  - /elsewhere
site: https://shop.example
`)
	require.NoError(t, err)
	require.Equal(t, "shop/journey.yaml", p.File)
	f := p.Feed
	require.Equal(t, filepath.Join("shop", "events.ndjson"), f.Path)
	require.NotNil(t, f.Mapping.Mapping)
	require.Contains(t, f.Mapping.Text, "when")
	require.EqualValues(t, 60_000, f.Grace)
	require.Zero(t, f.Dedupe)
	require.True(t, f.ByTime)
	require.True(t, f.Addresses)
	require.Equal(t, Always, f.CartAbandoned)
	require.Equal(t, bytecode.Duration{Millis: 1_800_000}, f.AbandonAfter)
	require.Equal(t, "Europe/Istanbul", p.Timezone)
	require.Equal(t, []string{"en", "tr"}, p.Languages)
	require.Equal(t, []string{"pigeon", "letter"}, p.Channels)
	require.Equal(t, "marketing", p.Policy)
	require.Len(t, p.Rules, 2)
	require.Equal(t, "off", p.Rules[0].Level)
	require.Equal(t, "J0401", p.Text[p.Rules[0].Span.Start:p.Rules[0].Span.End])
	require.Equal(t, []string{filepath.Join("shop", "journeys"), "/elsewhere"}, p.Paths)
	require.Equal(t, "https://shop.example", p.Site)
	o := p.Options(true)
	require.Equal(t, "Europe/Istanbul", o.Lower.Zone)
	require.True(t, o.Lower.CartAbandoned)
	require.Equal(t, []string{"en", "tr"}, o.Check.Languages)
	require.Equal(t, "marketing", o.Check.Policy)
}

func TestSmallConfigs(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"a language's name", "languages: [en, turkish]", `"turkish" is not a language's tag`},
		{"a comment", "# later\n", ""},
		{"a feed alone", "feed: \"-\"\n", ""},
		{"a bare dash", "feed: -\n", "block sequence"},
		{"an empty feed", "feed:\n", ""},
		{"one path", "paths: journeys\n", ""},
		{"a list", "- feed\n", "a configuration has entries here"},
		{"two documents", "site: a\n---\nsite: b\n", "one YAML document"},
		{"a second document that is empty", "site: a\n---\n", "one YAML document"},
		{"an unknown key", "sites: a\n", `"sites" is not a key of a configuration`},
		{"no YAML", "feed: [\n", ""},
		{"a channel of two words", "channels: [big bird]\n", "cannot be a channel"},
		{"a missing mapping", "feed:\n  mapping: nowhere.yaml\n", "there is no file"},
		{"a bad mapping", "feed:\n  mapping:\n    persn: who\n", `"persn" is not a key of a mapping`},
		{"too large", "site: " + strings.Repeat("a", maxConfig), "more than 1 MB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parse("journey.yaml", c.text)
			if c.name == "no YAML" {
				require.Error(t, err)
				return
			}
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

// FuzzConfig holds that whatever the file is, reading it ends, and every mistake
// has a place inside it.
func FuzzConfig(f *testing.F) {
	for _, s := range []string{
		"feed:\n  path: a\n", "feed: [", "\xff", "a: &a\n  b: *a\n", "? x\n: y\n", "rules: {a: off, a: error}\n", "paths:\n- |\n  x\n", "feed:\n  mapping:\n    properties: 7\n", "é: 1\n", "timezone: !!binary x\n", "<<: {feed: x}\n", "a\n---\n", "---\n--- 0\n---",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := parse("journey.yaml", text)
		if err == nil {
			return
		}
		var config *ConfigError
		require.ErrorAs(t, err, &config)
		for _, d := range config.Diags {
			source := config.Sources[d.File]
			require.LessOrEqual(t, d.Span.Start, d.Span.End)
			require.LessOrEqual(t, d.Span.End, len(source))
			require.NotEmpty(t, d.Summary)
		}
	})
}

// tree makes files below a new folder, and goes there.
func tree(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
}

func TestFind(t *testing.T) {
	tree(t, map[string]string{
		"journey.yaml":            "site: outer\n",
		"shop/journeys/a.journey": "",
		"git/.git/HEAD":           "",
		"git/a/b.journey":         "",
		"own/journey.yaml":        "site: own\n",
		"own/b.journey":           "",
	})
	for _, c := range []struct{ journey, file, site string }{
		{"shop/journeys/a.journey", "journey.yaml", "outer"},
		{"shop/journeys", "journey.yaml", "outer"},
		{"own/b.journey", "own/journey.yaml", "own"},
		{"own", "own/journey.yaml", "own"},
		{"git/a/b.journey", "", ""},
		{"-", "journey.yaml", "outer"},
		{"missing/x.journey", "journey.yaml", "outer"},
	} {
		p, err := Load("", []string{c.journey})
		require.NoError(t, err)
		require.Equal(t, c.file, p.File, c.journey)
		require.Equal(t, c.site, p.Site, c.journey)
	}
	t.Chdir("shop/journeys")
	p, err := Load("", nil)
	require.NoError(t, err)
	require.Equal(t, "../../journey.yaml", p.File)

	_, err = Load("nowhere.yaml", nil)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestJourneys(t *testing.T) {
	tree(t, map[string]string{
		"a.journey":           "A",
		"b/b.journey":         "B",
		"b/c/c.journey":       "C",
		"b/c/c_test.journey":  "T",
		"b/.hidden/x.journey": "X",
		"b/readme.md":         "",
		"std/own.journey":     "O",
		"none/readme.md":      "",
		"bad.jbc":             "JOURNEY\x00damaged",
	})
	p := &Project{Paths: []string{"a.journey"}}
	read := func(args ...string) string {
		js, err := p.Journeys(args, strings.NewReader("S"))
		require.NoError(t, err)
		var out []string
		for _, s := range js.Sources {
			out = append(out, s.Path+"="+s.Text)
		}
		return strings.Join(out, " ")
	}
	require.Equal(t, "a.journey=A", read())
	require.Equal(t, "b/b.journey=B b/c/c.journey=C", read("b"))
	require.Equal(t, "b/c/c.journey=C b/b.journey=B", read("b/c", "b"))
	require.Equal(t, "a.journey=A", read("a.journey", "./a.journey"))
	require.Equal(t, "stdin=S", read("-"))
	require.Equal(t, "b/c/c_test.journey=T", read("b/c/c_test.journey"))
	require.Equal(t, "./std/own.journey=O", read("std"))
	js, err := p.JourneysAndTests([]string{"b/c"}, nil)
	require.NoError(t, err)
	require.Len(t, js.Sources, 2)
	require.Equal(t, "T", js.Texts()["b/c/c_test.journey"])

	for _, c := range []struct{ arg, want string }{
		{"none", "holds no *.journey files"},
		{"missing.journey", "missing.journey"},
		{"bad.jbc", "reading the program bad.jbc"},
	} {
		_, err := p.Journeys([]string{c.arg}, nil)
		require.ErrorContains(t, err, c.want)
	}
	_, err = (&Project{}).Journeys(nil, nil)
	require.ErrorIs(t, err, ErrNothing)
}

func TestCompiledStandsAlone(t *testing.T) {
	res := compiler.Compile([]compiler.Source{{Path: "a.journey", Text: "when purchased then email \"x\"\n"}}, compiler.Options{})
	data := res.Program.Encode()
	tree(t, map[string]string{"a.jbc": string(data), "b.jbc": string(data), "c.journey": ""})
	p := &Project{}
	js, err := p.Journeys([]string{"a.jbc"}, nil)
	require.NoError(t, err)
	require.NotNil(t, js.Compiled)
	require.Equal(t, "a.jbc", js.CompiledFrom)
	_, err = p.Journeys([]string{"a.jbc", "c.journey"}, nil)
	require.ErrorContains(t, err, "stands alone")
	_, err = p.Journeys([]string{"a.jbc", "b.jbc"}, nil)
	require.ErrorContains(t, err, "both compiled")
}

func TestSpares(t *testing.T) {
	p := &Project{Dir: "shop"}
	for _, c := range []struct {
		pattern, file string
		want          bool
	}{
		{"old", "shop/old/a.journey", true},
		{"old/", "shop/old/a.journey", true},
		{"old/**", "shop/old/deep/a.journey", true},
		{"./old/*", "shop/old/a.journey", true},
		{"**/old/*.journey", "shop/x/y/old/a.journey", true},
		{"**/*_test.journey", "shop/a_test.journey", true},
		{"**", "shop/a.journey", true},
		{"old/**", "shop/older/a.journey", false},
		{"old/*.journey", "shop/old/deep/a.txt", false},
		{"a.journey", "shop/b/a.journey", false},
		{"old", "old/a.journey", false},
		{"**/b", "shop/a.journey", false},
	} {
		require.Equal(t, c.want, p.Spares(Rule{Except: []string{c.pattern}}, c.file), "%s of %s", c.pattern, c.file)
	}
	require.False(t, p.Spares(Rule{}, "shop/a.journey"))
}
