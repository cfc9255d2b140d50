package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
)

// A session that was saved (x, in the simulator) is opened as what it had opened, by
// the same flags, and then gone on with.

// flagsKept are the flags that say how a feed is read, by name.
func (f *playFlags) flagsKept() map[string]*string {
	return map[string]*string{
		"mapping": &f.mapping, "grace": &f.grace, "addresses": &f.addresses, "cart-abandoned": &f.derive, "activate": &f.activate, "config": &f.config,
	}
}

// pathsKept are those of them that are files.
var pathsKept = map[string]bool{"mapping": true, "config": true}

// opened is how to open a work again.
func (p *player) opened(args []string, w *work) *stage.Opened {
	out := &stage.Opened{Journeys: args, Feed: w.Feed.Path, Flags: map[string]string{}}
	if len(args) == 0 {
		out.Journeys = w.Given
	}
	for name, value := range p.f.flagsKept() {
		if *value != "" {
			out.Flags[name] = *value
		}
	}
	return out
}

// resume reads a saved session, and puts what it had opened into the flags that are not
// given.
func (f *playFlags) resume(file string) (*stage.SavedRun, []string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, fileTrouble(err)
	}
	r, err := stage.ReadRun(data)
	if err != nil {
		return nil, nil, usage("", "%s: %w", filepath.ToSlash(file), err)
	}
	near := func(path string) string { // paths are beside the file
		if path == "" || filepath.IsAbs(path) {
			return path
		}
		return filepath.Join(filepath.Dir(file), filepath.FromSlash(path))
	}
	var args []string
	for _, a := range r.Journeys {
		args = append(args, near(a))
	}
	if f.feed == "" {
		f.feed = near(r.Feed)
	}
	if f.feed == "" && len(f.assume) == 0 {
		f.assume = r.Assumed
	}
	for name, value := range f.flagsKept() {
		if *value == "" {
			if *value = r.Flags[name]; pathsKept[name] {
				*value = near(*value)
			}
		}
	}
	return r, args, nil
}

// isSession reports whether arguments are a saved session.
func isSession(args []string) (bool, error) {
	n := 0
	for _, a := range args {
		if filepath.Ext(a) == ".run" {
			n++
		}
	}
	if n > 0 && len(args) > 1 {
		return false, usage("journey play session.run", "a session is opened alone, got %s", fmt.Sprint(args))
	}
	return n == 1, nil
}
