package feed

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/journeylang/journey/runtime/calendar"
)

func TestParseTime(t *testing.T) {
	const ten = 1772445600000 // 2026-03-02T10:00:00Z
	for in, want := range map[string]int64{
		"2026-03-02T10:00:00Z":               ten,
		"2026-03-02t10:00:00z":               ten,
		"2026-03-02T10:00:00.1Z":             ten + 100,
		"2026-03-02T10:00:00.123Z":           ten + 123,
		"2026-03-02T10:00:00.123999999Z":     ten + 123,
		"2026-03-02T10:00:00.0000000000001Z": ten,
		"2026-03-02T13:00:00+03:00":          ten,
		"2026-03-02T13:00:00+0300":           ten,
		"2026-03-02 13:00:00+03":             ten,
		"2026-03-02T04:30:00-05:30":          ten,
		"2026-03-02 10:00 Z":                 ten,
		"2026-03-02 10:00":                   ten,
		"2026-03-02T10:00":                   ten,
		"2026-03-02 10:00:05":                ten + 5000,
		"2026-03-02 10:00:05.5":              ten + 5500,
		"2026-03-02":                         ten - 36_000_000,
		"1772445600000":                      ten,
		"1772445600":                         ten,
		"1.7724456e12":                       ten,
		"1.7724456e9":                        ten,
		"0":                                  0,
		"-1":                                 -1000,
		"99999999999":                        99999999999000,
		"100000000000":                       100000000000,
		"1970-01-01T00:00:00Z":               0,
		"1969-12-31T23:59:59.999Z":           -1,
		"2000-02-29":                         951782400000,
		"2024-02-29":                         1709164800000,
		"0001-01-01T00:00:00Z":               calendar.First,
		"9999-12-31T23:59:59.999Z":           calendar.Last,
		"253402300799999":                    calendar.Last,
	} {
		t.Run(in, func(t *testing.T) {
			got, fault := parseTime([]byte(in), nil)
			require.Empty(t, fault)
			require.Equal(t, want, got)
		})
	}
}

func TestParseTimeFaults(t *testing.T) {
	for in, want := range map[string]timeFault{
		"":                           notATime,
		"-":                          notATime,
		"yesterday":                  notATime,
		"2026-3-2":                   notATime,
		"2026-03-02T":                notATime,
		"2026-03-02T10":              notATime,
		"2026-03-02T10:00:":          notATime,
		"2026-03-02T10:00:0":         notATime,
		"2026-03-02T10:00:00.":       notATime,
		"2026-03-02T10:00:00.Z":      notATime,
		"2026-03-02T10:00:00Zulu":    notATime,
		"2026-03-02T10:00:00 ":       notATime,
		"2026-03-02T10:00:00+3:00":   notATime,
		"2026-03-02T1a:00:00Z":       notATime,
		"2026-03-02_10:00:00Z":       notATime,
		"2O26-03-02":                 notATime,
		"2026-02-29":                 noSuchDate,
		"1900-02-29":                 noSuchDate,
		"2026-13-01":                 noSuchDate,
		"2026-00-01":                 noSuchDate,
		"2026-01-00":                 noSuchDate,
		"2026-04-31T10:00:00Z":       noSuchDate,
		"0000-01-01":                 noSuchDate,
		"0001-01-01T00:00:00+01:00":  noSuchDate,
		"9999-12-31T23:59:59-01:00":  noSuchDate,
		"2026-03-02T24:00:00Z":       noSuchHour,
		"2026-03-02T10:60:00Z":       noSuchHour,
		"2026-03-02T10:00:60Z":       noSuchHour,
		"2026-03-02T10:00:00+24:00":  badOffset,
		"2026-03-02T10:00:00+03:60":  badOffset,
		"1772445600000000":           outOfTime,
		"99999999999999999999999999": outOfTime,
		"1772445600.5":               notWholeNum,
		"1e999":                      notATime,
		"0x10":                       notATime,
	} {
		t.Run(in, func(t *testing.T) {
			_, fault := parseTime([]byte(in), nil)
			require.Equal(t, want, fault)
		})
	}
}

func TestParseTimeInZone(t *testing.T) {
	z, err := calendar.Load("Europe/Istanbul")
	require.NoError(t, err)
	for in, want := range map[string]string{
		"2026-03-02 13:00":          "2026-03-02T10:00:00Z",
		"2026-03-02":                "2026-03-01T21:00:00Z",
		"2026-03-02T13:00:00Z":      "2026-03-02T13:00:00Z",
		"2026-03-02T13:00:00+01:00": "2026-03-02T12:00:00Z",
		"2015-03-29 03:30":          "2015-03-29T01:30:00Z", // does not exist: moved by the gap
	} {
		t.Run(in, func(t *testing.T) {
			got, fault := parseTime([]byte(in), z)
			require.Empty(t, fault)
			expected, err := time.Parse(time.RFC3339, want)
			require.NoError(t, err)
			require.Equal(t, expected.UnixMilli(), got)
		})
	}
}

// Every time of RFC 3339 is the same instant to the standard library.
func TestParseTimeAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ms := rapid.Int64Range(calendar.First+msPerDay, calendar.Last-msPerDay).Draw(t, "ms")
		offset := rapid.IntRange(-1439, 1439).Draw(t, "offset")
		format := rapid.SampledFrom([]string{"2006-01-02T15:04:05.000Z07:00", time.RFC3339Nano, "2006-01-02 15:04:05.000-0700"}).Draw(t, "format")
		text := time.UnixMilli(ms).In(time.FixedZone("", offset*60)).Format(format)
		got, fault := parseTime([]byte(text), nil)
		if fault != "" || got != ms {
			t.Fatalf("%s: got %d %s, want %d", text, got, fault, ms)
		}
	})
}
