package engine_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
)

// everything has a journey for every kind of thing that a state can hold.
const everything = `
event a { n: number?, s: text?, key: text? }
event b { n: number?, s: text?, key: text? }
event c { n: number?, s: text?, key: text? }
event x { n: number?, s: text?, key: text? }
profile { stage: text?, level: number?, seen: time?, member: bool? }
policy news {
  consent news
  quiet 20:00 to 08:00 hold
  at most 2 message in 1d
  at most 3 sms per calendar week
}
message hello { subject "hello" }
segment busy where count(a, last 5h) >= 2 and profile.stage != "s2"
lifecycle life {
  stage active where b in the last 1d
  stage heavy  where count(b, last 1d) >= 3 and not tag "light"
}

journey coming {
  when enters busy or leaves heavy or profile.level changes
  enter restart on repeat
  exclusive one
  then {
    email hello as first
    wait 4h
    if received first and not segment active { add tag "light" } else { remove tag "light" }
    wait until received hello and tag "light" up to 3h
  }
}
journey leaving {
  when leaves busy
  exclusive one
  then wait 1h
}
journey absence {
  when a and not b within 1d
  goal c within 2d
  then {
    wait 2d
    email "{{ entry.n ?? 0 }}"
  }
}
journey each_key {
  when a and not x within 2h
  enter each key
  exit when b
  then {
    wait for c up to 3h
    push "hi"
  }
}
journey sequence {
  when a followed by b followed by c within 1d with no x between
  enter restart on repeat
  then wait 1d
}
journey pair {
  when a and b where n > 1 within 3h
  enter again after 1d
  then sms "hi"
}
journey threes {
  when 3 a in 2h
  enter once
  holdout 50%
  then {
    wait 1h
    if (profile.member ?? false) and profile.seen != last(a).time {
      email recommend(cart)
    }
  }
}
journey silence {
  when no c for 3h
  then {
    wait up to 1d {
      on a {
        set profile.level = (profile.level ?? 0) + 1
      }
      on x {
        stop
      }
      else {
        email "{{ profile.stage ?? "" }}"
      }
    }
  }
}
journey state {
  when x
  while no c in the last 1h
  policy news
  then {
    wait until (profile.level ?? 0) > 2 or sum(a.n, last 1d) > 3 or count(b) > 4 up to 2d {
      split {
        50% p {
          wait 1h
        }
        50% q {
          sms "q"
        }
      }
    }
    if (last(b).n ?? 0) > 1 or len(last(purchased).products ?? []) > 9 {
      email "{{ cart.total ?? 0 }} {{ last(b).s ?? "" }} {{ len(viewed) + len(bought) }}"
    }
  }
}
`

func load(t testing.TB, src string) *engine.Program {
	t.Helper()
	res := compiler.Compile([]compiler.Source{{Path: "j.journey", Text: src}}, compiler.Options{})
	require.False(t, res.Failed(), "%v", res.Diags)
	prog, err := engine.Load(res.Program)
	require.NoError(t, err)
	return prog
}

// busy is a feed in which one person does a bit of everything, hour after hour.
func busy() string {
	var b strings.Builder
	for i := range 60 {
		day, hour := 2+i/24, i%24
		props := fmt.Sprintf(`"n":%d,"s":"s%d","key":"k%d"`, i%4, i%3, i%5)
		name := []string{"a", "b", "a", "x", "a", "c", "a"}[(i*5+i/7)%7]
		switch i % 10 {
		case 3:
			name, props = "product_added", fmt.Sprintf(`"product_id":"p%d","name":"Tea","price":%d.99,"quantity":2`, i%4, i)
		case 5:
			name, props = "product_viewed", fmt.Sprintf(`"product_id":%d,"price":19.5`, i%3)
		case 7:
			name, props = "identify", fmt.Sprintf(`"timezone":"Europe/Istanbul","stage":"s%d","level":%d,"seen":"2026-03-01T00:00:00Z","member":true`, i%2, i%5)
		case 8:
			name, props = "email_unsubscribed", `"channel":"email","topic":"news"`
		case 9:
			name, props = "purchased", fmt.Sprintf(`"order_id":"o%d","products":[{"product_id":"p%d","price":3}]`, i, i%4)
		}
		fmt.Fprintf(&b, `{"time":"2026-03-%02dT%02d:%02d:00Z","person":"p1","event":%q,%s}`+"\n", day, hour, i%60, name, props)
	}
	return b.String()
}

