package run

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/recommend"
)

// A snapshot holds all that later decisions depend on: people and who is who,
// the watermark, the ids of messages that may come again, what waits inside the
// grace, what was decided and may still be preceded, and what was learned. What
// follows from these is made anew: tables to look things up in, timers, and which
// worker is whose, so that a run may go on with another number of workers. Nothing
// is left of those who were deleted but their numbers.
//
// Sections, in this order:
const (
	tagHead      = 'H'
	tagPeople    = 'P'
	tagOwners    = 'O' // anonymous ids
	tagNames     = 'U' // user ids that are not a person's first
	tagMessages  = 'D' // ids of messages
	tagBuffered  = 'B'
	tagDecisions = 'X'
	tagProducts  = 'W'
	tagNews      = 'N'
	tagHours     = 'H'
	tagModel     = 'M'
	tagLearned   = 'L'
	tagEnd       = 'E'
)

// rowsPerFrame keeps a frame in the order of a megabyte.
const rowsPerFrame = chunk

// Snapshot writes the run as it is between two batches. The same run gives the
// same bytes.
func (r *Runner) Snapshot(w io.Writer) error {
	f := &frames{prog: r.prog, w: bufio.NewWriter(w)}
	f.raw(append([]byte(snapshotMagic), snapshotVersion, engine.StateVersion))
	img := r.image()
	img.code(f)
	if f.err == nil {
		f.err = f.w.Flush()
	}
	if f.err != nil {
		return fmt.Errorf("writing a snapshot: %w", f.err)
	}
	return nil
}

// Restore reads a snapshot and returns a run that goes on from there with the
// same program. The options are the caller's, as in New; what was learned comes
// from the snapshot, not from opts.Model. Whatever the bytes are, it returns a
// run that works or an error: ErrSnapshot, ErrOtherProgram, or one of rd. It
// reads no byte behind the snapshot when rd is a *bufio.Reader.
func Restore(rd io.Reader, prog *engine.Program, opts Options) (*Runner, error) {
	in, ok := rd.(*bufio.Reader)
	if !ok {
		in = bufio.NewReader(rd)
	}
	f := &frames{prog: prog, r: in}
	f.start()
	img := &image{r: New(prog, opts)}
	img.code(f)
	if f.err == nil {
		img.settle(f)
	}
	if f.err != nil {
		return nil, fmt.Errorf("reading a snapshot: %w", f.err)
	}
	return img.r, nil
}

// start reads what precedes the frames.
func (f *frames) start() {
	head := make([]byte, len(snapshotMagic)+2)
	_, err := io.ReadFull(f.r, head)
	f.broken(err)
	switch {
	case f.err != nil:
	case string(head[:len(snapshotMagic)]) != snapshotMagic:
		f.fail("its first bytes are others")
	case head[len(head)-2] != snapshotVersion, head[len(head)-1] != engine.StateVersion:
		f.fail("its version is another")
	}
	f.sum = crcOf(head)
}

// image is what is written of a run: its parts, in an order of their own.
type image struct {
	r        *Runner
	n        int         // people
	users    []bool      // person → the name is a user id that is looked up
	into     []uint32    // person → who the person became, or nobody
	names    []owner     // user ids that are not a person's first, by id
	messages []messageID // by hash
	buffered []item      // by time and line
	products []described // by product id
	news     []described // by time and text
	learned  []*recommend.Buffer
}

// messageID is an entry of dedupe.
type messageID struct {
	hash   uint64
	minute int64
}

