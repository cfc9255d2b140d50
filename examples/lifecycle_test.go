package examples_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/sample"
)

// lifecycleFeed is fourteen months of a small shop, so that people lapse, come back
// and have anniversaries.
func lifecycleFeed(t *testing.T) []byte {
	t.Helper()
	cfg := sample.Default()
	cfg.People, cfg.Days, cfg.Lifecycle = 60, 420, true
	var buf bytes.Buffer
	_, err := sample.Write(&buf, cfg)
	require.NoError(t, err)
	return buf.Bytes()
}

// The journeys of a lifecycle team run together over fourteen months. The golden page
// is for a person: do the numbers make sense?
func TestWhatALifecycleTeamSees(t *testing.T) {
	paths, err := filepath.Glob("lifecycle/*.journey")
	require.NoError(t, err)
	program := read(t, paths...).Program // what lint says of them is for journey.yaml to settle, and for CI to ask
	events := lifecycleFeed(t)
	one := decideOver(t, program, 1, bytes.NewReader(events))
	require.Equal(t, one.records, decideOver(t, program, 3, bytes.NewReader(events)).records, "three workers")
	parts := strings.Split(one.page, "\n\n")
	golden(t, "testdata/lifecycle.txt", parts[0]+"\n\n"+parts[len(parts)-1]) // the journeys and the channels, without the steps
}
