package page_test

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/sim"
	"github.com/journeylang/journey/runtime/sim/page"
)

var update = flag.Bool("update", false, "write the golden anew")

const journeys = `message back {
  subject    "{{ profile.first_name ?? "You" }}, come back"
  subject ar "{{ profile.first_name ?? "صديقنا" }}، عد إلينا"
  body       """
    Your cart waits, {{ profile.first_name ?? "friend" }}.

    It is worth it.
  """
  link       link("/cart")
}

journey cart "Carts that were left" {
  when cart_abandoned where total > 10
  goal purchased within 7d

  then {
    email back
    wait 2h
    if entry.total > 50 { sms "Ten percent for you" } else { push "Still there" }
  }
}
`

// feed is three people, of whom two go by NAME and ID.
const feed = `{"time":"2026-03-02T09:00:00Z","person":"p1","event":"identify","first_name":"NAME","language":"en","email":"anna@example.test"}
{"time":"2026-03-02T09:00:00Z","person":"ID","event":"identify","first_name":"NAME","language":"ar","email":"z@example.test"}
{"time":"2026-03-02T09:00:00Z","person":"p3","event":"identify","email":null}
{"time":"2026-03-02T10:00:00Z","person":"p1","event":"cart_abandoned","total":80}
{"time":"2026-03-02T11:00:00Z","person":"ID","event":"cart_abandoned","total":20}
{"time":"2026-03-02T11:00:00Z","person":"p3","event":"cart_abandoned","total":20}
{"time":"2026-03-02T11:30:00Z","person":"p4","event":"cart_abandoned","total":5}
{"time":"2026-03-03T11:00:00Z","person":"p1","event":"purchased","total":80}
`

func version(t testing.TB, name, text string) *sim.Version {
	t.Helper()
	sources := []compiler.Source{{Path: "cart.journey", Text: text}}
	res := compiler.Compile(sources, compiler.Options{Lower: lower.Options{Zones: calendar.Version}})
	require.Empty(t, res.Diags)
	v, err := sim.NewVersion(name, sources, res)
	require.NoError(t, err)
	return v
}

// written is the page of a feed, with what another version would do.
func written(t testing.TB, v, before *sim.Version, name, data string) string {
	t.Helper()
	ctx := context.Background()
	s, err := sim.Open(ctx, sim.Config{Version: v, Workers: 2, Dedupe: 7 * 86_400_000, Feed: sim.Feed{
		Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(data)), nil },
	}})
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, s.Wait(ctx))
	s.Seek(1 << 62)
	var c *sim.Comparison
	if before != nil {
		c, err = s.Compare(ctx, before, nil)
		require.NoError(t, err)
	}
	var b bytes.Buffer
	require.NoError(t, page.Write(&b, s, c))
	return b.String()
}

func named(name, id string) string { return strings.NewReplacer("NAME", name, "ID", id).Replace(feed) }

// small is a page with everything on it.
func small(t testing.TB) string {
	now, before := version(t, "v2", journeys), version(t, "v1", strings.Replace(journeys, "wait 2h", "wait 4h", 1))
	return written(t, now, before, "shop.ndjson", named("زينب", "p2"))
}

var styles = regexp.MustCompile(`(?s)<style>.*?</style>`)

func TestGolden(t *testing.T) {
	got := small(t)
	require.Equal(t, got, small(t), "the same simulation gives the same bytes")
	got = styles.ReplaceAllString(got, "<style></style>")
	const golden = "testdata/page.html"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
	require.NotContains(t, got, "example.test<", "addresses are nobody's business")
	require.NotContains(t, got, "anna@")
}

var (
	markup     = regexp.MustCompile(`<[^>]*>`)
	attributes = regexp.MustCompile(`="[^"]*"`)
)

// shape is the markup of a page: its tags with their attributes' names. Elements that
// only set a value apart are left out: whether a value needs one is a matter of its
// script.
func shape(text string) []string {
	var out []string
	for _, tag := range markup.FindAllString(text, -1) {
		if tag != "<bdi>" && tag != "</bdi>" {
			out = append(out, attributes.ReplaceAllString(tag, "="))
		}
	}
	return out
}

// TestHostileTextMakesNoMarkup gives a page texts that try to be markup: it has the
// tags and attributes of a page with plain ones, and nothing of it acts unseen.
func TestHostileTextMakesNoMarkup(t *testing.T) {
	attack := func(s string) string {
		return strings.NewReplacer(`"`, `\"`, "\x1b", `\u001b`, "\u202e", `\u202e`).Replace(s)
	}
	for _, name := range []string{
		"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "</title></style></svg><script>1</script>", "' onmouseover='alert(1)",
		"javascript:alert(1)", "<!--", "]]>", "{{.}}", "\x1b[31mred\u202eesrever", "&lt;b&gt;", "a b\u2068c\u2069\u2069\u2068",
	} {
		plain := shape(written(t, version(t, "v2", journeys), version(t, "v1", strings.Replace(journeys, "2h", "4h", 1)), "shop.ndjson", named("Anna", "q2")))
		hostile := func(text string) string {
			return strings.Replace(text, "Carts that were left", strings.NewReplacer(`\`, `\\`, `"`, `\"`, "{{", "{ {", "\x1b", "", "\u202e", "", "\u2068", "", "\u2069", "").Replace(name), 1)
		}
		got := written(t, version(t, name, hostile(journeys)), version(t, name+"1", strings.Replace(hostile(journeys), "2h", "4h", 1)), name, named(attack(name), attack("q"+name)))
		require.Equal(t, plain, shape(got), "%q", name)
		for _, r := range got {
			require.False(t, r < ' ' && r != '\n', "%q in the page of %q", r, name)
			require.NotContains(t, "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069", string(r))
		}
	}
}

// TestEmpty is a page of nobody.
func TestEmpty(t *testing.T) {
	got := written(t, version(t, "v1", journeys), nil, "empty.ndjson", "")
	require.Contains(t, got, "No message would be sent.")
	require.NotContains(t, got, "What people would read")
	require.NotContains(t, got, "NaN")
}
