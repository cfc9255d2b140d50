package stage

import (
	"strings"
	"unicode"
)

// Key is a key that was pressed. Name is what the key is called, without regard to
// the layout where the terminal says so: space, left, shift+left, ctrl+p, g, K.
// Text is what it types.
type Key struct{ Name, Text string }

// Text is text that was pasted.
type Text string

// Letters work on every layout. Where the terminal does not say which key it was,
// what it typed is looked up here: the letters of other scripts by the place of
// their key. Layouts of one script disagree, so the one that is named comes first.
// In text fields nothing is translated.
var layouts = []struct{ name, rows string }{
	{"ru", "йцукенгшщзхъфывапролджэячсмитьбю"},
	{"bg", ",уеишщксдзц;ьяаожгтнвмчюйъэфхпрл"},
	{"bg-phonetic", "явертъуиопшщасдфгхйкл;'зьцжбнм,."},
	{"uk", "йцукенгшщзхїфівапролджєячсмитьбю"},
	{"sr", "љњертзуиопшђасдфгхјклчћѕџцвбнм,."},
	{"el", ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,."},
	{"fa", "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو."},
	{"ar", "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوز"},
	{"he", "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ"},
}

const latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,."

// Layouts names the keyboard layouts that are known by their letters.
func Layouts() []string {
	var out []string
	for _, l := range layouts {
		out = append(out, l.name)
	}
	return out
}

// Layout is what letters of other scripts stand for. The layout of that name goes
// before all others; an unknown name changes nothing.
type Layout map[rune]rune

// NewLayout returns the letters of all layouts, with one before the others.
func NewLayout(first string) Layout {
	out := Layout{'ı': 'i', 'İ': 'i'}
	for _, pass := range []bool{true, false} {
		for _, l := range layouts {
			if (l.name == first) != pass {
				continue
			}
			for i, r := range []rune(l.rows) {
				if _, known := out[r]; !known && r > 0x7F {
					out[r] = rune(latin[i])
				}
			}
		}
	}
	return out
}

// command is what a key stands for outside text fields.
func (l Layout) command(k Key) string {
	r := []rune(k.Name)
	if len(r) != 1 || r[0] < 0x80 {
		return k.Name
	}
	if unicode.IsDigit(r[0]) {
		zero := r[0]
		for zero > 0 && unicode.IsDigit(zero-1) && r[0]-zero < 9 {
			zero--
		}
		return string('0' + r[0] - zero)
	}
	low := unicode.ToLower(r[0])
	if to, ok := l[low]; ok {
		if low != r[0] && r[0] != 'İ' {
			return strings.ToUpper(string(to))
		}
		return string(to)
	}
	return k.Name
}
