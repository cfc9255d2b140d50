package parse

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// thousand is repeated until it has 1,000 lines.
const thousand = "testdata/ok/whole_file.journey"

func thousandLines() (string, error) {
	whole, err := os.ReadFile(thousand)
	return strings.Repeat(string(whole), 1+1000/max(1, strings.Count(string(whole), "\n"))), err
}

// once makes a process of this program parse one file and end.
const once = "PARSE_ONCE"

func TestMain(m *testing.M) {
	if os.Getenv(once) == "" {
		os.Exit(m.Run())
	}
	src, err := thousandLines()
	if _, ds := File("x.journey", src); err != nil || len(ds) > 0 {
		os.Exit(1)
	}
	os.Exit(0)
}

func BenchmarkFile(b *testing.B) {
	src, err := thousandLines()
	require.NoError(b, err)
	b.SetBytes(int64(len(src)))
	b.ReportMetric(float64(strings.Count(src, "\n")), "lines")
	b.ReportAllocs()
	for b.Loop() {
		File("x.journey", src)
	}
}

// BenchmarkColdFile parses the same in a new process each time, which builds every
// parser that the file needs. What a process takes to start is in it.
func BenchmarkColdFile(b *testing.B) {
	var used time.Duration
	for b.Loop() {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), once+"=1")
		require.NoError(b, cmd.Run())
		used += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	b.ReportMetric(float64(used.Microseconds())/1000/float64(b.N), "cpu-ms/op")
}

// BenchmarkBuild builds the parsers of all productions, and prints them.
func BenchmarkBuild(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		EBNF()
	}
}

func BenchmarkExpr(b *testing.B) {
	src := `profile.plan == "pro" and sum(purchased.total, last 365d) > 10 * (3 + len(cart.items))`
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		Expr(src)
	}
}
