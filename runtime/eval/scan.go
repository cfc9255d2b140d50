package eval

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// predicates are the functions of expr-lang that bind an element, the only
// functions of its own that are left.
var predicates = map[string]bool{
	"all": true, "any": true, "none": true, "one": true,
	"filter": true, "find": true, "findIndex": true, "map": true, "count": true,
}

// words are the other words that are not names.
var words = map[string]bool{"and": true, "or": true, "true": true, "false": true, "nil": true}

// scan reads the characters of a source and refuses what the lowering never
// writes. known says which names may occur.
func scan(src string, known func(name string) bool) error {
	if len(src) > MaxSource {
		return fmt.Errorf("it is longer than %d bytes", MaxSource)
	}
	if !utf8.ValidString(src) {
		return errors.New("it is not text")
	}
	s := scanner{src: src, known: known}
	for s.pos < len(src) {
		if err := s.token(); err != nil {
			return err
		}
	}
	if len(s.open) > 0 {
		return errors.New("a bracket is not closed")
	}
	return nil
}

type scanner struct {
	src   string
	pos   int
	open  []byte // brackets that are not closed yet
	known func(string) bool
}

// at is the byte n places on, 0 at the end.
func (s *scanner) at(n int) byte {
	if s.pos+n < len(s.src) {
		return s.src[s.pos+n]
	}
	return 0
}

func (s *scanner) token() error {
	c := s.at(0)
	switch {
	case c == ' ':
		s.pos++
	case c == '"':
		return s.text()
	case isDigit(c):
		return s.number()
	case isLetter(c):
		return s.word()
	case strings.IndexByte("([{", c) >= 0:
		if len(s.open) == MaxDepth {
			return fmt.Errorf("brackets are nested more than %d deep", MaxDepth)
		}
		s.open = append(s.open, c)
		s.pos++
	case strings.IndexByte(")]}", c) >= 0:
		return s.closing(c)
	default:
		return s.operator()
	}
	return nil
}

var opens = map[byte]byte{')': '(', ']': '[', '}': '{'}

func (s *scanner) closing(c byte) error {
	n := len(s.open)
	if n == 0 || s.open[n-1] != opens[c] {
		return fmt.Errorf("a %q closes nothing", c)
	}
	s.open = s.open[:n-1]
	s.pos++
	return nil
}

func (s *scanner) operator() error {
	rest := s.src[s.pos:]
	for _, op := range []string{"..", "??", ",", ":", "?", "#"} {
		if strings.HasPrefix(rest, op) && !runsOn(op, rest[len(op):]) {
			s.pos += len(op)
			return nil
		}
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return fmt.Errorf("%q at byte %d is nothing that an expression has", r, s.pos)
}

// runsOn reports whether an operator with what follows is another of expr's: `?.`,
// `::`, `#index`.
func runsOn(op, rest string) bool {
	if rest == "" {
		return false
	}
	switch c := rest[0]; op {
	case "#":
		return isLetter(c) || isDigit(c)
	case ":":
		return c == ':'
	case ",":
		return false
	default:
		return c == '.'
	}
}

// text skips a text in quotes. What follows a backslash is expr's to judge.
func (s *scanner) text() error {
	for s.pos++; s.pos < len(s.src); s.pos++ {
		switch s.src[s.pos] {
		case '\\':
			s.pos++
		case '"':
			s.pos++
			return nil
		}
	}
	return errors.New("a text is not closed")
}

// number skips digits, a point and digits: every number is written as a float, so
// that there is one kind.
func (s *scanner) number() error {
	digits := func() int {
		from := s.pos
		for isDigit(s.at(0)) {
			s.pos++
		}
		return s.pos - from
	}
	from := s.pos
	digits()
	if s.at(0) == '.' && s.at(1) != '.' {
		s.pos++
		if digits() > 0 && !isLetter(s.at(0)) {
			return nil
		}
	}
	return fmt.Errorf("the number at byte %d is not written as one", from)
}

func (s *scanner) word() error {
	from := s.pos
	for isLetter(s.at(0)) || isDigit(s.at(0)) {
		s.pos++
	}
	w := s.src[from:s.pos]
	if !words[w] && !predicates[w] && !s.known(w) {
		return fmt.Errorf("%q is neither a function nor a name that it declares", w)
	}
	return nil
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' }