func records(t testing.TB, prog *engine.Program, lines string) []event.Record {
	t.Helper()
	rd, err := feed.NewReader(strings.NewReader(lines), prog.Schema(), feed.Options{Name: "feed"})
	require.NoError(t, err)
	var out []event.Record
	for {
		b, err := rd.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		require.NoError(t, err)
		require.Empty(t, b.Bad)
		out = append(out, b.Records...)
	}
}

// live lets records happen to a person, and time pass until all has come to rest.
func live(e *engine.Engine, p *engine.Person, recs []event.Record, until int64) []engine.Decision {
	for i := range recs {
		e.Advance(p, recs[i].Time)
		e.Apply(p, &recs[i], recs[i].Time, false)
	}
	e.Advance(p, until)
	out := e.Decisions
	e.Decisions = nil
	return out
}

// At every point of a busy life the state is written, read into a process whose
// numbers are others, and lived to its end there.
func TestStateGoesOn(t *testing.T) {
	prog := load(t, everything)
	recs := records(t, prog, busy())
	end := recs[len(recs)-1].Time + 40*24*3_600_000
	elsewhere := load(t, everything)
	reversed := slices.Clone(recs)
	slices.Reverse(reversed)
	for i := range reversed {
		other := engine.NewPerson("other", true)
		engine.New(elsewhere, nil, engine.Options{}).Apply(&other, &reversed[i], reversed[i].Time, false)
	}
	var kinds [15]int
	for cut := range recs {
		p := engine.NewPerson("p1", true)
		e := engine.New(prog, nil, engine.Options{})
		live(e, &p, recs[:cut], recs[max(cut, 1)-1].Time)

		data := prog.AppendPerson([]byte("before"), &p)
		q, rest, err := elsewhere.DecodePerson(append(data, "behind"...)[len("before"):], 7)
		require.NoError(t, err)
		require.Equal(t, "behind", string(rest))
		require.Equal(t, uint32(7), q.ID)
		require.Equal(t, p.Next(), q.Next())
		require.Equal(t, data, elsewhere.AppendPerson([]byte("before"), &q))
		q.ID = 0

		want := live(e, &p, recs[cut:], end)
		got := live(engine.New(elsewhere, nil, engine.Options{}), &q, recs[cut:], end)
		require.Equal(t, want, got, "cut at %d", cut)
		for _, d := range want {
			kinds[d.Kind]++
		}
	}
	for _, k := range []engine.Kind{engine.Enter, engine.NoEnter, engine.Send, engine.Wait, engine.Branch, engine.Split, engine.Set, engine.Tag, engine.Goal, engine.Exit} {
		require.NotZero(t, kinds[k], "the feed is not busy enough: no %s", k)
	}
}

func TestStateIsSmall(t *testing.T) {
	prog := load(t, everything)
	nobody := engine.NewPerson("customer-0000001", true)
	require.LessOrEqual(t, len(prog.AppendPerson(nil, &nobody)), len(nobody.Name)+3)

	sentence := load(t, "when cart_abandoned and not purchased within 2h then email recommend(cart)\n")
	recs := records(t, sentence, `{"time":"2026-03-02T10:00:00Z","person":"p1","event":"cart_abandoned","total":80}`+"\n")
	p := engine.NewPerson("customer-0000001", true)
	e := engine.New(sentence, nil, engine.Options{})
	live(e, &p, recs, recs[0].Time)
	require.NotEqual(t, engine.Never, p.Next())
	require.LessOrEqual(t, len(sentence.AppendPerson(nil, &p)), len(p.Name)+24)
}

