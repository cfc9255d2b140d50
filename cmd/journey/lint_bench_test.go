package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What a person waits for: a process that starts, does its work and ends.

func BenchmarkColdLint1000Lines(b *testing.B) { cold(b, "lint", sources(b, 1, 50)) }

func BenchmarkColdLint1000Files(b *testing.B) { cold(b, "lint", sources(b, 1000, 2)) }

func BenchmarkColdFormat10000Lines(b *testing.B) {
	cold(b, "fmt", filepath.Join(sources(b, 1, 500), "f0.journey"))
}

// BenchmarkColdVersion is what starting a process costs by itself.
func BenchmarkColdVersion(b *testing.B) { cold(b, "version") }

// TestTable prints what was reached of what the project wants to reach. It is no test:
// nothing here asserts a time. `make bench` runs it. Beside the time on the clock stands
// what the processors worked, which is more on two of them and less on a busy machine.
func TestTable(t *testing.T) {
	if os.Getenv("BENCH_TABLE") == "" {
		t.Skip("BENCH_TABLE is not set")
	}
	program := built(t)
	lines := sources(t, 1, 50)
	for _, row := range []struct {
		what, target string
		args         []string
	}{
		{"lint 1,000 lines, cold process", "60 ms", []string{"lint", lines}},
		{"lint 1,000 files of 40 lines, cold process", "1 s", []string{"lint", sources(t, 1000, 2)}},
		{"format 10,000 lines, cold process", "200 ms", []string{"fmt", filepath.Join(sources(t, 1, 500), "f0.journey")}},
		{"start, and say the version", "", []string{"version"}},
	} {
		var wall, work time.Duration
		for range 7 {
			cmd := exec.Command(program, row.args...)
			begun := time.Now()
			require.NoError(t, cmd.Run())
			took, cpu := time.Since(begun), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
			if wall == 0 || took < wall {
				wall, work = took, cpu
			}
		}
		fmt.Printf("%-58s %14s %v (%v of processors)\n", row.what, row.target, wall.Round(time.Millisecond), work.Round(time.Millisecond))
	}
}

// sources writes so many files of so many journeys of twenty lines, and returns their
// folder.
func sources(b testing.TB, files, journeys int) string {
	dir := b.TempDir()
	for f := range files {
		var src strings.Builder
		for j := range journeys {
			fmt.Fprintf(&src, `message reminder_%[1]d_%[2]d {
  subject "{{ profile.first_name ?? "Hello" }}, you left {{ len(cart.items) }} things behind"
}
journey cart_%[1]d_%[2]d {
  when cart_abandoned where total >= 30
       and not purchased within 2h
  goal purchased within 7d
  then {
    email reminder_%[1]d_%[2]d as first_mail
    wait up to 1d {
      on clicked first_mail { wait 2d }
      else                  { sms "Your cart: {{ entry.total }}" }
    }
    if profile.plan == "pro" {
      email recommend(cart, 4)
    } else {
      push "Bye"
    }
  }
}
`, f, j)
		}
		require.NoError(b, os.WriteFile(filepath.Join(dir, fmt.Sprintf("f%d.journey", f)), []byte(src.String()), 0o644))
	}
	return dir
}

// cold runs the program, built as it is shipped, as a new process each time.
func cold(b *testing.B, args ...string) {
	program := built(b)
	for b.Loop() {
		out, err := exec.Command(program, args...).CombinedOutput()
		require.NoError(b, err, string(out))
	}
}

func built(b testing.TB) string {
	program := filepath.Join(b.TempDir(), "journey")
	build := exec.Command("go", "build", "-trimpath", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	require.NoError(b, err, string(out))
	return program
}
