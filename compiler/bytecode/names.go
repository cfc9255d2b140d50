package bytecode

import (
	"fmt"
	"strconv"
	"strings"
)

// The names that disassemblies use.

func name[T ~uint8](names []string, i T) string {
	if int(i) < len(names) {
		return names[i]
	}
	return "kind " + strconv.Itoa(int(i))
}

var typeNames = []string{"any", "bool", "number", "text", "time", "list", "map", "date"}

// String returns the type's name.
func (t Type) String() string { return name(typeNames, t) }

var regNames = []string{"last", "fields", "window", "total"}

// String returns the register kind's name.
func (k RegKind) String() string { return name(regNames, k) }

var factNames = []string{"in last", "ever", "count", "sum", "field", "time", "since", "expected"}

// String returns the question's name.
func (k FactKind) String() string { return name(factNames, k) }

var sourceNames = []string{"field", "trait", "entry", "fact", "param", "cart", "viewed", "bought", "segment", "mark"}

// String returns the source's name.
func (s Source) String() string { return name(sourceNames, s) }

var stateNames = []string{"wait", "for", "until", "ranked", "hold", "repeat"}

// String returns the state kind's name.
func (k StateKind) String() string { return name(stateNames, k) }

var periodNames = []string{"no period", "calendar day", "calendar week", "calendar month"}

// String returns the period's name.
func (p Period) String() string { return name(periodNames, p) }

var actNames = []string{"add to audience", "remove from audience", "webhook", "start"}

// String returns the act in the language's words.
func (k ActKind) String() string { return name(actNames, k) }

var modeNames = []string{"once at a time", "once", "again", "each", "restart on repeat"}

// String returns the mode in the language's words.
func (m EnterMode) String() string { return name(modeNames, m) }

// String returns the duration as journeys write it: 2h, 7d, 1mo, 1h30m.
func (d Duration) String() string {
	var b strings.Builder
	part := func(n int64, unit string) {
		if n != 0 {
			fmt.Fprintf(&b, "%d%s", n, unit)
		}
	}
	part(int64(d.Months), "mo")
	part(int64(d.Days), "d")
	ms := d.Millis
	part(ms/3_600_000, "h")
	part(ms/60_000%60, "m")
	part(ms/1000%60, "s")
	part(ms%1000, "ms")
	if b.Len() == 0 {
		return "0s"
	}
	return b.String()
}
