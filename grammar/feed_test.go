package grammar_test

import (
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/runtime/oracle/versus"
)

// events reads the CSV of a page for the oracle: the columns time, person and
// event, and one for each field. An empty cell is a missing value.
func events(t *testing.T, text string) []oracle.Event {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	require.Greater(t, len(rows), 1)
	var out []oracle.Event
	for i, row := range rows[1:] {
		e := oracle.Event{Line: int64(i + 2), Props: map[string]event.Value{}}
		for c, cell := range row {
			switch column := rows[0][c]; column {
			case "time":
				e.Time = instant(t, cell)
			case "person":
				e.User = cell
			case "anonymousId":
				e.Anon = cell
			case "messageId":
				e.ID = cell
			case "previous":
				e.Prev = cell
			case "event":
				e.Name = cell
			default:
				if cell != "" {
					e.Props[column] = value(cell)
				}
			}
		}
		switch e.Name {
		case "identify":
			e.Kind, e.Name = event.Identify, ""
		case "alias":
			e.Kind, e.Name = event.Alias, ""
		case "delete":
			e.Kind, e.Name = event.Delete, ""
		case "clock":
			e.Kind, e.Name = event.Clock, ""
		}
		out = append(out, e)
	}
	return out
}

// inOrder reports whether a feed is in the order of time, as it should be where a
// page does not speak of late lines.
func inOrder(events []oracle.Event) bool {
	return slices.IsSortedFunc(events, func(a, b oracle.Event) int { return cmp.Compare(a.Time, b.Time) })
}

func value(cell string) event.Value {
	if x, err := strconv.ParseFloat(cell, 64); err == nil {
		return event.Of(x)
	}
	if b, err := strconv.ParseBool(cell); err == nil {
		return event.Of(b)
	}
	return event.Of(cell)
}

func instant(t *testing.T, s string) int64 {
	t.Helper()
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02 15:04:05.000"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.UnixMilli()
		}
	}
	t.Fatalf("%q is no time", s)
	return 0
}

// readsTheSame holds the real reader to the feed of a page: the lines that a
// reader of the page copies into a file mean the same there.
func readsTheSame(t *testing.T, schema *event.Schema, text string, events []oracle.Event) {
	t.Helper()
	rd, err := feed.NewReader(strings.NewReader(text), schema, feed.Options{Name: "feed.csv"})
	require.NoError(t, err)
	want := versus.Records(schema, events)
	var got []event.Record
	for {
		b, err := rd.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		require.Empty(t, b.Bad)
		for _, r := range b.Records {
			r.User, r.Anon, r.Prev, r.ID = strings.Clone(r.User), strings.Clone(r.Anon), strings.Clone(r.Prev), strings.Clone(r.ID)
			got = append(got, r)
		}
	}
	require.Len(t, got, len(want))
	for i := range want {
		require.Equal(t, want[i].Kind, got[i].Kind, "line %d", i+2)
		require.Equal(t, want[i].Type, got[i].Type, "line %d", i+2)
		require.Equal(t, want[i].Time, got[i].Time, "line %d", i+2)
		require.Equal(t, want[i].User, got[i].User, "line %d", i+2)
		require.Equal(t, want[i].Anon, got[i].Anon, "line %d", i+2)
		require.Equal(t, want[i].Prev, got[i].Prev, "line %d", i+2)
		require.Equal(t, want[i].ID, got[i].ID, "line %d", i+2)
		require.Equal(t, len(want[i].Props), len(got[i].Props), "line %d", i+2)
	}
}
