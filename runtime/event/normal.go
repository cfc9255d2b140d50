package event

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Normal brings an event's name into the form journeys use: lower case, with
// every run of spaces, `-` and `.` as one `_`. "Order Completed" is
// "order_completed". Letters are composed (NFC), as they are in journey files.
func Normal(name string) string {
	clean := true
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c >= 0x80 || c == ' ' || c == '-' || c == '.' || c == '\t' || c >= 'A' && c <= 'Z' {
			clean = false
			break
		}
	}
	if clean {
		return name
	}
	var b strings.Builder
	gap := false
	for _, r := range norm.NFC.String(strings.ToLower(strings.TrimSpace(name))) {
		if r == ' ' || r == '-' || r == '.' || r == '\t' || r == '\u00a0' {
			gap = true
			continue
		}
		if gap {
			b.WriteByte('_')
			gap = false
		}
		b.WriteRune(r)
	}
	if gap {
		b.WriteByte('_')
	}
	return b.String()
}
