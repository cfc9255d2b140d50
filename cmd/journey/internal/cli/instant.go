package cli

import (
	"time"
)

// instantForms are the ways to write an instant in a flag. Without an offset it
// is UTC, like everything else that is printed.
var instantForms = []string{
	time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
}

// parseInstant reads the value of a flag as an instant, in ms.
func parseInstant(flag, value string) (int64, error) {
	for _, form := range instantForms {
		if t, err := time.Parse(form, value); err == nil {
			return t.UnixMilli(), nil
		}
	}
	return 0, usage("write it as 2026-03-02, \"2026-03-02 10:00\" (both UTC) or 2026-03-02T10:00:00+03:00", "--%s %q is not a time", flag, value)
}
