package feed

import (
	"fmt"
	"strings"
)

// bindShort makes the plan of a CSV file without a mapping: the short form, whose
// header names `time`, `person` and `event`, or Segment's names for them. Every
// other column is a property or trait. An empty cell says nothing: the same columns
// serve all events, so it cannot mean that a trait is to be emptied.
func bindShort(x *index, file string, q *quoting, header []string) (*plan, error) {
	b := &binder{p: &plan{quoting: q, width: len(header), places: header, group: -1, values: map[string]string{}}, file: file, header: header}
	p := b.p
	find := func(names ...string) int {
		for _, n := range names {
			if i := b.spelledSo(n); i >= 0 {
				return i
			}
		}
		return -1
	}
	p.time = find("time", "timestamp")
	p.person = find("person", "userId", "user_id")
	p.anonymous = find("anonymousId", "anonymous_id")
	p.id = find("messageId", "message_id")
	p.event = find("event")
	p.previous = find("previous", "previousId", "previous_id")
	p.received = find("receivedAt", "received_at")
	p.kind = -1
	if find("time") < 0 {
		p.kind = find("type")
	}
	var without []string
	if p.time < 0 {
		without = append(without, `"time"`)
	}
	if p.person < 0 && p.anonymous < 0 {
		without = append(without, `"person"`)
	}
	if p.event < 0 && p.kind < 0 {
		without = append(without, `"event"`)
	}
	if len(without) > 0 {
		return nil, fmt.Errorf("%s is neither NDJSON nor a CSV file with the columns time, person and event: its first line has no %s (it has: %s); rename the columns, or describe them in a mapping",
			file, strings.Join(without, " and no "), shorten(strings.Join(header, ", ")))
	}
	m := &Mapping{everyColumn: true}
	p.events = make([][]origin, len(x.fields))
	for i := range x.fields {
		p.events[i] = b.fill(m, &x.fields[i], nil)
	}
	p.traits = b.fill(m, &x.traits, nil)
	return p, nil
}

// shorten keeps a message readable when the file is not text at all.
func shorten(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if r := []rune(s); len(r) > 120 {
		return string(r[:120]) + "…"
	}
	return s
}
