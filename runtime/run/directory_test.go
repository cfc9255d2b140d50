package run_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/run"
)

// TestDirectory links, merges and deletes few people in many ways: the directory says
// of every id what the run says.
func TestDirectory(t *testing.T) {
	res := compiler.Compile([]compiler.Source{{Path: "hello.journey", Text: "when signed_up then email \"Hello\"\n"}}, compiler.Options{})
	prog, err := engine.Load(res.Program)
	require.NoError(t, err)
	found, gone := 0, 0
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		r := run.New(prog, run.Options{Workers: 1 + int(seed%3)})
		var b event.Batch
		var ids []string
		id := func(kind string) string { return fmt.Sprintf("%s%d", kind, rnd.IntN(40)) }
		for i := range 300 {
			rec := event.Record{Kind: event.Identify, Type: event.None, Line: int64(i + 1), Time: int64(i), User: id("u"), Anon: id("a")}
			switch rnd.IntN(8) {
			case 0:
				rec.Kind, rec.Anon, rec.Prev = event.Alias, "", id("u")
			case 1:
				rec.Kind, rec.Anon, rec.Prev = event.Alias, "", id("a")
			case 2:
				rec.Kind, rec.Anon = event.Delete, ""
			case 3, 4:
				rec.User = ""
			}
			b.Records = append(b.Records, rec)
			ids = append(ids, rec.User, rec.Anon, rec.Prev)
		}
		require.NoError(t, r.Feed(&b))
		require.NoError(t, r.Finish(1000))
		d := r.Directory()
		for _, id := range append(ids, "nobody", "u4000") {
			want, ok := r.Find(id)
			who, known := d.Find(id)
			require.Equal(t, ok, known, "seed %d, %s", seed, id)
			if ok {
				found++
				require.Equal(t, want, who, "seed %d, %s", seed, id)
			} else {
				gone++
			}
		}
	}
	require.Greater(t, found, 1000)
	require.Greater(t, gone, 1000)
}
