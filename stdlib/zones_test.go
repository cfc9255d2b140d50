package stdlib_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/stdlib"
)

var update = flag.Bool("update", false, "write zones.txt from the zones that are built in")

// TestZones holds the names to the data: -update writes them anew with a new release of it.
func TestZones(t *testing.T) {
	if *update {
		require.NoError(t, os.WriteFile("zones.txt", []byte(strings.Join(calendar.Names(), "\n")+"\n"), 0o644))
	}
	require.Equal(t, calendar.Names(), stdlib.Zones())
	require.True(t, stdlib.Zone("Europe/Sofia"))
	require.False(t, stdlib.Zone("Europe/Sofa"))
	require.False(t, stdlib.Zone("europe/sofia"), "a feed's zone is written exactly so, too")
}
