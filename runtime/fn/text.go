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
	case event.Bool:
		return strconv.FormatBool(v.Num != 0)
	case event.Number:
		return numberText(v.Num)
	case event.Text:
		return v.Str
	case event.Time:
		return timeText(millis(v))
	}
	return ""
}

func numberText(x float64) string {
	if x == math.Trunc(x) {
		return strconv.FormatFloat(x+0, 'f', -1, 64)
	}
	const digits = 15
	var buf [32]byte
	rounded, err := strconv.ParseFloat(string(strconv.AppendFloat(buf[:0], x, 'e', digits-1, 64)), 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

func timeText(ms int64) string {
	c := calendar.UTC().Civil(ms)
	b := append(pad(nil, c.Year, 4), '-')
	b = append(pad(b, c.Month, 2), '-')
	b = append(pad(b, c.Day, 2), 'T')
	b = append(pad(b, c.Hour, 2), ':')
	b = append(pad(b, c.Minute, 2), ':')
	b = pad(b, c.Second, 2)
	if c.Milli != 0 {
		b = pad(append(b, '.'), c.Milli, 3)
	}
	return string(append(b, 'Z'))
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
