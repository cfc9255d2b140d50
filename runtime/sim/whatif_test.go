package sim_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/sim"
)

var background = context.Background()

// plain journeys read nobody else, so that a what-if is over one person alone.
const plain = `journey cart "Win back" {
  when cart_abandoned and not purchased within 2h
  goal purchased within 7d
  then {
    email "Your cart is waiting" as first
    wait for clicked first up to 1d { push "Still here" } else { sms "Last call" as last }
    wait 1d
    if profile.plan == "pro" { email "For you" as pro }
  }
}
`

func TestAWhatIfAndItsUndo(t *testing.T) {
	data := shopFeed(t, 200, 8)
	for name, v := range map[string]*sim.Version{
		"alone":           version(t, "v1", "cart.journey", plain),
		"with all others": shopVersion(t, "v1"),
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, v, recorded(data))
			before := asJSON(t, s.AllDecisions())
			ms := s.Messages(sim.MessageQuery{})
			require.Zero(t, ms.Total) // the beginning
			s.Seek(s.Status().Horizon)
			first := s.Messages(sim.MessageQuery{Limit: 1, Step: "email_1", Journey: "cart", Oldest: true})
			if first.Total == 0 {
				first = s.Messages(sim.MessageQuery{Limit: 1, Step: "first", Journey: "cart", Oldest: true, Status: "would_send"})
			}
			m := first.Lines[0]
			buy := sim.Injection{Person: m.To.ID, At: m.At - 60_000, Event: "Purchased", Values: []sim.Trait{{Name: "total", Value: "80"}}}
			w, err := s.Inject(background, 0, buy)
			require.NoError(t, err)
			d, err := s.Difference(background, w.ID, m.To.ID)
			require.NoError(t, err)
			require.False(t, d.Same)
			require.Contains(t, d.Words, "fewer")
			one := asJSON(t, d)

			// Somebody else is not touched.
			c, err := s.WhatIfComparison(background, w.ID)
			require.NoError(t, err)
			require.EqualValues(t, 1, c.People)
			require.Equal(t, m.To.ID, c.Examples[0].Person.ID)

			// A second injection, taken back, leaves the first.
			w2, err := s.Inject(background, w.ID, sim.Injection{Person: m.To.ID, At: m.At + 1000, Values: []sim.Trait{{Name: "plan", Value: `"pro"`}}})
			require.NoError(t, err)
			require.Len(t, w2.Injections, 2)
			_, err = s.Undo(background, w.ID)
			require.NoError(t, err)
			d, err = s.Difference(background, w.ID, m.To.ID)
			require.NoError(t, err)
			require.Equal(t, one, asJSON(t, d))
			gone, err := s.Undo(background, w.ID)
			require.NoError(t, err)
			require.Nil(t, gone)
			require.Empty(t, s.WhatIfs())
			require.Equal(t, before, asJSON(t, s.AllDecisions()))
		})
	}
}

// TestAloneIsTheSameAsWithEverybody runs what-ifs over one person's lines and over
// the whole feed.
func TestAloneIsTheSameAsWithEverybody(t *testing.T) {
	data := shopFeed(t, 150, 8)
	s := open(t, version(t, "v1", "cart.journey", plain), recorded(data))
	s.Seek(s.Status().Horizon)
	people, err := s.People(background, sim.PeopleQuery{Limit: 1000})
	require.NoError(t, err)
	n := 0
	for _, p := range people.Lines {
		if p.Events < 3 {
			continue
		}
		n++
		at := p.Last - 3*3_600_000
		in := sim.Injection{Person: p.ID, At: at, Event: []string{"purchased", "cart_abandoned", "clicked"}[n%3]}
		alone, all, err := s.ImagineBothWays(in)
		require.NoError(t, err, p.ID)
		require.Equal(t, all, alone, "%s at %s", p.ID, at)
	}
	require.Greater(t, n, 50)
}

func TestEverybodyAlike(t *testing.T) {
	data := shopFeed(t, 200, 8)
	s := open(t, version(t, "v1", "cart.journey", plain), recorded(data))
	s.Seek(s.Status().Horizon)
	m := s.Messages(sim.MessageQuery{Limit: 1, Step: "first", Oldest: true, Status: "would_send"}).Lines[0]
	all := s.Messages(sim.MessageQuery{Step: "first", Status: "would_send"}).Total
	click := sim.Injection{Person: m.To.ID, At: m.At + 60_000, Event: "clicked", Scope: sim.AsEntered, Journey: "cart",
		Values: []sim.Trait{{Name: "message", Value: "first"}}}
	w, err := s.Inject(background, 0, click)
	require.NoError(t, err)
	require.Greater(t, w.People, all/2)
	c, err := s.WhatIfComparison(background, w.ID)
	require.NoError(t, err)
	require.Greater(t, c.People, all/2)
	f, err := s.Flow("cart")
	require.NoError(t, err)
	require.Positive(t, f.Entered)
	for _, scope := range []sim.Scope{sim.Everyone, sim.AtStep} {
		in := sim.Injection{Person: m.To.ID, At: m.At + 60_000, Event: "purchased", Scope: scope, Journey: "cart", Step: "wait_1"}
		w, err := s.Inject(background, 0, in)
		require.NoError(t, err)
		require.Positive(t, w.People)
	}
	require.Len(t, s.WhatIfs(), 3)
}

