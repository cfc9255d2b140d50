package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
)

// A feed is read in a goroutine of its own, so that reading and decoding go on
// while decisions are made, and so that Ctrl-C is heard although a read waits.

// events is an open feed.
type events struct {
	name  string
	size  int64 // of a regular file, as it lies on the disk; 0 when unknown
	taken atomic.Int64
	file  io.Closer
	r     io.Reader
}

// Read counts what is taken from the file.
func (e *events) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	e.taken.Add(int64(n))
	return n, err
}

// openEvents opens a feed by its path, "-" for standard input.
func (a *app) openEvents(path string) (*events, error) {
	if path == "-" {
		return &events{name: project.StdinName, r: a.In, file: io.NopCloser(nil)}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fileTrouble(err)
	}
	e := &events{name: filepath.ToSlash(path), r: f, file: f}
	info, err := f.Stat()
	switch {
	case err != nil:
		_ = f.Close() // nothing was written
		return nil, fileTrouble(err)
	case info.IsDir():
		_ = f.Close()
		return nil, failed("a feed is one file; cat DIR/*.ndjson | journey … --feed - reads several", "the feed %s is a folder", e.name)
	case info.Mode().IsRegular():
		e.size = info.Size()
	}
	return e, nil
}

// sink takes the batches of a feed.
type sink interface {
	Feed(*event.Batch) error
}

// reading says how to read a feed.
type reading struct {
	options feed.Options
	limit   int64                 // bad lines beyond which reading stops
	after   func(*counters) error // after every batch, or nil
}

// counters is what came of a feed's lines.
type counters struct {
	Lines, Ignored, Bad int64
	Bytes               int64           // of text, unpacked
	First               []event.BadLine // the first few bad lines
}

// mostBadShown is how many bad lines are shown with their place.
const mostBadShown = 5

func (c *counters) add(b *event.Batch) {
	c.Lines += b.Lines
	c.Ignored += b.Ignored
	c.Bad += int64(len(b.Bad))
	c.Bytes += b.Bytes
	for _, bad := range b.Bad {
		if len(c.First) == mostBadShown {
			break
		}
		c.First = append(c.First, bad)
	}
}

// patience is how long an interrupted command waits for a read that is under way,
// so that files are closed before they are removed.
const patience = 300 * time.Millisecond

// errTooBad says that more lines could not be read than were allowed.
var errTooBad = errors.New("too many lines cannot be read")

// read feeds everything that is in a feed to a sink.
func (a *app) read(ctx context.Context, e *events, schema *event.Schema, how reading, to sink) (counters, error) {
	var c counters
	scratch := &scratchFiles{}
	how.options.Name = e.name
	how.options.Scratch = scratch
	type got struct {
		rd    *feed.Reader
		batch *event.Batch
		err   error
	}
	batches := make(chan got, 2)
	stop, done := make(chan struct{}), make(chan struct{})
	defer func() {
		close(stop)
		select {
		case <-done:
		case <-time.After(patience): // it waits for a pipe that says nothing
		}
		scratch.remove()
	}()
	go func() {
		defer close(done)
		rd, err := feed.NewReader(e, schema, how.options)
		if err == nil {
			defer rd.Close()
		}
		for err == nil {
			var b *event.Batch
			if b, err = rd.Next(); err != nil {
				break
			}
			select {
			case batches <- got{rd, b, nil}:
			case <-stop:
				return
			}
		}
		select {
		case batches <- got{nil, nil, err}:
		case <-stop:
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return c, ctx.Err()
		case g := <-batches:
			switch {
			case errors.Is(g.err, io.EOF):
				return c, nil
			case g.err != nil:
				return c, feedTrouble(g.err)
			}
			c.add(g.batch)
			if c.Bad > how.limit {
				return c, errTooBad
			}
			if err := to.Feed(g.batch); err != nil {
				return c, err
			}
			g.rd.Release(g.batch)
			if how.after == nil {
				continue
			}
			if err := how.after(&c); err != nil {
				return c, err
			}
		}
	}
}

// feedTrouble gives an error of the reader its exit code: a mapping that does not
// fit its feed is configuration.
func feedTrouble(err error) error {
	if config := project.MappingMistakes(err); config != nil {
		return config
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		return fileTrouble(err)
	}
	return failed("", "%w", err)
}

// badLines shows the first lines that could not be read, and how many there were.
func (a *app) badLines(c *counters) {
	for _, b := range c.First {
		where := fmt.Sprintf("%s:%d", b.File, b.Line)
		if b.Column > 0 {
			where += fmt.Sprintf(":%d", b.Column)
		}
		a.say("%s: %s", where, b.Why)
	}
	if more := c.Bad - int64(len(c.First)); more > 0 {
		a.say("… and %s more", counted(more, "line that cannot be read", "lines that cannot be read"))
	}
}
