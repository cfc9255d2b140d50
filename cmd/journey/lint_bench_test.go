package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a person waits for: a process that starts, lints and ends.

func BenchmarkColdLint1000Lines(b *testing.B) { coldLint(b, 1, 50) }

func BenchmarkColdLint1000Files(b *testing.B) { coldLint(b, 1000, 2) }

// BenchmarkColdVersion is what starting a process costs by itself.
func BenchmarkColdVersion(b *testing.B) { cold(b, "version") }

// coldLint lints so many files of so many journeys of twenty lines.
func coldLint(b *testing.B, files, journeys int) {
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
	cold(b, "lint", dir)
}

// cold runs the program, built as it is shipped, as a new process each time.
func cold(b *testing.B, args ...string) {
	program := filepath.Join(b.TempDir(), "journey")
	build := exec.Command("go", "build", "-trimpath", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	require.NoError(b, err, string(out))
	for b.Loop() {
		out, err := exec.Command(program, args...).CombinedOutput()
		require.NoError(b, err, string(out))
	}
}
