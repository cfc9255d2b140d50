package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// scratchFiles is where the sort of a large feed goes on: a folder that is made
// when it is first needed, and removed at the end.
type scratchFiles struct {
	mu     sync.Mutex
	dir    string
	closed bool
}

// Create is part of feed.Scratch.
func (s *scratchFiles) Create(n int) (io.WriteCloser, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errors.New("the reading has ended")
	}
	if s.dir == "" {
		dir, err := os.MkdirTemp("", "journey-sort-")
		if err != nil {
			return nil, err
		}
		s.dir = dir
	}
	return os.Create(s.path(n))
}

// Open is part of feed.Scratch.
func (s *scratchFiles) Open(n int) (io.ReadCloser, error) { return os.Open(s.path(n)) }

func (s *scratchFiles) path(n int) string { return filepath.Join(s.dir, "run"+strconv.Itoa(n)) }

func (s *scratchFiles) remove() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.dir != "" {
		_ = os.RemoveAll(s.dir) // what cannot be removed is in the folder for temporary files
	}
}
