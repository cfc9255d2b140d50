package habit_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/habit"
)

func ms(t *testing.T, s string) int64 {
	at, err := time.Parse("2006-01-02 15:04", s)
	require.NoError(t, err)
	return at.UnixMilli()
}

// The latest quarters are kept, in whatever order they come.
func TestAdd(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var list []uint32
	var all []uint32
	for range 2000 {
		q := r.Uint32N(900)
		near := slices.ContainsFunc(list, func(x uint32) bool { return x/4 == q/4 })
		require.Equal(t, !near, habit.Fresh(calendar.UTC(), list, q))
		list = habit.Add(list, q)
		all = append(all, q)
		slices.Sort(all)
		all = slices.Compact(all)
		require.Equal(t, all[max(0, len(all)-habit.Kept):], list)
	}
}

// A visit of an hour counts once, however much was seen of it, also where clocks go back.
func TestLived(t *testing.T) {
	z, err := calendar.Load("Europe/Sofia")
	require.NoError(t, err)
	var list []uint32
	for _, at := range []string{"2026-03-02 08:00", "2026-03-02 08:50", "2026-03-02 09:00", "2026-10-25 00:05", "2026-10-25 01:05"} {
		list = habit.Add(list, habit.Quarter(ms(t, at)))
	}
	w := habit.Lived(z, list)
	want := habit.Week{}
	want[10], want[11], want[6*24+3] = 1, 1, 1
	require.Equal(t, want, *w)
}

func TestBest(t *testing.T) {
	z := calendar.UTC()
	now := ms(t, "2026-03-02 12:30") // a Monday
	week := func(hours ...int) *habit.Week {
		w := &habit.Week{}
		for _, h := range hours {
			w[h]++
		}
		return w
	}
	evenings := week(0*24+20, 1*24+20, 2*24+20, 3*24+20)
	day := now + 24*3_600_000
	for _, x := range []struct {
		why           string
		own, everyone *habit.Week
		end           int64
		at            string
		by            habit.Source
	}{
		{"nobody was ever seen", week(), week(), day, "2026-03-02 12:30", habit.Nobody},
		{"everyone's hour", week(), evenings, day, "2026-03-02 20:00", habit.Everyone},
		{"everyone's hour is out of reach: the rest is equal", week(), evenings, now + 3_600_000, "2026-03-02 12:30", habit.Everyone},
		{"one visit says less than everyone", week(7), evenings, day, "2026-03-02 20:00", habit.Everyone},
		{"a habit says more", week(7, 24+7, 48+7, 72+7, 96+7, 120+7, 144+7, 7, 24+7, 48+7, 72+7, 31), evenings, day, "2026-03-03 07:00", habit.Own},
		{"own hours alone", week(15), week(), day, "2026-03-02 15:00", habit.Own},
		{"now is the best hour", week(12), week(), day, "2026-03-02 12:30", habit.Own},
		{"the end does not belong to it", week(15), week(), ms(t, "2026-03-02 15:00"), "2026-03-02 12:30", habit.Own},
		{"the weekday counts beside the hour", week(4*24+9, 4*24+9, 24+9, 24+11), week(), now + 7*24*3_600_000, "2026-03-06 09:00", habit.Own},
	} {
		at, by := habit.Best(z, now, x.end, x.own, x.everyone)
		require.Equal(t, ms(t, x.at), at, x.why)
		require.Equal(t, x.by, by, x.why)
	}
	at, _ := habit.Best(z, calendar.Last, 1<<62, week(3), week())
	require.Equal(t, calendar.Last, at)
}