// image puts a run's parts in order.
func (r *Runner) image() *image {
	ps := r.people
	img := &image{r: r, n: int(ps.n), users: make([]bool, ps.n), into: make([]uint32, ps.n)}
	for i := range ps.users.rows() {
		if ps.flags[i]&deleted == 0 {
			img.users[i] = !ps.forgotten(i)
		}
	}
	for i := range img.into {
		img.into[i] = nobody
		if to, ok := ps.into[uint32(i)]; ok {
			img.into[i] = to
		}
	}
	for _, id := range slices.Sorted(maps.Keys(ps.more)) {
		img.names = append(img.names, owner{id, ps.more[id]})
	}
	img.messages = r.ids.remembered(r.mark)
	for _, w := range r.workers {
		img.buffered = append(img.buffered, w.early[w.head:]...)
		img.news = append(img.news, w.described...)
	}
	slices.SortStableFunc(img.buffered, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.rec.Time, b.rec.Time), cmp.Compare(a.rec.Line, b.rec.Line))
	})
	for _, id := range slices.Sorted(maps.Keys(r.world.products)) {
		img.products = append(img.products, r.world.products[id])
	}
	img.news = append(img.news, r.world.news...)
	slices.SortFunc(img.news, func(a, b described) int {
		if a.time != b.time {
			return cmp.Compare(a.time, b.time)
		}
		return cmp.Compare(describe(a.row), describe(b.row))
	})
	img.learned = append(img.learned, r.world.waiting...)
	for _, w := range r.workers {
		if w.learned.Len() > 0 {
			img.learned = append(img.learned, &w.learned)
		}
	}
	return img
}

// code describes a snapshot for both directions.
func (img *image) code(f *frames) {
	r := img.r
	modelled := r.world.model != nil
	f.frame(tagHead, func(c *engine.Coder) { img.head(f, c, &modelled) })
	f.section(tagPeople, img.n, chunk, img.person)
	f.section(tagOwners, len(r.people.owners), rowsPerFrame, func(c *engine.Coder, i int) {
		o := row(c, &r.people.owners, i)
		if !c.Reading() && r.people.forgotten(o.person) {
			o = &owner{person: o.person}
		}
		img.named(c, o)
	})
	f.section(tagNames, len(img.names), rowsPerFrame, func(c *engine.Coder, i int) {
		img.named(c, row(c, &img.names, i))
	})
	img.codeMessages(f)
	f.section(tagBuffered, len(img.buffered), rowsPerFrame, func(c *engine.Coder, i int) {
		img.item(c, row(c, &img.buffered, i))
	})
	f.section(tagDecisions, len(r.pending), rowsPerFrame, func(c *engine.Coder, i int) {
		c.Decision(row(c, &r.pending, i))
	})
	f.section(tagProducts, len(img.products), rowsPerFrame, func(c *engine.Coder, i int) {
		codeDescribed(c, row(c, &img.products, i))
	})
	f.section(tagNews, len(img.news), rowsPerFrame, func(c *engine.Coder, i int) {
		codeDescribed(c, row(c, &img.news, i))
	})
	img.codeHours(f)
	img.codeModel(f, modelled)
	f.frame(tagEnd, func(*engine.Coder) {})
}

// row is row i of a table; reading makes it.
func row[T any](c *engine.Coder, table *[]T, i int) *T {
	if c.Reading() {
		var x T
		*table = append(*table, x)
	}
	return &(*table)[i]
}

func (img *image) head(f *frames, c *engine.Coder, modelled *bool) {
	r := img.r
	mine := r.prog.Fingerprint()
	theirs := mine
	c.Text(&theirs)
	if c.Err() == nil && theirs != mine {
		f.err = ErrOtherProgram
		return
	}
	for _, v := range []*int64{
		&r.mark, &r.greatest, &r.stats.Records, &r.stats.Duplicates, &r.stats.Late, &r.stats.Merges,
		&r.stats.First, &r.stats.Last, &r.world.hour,
	} {
		c.Int(v)
	}
	flag(c, &r.world.started)
	flag(c, modelled)
}

func flag(c *engine.Coder, b *bool) {
	x := uint8(0)
	if *b {
		x = 1
	}
	engine.Below(c, &x, 2, "a yes or no")
	*b = x == 1
}

// Flags of a person beside personFlag.
const (
	isUser personFlag = 1 << (iota + 2)
	hasInto
	hasLink
	unknownFlag
)

