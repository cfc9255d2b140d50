package sim_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/sim"
)

func TestMoments(t *testing.T) {
	s := open(t, version(t, "v1", "cart.journey", plain), recorded(shopFeed(t, 60, 6)))
	// Tuesday 3 March 2026, 14:02:11.
	here := sim.Instant(1772546531000)
	for text, want := range map[string]string{
		"+2h":                      "2026-03-03T16:02:11.000Z",
		"+1h30m":                   "2026-03-03T15:32:11.000Z",
		" + 2 hours":               "2026-03-03T16:02:11.000Z",
		"2 hours later":            "2026-03-03T16:02:11.000Z",
		"1 day ago":                "2026-03-02T14:02:11.000Z",
		"-1d":                      "2026-03-02T14:02:11.000Z",
		"+1mo":                     "2026-04-03T14:02:11.000Z",
		"-1w":                      "2026-02-24T14:02:11.000Z",
		"10:30":                    "2026-03-03T10:30:00.000Z",
		"23:59:58":                 "2026-03-03T23:59:58.000Z",
		"fri 10:00":                "2026-03-06T10:00:00.000Z",
		"Friday":                   "2026-03-06T00:00:00.000Z",
		"next fri at 9:00":         "2026-03-06T09:00:00.000Z",
		"tue 15:00":                "2026-03-03T15:00:00.000Z",
		"tue 14:00":                "2026-03-10T14:00:00.000Z",
		"tomorrow 08:00":           "2026-03-04T08:00:00.000Z",
		"yesterday":                "2026-03-02T00:00:00.000Z",
		"2026-03-05":               "2026-03-05T00:00:00.000Z",
		"2026-03-05 10:00":         "2026-03-05T10:00:00.000Z",
		"5 mar":                    "2026-03-05T00:00:00.000Z",
		"Mar 5 10:15":              "2026-03-05T10:15:00.000Z",
		"Thu 5 Mar 2026 10:15":     "2026-03-05T10:15:00.000Z",
		"5 march 2027":             "2027-03-05T00:00:00.000Z",
		"2026-03-05T10:00:00Z":     "2026-03-05T10:00:00.000Z",
		"2026-03-05T10:00:00.250Z": "2026-03-05T10:00:00.250Z",
		"+٢h":                      "2026-03-03T16:02:11.000Z",
		"۱۰:۳۰":                    "2026-03-03T10:30:00.000Z",
		"now":                      "2026-03-03T14:02:11.000Z",
	} {
		s.Seek(here)
		got, err := s.Moment(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got.String(), text)
	}
	for _, text := range []string{"", "  ", "fri 25:00", "31 feb", "2026-13-01", "+2", "+h", "2h", "+99999999h", "soon", "first fax", "next nothing", "10:3x", "++2h", "fri fri"} {
		_, err := s.Moment(text)
		require.Error(t, err, "%q", text)
	}
}

func TestOccasionsAndBookmarks(t *testing.T) {
	s := open(t, version(t, "v1", "cart.journey", plain), recorded(shopFeed(t, 100, 6)))
	first, err := s.Goto("first sms")
	require.NoError(t, err)
	m := s.Messages(sim.MessageQuery{Channel: "sms", Limit: 1}).Lines[0]
	require.Equal(t, first.At, m.At)
	next, err := s.Goto("next last") // the step of that name
	require.NoError(t, err)
	require.Greater(t, next.At, first.At)
	_, err = s.Goto("previous last")
	require.NoError(t, err)
	require.Equal(t, first.At, s.Position().At)
	_, err = s.Goto("previous sms")
	require.ErrorContains(t, err, "there is no previous sms")
	require.Equal(t, first.At, s.Position().At) // nobody moved

	s.Bookmark("Black Friday")
	s.Seek(0)
	require.True(t, s.Position().AtStart)
	_, err = s.Goto("black friday")
	require.NoError(t, err)
	require.Equal(t, first.At, s.Position().At)
	require.Len(t, s.Bookmarks(), 1)
	s.DropBookmark("Black Friday")
	require.Empty(t, s.Bookmarks())
	_, err = s.Goto("last message")
	require.NoError(t, err)
	_, ok := s.Next(sim.Messages)
	require.False(t, ok)
	_, err = s.Goto("first goal")
	require.NoError(t, err)
	end, err := s.Goto("end")
	require.NoError(t, err)
	require.True(t, end.AtEnd)
	_, ok = s.Next(sim.Events)
	require.False(t, ok)

	// The clock can be let run on.
	later, err := s.Extend(background, end.At+7*86_400_000)
	require.NoError(t, err)
	require.False(t, later.AtEnd)
	require.Greater(t, s.Seek(s.Status().Horizon).Decisions, end.Decisions)
}

// TestEveryEventIsMet goes through all events one by one, forward and back.
func TestEveryEventIsMet(t *testing.T) {
	s := open(t, version(t, "v1", "cart.journey", plain), recorded(shopFeed(t, 15, 3)))
	var there []sim.Instant
	total := int64(0)
	for {
		p, ok := s.Next(sim.Events)
		if !ok {
			break
		}
		require.Greater(t, p.Events, total)
		total = p.Events
		there = append(there, p.At)
	}
	require.Equal(t, s.Status().Events, total)
	for i := len(there) - 2; i >= 0; i-- {
		p, ok := s.Previous(sim.Events)
		require.True(t, ok)
		require.Equal(t, there[i], p.At)
	}
}
