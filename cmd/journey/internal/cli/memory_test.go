package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
)

func TestTheTerminalRemembers(t *testing.T) {
	env := map[string]string{"XDG_STATE_HOME": filepath.Join(t.TempDir(), "state")}
	a := &app{Streams: Streams{Getenv: func(k string) string { return env[k] }}}
	auto := &playFlags{rtl: "auto"}

	look := a.reminded(auto, stage.Look{})
	require.True(t, look.AskOrder, "nobody was asked yet")
	require.Empty(t, look.Memory)

	m := stage.Memory{Done: []string{"play"}, Dividers: map[string]int{"flow": 50}, Order: stage.ByTerminal}
	a.remember(m)
	look = a.reminded(auto, stage.Look{})
	require.Equal(t, m, look.Memory)
	require.False(t, look.AskOrder)
	require.True(t, look.Logical)
	require.False(t, a.reminded(&playFlags{rtl: "app"}, stage.Look{}).Logical, "a flag goes before")

	env["TERM_PROGRAM"] = "Apple_Terminal"
	a.remember(stage.Memory{})
	require.False(t, a.reminded(auto, stage.Look{}).AskOrder, "of this one it is known")
	env["TERM_PROGRAM"] = ""

	require.NoError(t, os.WriteFile(a.memoryFile(), []byte(`{"done": 7`), 0o644))
	require.Empty(t, a.reminded(auto, stage.Look{}).Memory, "what cannot be read is nothing")

	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	env["XDG_STATE_HOME"] = file // no folder can be made here
	a.remember(m)
	require.Empty(t, a.reminded(auto, stage.Look{}).Memory)
}
