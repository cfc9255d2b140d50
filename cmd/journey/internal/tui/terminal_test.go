//go:build unix

package tui

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"github.com/stretchr/testify/require"
	"golang.org/x/term"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
	"github.com/journeylang/journey/runtime/sim"
)

// watched is a terminal, and what was written to it.
type watched struct {
	pty, tty *os.File
	mu       sync.Mutex
	out      bytes.Buffer
	more     chan struct{}
}

func openTerminal(t *testing.T) *watched {
	t.Helper()
	master, slave, err := pty.Open()
	require.NoError(t, err)
	require.NoError(t, pty.Setsize(master, &pty.Winsize{Cols: 80, Rows: 24}))
	w := &watched{pty: master, tty: slave, more: make(chan struct{}, 1)}
	t.Cleanup(func() {
		_ = master.Close()
		_ = slave.Close()
	})
	go func() {
		buf := make([]byte, 1<<16)
		for {
			n, err := master.Read(buf)
			w.mu.Lock()
			w.out.Write(buf[:n])
			w.mu.Unlock()
			select {
			case w.more <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	return w
}

func (w *watched) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.String()
}

func (w *watched) await(want string) {
	for !strings.Contains(w.text(), want) {
		<-w.more
	}
}

// TestEveryEndGivesTheTerminalBack holds that the terminal is as it was, and its
// input too, whatever ends the program.
func TestEveryEndGivesTheTerminalBack(t *testing.T) {
	for _, c := range []struct {
		name  string
		end   func(w *watched, cancel context.CancelFunc)
		crash string
	}{
		{"quit", func(w *watched, _ context.CancelFunc) { _, _ = w.pty.WriteString("q") }, ""},
		{"interrupted", func(_ *watched, cancel context.CancelFunc) { cancel() }, ""},
		{"panic in what a key does", func(w *watched, _ context.CancelFunc) { _, _ = w.pty.WriteString("3e") }, "boom"},
		{"panic beside the screen", func(w *watched, _ context.CancelFunc) { _, _ = w.pty.WriteString("2h") }, "boom beside"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := openTerminal(t)
			before, err := term.GetState(int(w.tty.Fd()))
			require.NoError(t, err)
			run := opened(t, 20, 2)
			run.Edits = true
			run.Head = func(context.Context) (*sim.Version, error) { panic("boom beside") }
			m := stage.New(run, stage.Look{})
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			ended := make(chan error, 1)
			go func() {
				ended <- Run(ctx, m, Options{In: w.tty, Out: w.tty, Environ: []string{"TERM=xterm-256color"}, Mouse: true,
					Editor: func(string, int) *exec.Cmd { panic("boom") }})
			}()
			w.await("DRY RUN")
			c.end(w, cancel)
			err = <-ended
			if c.crash != "" {
				var crash *Crash
				require.ErrorAs(t, err, &crash)
				require.Contains(t, crash.Error(), c.crash)
				require.Contains(t, crash.Report(), "pressed: @80x24 ")
				require.Contains(t, crash.Report(), "goroutine")
			}
			w.await("\x1b[8h")
			out := w.text()
			for _, restored := range []string{"\x1b[?1049l", "\x1b[?25h", "\x1b[?1002l", "\x1b[8h"} {
				require.Greater(t, strings.LastIndex(out, restored), strings.LastIndex(out, "DRY RUN"), "%q comes after the last frame", restored)
			}
			after, err := term.GetState(int(w.tty.Fd()))
			require.NoError(t, err)
			require.Equal(t, before, after, "the input is as it was")
		})
	}
}

// TestAClosedPipeEnds holds that nobody waits for a reader who has gone.
func TestAClosedPipeEnds(t *testing.T) {
	w := openTerminal(t)
	before, err := term.GetState(int(w.tty.Fd()))
	require.NoError(t, err)
	r, out, err := os.Pipe()
	require.NoError(t, err)
	require.NoError(t, r.Close())
	defer func() { _ = out.Close() }()
	ended := make(chan error, 1)
	go func() {
		ended <- Run(context.Background(), model(t, 20, 2), Options{In: w.tty, Out: out, Environ: []string{"TERM=xterm-256color"}})
	}()
	require.ErrorIs(t, <-ended, syscall.EPIPE)
	after, err := term.GetState(int(w.tty.Fd()))
	require.NoError(t, err)
	require.Equal(t, before, after, "the input is as it was")
}
