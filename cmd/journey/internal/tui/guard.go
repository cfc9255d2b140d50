package tui

import (
	"context"
	"io"
	"os"
	"sync"
)

// guarded is an output that ends the program when it can no longer be written to.
// Bubble Tea, which would wait for ever, is told that everything was written.
type guarded struct {
	io.Writer
	end context.CancelFunc
	mu  sync.Mutex
	err error
}

// guardedFile is one that is a file, which Bubble Tea asks for its size.
type guardedFile struct {
	*os.File
	*guarded
}

// Write is part of io.Writer.
func (g guardedFile) Write(p []byte) (int, error) { return g.guarded.Write(p) }

// WriteString is part of io.StringWriter.
func (g guardedFile) WriteString(s string) (int, error) { return g.guarded.Write([]byte(s)) }

// screenWriter is an output that knows why it could not be written to.
type screenWriter interface {
	io.Writer
	lost() error
}

func guard(w io.Writer, end context.CancelFunc) screenWriter {
	g := &guarded{Writer: w, end: end}
	if f, ok := w.(*os.File); ok {
		return guardedFile{f, g}
	}
	return g
}

// Write is part of io.Writer.
func (g *guarded) Write(p []byte) (int, error) {
	if g.isLost() {
		return len(p), nil
	}
	if _, err := g.Writer.Write(p); err != nil {
		g.mu.Lock()
		g.err = err
		g.mu.Unlock()
		g.end()
	}
	return len(p), nil
}

func (g *guarded) isLost() bool { return g.lost() != nil }

// lost is why it could not be written to.
func (g *guarded) lost() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.err
}