func TestInjectionsThatCannotBe(t *testing.T) {
	s := open(t, version(t, "v1", "cart.journey", plain), recorded(shopFeed(t, 20, 3)))
	for _, c := range []struct {
		in   sim.Injection
		want string
	}{
		{sim.Injection{Person: "nobody", Event: "purchased"}, `nobody is called "nobody"`},
		{sim.Injection{Person: "p1", Event: "purchsed"}, "did you mean purchased?"},
		{sim.Injection{Person: "p1", Event: "purchased", Scope: sim.AtStep, Journey: "crat"}, "did you mean cart?"},
		{sim.Injection{Person: "p1", Event: "purchased", Scope: sim.AtStep, Journey: "cart", Step: "frist"}, "did you mean first?"},
	} {
		_, err := s.Inject(background, 0, c.in)
		require.ErrorContains(t, err, c.want)
	}
	require.Empty(t, s.WhatIfs())
}

func TestReload(t *testing.T) {
	data := shopFeed(t, 200, 8)
	v1 := version(t, "v1", "cart.journey", plain)
	s := open(t, v1, recorded(data))
	s.Seek(s.Status().Last - 3*86_400_000)
	at := s.Position()
	was := asJSON(t, s.AllDecisions())

	// The same again: nothing differs.
	c, err := s.Reload(background, version(t, "v2", "cart.journey", plain), nil)
	require.NoError(t, err)
	require.True(t, c.Same)
	require.Empty(t, c.Files)
	require.Equal(t, asJSON(t, at), asJSON(t, s.Position()))
	require.Equal(t, was, asJSON(t, s.AllDecisions()))

	// Another one, which reads a field that nothing read before.
	other := strings.Replace(plain, "cart_abandoned and", "cart_abandoned where total > 40 and", 1)
	c, err = s.Reload(background, version(t, "v3", "cart.journey", other), nil)
	require.NoError(t, err)
	require.False(t, c.Same)
	require.Positive(t, c.People)
	require.Len(t, c.Files, 1)
	require.NotEmpty(t, c.Journeys)
	now, before := s.Versions()
	require.Equal(t, "v3", now)
	require.Equal(t, "v2", before)
	require.NotEqual(t, was, asJSON(t, s.AllDecisions()))

	// And one that was not kept of the feed at all is read again.
	read := plain
	read = strings.Replace(read, "goal purchased", "goal purchased where (any(products, .price > 30))", 1)
	_, err = s.Reload(background, version(t, "v4", "cart.journey", read), nil)
	require.NoError(t, err)
	_, all := straight(t, version(t, "v4", "cart.journey", read), data)
	require.Len(t, s.AllDecisions(), len(all))
	_, err = s.Person("p1")
	require.NoError(t, err)

	// One way back.
	c, err = s.Back(background)
	require.NoError(t, err)
	require.Equal(t, "v3", c.After)
	_, err = s.Reload(background, v1, nil)
	require.NoError(t, err)
	require.Equal(t, was, asJSON(t, s.AllDecisions()))
}

// slowFeed gives a feed in small pieces, when it is told to.
type slowFeed struct {
	io.Reader
	gate chan int
	left int
}

func (f *slowFeed) Read(p []byte) (int, error) {
	for f.left == 0 {
		n, ok := <-f.gate
		if !ok {
			f.left = 1 << 60
			break
		}
		f.left = n
	}
	n, err := f.Reader.Read(p[:min(len(p), f.left)])
	f.left -= n
	return n, err
}

func (f *slowFeed) Close() error { return nil }

