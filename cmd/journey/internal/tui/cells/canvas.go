// Package cells is a screen as a grid: what stands in each cell, and the role it
// plays. A frame is drawn here, without a terminal, and written as text, as runs
// of roles, or as what a terminal understands (write.go, with the themes of
// theme.go).
//
// Text of other people comes in through Put alone: control characters become signs
// (package safetext), letters and their marks stay together, wide letters take two
// cells and are never torn, and text that runs from right to left is put into the
// order in which it is seen (package bidi), unless the terminal does that itself.
package cells

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/bidi"
	"github.com/journeylang/journey/dsl/safetext"
	"golang.org/x/text/unicode/norm"
)

// Role is what a piece of text is for. A theme gives it its looks.
type Role uint8

// The roles.
const (
	Plain   Role = iota
	Faint        // repeated things
	Strong       // headings
	Accent       // what can be pressed, and where one is
	Warn         // worth a look
	Problem      // wrong; the words say so too
	Added        // only in the later of two
	Gone         // only in the earlier
	Badge        // that nothing is sent
	Chosen       // the line in hand
	roles
)

// cell is one place on the screen. The second half of a wide letter is empty, with
// tail set.
type cell struct {
	text string
	role Role
	tail bool
}

// Canvas is a grid of cells. The zero value has no room.
type Canvas struct {
	W, H  int
	cells []cell
	long  int // how long it was, written
	// Logical leaves the order of letters to the terminal.
	Logical bool
	// Mixed says that there is text on it that somebody has to order.
	Mixed bool
}

// New returns an empty canvas.
func New(w, h int) *Canvas {
	c := &Canvas{W: max(w, 0), H: max(h, 0)}
	c.cells = make([]cell, c.W*c.H)
	return c
}

// Reset empties the canvas, in the same memory where it has that size.
func (c *Canvas) Reset(w, h int) {
	if w != c.W || h != c.H {
		*c = *New(w, h)
		return
	}
	clear(c.cells)
}

// Put writes text from a cell on, in at most so many columns, and returns how many
// it took. What does not fit is cut off between letters, with an ellipsis.
//
// The line runs from left to right, as our own words do, whatever is in it.
func (c *Canvas) Put(x, y, columns int, role Role, text string) int {
	return c.put(x, y, columns, role, text, bidi.Left)
}

func (c *Canvas) put(x, y, columns int, role Role, text string, base bidi.Base) int {
	if y < 0 || y >= c.H || x < 0 || x >= c.W {
		return 0
	}
	columns = min(columns, c.W-x)
	if plainASCII(text) {
		return c.ascii(x, y, columns, role, text)
	}
	if n, ok := allNarrow(text); ok && c.straight(text) {
		return c.narrow(x, y, columns, n, role, text)
	}
	c.Mixed = c.Mixed || bidi.NeedsOrder(text)
	at := x
	for _, k := range c.seen(text, columns, base) {
		c.set(at, y, k.Text, k.Width, role)
		at += k.Width
	}
	return at - x
}

// PutRight writes text so that it ends before a cell.
func (c *Canvas) PutRight(end, y, columns int, role Role, text string) {
	w := min(Width(text), columns)
	c.Put(max(end-w, 0), y, w, role, text)
}

// PutParagraph writes a line of a text that runs from right to left, at the right.
func (c *Canvas) PutParagraph(x, y, columns int, role Role, text string) {
	w := min(Width(text), columns)
	c.put(x+columns-w, y, w, role, text, bidi.Right)
}

