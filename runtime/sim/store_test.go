package sim

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/run"
)

// TestStoreGivesBackWhatItGot keeps records of all kinds, of few people by many ids,
// over several blocks, and reads each back as it came.
func TestStoreGivesBackWhatItGot(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 4))
	s := newStore(&event.Schema{})
	var all []event.Record
	var seen []sighting
	at := int64(1_772_000_000_000)
	for i := range 3*blockRecords + 17 {
		at += rnd.Int64N(5000)
		r := event.Record{Kind: event.RecordKind(rnd.IntN(4)), Type: int32(rnd.IntN(300)) - 1, Time: at, Line: int64(2 * (i + 1))}
		id := func(kind string) string {
			if rnd.IntN(3) == 0 {
				return ""
			}
			return fmt.Sprintf("%s%0*d", kind, 1+rnd.IntN(2)*rnd.IntN(300), rnd.IntN(3))
		}
		r.User, r.Anon, r.Prev = id("u"), id("a"), id("p")
		for k := range rnd.IntN(4) {
			r.Props = append(r.Props, event.Prop{Field: uint16(k), Value: event.Value{Kind: event.Number, Num: float64(rnd.IntN(5))}})
			text := fmt.Sprint("text ", rnd.IntN(4*(1+i%2*1000)))
			r.Props = append(r.Props, event.Prop{Field: uint16(k + 9), Value: event.Value{Kind: event.Text, Str: text}})
		}
		x := sighting{line: r.Line, person: uint32(rnd.IntN(20)), at: r.Time, links: run.Links{Took: run.Nobody}}
		if rnd.IntN(9) == 0 {
			x.at += rnd.Int64N(100_000)
		}
		if rnd.IntN(9) > 0 {
			seen = append(seen, x)
		}
		all = append(all, r)
	}
	s.add(all, seen)
	require.NotEmpty(t, s.shared.list)
	var x feed.Unpacker
	back := map[uint32][]uint32{}
	for i := range all {
		var got, bare event.Record
		s.read(&x, uint32(i), &got)
		require.Equal(t, all[i], got)
		b, k := s.of(uint32(i))
		s.record(nil, b, k, &bare)
		got.Props = nil
		require.Equal(t, got, bare)
		require.Equal(t, all[i].Kind, b.kind(k))
		require.Equal(t, all[i].Type, b.typ(k))
		who, at := nobody, all[i].Time
		if len(seen) > 0 && seen[0].line == all[i].Line {
			who, at, seen = seen[0].person, seen[0].at, seen[1:]
			back[who] = append(back[who], uint32(i))
		}
		require.Equal(t, who, b.who(k))
		require.Equal(t, at, b.seen(k))
	}
	for who, records := range back {
		require.Equal(t, records, s.chain([]uint32{who}))
	}
}
