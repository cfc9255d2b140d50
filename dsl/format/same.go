package format

import (
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/dsl/token"
)

// same reports whether a file laid out is the file it was: it has no mistakes, the
// same tree but for the places in it, the same tokens but for commas, newlines and
// the way a duration is written, and the same comments.
func same(path string, before *token.Stream, tree *ast.File, out string) bool {
	f, ds := parse.File(path, out)
	for _, d := range ds {
		if d.Severity == diag.Error {
			return false
		}
	}
	after := token.Lex(out)
	return f.Language == tree.Language &&
		equal(reflect.ValueOf(tree.Decls), reflect.ValueOf(f.Decls)) &&
		slices.Equal(words(before), words(after)) &&
		slices.Equal(comments(before), comments(after))
}

// words are the texts of the tokens that layout does not change. Durations are held
// by the tree.
func words(s *token.Stream) []string {
	var out []string
	for i, t := range s.Tokens {
		unit := t.Kind == token.Name && i > 1 && unitWord(s.Text(t))
		if t.Kind.Trivia() || t.Kind == token.Newline || t.Kind == token.Comma || t.Kind == token.Duration || t.Kind == token.Number || unit {
			continue
		}
		out = append(out, s.Text(t))
	}
	return out
}

func unitWord(s string) bool {
	switch strings.TrimSuffix(s, "s") {
	case "second", "minute", "hour", "day", "week", "month", "year":
		return true
	}
	return false
}

func comments(s *token.Stream) []string {
	var out []string
	for _, t := range s.Tokens {
		if t.Kind == token.Comment {
			out = append(out, strings.TrimRightFunc(s.Text(t), unicode.IsSpace))
		}
	}
	return out
}

var spanType = reflect.TypeFor[ast.Span]()

// equal compares two trees without the places in them.
func equal(a, b reflect.Value) bool {
	if a.Type() == spanType {
		return true
	}
	switch a.Kind() {
	case reflect.Interface, reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() == b.IsNil()
		}
		a, b = a.Elem(), b.Elem()
		return a.Type() == b.Type() && equal(a, b)
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !equal(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		for i := range a.NumField() {
			if !equal(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}