// person codes a person's state, and what is known of who it is.
func (img *image) person(c *engine.Coder, i int) {
	ps := img.r.people
	var has personFlag
	if c.Reading() {
		ps.reach(i)
		img.n = i + 1
		img.users = append(img.users, false)
		img.into = append(img.into, nobody)
	} else {
		has = ps.flags[i] & (hasUser | deleted)
		for flag, on := range [...]bool{img.users[i], img.into[i] != nobody, ps.link[i] != nobody} {
			if on {
				has |= isUser << flag
			}
		}
	}
	engine.Below(c, &has, uint64(unknownFlag), "a person's flags")
	p := ps.at(uint32(i))
	if !c.Reading() && ps.forgotten(uint32(i)) {
		nameless := *p
		nameless.Name = ""
		p = &nameless
	}
	c.Person(p)
	if has&hasInto != 0 {
		engine.Below(c, &img.into[i], 1<<32-1, "who a person became")
	}
	if has&hasLink != 0 {
		engine.Below(c, &ps.link[i], 1<<32-1, "an anonymous id")
	}
	if c.Reading() {
		p.ID, p.Name = uint32(i), ps.keep(p.Name)
		ps.flags[i] = has & (hasUser | deleted)
		img.users[i] = has&isUser != 0
	}
}

// forgotten reports whether somebody was deleted, and is known by no name any
// more. Such a name is not written down.
func (ps *people) forgotten(i uint32) bool {
	i = ps.final(i)
	return ps.flags[i]&deleted != 0 && ps.at(i).Deleted()
}

// reach makes room for person i, the next one.
func (ps *people) reach(i int) {
	if i%chunk == 0 {
		ps.chunks = append(ps.chunks, make([]engine.Person, 0, chunk))
	}
	c := &ps.chunks[i/chunk]
	*c = append(*c, engine.NewPerson("", false))
	ps.n++
	ps.home = append(ps.home, 0)
	ps.flags = append(ps.flags, 0)
	ps.link = append(ps.link, nobody)
}

func (img *image) named(c *engine.Coder, o *owner) {
	c.Text(&o.id)
	engine.Below(c, &o.person, uint64(img.n), "a person")
	if c.Reading() {
		o.id = img.r.people.keep(o.id)
	}
}

func (img *image) codeMessages(f *frames) {
	now := floorDiv(img.r.mark, msPerMinute)
	last := uint64(0)
	f.section(tagMessages, len(img.messages), rowsPerFrame, func(c *engine.Coder, i int) {
		m := row(c, &img.messages, i)
		step, age := m.hash-last, now-m.minute
		c.Uint(&step)
		c.Int(&age)
		m.hash, m.minute = last+step, now-age
		if c.Reading() && (i > 0 && m.hash <= last || m.minute < math.MinInt32 || m.minute >= math.MaxInt32) {
			c.Fail("ids of messages are not in order")
		}
		last = m.hash
	})
}

// item codes a record inside the grace. It is not late, and its watermark has
// done its work.
func (img *image) item(c *engine.Coder, it *item) {
	engine.Below(c, &it.kind, uint64(rename)+1, "what a record does")
	engine.Below(c, &it.person, uint64(img.n), "a person")
	if it.kind == merge {
		engine.Below(c, &it.other, uint64(img.n), "a person")
	}
	if c.Reading() {
		it.rec = &event.Record{}
	}
	c.Record(it.rec)
}

func codeDescribed(c *engine.Coder, d *described) {
	c.Stamp(&d.time)
	c.Value(&d.row)
}

// codeModel codes what recommend has learned, and what it is about to learn.
func (img *image) codeModel(f *frames, modelled bool) {
	var err error
	s := &stream{f: f, tag: tagModel}
	switch {
	case f.err != nil || !modelled:
	case f.r == nil:
		err = img.r.world.model.Snapshot(bufio.NewWriterSize(s, 1<<16))
	default:
		if img.r.world.model, err = recommend.Restore(bufio.NewReader(s)); err == nil && (len(s.left) > 0 || f.next() == tagModel) {
			f.fail("what was learned is too long")
		}
	}
	f.learned(err)
	for i := 0; f.err == nil && (f.r == nil && i < len(img.learned) || f.r != nil && f.next() == tagLearned); i++ {
		if f.r == nil {
			var buf bytes.Buffer
			f.learned(img.learned[i].Snapshot(&buf))
			f.put(tagLearned, buf.Bytes())
			continue
		}
		f.have = false
		b, err := recommend.RestoreBuffer(bytes.NewReader(f.buf))
		f.learned(err)
		img.learned = append(img.learned, b)
	}
}

// learned notes an error of what was learned.
func (f *frames) learned(err error) {
	if err != nil && f.err == nil {
		f.err = err
		if f.r != nil {
			f.err = fmt.Errorf("%w: %w", ErrSnapshot, err)
		}
	}
}
