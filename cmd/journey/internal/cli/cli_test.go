package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

// noEnv is an environment without variables.
func noEnv(string) string { return "" }

func TestColor(t *testing.T) {
	for _, c := range []struct {
		name string
		env  map[string]string
		want bool
	}{
		{"a file", nil, false},
		{"forced", map[string]string{"CLICOLOR_FORCE": "1"}, true},
		{"not forced", map[string]string{"CLICOLOR_FORCE": "0"}, false},
		{"refused and forced", map[string]string{"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := newConsole(io.Discard, func(k string) string { return c.env[k] })
			require.Equal(t, c.want, got.color)
			require.False(t, got.tty)
			require.Equal(t, 80, got.width)
			require.Equal(t, c.want, got.paint(bold, "x") != "x")
		})
	}
}

// screen plays a terminal of one line: it knows what a carriage return does.
type screen struct{ line []byte }

func (s *screen) Write(p []byte) (int, error) {
	at := 0
	for _, c := range p {
		switch c {
		case '\r':
			at = 0
		case '\n':
			s.line, at = nil, 0
		default:
			s.line = append(s.line[:min(at, len(s.line))], append([]byte{c}, s.line[min(at+1, len(s.line)):]...)...)
			at++
		}
	}
	return len(p), nil
}

func (s *screen) String() string { return strings.TrimRight(string(s.line), " ") }

func TestProgress(t *testing.T) {
	s := &screen{}
	now := time.Unix(0, 0)
	a := &app{Streams: Streams{Err: s, Now: func() time.Time { return now }}, err: console{tty: true, width: 20}}
	draw := func(text string) {
		a.showProgress(func(time.Duration) string { return text })
	}
	a.startProgress(false)
	draw("too early")
	require.Empty(t, s.String())
	now = now.Add(progressEvery)
	draw("50 %  a long line that does not fit")
	require.Equal(t, "50 %  a long line t", s.String())
	now = now.Add(progressEvery)
	draw("60 %")
	require.Equal(t, "60 %", s.String())
	a.say("done")
	require.Empty(t, s.String())
	a.clearProgress()
	require.Empty(t, s.String())

	a.startProgress(true)
	a.out.tty = true
	a.startProgress(true)
	now = now.Add(progressEvery)
	draw("over the data")
	require.Empty(t, s.String())
}

func TestCounted(t *testing.T) {
	require.Equal(t, "1 line", counted(1, "line", "lines"))
	require.Equal(t, "0 lines", counted(0, "line", "lines"))
	require.Equal(t, "1,234,567 lines", counted(1_234_567, "line", "lines"))
}

// run runs a command line in the test's own process.
func runCLI(ctx context.Context, in io.Reader, args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = Run(ctx, args, Streams{In: in, Out: &out, Err: &err, Getenv: noEnv, Now: time.Now})
	return code, out.String(), err.String()
}

// TestInterruptedReads cancels while a read from standard input never returns.
func TestInterruptedReads(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.journey")
	require.NoError(t, os.WriteFile(file, []byte("when purchased then email \"x\"\n"), 0o644))
	for _, args := range [][]string{
		{"simulate", "-", "--feed", file},
		{"simulate", file, "--feed", "-"},
		{"disasm", "-"},
	} {
		in, w := io.Pipe()
		ctx, cancel := context.WithCancel(context.Background())
		go func() {
			_, _ = w.Write([]byte("{"))
			cancel()
		}()
		code, stdout, stderr := runCLI(ctx, in, args...)
		require.Equal(t, exitInterrupted, code, "%v: %s", args, stderr)
		require.Empty(t, stdout)
		require.Contains(t, stderr, "interrupted")
	}
}

type goneReader struct{}

func (goneReader) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestGoneReader(t *testing.T) {
	var stderr bytes.Buffer
	code := Run(context.Background(), []string{"sample"}, Streams{Out: goneReader{}, Err: &stderr, Getenv: noEnv, Now: time.Now})
	require.Equal(t, exitClean, code)
	require.Empty(t, stderr.String())
}

// TestMistakeOfOurs turns a panic into exit code 3 with a stack.
func TestMistakeOfOurs(t *testing.T) {
	before := registered
	defer func() { registered = before }()
	register(func(*app) *cobra.Command {
		return &cobra.Command{Use: "explode", RunE: func(*cobra.Command, []string) error { panic("boom") }}
	})
	code, _, stderr := runCLI(context.Background(), nil, "explode")
	require.Equal(t, exitFailed, code)
	require.Contains(t, stderr, "a mistake in journey itself, please report it: boom")
	require.Contains(t, stderr, "goroutine")
}

func TestEveryCommandIsInAGroup(t *testing.T) {
	a := &app{Streams: Streams{Getenv: noEnv}}
	for _, c := range a.root().Commands() {
		require.NotEmpty(t, c.GroupID, c.Name())
		require.NotEmpty(t, c.Short, c.Name())
	}
}

