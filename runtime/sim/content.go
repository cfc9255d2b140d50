package sim

import (
	"fmt"
	"time"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/why"
)

// Instant is a moment in ms since 1970, UTC. In JSON it is RFC 3339 with
// milliseconds, and null for 0, which stands for none.
type Instant int64

// String returns the instant as RFC 3339 in UTC, with milliseconds.
func (t Instant) String() string { return string(t.append(nil)) }

func (t Instant) append(dst []byte) []byte {
	c := calendar.UTC().Civil(int64(t))
	dst = appendPadded(dst, c.Year, 4)
	for _, x := range []struct {
		before byte
		n, len int
	}{{'-', c.Month, 2}, {'-', c.Day, 2}, {'T', c.Hour, 2}, {':', c.Minute, 2}, {':', c.Second, 2}, {'.', c.Milli, 3}} {
		dst = appendPadded(append(dst, x.before), x.n, x.len)
	}
	return append(dst, 'Z')
}

func appendPadded(dst []byte, n, width int) []byte {
	at := len(dst) + width
	for range width {
		dst = append(dst, '0')
	}
	for i := at - 1; n > 0 && i >= at-width; i-- {
		dst[i] = byte('0' + n%10)
		n /= 10
	}
	return dst
}

// MarshalJSON is part of json.Marshaler.
func (t Instant) MarshalJSON() ([]byte, error) {
	if t == 0 {
		return []byte("null"), nil
	}
	return append(t.append([]byte{'"'}), '"'), nil
}

// UnmarshalJSON is part of json.Unmarshaler.
func (t *Instant) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*t = 0
		return nil
	}
	at, err := time.Parse(`"`+time.RFC3339Nano+`"`, string(data))
	if err != nil {
		return fmt.Errorf("a moment is written like \"2026-03-02T10:00:00Z\", got %s", data)
	}
	*t = Instant(at.UnixMilli())
	return nil
}

// History is what is known of one person up to an instant.
type History struct {
	Person PersonRef
	Traits []Trait
	// Records are the lines of the feed about the person, in the order of the feed,
	// as the version's program reads them.
	Records []why.Record
}