func TestStateRefuses(t *testing.T) {
	prog := load(t, everything)
	recs := records(t, prog, busy())
	p := engine.NewPerson("p1", true)
	e := engine.New(prog, nil, engine.Options{})
	live(e, &p, recs, recs[len(recs)-1].Time)
	data := prog.AppendPerson(nil, &p)
	require.Greater(t, len(data), 500)
	for n := range data {
		_, _, err := prog.DecodePerson(data[:n], 0)
		require.ErrorIs(t, err, engine.ErrState, "cut after %d bytes", n)
	}
	_, _, err := prog.DecodePerson(append([]byte{engine.StateVersion + 1}, data[1:]...), 0)
	require.ErrorIs(t, err, engine.ErrState)
	for i := range data {
		for bit := range 8 {
			damaged := bytes.Clone(data)
			damaged[i] ^= 1 << bit
			survive(t, prog, recs, damaged)
		}
	}
	other := load(t, strings.ReplaceAll(everything, "2d", "3d"))
	require.NotEqual(t, prog.Fingerprint(), other.Fingerprint())
	require.Equal(t, prog.Fingerprint(), load(t, everything).Fingerprint())
}

// survive requires that bytes are refused, or are a state with which the engine
// works: it can be written, lived and united with another.
func survive(t testing.TB, prog *engine.Program, recs []event.Record, data []byte) {
	p, _, err := prog.DecodePerson(data, 1)
	if err != nil {
		require.ErrorIs(t, err, engine.ErrState)
		return
	}
	again := prog.AppendPerson(nil, &p)
	q, rest, err := prog.DecodePerson(again, 2)
	require.NoError(t, err)
	require.Empty(t, rest)
	require.Equal(t, again, prog.AppendPerson(nil, &q))
	e := engine.New(prog, nil, engine.Options{RequireAddress: true})
	last := &recs[len(recs)-1]
	e.Advance(&p, last.Time)
	e.Advance(&q, last.Time)
	for i := range recs {
		e.Apply(&p, &recs[i], last.Time, true)
	}
	e.Merge(&p, &q, last.Time, last.Line)
	live(e, &p, recs[len(recs)-7:], last.Time+7*24*3_600_000)
}

// FuzzState reads anything as a state.
func FuzzState(f *testing.F) {
	prog := load(f, everything)
	recs := records(f, prog, busy())
	p := engine.NewPerson("p1", true)
	e := engine.New(prog, nil, engine.Options{})
	for i := range recs {
		if i%6 == 0 {
			f.Add(prog.AppendPerson(nil, &p))
		}
		e.Advance(&p, recs[i].Time)
		e.Apply(&p, &recs[i], recs[i].Time, false)
	}
	f.Fuzz(func(t *testing.T, data []byte) { survive(t, prog, recs, data) })
}

// BenchmarkState writes and reads people about whom next to nothing is known: one
// stamp each.
func BenchmarkState(b *testing.B) {
	prog := load(b, "when cart_abandoned and not purchased within 2h then email \"Your cart is waiting\"\n")
	recs := records(b, prog, `{"time":"2026-03-02T10:00:00Z","person":"p1","event":"purchased","total":80}`+"\n")
	const n = 1_000_000
	people := make([]engine.Person, n)
	e := engine.New(prog, nil, engine.Options{})
	for i := range people {
		people[i] = engine.NewPerson(fmt.Sprintf("customer-%07d", i), true)
		e.Apply(&people[i], &recs[0], recs[0].Time+int64(i)*1_000, false)
	}
	var data []byte
	for i := range people {
		data = prog.AppendPerson(data, &people[i])
	}
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			data = data[:0]
			for i := range people {
				data = prog.AppendPerson(data, &people[i])
			}
		}
		b.ReportMetric(float64(len(data))/n, "B/person")
		b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/n, "ns/person")
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			rest := data
			for i := range people {
				p, left, err := prog.DecodePerson(rest, uint32(i))
				if err != nil || p.Name != people[i].Name {
					b.Fatal(err)
				}
				rest = left
			}
		}
		b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/n, "ns/person")
	})
}
