package report

import (
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
)

const hexDigits = "0123456789abcdef"

// plain are the bytes that a JSON string holds as they are.
var plain = func() (t [256]bool) {
	for c := 0x20; c < 0x7F; c++ {
		t[c] = c != '"' && c != '\\'
	}
	return t
}()

// appendString appends s as a JSON string. Bytes that are not UTF-8 become
// U+FFFD; characters that act on a terminal become escapes.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	done := 0
	for i := 0; i < len(s); {
		if plain[s[i]] {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r >= 0x80 && !(r == utf8.RuneError && size == 1) && !safetext.Acts(r) {
			i += size
			continue
		}
		dst = append(dst, s[done:i]...)
		dst = appendEscape(dst, r)
		i += size
		done = i
	}
	dst = append(dst, s[done:]...)
	return append(dst, '"')
}

func appendEscape(dst []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(dst, '\\', byte(r))
	case '\n':
		return append(dst, `\n`...)
	case '\t':
		return append(dst, `\t`...)
	}
	if r > 0xFFFF {
		r -= 0x10000
		dst = appendUnit(dst, 0xD800+r>>10)
		r = 0xDC00 + r&0x3FF
	}
	return appendUnit(dst, r)
}

func appendUnit(dst []byte, u rune) []byte {
	return append(dst, '\\', 'u', hexDigits[u>>12&15], hexDigits[u>>8&15], hexDigits[u>>4&15], hexDigits[u&15])
}

func quoted(s string) string { return string(appendString(nil, s)) }

// appendValue appends a value as JSON. A time is written like every instant of a
// record; a number that JSON does not have is null.
func appendValue(dst []byte, v event.Value) []byte {
	switch v.Kind {
	case event.Bool:
		return strconv.AppendBool(dst, v.Num != 0)
	case event.Number:
		if math.IsNaN(v.Num) || math.IsInf(v.Num, 0) {
			return append(dst, "null"...)
		}
		return append(dst, fn.Text(v)...)
	case event.Text:
		return appendString(dst, v.Str)
	case event.Time:
		c := newClock()
		return append(c.append(append(dst, '"'), int64(v.Num)), '"')
	case event.List, event.Map:
		return appendBox(dst, v)
	}
	return append(dst, "null"...)
}

// appendBox appends what is in a list or a record.
func appendBox(dst []byte, v event.Value) []byte {
	open, shut := byte('['), byte(']')
	if v.Kind == event.Map {
		open, shut = '{', '}'
	}
	dst = append(dst, open)
	if v.Box != nil {
		for i, item := range v.Box.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			if v.Kind == event.Map {
				dst = append(appendString(dst, v.Box.Names[i]), ':')
			}
			dst = appendValue(dst, item)
		}
	}
	return append(dst, shut)
}

const (
	msPerDay    = 24 * msPerHour
	msPerHour   = 60 * msPerMinute
	msPerMinute = 60 * msPerSecond
	msPerSecond = 1000
)

// clock formats instants. Decisions come in order of time, so the date is nearly
// always the one before.
type clock struct {
	day  int64 // the start of the day that date is
	date []byte
}

func newClock() clock { return clock{day: -1 << 62} }

// append appends an instant as RFC 3339 in UTC, with milliseconds.
func (c *clock) append(dst []byte, ms int64) []byte {
	in := ms - c.day
	if in < 0 || in >= msPerDay {
		day := calendar.UTC().Civil(ms)
		c.date = appendDate(c.date[:0], day)
		in = ms % msPerDay
		if in < 0 {
			in += msPerDay
		}
		c.day = ms - in
	}
	h, m, s := in/msPerHour, in/msPerMinute%60, in/msPerSecond%60
	f := in % msPerSecond
	dst = append(dst, c.date...)
	return append(dst, 'T',
		byte('0'+h/10), byte('0'+h%10), ':', byte('0'+m/10), byte('0'+m%10), ':', byte('0'+s/10), byte('0'+s%10),
		'.', byte('0'+f/100), byte('0'+f/10%10), byte('0'+f%10), 'Z')
}

func appendDate(dst []byte, day calendar.Civil) []byte {
	y := day.Year
	return append(dst, byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10),
		'-', byte('0'+day.Month/10), byte('0'+day.Month%10), '-', byte('0'+day.Day/10), byte('0'+day.Day%10))
}
