package calendar

import (
	"crypto/sha256"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// TestDataIsTheVersion fails when the archive is replaced and Version is not.
func TestDataIsTheVersion(t *testing.T) {
	require.Equal(t, "2025c", Version)
	require.Equal(t, "8f55634d05f8bca1f7bc7c69c5933428c69357e0bdf565e5ba224e3f88ff12e8",
		fmt.Sprintf("%x", sha256.Sum256([]byte(data))))
}

func TestNames(t *testing.T) {
	names := Names()
	require.True(t, slices.IsSorted(names))
	require.Len(t, names, 598)
	require.Contains(t, names, "Europe/Istanbul")
	require.Contains(t, names, "UTC")
}

func TestLoad(t *testing.T) {
	for _, name := range []string{"", "europe/istanbul", "Europe", "Local", "../Europe/Istanbul", "Mars/Olympus"} {
		_, err := Load(name)
		require.EqualError(t, err, fmt.Sprintf("unknown time zone %q", name))
	}
	z, err := Load("UTC")
	require.NoError(t, err)
	require.Same(t, UTC(), z)

	t.Setenv("ZONEINFO", t.TempDir())
	got := make([]*Zone, 8)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() { got[i], _ = Load("Africa/Kigali") })
	}
	wg.Wait()
	require.Equal(t, "Africa/Kigali", got[0].Name())
	for _, z := range got {
		require.Same(t, got[0], z)
	}
}

// TestLoadKeepsItsOwnName gives a name whose bytes change afterwards, as those of
// a feed's buffer do.
func TestLoadKeepsItsOwnName(t *testing.T) {
	buffer := []byte("Pacific/Chatham")
	z, err := Load(unsafe.String(&buffer[0], len(buffer)))
	require.NoError(t, err)
	copy(buffer, "overwritten ...")
	require.Equal(t, "Pacific/Chatham", z.Name())
	again, err := Load("Pacific/Chatham")
	require.NoError(t, err)
	require.Same(t, z, again)
}

// TestAgainstGo compares every zone with package time, reading the same bytes, at
// random instants and around every transition. Both must agree on what the wall
// shows, which has one right answer.
func TestAgainstGo(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, name := range Names() {
		z, err := Load(name)
		require.NoError(t, err)
		ref, err := time.LoadLocationFromTZData(name, []byte(index()[name]))
		require.NoError(t, err)
		check := func(ms int64) {
			at := time.UnixMilli(ms).In(ref)
			_, offset := at.Zone()
			want := Civil{at.Year(), int(at.Month()), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond() / 1e6}
			if z.Offset(ms) != offset || z.Civil(ms) != want {
				t.Fatalf("%s at %d (%s): got %v, offset %d, want %v, offset %d", name, ms, at, z.Civil(ms), z.Offset(ms), want, offset)
			}
			if weekday := (int(at.Weekday()) + 6) % 7; int(want.Weekday()) != weekday {
				t.Fatalf("%v is a %d, got %d", want, weekday, want.Weekday())
			}
		}
		for range 200 {
			check(between(r, 1900, 2100))
		}
		for range 100 {
			check(between(r, 1, 9999))
		}
		for _, at := range z.at {
			check(at - 1)
			check(at)
		}
		check(First)
		check(Last)
		check(z.cycleEnd%never - 1)
		check(z.cycleEnd % never)
	}
}

// between returns a random instant of the years from one to another.
func between(r *rand.Rand, from, to int) int64 {
	a, b := dayNumber(from, 1, 1)*msPerDay, dayNumber(to+1, 1, 1)*msPerDay
	return a + r.Int64N(b-a)
}

func TestCivilNeverOverflows(t *testing.T) {
	for _, name := range []string{"UTC", "America/New_York", "Pacific/Kiritimati"} {
		z := zone(t, name)
		for _, ms := range []int64{math.MinInt64, math.MaxInt64} {
			c := z.Civil(ms)
			require.Equal(t, ms > 0, c.Year > 0, "%s %d: %v", name, ms, c)
			require.Positive(t, c.Day)
		}
	}
}

func TestDamagedZoneFiles(t *testing.T) {
	good := index()["Europe/Istanbul"]
	for cut := range len(good) {
		_, err := parseTZif("cut", good[:cut])
		require.Error(t, err, "cut at %d", cut)
	}
	for name, footer := range map[string]string{
		"another offset":  "<+04>-4",
		"no name":         "-3",
		"no dates":        "EET-2EEST",
		"no end":          "EET-2EEST,M3.5.0/3",
		"too much":        "EET-2EESTX-3Y,M3.5.0/3,M10.5.0/4",
		"a form not used": "EET-2EEST,J60,J300",
		"no such week":    "EET-2EEST,M3.6.0,M10.5.0",
		"no such time":    "EET-2EEST,M3.5.0/1:2:3:4,M10.5.0",
		"no time at all":  "EET-2EEST,M3.5.0/,M10.5.0",
	} {
		t.Run(name, func(t *testing.T) {
			file := good[:len(good)-len("\n<+03>-3\n")] + "\n" + footer + "\n"
			_, err := parseTZif("bad", file)
			require.ErrorContains(t, err, "reading the rules for later times")
		})
	}
}

// FuzzParseTZif shows that a damaged file is an error or a zone, never a panic.
func FuzzParseTZif(f *testing.F) {
	for _, name := range []string{"UTC", "Europe/Istanbul", "Europe/Dublin", "Asia/Gaza"} {
		f.Add(index()[name])
	}
	f.Fuzz(func(t *testing.T, file string) {
		z, err := parseTZif("fuzz", file)
		if err != nil {
			return
		}
		for _, ms := range []int64{First, 0, Last} {
			z.Instant(z.Civil(ms))
		}
	})
}

func zone(t testing.TB, name string) *Zone {
	t.Helper()
	z, err := Load(name)
	require.NoError(t, err)
	return z
}
