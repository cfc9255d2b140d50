package feed

import (
	"bytes"
	"unicode/utf8"
)

// cell is one value of a row: a cell of CSV, or a member of an NDJSON object that
// the mapping reads.
type cell struct {
	text string   // of a text its value; otherwise as it stands in the line
	at   int      // where in the chunk it begins
	kind spanKind // absent, plain, or as in NDJSON
}

// rows decodes a chunk of CSV.
func (d *decoder) rows(b *batch) {
	d.out = b
	buf := b.buf[:b.n+padding]
	line := b.firstLine
	for i := 0; i < b.n; {
		end, closed := d.plan.quoting.rowEnd(buf[:b.n], i, d.maxLine)
		d.stack, d.keys, d.depth = d.stack[:0], d.keys[:0], 1
		switch {
		case end-1-i > d.maxLine:
			d.failf(-1, "the line is longer than %d bytes", d.maxLine)
			d.bad(line, i)
		case !closed:
			d.fail(-1, "a quote in this line is never closed")
			d.bad(line, i)
		case blanks(buf, i) == end-1: // an empty line
		default:
			d.settle(d.row(buf, i, line), line, i)
		}
		line += int64(bytes.Count(buf[i:end], newline))
		i = end
	}
	b.Lines = line - b.firstLine
}

// settle counts what became of a line.
func (d *decoder) settle(o outcome, line int64, start int) {
	switch o {
	case ignored:
		d.out.Ignored++
	case unreadable:
		d.bad(line, start)
	}
}

// row reads the row that starts at i.
func (d *decoder) row(buf []byte, i int, number int64) outcome {
	width := d.plan.width
	clear(d.operands.cells)
	for n := 0; ; n++ {
		c, next, ok := d.cell(buf, i)
		if !ok {
			return unreadable
		}
		if n < width {
			d.operands.cells[n] = c
		} else if c.kind != absent {
			d.failf(c.at, "the row has more cells than the header, which has %d", width)
			return unreadable
		}
		if buf[next] == '\n' {
			return d.mapped(buf, number)
		}
		i = next + 1
	}
}

// cell reads one cell and returns the index of what ends it.
func (d *decoder) cell(buf []byte, i int) (cell, int, bool) {
	q := d.plan.quoting
	i = q.leading(buf, i)
	if buf[i] == '"' {
		return d.quoted(buf, i)
	}
	end, high := q.cellEnd(buf, i)
	text := buf[i:end]
	for len(text) > 0 && isBlank(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	if len(text) == 0 {
		return cell{at: i}, end, true
	}
	return cell{text: d.valid(text, high != 0), at: i, kind: plain}, end, true
}

// quoted reads a cell in quotes. That the quotes are closed is known.
func (d *decoder) quoted(buf []byte, i int) (cell, int, bool) {
	c := cell{at: i}
	start, doubled := i+1, false
	j := start
	for {
		j += bytes.IndexByte(buf[j:], '"')
		if buf[j+1] != '"' {
			break
		}
		doubled = true
		j += 2
	}
	text := buf[start:j]
	if doubled {
		text = bytes.ReplaceAll(text, []byte(`""`), []byte(`"`))
	}
	if len(text) > 0 {
		c.text, c.kind = d.valid(text, true), plain
	}
	j++
	for isBlank(buf[j]) && buf[j] != d.plan.quoting.delimiter {
		j++
	}
	if buf[j] != '\n' && buf[j] != d.plan.quoting.delimiter {
		d.fail(j, "something follows the closing quote of this cell")
		return c, 0, false
	}
	return c, j, true
}

// valid is the text with bytes that are not UTF-8 replaced by U+FFFD.
func (d *decoder) valid(text []byte, check bool) string {
	if !check || utf8.Valid(text) {
		return view(text)
	}
	return view(bytes.ToValidUTF8(text, []byte("\ufffd")))
}
