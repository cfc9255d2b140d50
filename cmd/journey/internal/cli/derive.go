package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler/bytecode"
)

// Many shops send no event when a cart is abandoned: they leave it to whoever
// reads the feed to notice the silence. The standard library has a journey that
// does, and it must run only when the feed has none of its own, or every cart
// would be abandoned twice. Whether it has is known only by looking: a regular
// file is searched for the word before it is read; standard input cannot be, and
// is taken to carry the event.

// abandoned is the event that can be derived.
const abandoned = "cart_abandoned"

// program compiles the sources for a feed, and says what was chosen where there
// was a choice. path is the feed's.
func (a *app) program(ctx context.Context, w *work, path string) (*bytecode.Program, error) {
	if w.Compiled != nil {
		return w.Compiled, nil
	}
	res, err := a.compile(w, w.Feed.CartAbandoned == project.Always)
	if err != nil {
		return nil, err
	}
	if res.Program == nil {
		return nil, noJourney(w)
	}
	if w.Feed.CartAbandoned != project.Auto {
		return res.Program, nil
	}
	heard := listens(res.Program)
	switch {
	case heard == nil:
		return res.Program, nil
	case path == "-":
		a.say("%s is taken from the feed; for a feed without it say --cart-abandoned always", abandoned)
		return res.Program, nil
	}
	texts := needles(heard)
	has, err := mentions(ctx, path, texts)
	if m := w.Feed.Mapping; m != nil {
		has = has || containsAny([]byte(m.Text), texts)
	}
	if err != nil || has {
		return res.Program, err
	}
	if res, err = a.compile(w, true); err != nil {
		return nil, err
	}
	for i := range res.Program.Journeys {
		if res.Program.Journeys[i].Std {
			a.say("the feed has no %s, so it is derived from carts that nobody buys; --cart-abandoned never leaves it out", abandoned)
			break
		}
	}
	return res.Program, nil
}

// noJourney says that there is nothing to run.
func noJourney(w *work) error {
	return &failure{
		code: exitFindings, err: fmt.Errorf("there is no journey in %s", names(w)),
		hint: "a whole journey is one line: when signed_up then email \"Welcome\"",
	}
}

// names lists the files of a command, for a message.
func names(w *work) string {
	if len(w.Sources) == 1 {
		return w.Sources[0].Path
	}
	return fmt.Sprintf("these %d files", len(w.Sources))
}

// listens returns the names that cart_abandoned goes by when the program listens
// to it, else nil.
func listens(p *bytecode.Program) []string {
	for i := range p.Events {
		if p.Events[i].Name == abandoned {
			return append([]string{abandoned}, p.Events[i].HeardAs...)
		}
	}
	return nil
}

// needles are texts of which a feed holds at least one if it has an event of one
// of the names, however it spells it: the longest word of each name, without its
// first letter, in lower and in upper case.
func needles(names []string) [][]byte {
	var out [][]byte
	for _, name := range names {
		longest := ""
		for _, word := range strings.Split(name, "_") {
			if len(word) > len(longest) {
				longest = word
			}
		}
		if len(longest) > 1 {
			longest = longest[1:]
		}
		needle := []byte(longest)
		out = append(out, needle, bytes.ToUpper(needle))
	}
	slices.SortFunc(out, bytes.Compare)
	return slices.CompactFunc(out, bytes.Equal)
}

func containsAny(text []byte, needles [][]byte) bool {
	return slices.ContainsFunc(needles, func(n []byte) bool { return bytes.Contains(text, n) })
}

// mentions reports whether a regular file holds one of the texts, unpacked. What
// is not a regular file is taken to: it can be read only once.
func mentions(ctx context.Context, path string, needles [][]byte) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, fileTrouble(err)
	}
	defer closed(f)
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return true, nil
	}
	r, done := unpacked(f)
	defer done()
	overlap := 0
	for _, n := range needles {
		overlap = max(overlap, len(n)-1)
	}
	buf := make([]byte, 1<<20)
	kept := 0
	for ctx.Err() == nil {
		n, err := r.Read(buf[kept:])
		text := buf[:kept+n]
		if containsAny(text, needles) {
			return true, nil
		}
		if err != nil {
			// A damaged file is the reader's to report.
			return !errors.Is(err, io.EOF), nil
		}
		kept = copy(buf, text[max(len(text)-overlap, 0):])
	}
	return false, ctx.Err()
}

// unpacked unpacks gzip and zstd; anything else is read as it is.
func unpacked(f *os.File) (io.Reader, func()) {
	head := make([]byte, 4)
	n, _ := io.ReadFull(f, head) // a short file is not packed
	all := io.MultiReader(bytes.NewReader(head[:n]), f)
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		if z, err := gzip.NewReader(all); err == nil {
			return z, func() {}
		}
	case bytes.Equal(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		if z, err := zstd.NewReader(all, zstd.WithDecoderConcurrency(1)); err == nil {
			return z, z.Close
		}
	}
	return all, func() {}
}
