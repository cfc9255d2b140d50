package format

import "github.com/journeylang/journey/dsl/token"

// breaks decides which items begin a line.
func (l *layout) breaks() {
	l.openLinked()
	l.hideCommas()
	last := -1 // the item in front, be it a comment
	for i := range l.items {
		it := &l.items[i]
		it.lines = 0
		if it.hidden {
			if next := i + 1; next < len(l.items) && it.newlines > l.items[next].newlines {
				l.items[next].newlines = it.newlines
			}
			continue
		}
		if last >= 0 {
			it.lines = l.breaksBefore(last, i)
			l.moveJoint(last, i)
		}
		last = i
	}
}

// breaksBefore says how many lines end between two items that follow one another.
func (l *layout) breaksBefore(last, i int) int {
	it, before := &l.items[i], &l.items[last]
	wanted := min(it.newlines, 2)
	if before.match > last || l.closes(i) {
		wanted = min(wanted, 1) // no blank line beside a bracket
	}
	switch {
	case it.comment():
		if !it.own {
			return 0
		}
		return max(wanted, 1)
	case before.comment(), l.startsRow(i), l.closes(i) && l.items[it.match].open:
		return max(wanted, 1)
	case it.inside >= 0 && l.items[it.inside].kind == token.LBrace && !l.items[it.inside].open, before.kind == token.LBrace:
		return 0
	case l.is(i, "else") && before.kind == token.RBrace:
		return 0
	case it.forced:
		return 1
	}
	if it.inside < 0 || l.items[it.inside].kind == token.LBrace {
		return min(wanted, 1) // one sentence has no blank lines
	}
	return wanted
}

// closes reports whether an item is a closing bracket.
func (l *layout) closes(i int) bool {
	switch l.items[i].kind {
	case token.RParen, token.RBracket, token.RBrace:
		return l.items[i].match >= 0
	}
	return false
}

// startsRow reports whether an item begins a statement, a field, an arm: something
// that stands on a line of its own wherever the braces around it are open.
func (l *layout) startsRow(i int) bool {
	it := &l.items[i]
	if it.inside >= 0 && (l.items[it.inside].kind != token.LBrace || !l.items[it.inside].open) || l.closes(i) {
		return false
	}
	before := l.before(i)
	switch {
	case before < 0 || before == it.inside || it.statement || it.role&rowStart != 0:
		return true
	}
	// A comma between fields is hidden where the braces are open.
	for k := i - 1; k > before; k-- {
		if l.items[k].hidden {
			return true
		}
	}
	return false
}

// hideCommas takes away the commas that newlines stand for, and those that nothing
// follows on their line.
func (l *layout) hideCommas() {
	for i := len(l.items) - 1; i >= 0; i-- {
		it := &l.items[i]
		if it.kind != token.Comma || it.inside < 0 {
			continue
		}
		around := &l.items[it.inside]
		if around.kind != token.LBrace {
			next := i + 1
			it.hidden = next == around.match && l.items[next].newlines == 0 && !l.items[next].forced
			continue
		}
		if !around.fields {
			continue
		}
		next := l.after(i)
		it.hidden = around.open || next == around.match || next >= 0 && l.items[next].kind == token.Comma || l.before(i) == it.inside
	}
}

// moveJoint writes `and` and `or` at the beginning of a line, not at the end.
func (l *layout) moveJoint(last, i int) {
	if l.items[i].lines == 0 || l.items[i].comment() || l.startsRow(i) || l.items[last].lines > 0 || !l.is(last, "and", "or") {
		return
	}
	if before := last - 1; before < 0 || l.items[before].comment() {
		return
	}
	l.items[last].lines, l.items[i].lines = 1, 0
	l.items[last].newlines, l.items[i].newlines = 1, 0
}

// openLinked opens all braces of a step when one of them is open.
func (l *layout) openLinked() {
	for _, offsets := range l.roles.links {
		open := false
		for _, at := range offsets {
			i := l.find(at)
			open = open || l.items[i].open
		}
		for _, at := range offsets {
			if i := l.find(at); open && l.items[i].kind == token.LBrace && l.items[i].match > i+1 {
				l.items[i].open = true
			}
		}
	}
}
