package page_test

import (
	"context"
	"encoding/json"
	"errors"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The page is opened in a browser where there is one, Chromium without a window. It
// must say nothing on the console, be drawn, and have no fault that axe-core (from
// AXE_CORE, a file, or else fetched by npm) calls serious, in light, in dark, and on
// a phone.

func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("there is no chromium here to open the page with")
	return ""
}

// browse opens a file and returns what the browser wrote.
func browse(t *testing.T, file string, args ...string) (out, console string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	defer cancel()
	args = append(args, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
		"--user-data-dir="+t.TempDir(), "--enable-logging=stderr", "--virtual-time-budget=20000", "file://"+file)
	cmd := exec.CommandContext(ctx, browser(t), args...)
	var errs strings.Builder
	cmd.Stderr = &errs
	text, err := cmd.Output()
	var missing *exec.ExitError
	if errors.As(err, &missing) && len(text) == 0 && strings.Contains(errs.String(), "error while loading shared libraries") {
		t.Skip("this chromium does not run: " + errs.String())
	}
	require.NoError(t, err, errs.String())
	return string(text), errs.String()
}

// looks are the ways in which somebody may see the page.
var looks = []struct {
	name string
	args []string
}{
	{"light", []string{"--window-size=1280,900", "--blink-settings=preferredColorScheme=1"}},
	{"dark", []string{"--window-size=1280,900", "--blink-settings=preferredColorScheme=0"}},
	{"phone", []string{"--window-size=500,900", "--blink-settings=preferredColorScheme=1"}}, // no window is narrower
}

func TestBrowser(t *testing.T) {
	browser(t)
	file := filepath.Join(t.TempDir(), "page.html")
	require.NoError(t, os.WriteFile(file, []byte(small(t)), 0o600))
	pictures := map[string]string{}
	for _, look := range looks {
		picture := filepath.Join(t.TempDir(), look.name+".png")
		_, console := browse(t, file, append(look.args, "--screenshot="+picture)...)
		require.NotContains(t, console, "CONSOLE", look.name)
		png, err := os.ReadFile(picture)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(string(png), "\x89PNG"), look.name)
		require.Greater(t, len(png), 10_000, "%s: something is drawn", look.name)
		pictures[look.name] = string(png)
	}
	require.NotEqual(t, pictures["light"], pictures["dark"])
	dom, _ := browse(t, file, "--dump-dom")
	require.Contains(t, dom, "Dry run: nothing was sent")
	require.NotContains(t, dom, "<script", "nothing on the page runs")
}

// TestConsoleIsHeard holds the test above: a page that breaks its own policy is told
// of.
func TestConsoleIsHeard(t *testing.T) {
	browser(t)
	file := filepath.Join(t.TempDir(), "page.html")
	bad := strings.Replace(small(t), "</main>", `<img src="http://127.0.0.1:9/x.png"><script>1</script></main>`, 1)
	require.NoError(t, os.WriteFile(file, []byte(bad), 0o600))
	_, console := browse(t, file, "--screenshot="+filepath.Join(t.TempDir(), "x.png"))
	require.Contains(t, console, "CONSOLE")
}

var (
	policy  = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)
	verdict = regexp.MustCompile(`(?s)<pre id="verdict">(.*?)</pre>`)
)

func TestAccessible(t *testing.T) {
	browser(t)
	axe := axeCore(t)
	text := policy.ReplaceAllString(small(t), "") // the page itself lets nothing run
	check := `<pre id="verdict"></pre><script>` + axe + `</script><script>
window.addEventListener("load", () => axe.run().then(r => {
  document.getElementById("verdict").textContent = JSON.stringify({passes: r.passes.length, faults:
    r.violations.map(v => ({id: v.id, impact: v.impact, where: v.nodes.map(n => n.html)}))});
}));
</script></body>`
	file := filepath.Join(t.TempDir(), "page.html")
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(text, "</body>", check, 1)), 0o600))
	for _, look := range looks {
		dom, console := browse(t, file, append(look.args, "--dump-dom")...)
		found := verdict.FindStringSubmatch(dom)
		require.NotEmpty(t, found, console)
		var got struct {
			Passes int
			Faults []struct {
				ID, Impact string
				Where      []string
			}
		}
		require.NoError(t, json.Unmarshal([]byte(html.UnescapeString(found[1])), &got), look.name)
		require.Greater(t, got.Passes, 20, "axe looked at the page")
		for _, f := range got.Faults {
			if f.ID == "region" && len(f.Where) == 1 && strings.Contains(f.Where[0], "verdict") {
				continue // the verdict itself stands outside of everything
			}
			t.Errorf("%s: %s (%s): %s", look.name, f.ID, f.Impact, strings.Join(f.Where, "\n"))
		}
	}
}

// axeCore is the text of axe-core.
func axeCore(t *testing.T) string {
	t.Helper()
	file := os.Getenv("AXE_CORE")
	if file == "" {
		npm, err := exec.LookPath("npm")
		if err != nil {
			t.Skip("axe-core is not at hand: AXE_CORE names no file, and there is no npm")
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		dir := t.TempDir()
		cmd := exec.CommandContext(ctx, npm, "install", "--prefix", dir, "--no-save", "--fetch-retries=0", "--ignore-scripts", "axe-core@4")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Skipf("axe-core cannot be fetched: %v: %.200s", err, out)
		}
		file = filepath.Join(dir, "node_modules", "axe-core", "axe.min.js")
	}
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return strings.ReplaceAll(string(text), "</script", `<\/script`)
}