// TestALiveFeedGrows looks at a feed while it comes, changes the journeys on the
// way, and ends where it would have ended otherwise.
func TestALiveFeedGrows(t *testing.T) {
	data := shopFeed(t, 100, 6)
	v := shopVersion(t, "v1")
	gate := make(chan int)
	changed := make(chan struct{}, 1)
	s, err := sim.Open(background, sim.Config{
		Version: v, Grace: grace, Dedupe: 7 * 86_400_000, Workers: 1,
		Feed: sim.Feed{Name: "stdin", Live: true, Options: feed.Options{ChunkSize: 1 << 12}, Open: func() (io.ReadCloser, error) {
			return &slowFeed{Reader: bytes.NewReader(data), gate: gate}, nil
		}},
		Changed: func() {
			select {
			case changed <- struct{}{}:
			default:
			}
		},
	})
	require.NoError(t, err)
	require.Equal(t, sim.Live, s.Status().Phase)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() { // somebody looks all the time
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
			}
			_, _ = s.Flow("cart")
			s.Messages(sim.MessageQuery{Limit: 3, Language: "tr"})
			_, _ = s.People(background, sim.PeopleQuery{Text: "p1", Limit: 3})
			s.Timeline(10)
			s.Portfolio()
			_, _ = s.Why("p1", "")
			s.Next(sim.Messages)
		}
	}()
	defer func() { close(stop); <-stopped }()
	step := len(data) / 8
	var last sim.Instant
	for i := range 6 {
		gate <- step
		for s.Status().Taken < int64(step*(i+1)) || s.Status().Horizon == last {
			<-changed
		}
		last = s.Status().Horizon
		p := s.Seek(last)
		require.True(t, p.At <= s.Status().Horizon)
		if i == 2 {
			_, err := s.Reload(background, shopVersion(t, "v2"), nil)
			require.NoError(t, err)
			_, err = s.AddBreak(background, sim.Break{Journey: "cart", Step: "email_1"})
			require.NoError(t, err)
		}
		if i == 4 {
			_, err := s.Inject(background, 0, sim.Injection{Person: "p1", At: last, Event: "purchased"})
			require.NoError(t, err)
		}
	}
	close(gate)
	require.NoError(t, s.Wait(background))
	require.Equal(t, sim.Ready, s.Status().Phase)
	_, all := straight(t, v, data)
	require.Equal(t, asJSON(t, all), asJSON(t, s.AllDecisions()))
	require.True(t, s.WhatIfs()[0].Stale)
	_, err = s.Difference(background, 1, "p1")
	require.NoError(t, err)
	require.False(t, s.WhatIfs()[0].Stale)
}

func TestStopKeepsWhatIsThere(t *testing.T) {
	gate := make(chan int, 1)
	data := shopFeed(t, 50, 4)
	changed := make(chan struct{}, 100)
	s, err := sim.Open(background, sim.Config{
		Version: version(t, "v1", "cart.journey", plain), Grace: grace, Workers: 1,
		Feed: sim.Feed{Name: "stdin", Live: true, Options: feed.Options{ChunkSize: 1 << 12}, Open: func() (io.ReadCloser, error) {
			return &slowFeed{Reader: bytes.NewReader(data), gate: gate}, nil
		}},
		Changed: func() { changed <- struct{}{} },
	})
	require.NoError(t, err)
	gate <- len(data) / 2
	<-changed
	s.Stop()
	require.NoError(t, s.Wait(background))
	require.Equal(t, sim.Stopped, s.Status().Phase)
	require.Positive(t, s.Status().People)
	require.True(t, s.Seek(s.Status().Horizon).AtEnd)
}

func TestBreakpoints(t *testing.T) {
	data := shopFeed(t, 100, 6)
	v := version(t, "v1", "cart.journey", plain)
	s, err := sim.Open(background, sim.Config{
		Version: v, Feed: recorded(data), Grace: grace, Workers: 1,
		Compile: func(src compiler.Source) (*engine.Program, error) {
			res := compiler.Compile([]compiler.Source{src}, compiler.Options{Lower: lower.Options{Zones: calendar.Version}})
			if res.Failed() {
				return nil, errors.New(res.Diags[0].Summary)
			}
			return engine.Load(res.Program)
		},
	})
	require.NoError(t, err)
	require.NoError(t, s.Wait(background))
	end := s.Status().Horizon
	start := s.Position().At

	step, err := s.AddBreak(background, sim.Break{Journey: "cart", Step: "last"})
	require.NoError(t, err)
	p, hit := s.Play(end)
	require.NotNil(t, hit)
	require.Equal(t, step, hit.Break)
	require.Equal(t, hit.At, p.At)
	f, err := s.Flow("cart")
	require.NoError(t, err)
	for _, r := range f.Rows {
		if r.Step == "last" {
			require.Positive(t, r.Passed)
		}
	}
	s.DropBreak(step.ID)

	s.Seek(start)
	when, err := s.AddBreak(background, sim.Break{When: "purchased where total > 100"})
	require.NoError(t, err)
	p, hit = s.Play(end)
	require.Equal(t, when, hit.Break)
	who, err := s.Person(hit.Person)
	require.NoError(t, err)
	last := who.Entries[len(who.Entries)-1]
	for _, e := range who.Entries {
		if e.At == p.At && e.Text == "purchased" {
			last = e
		}
	}
	require.Equal(t, "purchased", last.Text)
	s.DropBreak(when.ID)

	s.Seek(start)
	_, err = s.AddBreak(background, sim.Break{Person: hit.Person})
	require.NoError(t, err)
	_, again := s.Play(end)
	require.True(t, again == nil || again.Person == hit.Person)
	for _, b := range []sim.Break{{}, {Person: "nobody"}, {Journey: "cart", Step: "nowhere"}, {When: "purchsed"}} {
		_, err = s.AddBreak(background, b)
		require.Error(t, err)
	}
}

