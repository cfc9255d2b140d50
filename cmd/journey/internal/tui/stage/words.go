package stage

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/journeylang/journey/runtime/sim"
)

// grouped writes a number with commas between thousands.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// counted writes a number with its noun.
func counted(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + many
}

// signed writes a difference.
func signed(n int64) string {
	if n > 0 {
		return "+" + grouped(n)
	}
	return grouped(n)
}

func percent(share float64) string { return fmt.Sprintf("%.0f%%", share*100) }

// when writes an instant as a wall in the session's zone shows it.
func (m *Model) when(at sim.Instant) string {
	if at == 0 {
		return ""
	}
	return sim.Local(m.zone, int64(at))
}

// clock is the time of day of an instant.
func (m *Model) clock(at sim.Instant) string {
	w := m.when(at)
	return w[strings.LastIndexByte(w, ' ')+1:]
}

// called is how a person is called, and by which id.
func called(p sim.PersonRef) string {
	if p.Name == "" {
		return p.ID
	}
	return p.Name
}

// fullName is a person's name with the id.
func fullName(p sim.PersonRef) string {
	if p.Name == "" || p.Name == p.ID {
		return p.ID
	}
	return p.Name + " (" + p.ID + ")"
}

// bar draws a share as blocks, in eighths where there is room.
func bar(share float64, w int) string {
	n := min(int(share*float64(2*w)+0.999), 2*w)
	return strings.Repeat("█", n/2) + strings.Repeat("▌", n%2)
}
