package run_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/run"
	"github.com/journeylang/journey/runtime/sample"
)

// TestTaught holds that a run which is told what another learned decides the same,
// whether it is told the answers or must find them again.
func TestTaught(t *testing.T) {
	cfg := sample.Default()
	cfg.People, cfg.Days, cfg.Late = 300, 8, 0.02
	var feed bytes.Buffer
	_, err := sample.Write(&feed, cfg)
	require.NoError(t, err)
	prog := lifecycle(t)
	require.True(t, prog.ReadsOthers())
	batches, _ := decode(t, prog, feed.Bytes())
	decided := func(opts run.Options) (out []engine.Decision) {
		opts.Grace, opts.Dedupe = 10_000, 7*86_400_000
		opts.Emit = func(ds []engine.Decision) error {
			for _, d := range ds {
				d.Items = append([]string(nil), d.Items...)
				out = append(out, d)
			}
			return nil
		}
		r := run.New(prog, opts)
		for _, b := range batches {
			require.NoError(t, r.Feed(b))
		}
		require.NoError(t, r.Finish(-1<<62))
		return out
	}
	lessons := run.NewLessons()
	want := decided(run.Options{Workers: 2, Teach: lessons})
	some := 0
	for _, d := range want {
		some += len(d.Items)
	}
	require.Greater(t, some, 100, "something is recommended")
	require.Equal(t, want, decided(run.Options{Workers: 1, Taught: lessons}))
	lessons.ForgetAnswers()
	require.Equal(t, want, decided(run.Options{Workers: 2, Taught: lessons}))
}
