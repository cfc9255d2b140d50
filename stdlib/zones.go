package stdlib

import (
	_ "embed" // the names are part of the program
	"slices"
	"strings"
	"sync"
)

//go:embed zones.txt
var zones string

var zoneNames = sync.OnceValue(func() []string { return strings.Fields(zones) })

// Zones are the names of all time zones, sorted: those whose data the runtime has built
// in, which a test compares. A checker needs no more than the names.
func Zones() []string { return slices.Clone(zoneNames()) }

// Zone reports whether there is a time zone of that name.
func Zone(name string) bool {
	_, ok := slices.BinarySearch(zoneNames(), name)
	return ok
}