// TestInventedPeopleAnswer shows that answers follow messages, that the same
// assumptions give the same, and that nobody answers when nobody opens.
func TestInventedPeopleAnswer(t *testing.T) {
	v := version(t, "v1", "cart.journey", plain)
	a := sim.DefaultAssumptions(v)
	a.People, a.Days = 200, 8
	s := open(t, v, sim.Feed{Name: "invented", Invent: &a})
	s.Seek(s.Status().Horizon)
	first := asJSON(t, s.AllDecisions())
	again := open(t, version(t, "v1", "cart.journey", plain), sim.Feed{Invent: &a})
	require.Equal(t, first, asJSON(t, again.AllDecisions()))
	clicks := func() (n int) {
		people, err := s.People(background, sim.PeopleQuery{Limit: 1000, Journey: "cart"})
		require.NoError(t, err)
		for _, l := range people.Lines {
			p, err := s.Person(l.ID)
			require.NoError(t, err)
			for _, e := range p.Entries {
				if e.Origin == "reaction" && e.Text == "clicked" {
					n++
				}
			}
		}
		return n
	}
	require.Positive(t, clicks())
	f, err := s.Flow("cart")
	require.NoError(t, err)
	for _, r := range f.Rows {
		if r.Label == `"Still here"` {
			require.Positive(t, r.Passed)
			require.LessOrEqual(t, r.Passed, int64(clicks()))
		}
	}
	// A what-if about one person lets everybody else answer as before.
	m := s.Messages(sim.MessageQuery{Limit: 1, Status: "would_send", Oldest: true}).Lines[0]
	alone, all, err := s.ImagineBothWays(sim.Injection{Person: m.To.ID, At: m.At - 60_000, Event: "purchased"})
	require.NoError(t, err)
	require.Equal(t, all, alone)

	for i := range a.Channels {
		a.Channels[i].Open = 0
	}
	require.NoError(t, s.Assume(background, a))
	require.NoError(t, s.Wait(background))
	s.Seek(s.Status().Horizon)
	require.Zero(t, clicks())
	require.Equal(t, sim.Ready, s.Status().Phase)
	a.Languages = []string{"tr", "xx"}
	require.ErrorContains(t, s.Assume(background, a), `nobody speaks "xx"`)
	a.Languages = []string{"fa"}
	require.NoError(t, s.Assume(background, a))
	require.NoError(t, s.Wait(background))
	s.Seek(s.Status().Horizon)
	d, err := s.Step("cart", "first")
	require.NoError(t, err)
	for _, l := range d.Languages {
		require.Contains(t, []string{"fa", ""}, l.Name)
	}
	require.NotEmpty(t, d.Languages)
}

func TestMessagesSayWhatTheyWouldSay(t *testing.T) {
	data := shopFeed(t, 200, 6)
	s := open(t, shopVersion(t, "v1"), recorded(data))
	s.Seek(s.Status().Horizon)
	seen := map[string]bool{}
	list := s.Messages(sim.MessageQuery{Limit: 400, Status: "would_send"})
	for _, l := range list.Lines {
		key := l.Journey + "/" + l.Step + "/" + l.To.Language
		if seen[key] {
			continue
		}
		seen[key] = true
		m, err := s.Message(l.Number)
		require.NoError(t, err)
		require.Equal(t, l, m.MessageLine)
		require.Empty(t, m.Unrendered, "%s", key)
		require.NotNil(t, m.Content, "%s", key)
		require.True(t, len(m.Content.Parts)+len(m.Content.Items) > 0, "%s", key)
		if l.To.Language == "ar" && m.Content.Language == "ar" {
			require.Equal(t, "rtl", m.Content.Direction)
		}
		if len(l.Items) > 0 {
			require.Len(t, m.Content.Items, len(l.Items))
			require.Equal(t, l.Items[0], m.Content.Items[0].ID)
			require.Empty(t, m.Content.Recommended)
		}
		require.Len(t, m.Why.Explanation.Journeys, 1)
		require.Len(t, m.Why.Explanation.Journeys[0].Chapters, 1)
	}
	require.Greater(t, len(seen), 30)
	skipped := s.Messages(sim.MessageQuery{Limit: 1, Status: "skipped"}).Lines[0]
	m, err := s.Message(skipped.Number)
	require.NoError(t, err)
	require.Nil(t, m.Content)
	_, err = s.Message(1 << 40)
	require.ErrorContains(t, err, "there is no message")
}
