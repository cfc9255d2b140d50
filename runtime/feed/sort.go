package feed

import (
	"bufio"
	"cmp"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// A feed that is not in the order of time is sorted by (timestamp, line) while it
// is read: records are collected until they fill the memory granted, sorted, and
// written to a scratch file as a run; at the end the runs are merged. A feed that
// fits is sorted in memory and needs no scratch. Records are sorted, not lines,
// because they are smaller and every line is then decoded once.

// Scratch is where the sort keeps what does not fit its memory. The caller makes
// the files and removes them after Close.
type Scratch interface {
	// Create makes the scratch file number n, from 0, anew.
	Create(n int) (io.WriteCloser, error)
	// Open reads scratch file number n from its beginning.
	Open(n int) (io.ReadCloser, error)
}

const defaultSortMemory = 256 << 20

// sorter collects records and gives them back in order.
type sorter struct {
	scratch Scratch
	limit   int

	data  []byte  // the run in memory: packed records
	order []place // where each begins, and what it is sorted by
	files int     // runs written

	runs []*sortedRun // while merging: a heap, the run with the least record first
	line int64        // arrival number of the last record given back
}

// place is a packed record's place in the run in memory.
type place struct {
	time, line int64
	at, end    int
}

const placeSize = 32

// add takes the records of a batch.
func (s *sorter) add(b *batch) error {
	for i := range b.Records {
		r := &b.Records[i]
		at := len(s.data)
		s.data = appendRecord(s.data, r)
		s.order = append(s.order, place{r.Time, r.Line, at, len(s.data)})
	}
	if len(s.data)+placeSize*len(s.order) < s.limit {
		return nil
	}
	return s.spill()
}

func (s *sorter) sort() {
	slices.SortFunc(s.order, func(x, y place) int {
		return cmp.Or(cmp.Compare(x.time, y.time), cmp.Compare(x.line, y.line))
	})
}

// spill writes the run in memory to a scratch file.
func (s *sorter) spill() error {
	if s.scratch == nil {
		return fmt.Errorf("sorting the feed by time takes more than %d MB of memory, and there is no place for scratch files", s.limit>>20)
	}
	s.sort()
	f, err := s.scratch.Create(s.files)
	if err != nil {
		return fmt.Errorf("creating a scratch file to sort the feed: %w", err)
	}
	s.files++
	w := bufio.NewWriterSize(f, 1<<16)
	var head [3 * binary.MaxVarintLen64]byte
	for _, p := range s.order {
		h := binary.AppendVarint(head[:0], p.time)
		h = binary.AppendVarint(h, p.line)
		h = binary.AppendUvarint(h, uint64(p.end-p.at))
		if _, err = w.Write(h); err == nil {
			_, err = w.Write(s.data[p.at:p.end])
		}
		if err != nil {
			break
		}
	}
	if err == nil {
		err = w.Flush()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("writing a scratch file to sort the feed: %w", err)
	}
	s.data, s.order = s.data[:0], s.order[:0]
	return nil
}

// finish begins to give back: the runs of the files and the one in memory.
func (s *sorter) finish() error {
	s.sort()
	if len(s.order) > 0 {
		s.runs = append(s.runs, &sortedRun{memory: s})
	}
	for n := range s.files {
		f, err := s.scratch.Open(n)
		if err != nil {
			return fmt.Errorf("opening a scratch file to sort the feed: %w", err)
		}
		s.runs = append(s.runs, &sortedRun{file: f, r: bufio.NewReaderSize(f, 1<<16)})
	}
	for _, r := range s.runs {
		if err := r.next(); err != nil {
			return err
		}
	}
	heap.Init((*runHeap)(&s.runs))
	return nil
}

// fill puts the next records into b: none at the end. Their bytes are collected
// first, because the records will point to them.
func (s *sorter) fill(b *batch, size int) error {
	var ends []int
	buf := b.buf[:0]
	for len(s.runs) > 0 && len(buf) < size {
		r := s.runs[0]
		buf = append(buf, r.packed...)
		ends = append(ends, len(buf))
		if err := r.next(); err != nil {
			return err
		}
		if r.done {
			heap.Pop((*runHeap)(&s.runs))
		} else {
			heap.Fix((*runHeap)(&s.runs), 0)
		}
	}
	b.buf = buf
	b.Records = slices.Grow(b.Records, len(ends))[:len(ends)]
	at := 0
	for i, end := range ends {
		u := unpacker{b: buf[at:end], a: &b.arena}
		u.record(&b.Records[i])
		if u.bad || len(u.b) > 0 {
			return errRun
		}
		s.line++
		b.Records[i].Line = s.line
		at = end
	}
	return nil
}

// close closes the scratch files that are still open.
func (s *sorter) close() {
	for _, r := range s.runs {
		r.close()
	}
	s.runs, s.data, s.order = nil, nil, nil
}

// sortedRun gives the records of one run in order.
type sortedRun struct {
	time, line int64
	packed     []byte
	done       bool

	memory *sorter // the run in memory, and how far it came
	i      int

	file io.ReadCloser // or a scratch file
	r    *bufio.Reader
}

func (r *sortedRun) next() error {
	if r.memory != nil {
		if r.i == len(r.memory.order) {
			r.done = true
			return nil
		}
		p := r.memory.order[r.i]
		r.i++
		r.time, r.line, r.packed = p.time, p.line, r.memory.data[p.at:p.end]
		return nil
	}
	err := r.read()
	if errors.Is(err, io.EOF) {
		r.done = true
		r.close()
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading a scratch file to sort the feed: %w", err)
	}
	return nil
}

// maxPacked bounds what a damaged scratch file can make us allocate. No record
// comes near it: maxGroupBytes bounds the largest.
const maxPacked = 1 << 30

func (r *sortedRun) read() (err error) {
	if r.time, err = binary.ReadVarint(r.r); err != nil {
		return err
	}
	if r.line, err = binary.ReadVarint(r.r); err != nil {
		return errRun
	}
	n, err := binary.ReadUvarint(r.r)
	if err != nil || n > maxPacked {
		return errRun
	}
	r.packed = slices.Grow(r.packed[:0], int(n))[:n]
	if _, err = io.ReadFull(r.r, r.packed); err != nil {
		return errRun
	}
	return nil
}

func (r *sortedRun) close() {
	if r.file != nil {
		_ = r.file.Close() // read to its end, or not wanted any more
		r.file = nil
	}
}

// runHeap orders runs by their next record.
type runHeap []*sortedRun

func (h runHeap) Len() int { return len(h) }
func (h runHeap) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(h[i].time, h[j].time), cmp.Compare(h[i].line, h[j].line)) < 0
}
func (h runHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push is for heap.Interface; runs are never added to a heap.
func (h *runHeap) Push(x any) { *h = append(*h, x.(*sortedRun)) }

// Pop removes the last run.
func (h *runHeap) Pop() any {
	n := len(*h) - 1
	last := (*h)[n]
	*h = (*h)[:n]
	return last
}
