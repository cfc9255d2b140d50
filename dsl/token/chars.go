package token

import "unicode"

// IsNameStart reports whether a name may begin with r: a letter of any script
// (Unicode ID_Start) or an underscore.
func IsNameStart(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_'
	}
	return unicode.IsLetter(r) || unicode.In(r, unicode.Nl, unicode.Other_ID_Start)
}

// IsNamePart reports whether a name may go on with r: Unicode ID_Continue, every
// mark, and the two joiners that Persian and the scripts of India write inside words.
func IsNamePart(r rune) bool {
	if r < 0x80 {
		return IsNameStart(r) || '0' <= r && r <= '9'
	}
	return IsNameStart(r) || unicode.In(r, unicode.M, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue) ||
		r == '\u200c' || r == '\u200d'
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isBlank reports whether r is a space inside a line. Spaces that a text
// processor puts in (no-break, ideographic, thin …) mean the same as a plain one.
func isBlank(r rune) bool {
	switch r {
	case ' ', '\t', '\v', '\f', '\r':
		return true
	}
	return r >= 0x80 && unicode.Is(unicode.Zs, r)
}

// isInvisible reports whether r is a character that nobody sees and that can
// make a file read differently from what it does.
func isInvisible(r rune) bool {
	if r < 0x80 {
		return r < ' ' || r == 0x7f
	}
	return unicode.In(r, unicode.Cf, unicode.Cc, unicode.Zl, unicode.Zp)
}

// foreign maps punctuation that keyboards, input methods and text processors
// produce to the plain characters it stands for.
var foreign = map[rune]string{
	'（': "(", '）': ")", '［': "[", '］': "]", '｛': "{", '｝': "}", '，': ",", '：': ":", '．': ".", '？': "?",
	'｜': "|", '＝': "=", '＋': "+", '－': "-", '＊': "*", '／': "/", '％': "%", '＜': "<", '＞': ">", '；': ";",
	'！': "!", '＃': "#", '､': ",", '、': ",", '،': ",", '؛': ";", '؟': "?", '٪': "%", '٬': ",",
	'–': "-", '—': "-", '−': "-", '‐': "-", '‑': "-", '×': "*", '÷': "/", '≤': "<=", '≥': ">=", '≠': "!=", '…': "..",
}

// closers maps an opening quotation mark to the marks that close it.
var closers = map[rune]string{
	'“': "”“\"", '”': "”\"", '„': "“”\"", '«': "»\"", '»': "«\"", '‟': "”\"", '＂': "＂\"", '‘': "’'", '’': "’'", '‚': "‘’'", '「': "」", '『': "』",
}