// RightToLeft reports whether a paragraph begins on the right.
func RightToLeft(text string) bool {
	if !bidi.NeedsOrder(text) {
		return false
	}
	_, right := bidi.Line(showIsolates.Replace(text), bidi.Auto)
	return right
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func (c *Canvas) ascii(x, y, columns int, role Role, text string) int {
	if columns <= 0 {
		return 0
	}
	if len(text) > columns {
		c.ascii(x, y, columns-1, role, text[:columns-1])
		c.set(x+columns-1, y, ellipsis, 1, role)
		return columns
	}
	for i := range len(text) {
		c.set(x+i, y, text[i:i+1], 1, role)
	}
	return len(text)
}

const ellipsis = "…"

// seen returns what of a text fits, as it is seen.
func (c *Canvas) seen(text string, columns int, base bidi.Base) []bidi.Cluster {
	text = norm.NFC.String(safetext.Line(text))
	if Width(text) > columns {
		if columns < 1 {
			return nil
		}
		text, _ = Cut(text, columns-1)
		text += ellipsis
	}
	if c.Logical || !bidi.NeedsOrder(text) {
		return clusters(text)
	}
	line, _ := bidi.Line(showIsolates.Replace(text), base)
	return fixed(line)
}

// clusters splits harmless text into what takes a cell or two.
func clusters(text string) []bidi.Cluster { return fixed(bidi.Clusters(text)) }

// Names that are put into a message stand between isolates, so that a Persian name
// does not drag a price with it, and an Arabic price begins with a mark. Elsewhere such characters are shown as signs, like
// all that acts; in the text of a message they only order. Until then they are
// these, which are no characters at all.
const (
	isolate   = '\uFDD0'
	pop       = '\uFDD1'
	leftMark  = '\uFDD2'
	rightMark = '\uFDD3'
)

// Isolated is the text of a message, in which isolates and marks order what they
// enclose and are not seen.
func Isolated(s string) string { return hideIsolates.Replace(s) }

var (
	hideIsolates = strings.NewReplacer("\u2068", string(isolate), "\u2069", string(pop), "\u200E", string(leftMark), "\u200F", string(rightMark))
	showIsolates = strings.NewReplacer(string(isolate), "\u2068", string(pop), "\u2069", string(leftMark), "\u200E", string(rightMark), "\u200F")
)

func isIsolate(s string) bool {
	switch s {
	case string(isolate), string(pop), string(leftMark), string(rightMark), "\u2068", "\u2069", "\u200E", "\u200F":
		return true
	}
	return false
}

// fixed settles what terminals do not agree on: the sign that asks for a coloured
// picture is left out, so that the letter has one width everywhere, and a mark
// without a letter gets one.
func fixed(in []bidi.Cluster) []bidi.Cluster {
	in = slices.DeleteFunc(in, func(k bidi.Cluster) bool { return isIsolate(k.Text) })
	for i, k := range in {
		if strings.ContainsRune(k.Text, '\uFE0F') {
			text := strings.ReplaceAll(k.Text, "\uFE0F", "")
			w := 0
			for _, part := range bidi.Clusters(text) {
				w = max(w, part.Width)
			}
			in[i] = bidi.Cluster{Text: text, Width: w}
		}
		if in[i].Width == 0 || clings(in[i].Text) {
			in[i] = withLetter(in[i].Text)
		}
	}
	return in
}

// clings reports whether a text would go to the letter before it, or draw the one
// behind it to itself: then it has not the cell that it is given.
func clings(text string) bool {
	const letter = "x"
	return bidi.First(letter+text) != letter || bidi.First(text+letter) != text
}

// withLetter gives a mark a letter to stand on.
func withLetter(mark string) bidi.Cluster {
	text := "◌" + mark
	if k := bidi.Clusters(text); len(k) == 1 && k[0].Width > 0 && !clings(text) {
		return k[0]
	}
	return bidi.Cluster{Text: "◌", Width: 1}
}

// Width is how many columns Put gives to a text that has room.
func Width(text string) int {
	if plainASCII(text) {
		return len(text)
	}
	if n, ok := allNarrow(text); ok {
		return n
	}
	n := 0
	for _, k := range clusters(norm.NFC.String(safetext.Line(text))) {
		n += k.Width
	}
	return n
}

func (c *Canvas) set(x, y int, text string, width int, role Role) {
	if x < 0 || x+width > c.W || y < 0 || y >= c.H {
		return
	}
	for i := range width {
		c.tear(x+i, y)
	}
	row := c.cells[y*c.W : (y+1)*c.W]
	row[x] = cell{text: text, role: role}
	if width == 2 {
		row[x+1] = cell{role: role, tail: true}
	}
}

// tear empties the other half of a wide letter that is about to be overwritten.
func (c *Canvas) tear(x, y int) {
	row := c.cells[y*c.W : (y+1)*c.W]
	if row[x].tail && x > 0 {
		row[x-1] = cell{role: row[x-1].role}
	}
	if x+1 < c.W && row[x+1].tail {
		row[x+1] = cell{role: row[x+1].role}
	}
}

// Fill writes one narrow sign into a stretch of a row.
func (c *Canvas) Fill(x, y, columns int, role Role, sign string) {
	for i := range columns {
		c.set(x+i, y, sign, 1, role)
	}
}

// Copy puts a rectangle of another canvas in a place. A wide letter of which only
// one half is in it is left out.
func (c *Canvas) Copy(from *Canvas, fx, fy, x, y, w, h int) {
	for row := range h {
		for i := range w {
			if fx+i < 0 || fx+i >= from.W || fy+row < 0 || fy+row >= from.H {
				continue
			}
			k := from.cells[(fy+row)*from.W+fx+i]
			wide := fx+i+1 < from.W && from.cells[(fy+row)*from.W+fx+i+1].tail
			switch {
			case k.tail && i > 0:
			case k.tail || wide && i == w-1:
				c.set(x+i, y+row, "", 1, k.role)
			case wide:
				c.set(x+i, y+row, k.text, 2, k.role)
			default:
				c.set(x+i, y+row, k.text, 1, k.role)
			}
		}
	}
}

// Clear empties a rectangle.
func (c *Canvas) Clear(x, y, w, h int) {
	for row := y; row < y+h; row++ {
		c.Fill(x, row, w, Plain, "")
	}
}

// Paint gives a stretch of a row another role, and leaves what stands there.
func (c *Canvas) Paint(x, y, columns int, role Role) {
	for i := max(x, 0); i < min(x+columns, c.W) && y >= 0 && y < c.H; i++ {
		c.cells[y*c.W+i].role = role
	}
}

// Cut splits a text where a number of columns is full, between letters.
func Cut(text string, columns int) (head, rest string) {
	if _, ok := allNarrow(text); ok {
		for i := range text {
			if columns--; columns < 0 {
				return text[:i], text[i:]
			}
		}
		return text, ""
	}
	n := 0
	for i := 0; i < len(text); {
		k := bidi.First(text[i:])
		w := Width(k)
		if n+w > columns {
			return text[:i], text[i:]
		}
		n += w
		i += len(k)
	}
	return text, ""
}
