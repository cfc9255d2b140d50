package feed

import "strings"

// wantedCells reads the cells of a mapped NDJSON line: the fields of the object
// at i that the plan asked for. It returns the index behind the object, or -1.
func (d *decoder) wantedCells(buf []byte, i int) int {
	clear(d.operands.cells)
	if buf[i] != '{' {
		return d.noObject(buf, i)
	}
	return d.wantedFields(buf, i, d.plan.wanted)
}

func (d *decoder) wantedFields(buf []byte, i int, fields wanted) int {
	if i = blanks(buf, i+1); buf[i] == '}' {
		return i + 1
	}
	for {
		name, at := d.name(buf, i)
		if at < 0 {
			return -1
		}
		v, end := d.value(buf, at)
		if end < 0 {
			return -1
		}
		if w := fields[string(name)]; w != nil && !d.wantedField(buf, v, w) {
			return -1
		}
		if i = d.more(buf, end); i < 0 {
			return -1
		}
		if buf[i-1] == '}' {
			return i
		}
	}
}

// wantedField notes a value that the plan reads, or reads inside of.
func (d *decoder) wantedField(buf []byte, v span, w *want) bool {
	if w.cell >= 0 {
		text, ok := d.text(buf, v)
		if !ok {
			return false
		}
		kind := v.kind
		if kind == cooked {
			kind = plain
		}
		c := cell{text: text, at: int(v.at), kind: kind}
		if kind == plain && strings.TrimSpace(text) == "" {
			c.kind = absent
		}
		d.operands.cells[w.cell] = c
	}
	if w.inside != nil && v.kind == mapping {
		d.depth++
		defer func() { d.depth-- }()
		return d.wantedFields(buf, int(v.at), w.inside) >= 0
	}
	return true
}
