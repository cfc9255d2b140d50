// Package safetext makes text from files, feeds and people harmless to show.
//
// A journey, a name in a feed, a message: all of it is other people's text, and a
// terminal obeys some of it. ESC starts a command, a carriage return overwrites
// what stands on the line, a bidi control makes code read differently from how it
// runs (CVE-2021-42574), an invisible letter makes two names look the same. Such
// characters are never passed on and never silently dropped; each becomes a sign
// that can be seen:
//
//	␛          a control character (the Unicode control pictures)
//	‹U+202E›   a character that acts or hides without being seen
//	‹0xFF›     a byte that is not UTF-8
//
// The joiners that emoji, Persian and Indic scripts need stay, and so do the tags
// of a flag. Package safetext imports nothing of ours, so that every room can use
// it.
package safetext

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line returns s as harmless text on one line: newlines and tabs are signs too.
func Line(s string) string { return clean(s, "") }

// Clean returns s as harmless text that may have several lines: newlines and tabs
// stay, everything else is as in Line.
func Clean(s string) string { return clean(s, "\n\t") }

func clean(s, keep string) string {
	var b strings.Builder
	done := 0     // s[:done] is written
	flag := false // the tags of a flag may follow
	for i, r := range s {
		flag = r == blackFlag || flag && isTag(r)
		size := utf8.RuneLen(r)
		var show string
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)):
			show, size = fmt.Sprintf("‹0x%02X›", s[i]), 1
		case Acts(r) && !flag && !strings.ContainsRune(keep, r):
			show = sign(r)
		default:
			continue
		}
		b.WriteString(s[done:i])
		b.WriteString(show)
		done = i + size
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// Acts reports whether a character does something to the text around it, or to
// the terminal, instead of being seen: control characters, bidi controls, line
// and paragraph separators, and what is invisible.
func Acts(r rune) bool {
	switch {
	case r < ' ':
		return true
	case r < 0x7F:
		return false
	case r == zwnj || r == zwj || unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

const (
	zwnj      = '\u200C'
	zwj       = '\u200D'
	blackFlag = '\U0001F3F4' // followed by tags: the flags of Scotland, Wales, …
)

func isTag(r rune) bool { return r >= 0xE0020 && r <= 0xE007F }

// sign returns what is shown in place of a character that acts.
func sign(r rune) string {
	switch {
	case r < ' ':
		return string('\u2400' + r)
	case r == 0x7F:
		return "\u2421"
	}
	return fmt.Sprintf("‹U+%04X›", r)
}
