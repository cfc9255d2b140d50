package fn

import (
	"math"
	"strconv"
	"strings"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
)

// Text is the value as a text: how it appears in a message, and the key that
// `enter each` runs by. Missing values, lists and records are empty. A time is
// RFC 3339 in UTC, without a fraction when it has none.
//
// A whole number has all its digits, so that an id stays what it is. Any other is
// rounded to fifteen digits, as spreadsheets do, because the digits beyond are
// noise: 0.1 + 0.2 is 0.3. There are no trailing zeros and no exponent.
func Text(v event.Value) string {
	switch v.Kind {
	case event.Text:
		return v.Str
	case event.Bool, event.Number, event.Time:
		var buf [64]byte
		return string(AppendText(buf[:0], v))
	}
	return ""
}

// AppendText appends the value as a text.
func AppendText(b []byte, v event.Value) []byte {
	switch v.Kind {
	case event.Bool:
		return strconv.AppendBool(b, v.Num != 0)
	case event.Number:
		return appendNumber(b, v.Num)
	case event.Text:
		return append(b, v.Str...)
	case event.Time:
		return appendTime(b, Millis(v))
	}
	return b
}

func appendNumber(b []byte, x float64) []byte {
	if x != math.Trunc(x) {
		const digits = 15
		var buf [32]byte
		// What was just written reads back as a number.
		x, _ = strconv.ParseFloat(string(strconv.AppendFloat(buf[:0], x, 'e', digits-1, 64)), 64)
	}
	return strconv.AppendFloat(b, x+0, 'f', -1, 64)
}

func appendTime(b []byte, ms int64) []byte {
	c := calendar.UTC().Civil(ms)
	b = append(pad(b, c.Year, 4), '-')
	b = append(pad(b, c.Month, 2), '-')
	b = append(pad(b, c.Day, 2), 'T')
	b = append(pad(b, c.Hour, 2), ':')
	b = append(pad(b, c.Minute, 2), ':')
	b = pad(b, c.Second, 2)
	if c.Milli != 0 {
		b = pad(append(b, '.'), c.Milli, 3)
	}
	return append(b, 'Z')
}

func pad(b []byte, n, width int) []byte {
	s := strconv.Itoa(n)
	for range width - len(s) {
		b = append(b, '0')
	}
	return append(b, s...)
}

// Clone copies a value so that nothing of it points into the batch it came from.
func Clone(v event.Value) event.Value {
	v.Str = strings.Clone(v.Str)
	if v.Box != nil {
		box := &event.Box{Items: make([]event.Value, len(v.Box.Items))}
		for i, it := range v.Box.Items {
			box.Items[i] = Clone(it)
		}
		for _, name := range v.Box.Names {
			box.Names = append(box.Names, strings.Clone(name))
		}
		v.Box = box
	}
	return v
}
