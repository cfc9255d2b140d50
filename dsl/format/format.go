// Package format lays a journey file out in the one way there is.
//
// It works on the token stream, not on the tree: every token and every comment of
// the file is put down again, in its order, and only what stands between them is
// chosen. So a comment cannot get lost. The tree (roles.go) only says what a token
// is: whether a minus is a sign or an operator, where a row of a table begins.
//
//	items.go    tokens and comments, with the newlines in front of them
//	roles.go    what the tree says about tokens
//	breaks.go   which of them begin a line
//	lines.go    the lines, and how far each is indented
//	fit.go      more lines where one is too long
//	align.go    columns of tables and of comments
//	same.go     the proof that nothing but the layout has changed
//
// Line ends are mostly the author's, as in gofmt: braces that hold a newline are
// opened wide, braces on one line stay there, and a sentence that was broken before
// `and` stays broken. What no author chooses is where things stand on their lines.
// Whatever the author wrote is first brought into the form that is also the form of
// the result, and decisions depend on that form alone; so laying out twice is laying
// out once.
package format

import (
	"errors"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/dsl/token"
)

// Width is the number of columns that a line is kept within, where it can be broken.
const Width = 100

// ErrUnsafe says that the file laid out would not have been the same file. It is a
// mistake of this package; the file is left alone.
var ErrUnsafe = errors.New("the file laid out would say something else than the file as it is")

// Source lays out a file. A file with a mistake is not laid out: the mistakes are
// returned and the text is src. The path only names the file in them.
func Source(path, src string) (string, []diag.Diagnostic, error) {
	plain := lineEnds(src)
	f, ds := parse.File(path, plain)
	for _, d := range ds {
		if d.Severity == diag.Error {
			if plain != src {
				_, ds = parse.File(path, src) // with the places of the file as it is
			}
			return src, ds, nil
		}
	}
	stream := token.Lex(plain)
	out := layOut(stream, f)
	if !same(path, stream, f, out) {
		return src, nil, ErrUnsafe
	}
	return out, nil, nil
}

// lineEnds makes every line end a newline, also where a carriage return was put in
// front of it more than once.
func lineEnds(src string) string {
	for strings.Contains(src, "\r\n") {
		src = strings.ReplaceAll(src, "\r\n", "\n")
	}
	return src
}

// layOut does the work for a file without mistakes.
func layOut(stream *token.Stream, f *ast.File) string {
	l := &layout{roles: rolesOf(stream, f)}
	l.items = itemsOf(stream, l.roles)
	l.pair()
	for {
		l.breaks()
		l.makeLines()
		if !l.fit() {
			break
		}
	}
	l.alignTables()
	l.alignComments()
	return l.text()
}

// layout is one file on its way.
type layout struct {
	roles *roles
	items []item
	lines []line
	rows  []row
}
