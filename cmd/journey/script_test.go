package main

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"journey": main}) }

// TestScripts runs the scripts in testdata/script: every command, every exit
// code. Beside testscript's own commands there are
//
//	exits CODE COMMAND [ARGS]   the command ends with this exit code
//	pack gzip|zstd FROM TO      packs a file
//	same FILE OTHER             the files hold the same bytes, whatever they are
//	bytes FILE HEX              writes a file that is not text
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("SHOP", shop(t))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "pack": pack, "same": same, "bytes": write,
		},
	})
}

func shop(t *testing.T) string {
	path, err := filepath.Abs(filepath.Join("..", "..", "examples", "shop", "shop.ndjson"))
	require.NoError(t, err)
	return path
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARGS]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func pack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: pack gzip|zstd FROM TO")
	}
	var out bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&out)
	if args[0] == "zstd" {
		z, err := zstd.NewWriter(&out)
		ts.Check(err)
		w = z
	}
	_, err := io.WriteString(w, ts.ReadFile(args[1]))
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), out.Bytes(), 0o644))
}

func same(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: same FILE OTHER")
	}
	if equal := ts.ReadFile(args[0]) == ts.ReadFile(args[1]); equal == neg {
		ts.Fatalf("%s and %s: the same bytes is %v", args[0], args[1], equal)
	}
}

func write(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE HEX")
	}
	data, err := hex.DecodeString(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}

// journey is the program as a process, for what needs signals and pipes.
func journey(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	return &exec.Cmd{Path: self, Args: append([]string{"journey"}, args...), Dir: t.TempDir()}
}

// TestInterrupt presses Ctrl-C while the program waits for a pipe that has said
// something but not everything.
func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent Ctrl-C there")
	}
	file := filepath.Join(t.TempDir(), "cart.journey")
	require.NoError(t, os.WriteFile(file, []byte("when purchased then email \"Thank you\"\n"), 0o644))
	cmd := journey(t, "simulate", file, "--feed", "-", "--format", "ndjson", "--kinds", "send")
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	// Decisions come out batch by batch: the first byte of output means that the
	// program is in the middle of its work.
	go func() {
		at := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
		for i := range 20_000 {
			line := fmt.Sprintf(`{"time":%q,"person":"p%d","event":"purchased"}`+"\n", at.Add(time.Duration(i)*time.Second).Format(time.RFC3339), i)
			if _, err := io.WriteString(in, line); err != nil {
				return // the program has ended
			}
		}
	}()
	_, err = out.Read(make([]byte, 1))
	require.NoError(t, err)
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	_, err = io.Copy(io.Discard, out)
	require.NoError(t, err)
	err = cmd.Wait()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	require.Equal(t, 130, exit.ExitCode(), stderr.String())
	require.Regexp(t, `interrupted after [0-9,]+ lines, at 2026-03-02 [0-9:]+ UTC\n$`, stderr.String())
}

// TestClosedPipe reads one line and goes away, as head does.
func TestClosedPipe(t *testing.T) {
	cmd := journey(t, "sample", "--people", "2000")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	_, err = out.Read(make([]byte, 1))
	require.NoError(t, err)
	require.NoError(t, out.Close())
	require.NoError(t, cmd.Wait())
	require.Empty(t, stderr.String())
}
