package logic

import (
	"slices"
	"strings"
)

// like is a question about the letters of a text.
type like struct {
	op  string // contains startsWith endsWith < > matches
	arg string
}

// of answers for one text. `matches` is not answered.
func (l like) of(s string) truth {
	var is bool
	switch l.op {
	case "contains":
		is = strings.Contains(s, l.arg)
	case "startsWith":
		is = strings.HasPrefix(s, l.arg)
	case "endsWith":
		is = strings.HasSuffix(s, l.arg)
	case "<":
		is = s < l.arg
	case ">":
		is = s > l.arg
	default:
		return unknown
	}
	if is {
		return isTrue
	}
	return isFalse
}

// implies reports whether every text that is like l is also like m.
func (l like) implies(m like) bool {
	switch m.op {
	case "contains":
		return (l.op == "contains" || l.op == "startsWith" || l.op == "endsWith") && strings.Contains(l.arg, m.arg)
	case "startsWith":
		return m.arg == "" || l.op == "startsWith" && strings.HasPrefix(l.arg, m.arg)
	case "endsWith":
		return m.arg == "" || l.op == "endsWith" && strings.HasSuffix(l.arg, m.arg)
	case "<":
		return l.op == "<" && l.arg <= m.arg
	case ">":
		return l.op == ">" && l.arg >= m.arg
	}
	return false
}

// excludes reports whether no text is like both.
func (l like) excludes(m like) bool {
	switch {
	case l.op == "startsWith" && m.op == "startsWith":
		return !strings.HasPrefix(l.arg, m.arg) && !strings.HasPrefix(m.arg, l.arg)
	case l.op == "endsWith" && m.op == "endsWith":
		return !strings.HasSuffix(l.arg, m.arg) && !strings.HasSuffix(m.arg, l.arg)
	case l.op == "<" && m.op == ">":
		return l.arg <= m.arg
	}
	return false
}

// class is the texts that are equal to one another.
type class struct {
	values  []string // the only ones it can be; meaningful when closed
	closed  bool
	out     []string // those that it is not
	is, not []like
	differs []int // classes
	chosen  string
}

// textsFit reports whether the decided questions about texts leave values for them.
func (q *query) textsFit(known []truth) bool {
	root := make([]int, len(q.texts))
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			i = root[i]
		}
		return i
	}
	for i, a := range q.atoms {
		if a.kind == isSame && known[i] == isTrue {
			root[find(a.x)] = find(a.y)
		}
	}
	classes := make([]class, len(q.texts))
	for i, t := range q.texts {
		if t.enum != nil {
			classes[find(i)].keep(t.enum)
		}
	}
	for i, a := range q.atoms {
		if known[i] == unknown || a.kind != isAmong && a.kind != isSame && a.kind != isLike {
			continue
		}
		c, is := &classes[find(a.x)], known[i] == isTrue
		switch {
		case a.kind == isAmong && is:
			c.keep(a.set)
		case a.kind == isAmong:
			c.out = append(c.out, a.set...)
		case a.kind == isLike && is:
			c.is = append(c.is, a.like)
		case a.kind == isLike:
			c.not = append(c.not, a.like)
		case !is && find(a.x) == find(a.y):
			return false
		case !is:
			c.differs = append(c.differs, find(a.y))
			other := &classes[find(a.y)]
			other.differs = append(other.differs, find(a.x))
		}
	}
	for i := range classes {
		if !classes[i].narrow() {
			return false
		}
	}
	tries := mostTries
	return choose(classes, 0, &tries)
}

// keep leaves only some values.
func (c *class) keep(values []string) {
	if !c.closed {
		c.closed, c.values = true, slices.Clone(values)
		return
	}
	c.values = slices.DeleteFunc(c.values, func(v string) bool { return !slices.Contains(values, v) })
}

// narrow takes away the values that cannot be; false when nothing is left.
func (c *class) narrow() bool {
	if c.closed {
		c.values = slices.DeleteFunc(c.values, func(v string) bool {
			return slices.Contains(c.out, v) ||
				slices.ContainsFunc(c.is, func(l like) bool { return l.of(v) == isFalse }) ||
				slices.ContainsFunc(c.not, func(l like) bool { return l.of(v) == isTrue })
		})
		return len(c.values) > 0
	}
	for _, l := range c.is {
		if l.op == "<" && l.arg == "" {
			return false // nothing comes before the empty text
		}
		for _, m := range c.is {
			if l.excludes(m) {
				return false
			}
		}
		for _, m := range c.not {
			if l.implies(m) {
				return false
			}
		}
	}
	for _, l := range c.not {
		if l.arg == "" && l.op != "<" && l.op != ">" && l.op != "matches" {
			return false // every text begins and ends with nothing, and contains it
		}
	}
	return true
}

// choose gives every class with few values one, so that those that differ do. The
// others have more values than there are questions.
func choose(classes []class, i int, tries *int) bool {
	if *tries--; *tries < 0 || i == len(classes) {
		return true
	}
	c := &classes[i]
	if !c.closed {
		return choose(classes, i+1, tries)
	}
	for _, v := range c.values {
		taken := slices.ContainsFunc(c.differs, func(d int) bool {
			return d < i && classes[d].closed && classes[d].chosen == v
		})
		if c.chosen = v; !taken && choose(classes, i+1, tries) {
			return true
		}
	}
	return false
}
