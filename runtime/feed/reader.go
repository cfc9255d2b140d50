// Package feed reads event feeds: Segment's NDJSON, the short form as NDJSON or
// CSV, and any other CSV or NDJSON through a mapping.
//
// The way of a feed:
//
//	io.Reader ── source ──▶ text ── splitter ──▶ chunks of whole lines ── decoder ──▶ batches
//	           gzip, zstd             numbers lines                     n goroutines
//
// Only the splitter must see the text in order, and it does no more than look for
// line feeds. A chunk with its decoded records is one batch; its strings point
// into the chunk, nothing is allocated per line, and the memory goes round by
// Release. Batches come out in the order of the feed, so the number of decoding
// goroutines changes nothing but the speed.
//
// A line that cannot be read becomes an event.BadLine that says where and why.
// How many of them are too many is for the caller to say.
package feed

import (
	"cmp"
	"errors"
	"io"
	"sync"

	"github.com/journeylang/journey/runtime/event"
)

// Options say how a feed is to be read. The zero value reads a feed in one of
// our own forms, decoding in the goroutine that calls Next.
type Options struct {
	// Name is what messages call the feed; "feed" when it is empty.
	Name string
	// Mapping says how to read a feed that is not in one of our own forms.
	Mapping *Mapping
	// Workers is the number of decoding goroutines. Up to 1 there are none, and
	// Next does the work.
	Workers int
	// SortByTime sorts the feed by (timestamp, line) before the first record comes
	// out, as `order: time` of the mapping does.
	SortByTime bool
	// SortMemory is how many bytes the sort may take before it writes to Scratch;
	// 0 is 256 MB. A feed that needs more without a Scratch is an error.
	SortMemory int
	// Scratch is where a large sort goes on.
	Scratch Scratch
	// Live hands out lines as soon as they come instead of collecting a full
	// batch.
	Live bool
	// ChunkSize is about how many bytes make a batch; 0 is a good size. The
	// result does not depend on it.
	ChunkSize int
	// MaxLine is the longest line that is read, in bytes; 0 is 1 MiB. Longer
	// lines are bad lines.
	MaxLine int
}

const (
	defaultChunk   = 1 << 20
	defaultMaxLine = 1 << 20
)

// Reader reads one feed, batch by batch.
type Reader struct {
	src        *source
	split      *splitter
	newDecoder func() *decoder
	dec        *decoder // when Next does the work

	mu   sync.Mutex
	free []*batch
	out  map[*event.Batch]*batch

	order chan *batch // in the order of the feed, decoded when done is closed
	stop  chan struct{}
	once  sync.Once
	err   error // what Next answers from now on

	sort   *sorter // of a feed that is sorted first
	sorted bool    // all of it has been read
	chunk  int
}

// NewReader begins to read a feed. It reads as much as it takes to know the
// feed's form, and fails when it has none that we know.
func NewReader(r io.Reader, schema *event.Schema, opts Options) (*Reader, error) {
	opts.Name = cmp.Or(opts.Name, "feed")
	src, err := openSource(opts.Name, r)
	if err != nil {
		return nil, err
	}
	if opts.ChunkSize <= 0 {
		opts.ChunkSize = defaultChunk
	}
	if opts.MaxLine <= 0 {
		opts.MaxLine = defaultMaxLine
	}
	x := newIndex(schema)
	f := &Reader{
		src:   src,
		split: &splitter{src: src, size: opts.ChunkSize, maxLine: opts.MaxLine, live: opts.Live, line: 1},
		out:   make(map[*event.Batch]*batch),
		stop:  make(chan struct{}),
		chunk: opts.ChunkSize,
	}
	if opts.SortByTime || opts.Mapping != nil && opts.Mapping.byTime {
		f.sort = &sorter{scratch: opts.Scratch, limit: cmp.Or(opts.SortMemory, defaultSortMemory)}
	}
	p, err := f.split.form(x, opts.Name, opts.Mapping)
	if err != nil {
		src.close()
		return nil, err
	}
	f.newDecoder = func() *decoder { return newDecoder(x, p, opts.Name, opts.MaxLine) }
	grouping := p != nil && p.group >= 0
	if opts.Workers > 1 && !grouping {
		f.start(opts.Workers)
	} else {
		f.dec = f.newDecoder()
	}
	return f, nil
}

