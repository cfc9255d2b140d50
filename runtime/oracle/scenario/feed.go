package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/oracle"
)

// ReadFeed reads a feed, one JSON object a line: Segment's form, or the short form
// for files written by hand. Empty lines count as lines.
func ReadFeed(text string) ([]oracle.Event, error) {
	var feed []oracle.Event
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		e, err := readLine(line)
		if err != nil {
			return nil, fmt.Errorf("line %d of the feed: %w", i+1, err)
		}
		e.Line = int64(i + 1)
		feed = append(feed, e)
	}
	return feed, nil
}

func readLine(line string) (oracle.Event, error) {
	var fields map[string]any
	if err := json.Unmarshal([]byte(line), &fields); err != nil {
		return oracle.Event{}, fmt.Errorf("not a JSON object: %w", err)
	}
	if _, long := fields["type"]; long {
		return readLong(fields)
	}
	return readShort(fields)
}

// take removes a text field and returns it.
func take(fields map[string]any, name string) string {
	s, _ := fields[name].(string)
	delete(fields, name)
	return s
}

func readLong(fields map[string]any) (oracle.Event, error) {
	e := oracle.Event{
		User: take(fields, "userId"), Anon: take(fields, "anonymousId"),
		Prev: take(fields, "previousId"), ID: take(fields, "messageId"),
		Name: take(fields, "event"),
	}
	var err error
	if e.Time, err = timeOf(fields["timestamp"]); err != nil {
		return e, err
	}
	props, _ := fields["properties"].(map[string]any)
	switch kind := fields["type"]; kind {
	case "track":
	case "identify":
		e.Kind = event.Identify
		props, _ = fields["traits"].(map[string]any)
	case "alias":
		e.Kind = event.Alias
	case "delete":
		e.Kind = event.Delete
	default:
		return e, fmt.Errorf("unknown type %v", kind)
	}
	e.Props = valuesOf(props)
	return e, nil
}

func readShort(fields map[string]any) (oracle.Event, error) {
	var e oracle.Event
	var err error
	if e.Time, err = timeOf(fields["time"]); err != nil {
		return e, err
	}
	delete(fields, "time")
	e.User, e.Name = take(fields, "person"), take(fields, "event")
	switch e.Name {
	case "identify":
		e.Kind, e.Name = event.Identify, ""
	case "alias":
		e.Kind, e.Name = event.Alias, ""
		e.Prev = take(fields, "previous")
	case "clock":
		e.Kind, e.Name = event.Clock, ""
	}
	e.Props = valuesOf(fields)
	return e, nil
}

func valuesOf(fields map[string]any) map[string]event.Value {
	if len(fields) == 0 {
		return nil
	}
	props := map[string]event.Value{}
	for name, x := range fields {
		props[name] = valueOf(x)
	}
	return props
}

// valueOf is a value that was read from JSON. The fields of a record are ordered by name.
func valueOf(x any) event.Value {
	box := &event.Box{}
	switch x := x.(type) {
	case []any:
		for _, item := range x {
			box.Items = append(box.Items, valueOf(item))
		}
		return event.Value{Kind: event.List, Box: box}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(x)) {
			box.Names, box.Items = append(box.Names, name), append(box.Items, valueOf(x[name]))
		}
		return event.Value{Kind: event.Map, Box: box}
	}
	return event.Of(x)
}

func timeOf(x any) (int64, error) {
	switch x := x.(type) {
	case float64:
		return int64(x), nil
	case string:
		return parseTime(x)
	}
	return 0, fmt.Errorf("no time")
}

func parseTime(s string) (int64, error) {
	layout := time.RFC3339
	if !strings.Contains(s, "T") {
		layout = "2006-01-02 15:04"
	}
	t, err := time.Parse(layout, s)
	if err != nil {
		return 0, fmt.Errorf("reading a time: %w", err)
	}
	return t.UnixMilli(), nil
}

// parseDuration reads an elapsed time, or days: 10s, 1h30m, 7d.
func parseDuration(s string) (int64, error) {
	var days int64
	if _, err := fmt.Sscanf(s, "%dd", &days); err == nil && strings.HasSuffix(s, "d") {
		return days * 24 * time.Hour.Milliseconds(), nil
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		return 0, fmt.Errorf("reading a duration: %w", err)
	}
	return d.Milliseconds(), nil
}

// WriteFeed writes a feed in Segment's form, in the order of the lines. A line number
// that was left out becomes an empty line, so that ReadFeed returns the same feed.
func WriteFeed(feed []oracle.Event) string {
	var b bytes.Buffer
	line := int64(1)
	for _, e := range feed {
		for ; line < e.Line; line++ {
			b.WriteByte('\n')
		}
		line++
		writeLine(&b, e)
	}
	return b.String()
}

func writeLine(b *bytes.Buffer, e oracle.Event) {
	stamp := time.UnixMilli(e.Time).UTC().Format("2006-01-02T15:04:05.000Z")
	if e.Kind == event.Clock {
		fmt.Fprintf(b, "{\"time\":%q,\"event\":\"clock\"}\n", stamp)
		return
	}
	kinds := map[event.RecordKind]string{event.Track: "track", event.Identify: "identify", event.Alias: "alias", event.Delete: "delete"}
	fmt.Fprintf(b, "{\"type\":%q", kinds[e.Kind])
	for _, f := range [][2]string{
		{"messageId", e.ID}, {"previousId", e.Prev}, {"userId", e.User}, {"anonymousId", e.Anon}, {"event", e.Name},
	} {
		if f[1] != "" {
			fmt.Fprintf(b, ",%s:%s", encode(f[0]), encode(f[1]))
		}
	}
	fmt.Fprintf(b, ",\"timestamp\":%q", stamp)
	if len(e.Props) > 0 {
		name := "properties"
		if e.Kind == event.Identify {
			name = "traits"
		}
		fmt.Fprintf(b, ",%q:{", name)
		names := make([]string, 0, len(e.Props))
		for n := range e.Props {
			names = append(names, n)
		}
		slices.Sort(names)
		for i, n := range names {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(encode(n) + ":" + encode(e.Props[n].Any()))
		}
		b.WriteByte('}')
	}
	b.WriteString("}\n")
}

func encode(x any) string {
	data, err := json.Marshal(x)
	if err != nil {
		panic(fmt.Sprintf("scenario: a plain value that JSON cannot write: %v", err)) // NaN or infinite: a bug in the generator
	}
	return string(data)
}
