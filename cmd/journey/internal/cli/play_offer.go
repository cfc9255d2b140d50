package cli

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fsnotify/fsnotify"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
	"github.com/journeylang/journey/compiler"
)

// What a folder offers is looked for this deep, and at most so many of each.
const (
	offerDepth = 3
	mostOffers = 40
)

var feedEnds = []string{".ndjson", ".jsonl", ".csv", ".ndjson.gz", ".jsonl.gz", ".csv.gz", ".ndjson.zst", ".jsonl.zst", ".csv.zst"}

// offer is what this folder has, and the example.
func (p *player) offer() *stage.Start {
	journeys, feeds := inFolder(".")
	s := &stage.Start{}
	paths := []string{}
	if len(journeys) > 1 {
		paths = append(paths, ".")
		s.Journeys = append(s.Journeys, stage.Offer{Name: "all journeys of this folder", Detail: counted(int64(len(journeys)), "file", "files")})
	}
	for _, j := range journeys {
		paths = append(paths, j)
		s.Journeys = append(s.Journeys, stage.Offer{Name: j, Detail: p.health(j)})
	}
	s.Journeys = append(s.Journeys, stage.Offer{Name: "the example shop", Detail: "nothing to prepare"})
	if p.s.feed != "" && p.s.feed != "-" { // what came in is gone
		feeds = []string{p.s.feed}
	}
	for _, f := range feeds {
		detail := "recorded events"
		if info, err := os.Stat(f); err == nil {
			detail += ", " + size(info.Size())
		}
		s.People = append(s.People, stage.Offer{Name: f, Detail: detail})
	}
	feeds = append(feeds, invented)
	s.People = append(s.People, stage.Offer{Name: "1,000 invented people", Detail: "two weeks of a shop"})
	s.Open = func(ctx context.Context, j, f int) (*stage.Run, error) {
		if j == len(paths) {
			return p.example(ctx)
		}
		run, said, err := p.begun(ctx, []string{paths[j]}, feeds[f])
		var broken *stage.Broken
		if err != nil && !errors.As(err, &broken) && strings.TrimSpace(said) != "" {
			return nil, errors.New(strings.TrimSpace(said))
		}
		return run, err
	}
	return s
}

// health says in a few words whether a file compiles.
func (p *player) health(file string) string {
	w, err := p.a.load(context.Background(), p.s.config, []string{file}, false)
	if err != nil {
		return "cannot be read"
	}
	res := compiler.Compile(w.Sources, w.Options(false))
	switch {
	case res.Failed():
		return "has errors"
	case res.Program == nil:
		return "holds no journey"
	}
	return counted(int64(len(res.Program.Journeys)), "journey", "journeys")
}

func size(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", (n+1023)/1024)
	}
	return fmt.Sprintf("%d MB", n>>20)
}

// inFolder lists the journeys and the feeds below a folder.
func inFolder(dir string) (journeys, feeds []string) {
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error { // what cannot be read is not offered
		name := filepath.Base(path)
		switch {
		case err != nil:
			return fs.SkipDir
		case d.IsDir() && path != dir && (strings.HasPrefix(name, ".") || name == "node_modules" || strings.Count(filepath.ToSlash(path), "/") >= offerDepth):
			return fs.SkipDir
		case d.IsDir():
		case strings.HasSuffix(name, ".journey") && !strings.HasSuffix(name, "_test.journey"):
			journeys = append(journeys, filepath.ToSlash(path))
		case slices.ContainsFunc(feedEnds, func(end string) bool { return strings.HasSuffix(name, end) }):
			feeds = append(feeds, filepath.ToSlash(path))
		}
		return nil
	})
	return journeys[:min(len(journeys), mostOffers)], feeds[:min(len(feeds), mostOffers)]
}

// watch tells when a file of the journeys was saved. What is looked at follows what
// was chosen.
func (p *player) watch(ctx context.Context) (<-chan struct{}, func(), error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, nil, failed("", "watching files: %w", err)
	}
	saved := make(chan struct{}, 1)
	look := func() (out [sha256.Size]byte, known bool) {
		if len(p.args) == 0 && !p.configured() {
			return out, false
		}
		w, err := watch(p.args, p.s.config)
		if err != nil {
			return out, false
		}
		for _, dir := range w.dirs {
			_ = watcher.Add(dir) // a folder that is gone is looked at again when its parent changes
		}
		return w.sum(), true
	}
	args := p.args
	if len(args) == 0 && !p.configured() {
		args = []string{"."}
	}
	if w, err := watch(args, p.s.config); err == nil {
		for _, dir := range w.dirs {
			if err := watcher.Add(dir); err != nil {
				closed(watcher)
				return nil, nil, failed("", "watching %s: %w", filepath.ToSlash(dir), err)
			}
		}
	}
	seen, known := look()
	go func() {
		for p.a.change(ctx, watcher) == nil {
			now, ok := look()
			if ok && known && now != seen {
				select {
				case saved <- struct{}{}:
				default: // one is waiting already
				}
			}
			seen, known = now, ok
		}
	}()
	return saved, func() { closed(watcher) }, nil
}
