//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/require"
)

// screen is a terminal with the program in it, and all that was written to it.
type screen struct {
	t    *testing.T
	cmd  *exec.Cmd
	pty  *os.File
	mu   sync.Mutex
	out  bytes.Buffer
	more chan struct{} // something was written
	end  chan struct{} // nothing more will be
}

// terminal runs the program in a terminal of its own, in a folder with a project.
func terminal(t *testing.T, args ...string) *screen {
	t.Helper()
	cmd := journey(t, args...)
	begin := exec.Command(cmd.Path, "init")
	begin.Args[0], begin.Dir = "journey", cmd.Dir
	require.NoError(t, begin.Run())
	return inTerminal(t, cmd)
}

// inTerminal runs a command in a terminal of its own.
func inTerminal(t *testing.T, cmd *exec.Cmd) *screen {
	t.Helper()
	state := t.TempDir() // of somebody who has said who orders right-to-left text
	require.NoError(t, os.Mkdir(filepath.Join(state, "journey"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(state, "journey", "terminal.json"), []byte(`{"order":"app"}`), 0o644))
	cmd.Env = append(append(os.Environ(), "TERM=xterm-256color", "NO_COLOR=", "LANG=C.UTF-8", "XDG_STATE_HOME="+state), cmd.Env...)
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: 80, Rows: 24})
	require.NoError(t, err)
	s := &screen{t: t, cmd: cmd, pty: f, more: make(chan struct{}, 1), end: make(chan struct{})}
	t.Cleanup(func() {
		_ = f.Close()
		_ = cmd.Process.Kill()
	})
	go func() {
		defer close(s.end)
		buf := make([]byte, 1<<16)
		for {
			n, err := f.Read(buf)
			s.mu.Lock()
			s.out.Write(buf[:n])
			s.mu.Unlock()
			select {
			case s.more <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	return s
}

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.String()
}

// await waits until the program has written something.
func (s *screen) await(want string) {
	s.t.Helper()
	late := time.After(time.Minute)
	for !strings.Contains(s.text(), want) {
		select {
		case <-s.more:
		case <-s.end:
			require.Contains(s.t, s.text(), want)
			return
		case <-late:
			require.Contains(s.t, s.text(), want)
		}
	}
}

// ends waits for the end, and looks at what is left of the terminal.
func (s *screen) ends() {
	s.t.Helper()
	select {
	case <-s.end:
	case <-time.After(time.Minute):
		require.Fail(s.t, "it does not end")
	}
	_ = s.cmd.Wait() // how it ends is not the question here
	out := s.text()
	for _, restored := range []string{"\x1b[?1049l", "\x1b[?25h", "\x1b[?1002l", "\x1b[8h"} {
		i, k := strings.LastIndex(out, restored), strings.LastIndex(out, "DRY RUN")
		require.Greater(s.t, i, k, "%q comes after the last frame", restored)
	}
}

func TestTerminal(t *testing.T) {
	s := terminal(t) // journey alone
	s.await("DRY RUN")
	s.await("recommend(cart)")
	_, err := s.pty.WriteString("3")
	require.NoError(t, err)
	s.await("[3 Messages]")
	require.NoError(t, pty.Setsize(s.pty, &pty.Winsize{Cols: 100, Rows: 30}))
	s.await("all actions")
	require.NoError(t, os.WriteFile(filepath.Join(s.cmd.Dir, "cart.journey"), []byte("when cart_abandoned then"), 0o644))
	s.await("the file has an error")
	_, err = s.pty.WriteString("q")
	require.NoError(t, err)
	s.ends()
	require.Contains(t, s.text(), "Nothing was sent.")
}

func TestTerminalIsGivenBack(t *testing.T) {
	for name, stop := range map[string]func(*screen){
		"Ctrl-C": func(s *screen) { _, _ = s.pty.WriteString("\x03") },
		"TERM":   func(s *screen) { _ = s.cmd.Process.Signal(syscall.SIGTERM) },
		"HUP":    func(s *screen) { _ = s.cmd.Process.Signal(syscall.SIGHUP) },
		"INT":    func(s *screen) { _ = s.cmd.Process.Signal(os.Interrupt) },
	} {
		t.Run(name, func(t *testing.T) {
			s := terminal(t, "play")
			s.await("recommend(cart)")
			stop(s)
			s.ends()
		})
	}
}

// TestAFileThatIsBrokenAtTheStart begins when it is mended.
func TestAFileThatIsBrokenAtTheStart(t *testing.T) {
	s := terminal(t, "play", "cart.journey", "--feed", "events.ndjson")
	s.await("recommend(cart)")
	good, err := os.ReadFile(filepath.Join(s.cmd.Dir, "cart.journey"))
	require.NoError(t, err)
	_, err = s.pty.WriteString("q")
	require.NoError(t, err)
	s.ends()

	require.NoError(t, os.WriteFile(filepath.Join(s.cmd.Dir, "cart.journey"), []byte("when cart_abandoned then"), 0o644))
	again := journey(t, "play", "cart.journey", "--feed", "events.ndjson")
	again.Dir = s.cmd.Dir
	s = inTerminal(t, again)
	s.await("nothing runs yet")
	require.NoError(t, os.WriteFile(filepath.Join(s.cmd.Dir, "cart.journey"), good, 0o644))
	s.await("[1 Flow]")
	_, err = s.pty.WriteString("q")
	require.NoError(t, err)
	s.ends()
}

// TestAFixIsWritten mends a file with one key, and a yes.
func TestAFixIsWritten(t *testing.T) {
	cmd := journey(t, "play", "cart.journey")
	file := filepath.Join(cmd.Dir, "cart.journey")
	require.NoError(t, os.WriteFile(file, []byte("when cart_abandoned where total is 5 then email \"Come back\"\n"), 0o644))
	s := inTerminal(t, cmd)
	s.await("nothing runs yet")
	_, err := s.pty.WriteString("f")
	require.NoError(t, err)
	s.await("Enter write it")
	_, err = s.pty.WriteString("\r")
	require.NoError(t, err)
	s.await("[1 Flow]")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, "when cart_abandoned where total == 5 then email \"Come back\"\n", string(text))
	_, err = s.pty.WriteString("q")
	require.NoError(t, err)
	s.ends()
}

// TestADumbTerminal talks where nothing can be drawn, and where somebody asked for
// it.
func TestADumbTerminal(t *testing.T) {
	for _, how := range []string{"TERM=dumb", "ACCESSIBLE=1"} {
		cmd := journey(t, "play")
		begin := exec.Command(cmd.Path, "init")
		begin.Args[0], begin.Dir = "journey", cmd.Dir
		require.NoError(t, begin.Run())
		cmd.Args = []string{"journey", "play"}
		cmd.Env = append(os.Environ(), "TERM=xterm", how)
		f, err := pty.Start(cmd)
		require.NoError(t, err)
		defer func() { _ = f.Close() }()
		_, err = f.WriteString("next message\nquit\n")
		require.NoError(t, err)
		var out bytes.Buffer
		_, _ = out.ReadFrom(f) // a terminal ends with an error
		require.NoError(t, cmd.Wait())
		require.Contains(t, out.String(), "DRY RUN: nothing is sent.")
		require.Contains(t, out.String(), "message 1: email")
		require.Contains(t, out.String(), "Nothing was sent.")
		require.NotContains(t, out.String(), "\x1b")
	}
}
