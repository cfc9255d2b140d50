package sample

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDuplicatesAndJunkLeaveTheCleanLinesAlone(t *testing.T) {
	cfg := shop(400, 20)
	clean, st := write(t, cfg)
	cfg.Duplicates, cfg.Junk = 0.05, 0.02
	dirty, dst := write(t, cfg)
	require.Equal(t, st.Events, dst.Events)
	require.InDelta(t, 0.05, float64(dst.Duplicates)/float64(st.Lines), 0.01)
	junk := int64(0)
	require.Len(t, dst.Junk, len(junkNames))
	for _, c := range dst.Junk {
		junk += c.N
		require.InDelta(t, float64(st.Lines)*0.02/7, float64(c.N), float64(st.Lines)*0.001, c.Name)
	}
	require.Equal(t, st.Lines+dst.Duplicates+junk, dst.Lines)

	// What remains after dropping repeated ids and unreadable lines is the clean
	// feed, byte for byte.
	seen := map[string]bool{}
	var kept []byte
	bad, again := int64(0), int64(0)
	for s := range bytes.Lines(dirty) {
		var l line
		if err := json.Unmarshal(s, &l); err != nil || !readable(l) {
			bad++
			continue
		}
		if seen[l.MessageID] {
			again++
			continue
		}
		seen[l.MessageID] = true
		kept = append(kept, s...)
	}
	require.Equal(t, junk, bad)
	require.Equal(t, dst.Duplicates, again)
	require.True(t, bytes.Equal(clean, kept))
}

func readable(l line) bool {
	future := !l.ReceivedAt.IsZero() && l.Timestamp.Sub(l.ReceivedAt) > time.Hour
	return l.UserID+l.AnonymousID != "" && !l.Timestamp.IsZero() && !future
}

func TestLateLinesCarryTheTimeOfTheirArrival(t *testing.T) {
	cfg := shop(400, 20)
	clean, _ := write(t, cfg)
	cfg.Late = 0.04
	feed, st := write(t, cfg)
	late := int64(0)
	arrival := time.UnixMilli(cfg.Start)
	events := 0
	for _, l := range parse(t, feed) {
		events++
		at := l.Timestamp
		if !l.ReceivedAt.IsZero() {
			late++
			at = l.ReceivedAt
			delay := at.Sub(l.Timestamp)
			require.GreaterOrEqual(t, delay, time.Minute)
			require.Less(t, delay, lateHours*time.Hour)
		}
		require.False(t, at.Before(arrival), "%+v", l)
		arrival = at
	}
	require.Equal(t, st.Late, late)
	require.InDelta(t, 0.04, float64(late)/float64(st.Lines), 0.01)
	require.Equal(t, len(parse(t, clean)), events, "being late loses nothing")
}
