package parse

import (
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/token"
)

// text reads a string where only a string can stand.
func (c *cursor) text() *ast.StringLit {
	switch c.kind() {
	case token.StrOpen:
		return c.stringLit()
	case token.Bad:
		c.next()
	default:
		c.report(codeMissingText, c.here(), "expected a text, got "+describe(c.peek()), "write it in double quotes: `\"…\"`")
	}
	return &ast.StringLit{Span: c.since(c.end())}
}

// stringLit reads StrOpen … StrClose, which the lexer keeps balanced.
func (c *cursor) stringLit() *ast.StringLit {
	open := c.next()
	lit := &ast.StringLit{Multi: open.Value == `"""`}
	for {
		switch c.kind() {
		case token.StrText:
			t := c.next()
			lit.Parts = append(lit.Parts, ast.StringPart{Span: span(t), Text: t.Value})
		case token.InterpOpen:
			lit.Parts = append(lit.Parts, c.interpolation())
		case token.Bad:
			t := c.next()
			lit.Parts = append(lit.Parts, ast.StringPart{Span: span(t), Expr: &ast.BadExpr{Span: span(t)}})
		case token.StrClose:
			c.next()
			lit.Span = c.since(open.Pos.Offset)
			finishText(lit)
			return lit
		default:
			// Only a piece that was cut at the token limit ends inside a string.
			lit.Span = c.since(open.Pos.Offset)
			finishText(lit)
			return lit
		}
	}
}

// interpolation reads {{ expression }}.
func (c *cursor) interpolation() ast.StringPart {
	start, told := c.start(), len(c.errs)
	c.next()
	outer := c.around
	c.around = around{}
	defer func() { c.around = outer }()
	part := ast.StringPart{}
	if c.is(token.InterpClose) {
		c.report(codeMissingValue, c.since(start), "nothing between `{{` and `}}`",
			`write a value, such as {{ profile.first_name ?? "there" }}, or \{{ for the two braces themselves`)
		part.Expr = &ast.BadExpr{Span: c.since(start)}
	} else {
		before := len(c.errs)
		part.Expr = c.expr()
		if !c.is(token.InterpClose) && len(c.errs) == before {
			c.report(codeUnexpected, span(c.peek()), "unexpected "+describe(c.peek())+" in `{{ … }}`",
				"one value stands between `{{` and `}}`")
		}
	}
	for depth := 0; !c.is(token.EOF); c.next() {
		if c.is(token.InterpOpen) {
			depth++
		} else if c.is(token.InterpClose) {
			if depth == 0 {
				c.next()
				break
			}
			depth--
		}
	}
	part.Span = c.since(start)
	if raw := c.lex.RawCursor(); raw > 0 && c.lex.Range(raw-1, raw)[0].Value == "" {
		c.errs = c.errs[:told] // the lexer has told that the }} is missing
	}
	return part
}

// finishText resolves escapes and, in a """ text, takes off the indentation that
// its lines share, the newline behind the opening mark and the one before the
// closing mark. Parts that this empties are dropped.
func finishText(lit *ast.StringLit) {
	if lit.Multi {
		dedent(lit.Parts)
	}
	kept := lit.Parts[:0]
	for _, p := range lit.Parts {
		if p.Expr == nil {
			p.Text = token.Unescape(p.Text)
			if p.Text == "" {
				continue
			}
		}
		kept = append(kept, p)
	}
	lit.Parts = kept
}

// dedent works on the source of the parts, before escapes are resolved, so that
// an escaped blank or newline is content and never layout.
func dedent(parts []ast.StringPart) {
	for i := range parts {
		if parts[i].Expr == nil {
			parts[i].Text = strings.ReplaceAll(parts[i].Text, "\r\n", "\n")
		}
	}
	indent, found := sharedIndent(parts)
	for i := range parts {
		if parts[i].Expr != nil {
			continue
		}
		lines := strings.Split(parts[i].Text, "\n")
		for j := 1; j < len(lines); j++ {
			last := j == len(lines)-1
			switch {
			case found && strings.HasPrefix(lines[j], indent):
				lines[j] = lines[j][len(indent):]
			case strings.Trim(lines[j], " \t") == "" && (!last || i == len(parts)-1):
				lines[j] = ""
			}
		}
		parts[i].Text = strings.Join(lines, "\n")
	}
	if n := len(parts); n > 0 {
		first, last := &parts[0], &parts[n-1]
		if head, rest, ok := strings.Cut(first.Text, "\n"); first.Expr == nil && ok && strings.Trim(head, " \t") == "" {
			first.Text = rest
		}
		if i := strings.LastIndexByte(last.Text, '\n'); last.Expr == nil && i >= 0 && strings.Trim(last.Text[i:], " \t\n") == "" {
			last.Text = last.Text[:i]
		} else if last.Expr == nil && n == 1 && strings.Trim(last.Text, " \t") == "" {
			last.Text = ""
		}
	}
}

// sharedIndent is the longest run of blanks that every line with content begins
// with. The line of the opening mark does not count.
func sharedIndent(parts []ast.StringPart) (indent string, found bool) {
	for i, p := range parts {
		if p.Expr != nil {
			continue
		}
		lines := strings.Split(p.Text, "\n")
		for j := 1; j < len(lines); j++ {
			rest := strings.TrimLeft(lines[j], " \t")
			if rest == "" && (j < len(lines)-1 || i == len(parts)-1) {
				continue // an empty line, or the one of the closing mark
			}
			own := lines[j][:len(lines[j])-len(rest)]
			if !found {
				indent, found = own, true
				continue
			}
			n := 0
			for n < len(indent) && n < len(own) && indent[n] == own[n] {
				n++
			}
			indent = indent[:n]
		}
	}
	return indent, found
}