// Next returns the next batch, in the order of the feed; io.EOF after the last. A
// feed that is sorted comes in two parts: while it is read, batches without
// records that count lines and tell bad ones, then batches of records alone. Any other error means that the rest of the feed cannot be read; what came
// before it has been delivered. Next is called from one goroutine.
func (f *Reader) Next() (*event.Batch, error) {
	if f.err != nil {
		return nil, f.err
	}
	b := f.nextBatch()
	if b == nil {
		f.err = io.EOF // closed
		return nil, f.err
	}
	if f.sort != nil {
		b.err = f.sortBatch(b)
	}
	if b.err != nil {
		f.err = b.err
		f.recycle(b)
		return nil, f.err
	}
	f.mu.Lock()
	f.out[&b.Batch] = b
	f.mu.Unlock()
	return &b.Batch, nil
}

// sortBatch gives the sorter what was read, or takes from it once all was.
func (f *Reader) sortBatch(b *batch) error {
	if !f.sorted && b.err == nil {
		err := f.sort.add(b)
		clear(b.Records)
		b.Records = b.Records[:0]
		return err
	}
	if !f.sorted {
		if !errors.Is(b.err, io.EOF) {
			return b.err
		}
		f.sorted = true
		if err := f.sort.finish(); err != nil {
			return err
		}
	}
	if err := f.sort.fill(b, f.chunk); err != nil {
		return err
	}
	if len(b.Records) == 0 {
		return io.EOF
	}
	return nil
}

func (f *Reader) nextBatch() *batch {
	if f.sorted {
		return f.take()
	}
	if f.order != nil {
		b, ok := <-f.order
		if !ok {
			return nil
		}
		<-b.done
		return b
	}
	b := f.take()
	switch b.err = f.split.next(b); {
	case b.err == nil:
		f.dec.chunk(b)
	case errors.Is(b.err, io.EOF):
		if f.dec.end(b); len(b.Records) > 0 {
			b.err = nil // the next call finds the end again
		}
	}
	return b
}

// Release gives a batch back once nothing of it is used any more: its memory is
// overwritten by a later batch. It may be called from any goroutine. A batch
// that is never released is left to the garbage collector by Close.
func (f *Reader) Release(b *event.Batch) {
	f.mu.Lock()
	own, ok := f.out[b]
	delete(f.out, b)
	f.mu.Unlock()
	if ok {
		f.recycle(own)
	}
}

// Close ends the reading and does not wait for a read that is under way. It does
// not close the caller's reader. Next must not be called any more.
func (f *Reader) Close() {
	f.once.Do(func() {
		close(f.stop)
		if f.sort != nil {
			f.sort.close()
		}
		if f.order == nil {
			f.src.close()
		}
	})
}

func (f *Reader) take() *batch {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n := len(f.free); n > 0 {
		b := f.free[n-1]
		f.free = f.free[:n-1]
		return b
	}
	return &batch{}
}

func (f *Reader) recycle(b *batch) {
	b.reset()
	f.mu.Lock()
	f.free = append(f.free, b)
	f.mu.Unlock()
}

// start sets the pipeline going: one goroutine splits, n decode. order has room
// for twice as many chunks as there are decoders; when the caller is slower, the
// splitter waits.
func (f *Reader) start(n int) {
	f.order = make(chan *batch, 2*n)
	work := make(chan *batch, 2*n)
	go func() {
		defer f.src.close()
		defer close(f.order)
		defer close(work)
		for {
			b := f.take()
			b.done = make(chan struct{})
			err := f.split.next(b)
			if b.err = err; err != nil {
				close(b.done)
			} else {
				work <- b // from here on b is others'
			}
			select {
			case f.order <- b:
			case <-f.stop:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	for range n {
		go func() {
			d := f.newDecoder()
			for b := range work {
				d.chunk(b)
				close(b.done)
			}
		}()
	}
}