func TestMentions(t *testing.T) {
	dir := t.TempDir()
	texts := needles([]string{"cart_abandoned", "abandoned_cart"})
	require.Equal(t, "[BANDONED bandoned]", fmt.Sprintf("%s", texts))
	long := strings.Repeat("x", 1<<20-4)
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"none", `{"event":"purchased"}`, false},
		{"lower", `{"event":"cart_abandoned"}`, true},
		{"as Segment writes it", `{"event":"Cart Abandoned"}`, true},
		{"upper", `{"event":"CART_ABANDONED"}`, true},
		{"across two reads", long + "abandoned", true},
		{"empty", "", false},
	} {
		for _, packed := range []string{"", "gz", "zst"} {
			t.Run(c.name+packed, func(t *testing.T) {
				path := filepath.Join(dir, "feed")
				require.NoError(t, os.WriteFile(path, packText(t, packed, c.text), 0o644))
				got, err := mentions(context.Background(), path, texts)
				require.NoError(t, err)
				require.Equal(t, c.want, got)
			})
		}
	}
	_, err := mentions(context.Background(), filepath.Join(dir, "missing"), texts)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "cut"), packText(t, "gz", long)[:100], 0o644))
	got, err := mentions(context.Background(), filepath.Join(dir, "cut"), texts)
	require.NoError(t, err)
	require.True(t, got, "a damaged file is the reader's to report")
}

func packText(t *testing.T, how, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	switch how {
	case "gz":
		w = gzip.NewWriter(&out)
	case "zst":
		z, err := zstd.NewWriter(&out)
		require.NoError(t, err)
		w = z
	default:
		return []byte(text)
	}
	_, err := io.WriteString(w, text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Bytes()
}

// transcript is an output that can be read while it is written.
type transcript struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *transcript) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *transcript) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// TestWatch saves a journey in the ways editors do, and breaks it once.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	file, feed := filepath.Join(dir, "thanks.journey"), filepath.Join(dir, "feed.ndjson")
	const line = `{"time":"2026-03-02T10:00:00Z","person":"p1","event":"purchased","total":%d}` + "\n"
	require.NoError(t, os.WriteFile(feed, []byte(fmt.Sprintf(line, 50)), 0o644))
	const source = "when purchased where total > %d then email \"x\"\n"
	require.NoError(t, os.WriteFile(file, []byte(fmt.Sprintf(source, 100)), 0o644))

	ctx, cancel := context.WithCancel(context.Background())
	out := &transcript{}
	done := make(chan int)
	go func() {
		done <- Run(ctx, []string{"simulate", dir, "--feed", feed, "--watch"}, Streams{Out: out, Err: out, Getenv: noEnv, Now: time.Now})
	}()
	says := func(times int, text string) {
		t.Helper()
		require.Eventually(t, func() bool { return strings.Count(out.String(), text) >= times }, time.Minute, 5*time.Millisecond, text)
	}
	says(1, "watching")
	// Saved in place.
	require.NoError(t, os.WriteFile(file, []byte(fmt.Sprintf(source, 10)), 0o644))
	says(1, "entered              ·      1      +1")
	says(2, "watching")
	// Broken, by a rename over it.
	beside := filepath.Join(dir, "new")
	require.NoError(t, os.WriteFile(beside, []byte("when\n"), 0o644))
	require.NoError(t, os.Rename(beside, file))
	says(1, "error[")
	says(1, "the last good result stays")
	// Put right, compared with the last good result.
	require.NoError(t, os.WriteFile(beside, []byte(fmt.Sprintf(source, 70)), 0o644))
	require.NoError(t, os.Rename(beside, file))
	says(1, "entered              1      ·      -1")
	// Another text that means the same.
	require.NoError(t, os.WriteFile(file, []byte("# again\n"+fmt.Sprintf(source, 70)), 0o644))
	says(1, "nothing changes")
	cancel()
	require.Equal(t, exitInterrupted, <-done)
}

// TestWatchTests saves the file of tests that stands beside a journey.
func TestWatchTests(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "thanks.journey")
	require.NoError(t, os.WriteFile(file, []byte("when purchased then email \"x\"\n"), 0o644))
	tests := func(want string) {
		t.Helper()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "thanks_test.journey"), []byte("test \"t\" {\n  at 10:00 purchased\n  expect "+want+"\n}\n"), 0o644))
	}
	tests("email at 11:00")
	ctx, cancel := context.WithCancel(context.Background())
	out := &transcript{}
	done := make(chan int)
	go func() {
		done <- Run(ctx, []string{"test", file, "--watch"}, Streams{Out: out, Err: out, Getenv: noEnv, Now: time.Now})
	}()
	says := func(times int, text string) {
		t.Helper()
		require.Eventually(t, func() bool { return strings.Count(out.String(), text) >= times }, time.Minute, 5*time.Millisecond, text)
	}
	says(1, "1 test, 1 failed")
	says(1, "watching")
	tests("email at 10:00")
	says(1, "1 test, 1 passed")
	says(2, "watching")
	require.NoError(t, os.WriteFile(file, []byte("when\n"), 0o644))
	says(1, "1 test, 1 not run")
	cancel()
	require.Equal(t, exitInterrupted, <-done)
}
