package cli

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
)

// What the terminal remembers of earlier runs lies in one small file. It is a
// convenience: where it cannot be read or written, everything goes on without it.

// memoryFile is where it lies; empty is nowhere.
func (a *app) memoryFile() string {
	dir := a.Getenv("XDG_STATE_HOME")
	if home := a.Getenv("HOME"); !filepath.IsAbs(dir) && home != "" && runtime.GOOS == "linux" {
		dir = filepath.Join(home, ".local", "state")
	}
	if !filepath.IsAbs(dir) {
		var err error
		if dir, err = os.UserConfigDir(); err != nil {
			return ""
		}
	}
	return filepath.Join(dir, "journey", "terminal.json")
}

// reminded puts what is remembered into a look. What flags and the environment say
// goes before.
func (a *app) reminded(f *playFlags, look stage.Look) stage.Look {
	if data, err := os.ReadFile(a.memoryFile()); err == nil {
		var m stage.Memory
		if json.Unmarshal(data, &m) == nil {
			look.Memory = m
		}
	}
	if f.rtl == "auto" && !a.ordersItself() {
		look.Logical = look.Memory.Order == stage.ByTerminal
		look.AskOrder = look.Memory.Order == ""
	}
	return look
}

// ordersItself reports whether the terminal is known to order right-to-left text, and
// not to stop when asked to.
func (a *app) ordersItself() bool {
	return a.Getenv("TMUX") == "" &&
		(a.Getenv("TERM_PROGRAM") == "Apple_Terminal" || a.Getenv("KONSOLE_VERSION") != "" || a.Getenv("TERM") == "mlterm")
}

// remember keeps a memory.
func (a *app) remember(m stage.Memory) {
	file := a.memoryFile()
	if file == "" || os.MkdirAll(filepath.Dir(file), 0o700) != nil {
		return
	}
	_ = writeFile(file, func(w io.Writer) error { return json.NewEncoder(w).Encode(m) }) // it is a convenience
}
