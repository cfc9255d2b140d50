package versus_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/runtime/oracle/versus"
)

// Of one person the last 256 messages are remembered that some cap counts: what went
// before them counts no more. Both sides forget the same ones, also after a merge.
func TestCapsForgetTheOldest(t *testing.T) {
	const src = `event a
event b
event c
event d
policy gentle { at most 2 sms in 7d }
policy wide   { at most 256 email in 7d }
journey pushes {
  when b
  then email "hi"
}
journey texts {
  when a
  policy gentle
  then sms "hi"
}
journey others {
  when c
  then push "no cap counts it"
}
journey many {
  when d
  policy wide
  then email "hi"
}
`
	p, err := compiled(src)
	require.NoError(t, err)
	const minute = 60_000
	var feed []oracle.Event
	happens := func(who, name string) {
		n := int64(len(feed) + 1)
		feed = append(feed, oracle.Event{Kind: event.Track, Name: name, User: who, Time: 1_780_000_000_000 + n*minute, Line: n})
	}
	alias := func(from, to string) {
		n := int64(len(feed) + 1)
		feed = append(feed, oracle.Event{Kind: event.Alias, User: to, Prev: from, Time: 1_780_000_000_000 + n*minute, Line: n})
	}
	happens("p1", "a") // went
	happens("p1", "a") // went
	happens("p1", "a") // capped
	for range 100 {
		happens("p1", "c")
	}
	for range 254 {
		happens("p1", "b")
	}
	happens("p1", "a") // capped: both are still remembered
	happens("p1", "b") // the first is forgotten
	happens("p1", "a") // went
	happens("p1", "a") // went: the one before forgot the second
	happens("p1", "a") // capped
	for range 256 {
		happens("p2", "b")
	}
	alias("p1", "p2")
	happens("p2", "d") // capped: 256 e-mails are remembered, and nothing else
	happens("p2", "a") // went: the texts are older than these
	happens("p2", "d") // went: the text took the place of an e-mail
	for _, how := range []versus.How{{Workers: 1}, {Workers: 2, Batch: 50, Snapshot: true}} {
		want, got := p.both(feed, oracle.Options{}, how)
		require.Equal(t, want, got)
		var texts []string
		for _, line := range strings.Split(got, "\n") {
			if strings.Contains(line, " send ") && (strings.Contains(line, "texts#") || strings.Contains(line, "many#")) {
				texts = append(texts, line[strings.LastIndex(line, " ")+1:])
			}
		}
		require.Equal(t, "would_send would_send capped capped would_send would_send capped capped would_send would_send",
			strings.Join(texts, " "), fmt.Sprint(how))
	}
}
