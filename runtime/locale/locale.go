// Package locale writes numbers, money, dates and times of day the way a reader is
// used to: 1,234.50 or 1 234,50, €5 or 5 €, November 27, 2026 or 27 ноември 2026 г.
//
// The data is a part of the Unicode Common Locale Data Repository (CLDR): about a
// hundred languages with their regional variants, in locales.txt (made by
// generate.mjs; licence: LICENSE). golang.org/x/text has no dates, and puts the sign
// of a currency before the amount in every language; that is why it is not used here.
//
// Dates are of the Gregorian calendar. The same input gives the same text on any
// machine: the data is embedded and nothing else is asked.
package locale

import (
	_ "embed" // the data is part of the program
	"strconv"
	"strings"
	"sync"

	"github.com/journeylang/journey/stdlib/lang"
)

//go:embed locales.txt
var data string

// Locale is how one language, maybe in one region, writes.
type Locale struct {
	Tag string // such as en-GB; of the data, so perhaps less exact than what was asked for

	decimal, group, minus string
	zero                  rune
	primary, secondary    int // digits of the last group, and of those before; 0: no groups
	leastGroups           int // groups begin when this many digits stand before the last one
	money                 string
	symbols               map[string]string
	months, monthsShort   []string
	monthsAlone           []string
	days, daysShort       []string
	periods               []string // before and after noon
	era                   string
	dates                 []string // by Style
	clock                 string
}

// tables is the data cut at its locales, and the currencies whose amounts have
// another number of digits behind the point than two.
type tables struct {
	lines  map[string]string
	digits map[string]int
}

var index = sync.OnceValue(func() tables {
	t := tables{lines: map[string]string{}, digits: map[string]int{}}
	rest := data
	for rest != "" {
		line, after, _ := strings.Cut(rest, "\n")
		rest = after
		if list, ok := strings.CutPrefix(line, "digits\t"); ok {
			for _, entry := range strings.Split(list, "|") {
				code, n, _ := strings.Cut(entry, "=")
				t.digits[code], _ = strconv.Atoi(n)
			}
			continue
		}
		if strings.HasPrefix(line, "#") {
			continue
		}
		n := 0
		for strings.HasPrefix(rest[n:], "\t") {
			n += strings.IndexByte(rest[n:], '\n') + 1
		}
		t.lines[line], rest = rest[:n], rest[n:]
	}
	return t
})

// loaded remembers locales. It holds nothing but what follows from data, and no more
// entries than that has.
var loaded sync.Map // tag → *Locale

// For returns the locale of a canonical tag: its own, or the nearest that there is
// data for. A language without data is written like English. It may be called from
// many goroutines.
func For(tag string) *Locale {
	if l, ok := loaded.Load(tag); ok {
		return l.(*Locale)
	}
	for _, step := range append(lang.Chain(tag), lang.Default) {
		if l, ok := loaded.Load(step); ok {
			return l.(*Locale)
		}
		if _, ok := index().lines[step]; ok {
			l, _ := loaded.LoadOrStore(step, read(step))
			return l.(*Locale)
		}
	}
	panic("locale: the built-in data has no " + lang.Default) // a bug in us
}

// Has reports whether there is data for exactly this tag.
func Has(tag string) bool {
	_, ok := index().lines[tag]
	return ok
}

// read reads a locale: first what it is a variant of, then its own lines.
func read(tag string) *Locale {
	l := &Locale{symbols: map[string]string{}}
	if i := strings.LastIndexByte(tag, '-'); i > 0 {
		for up := tag[:i]; ; up = up[:i] {
			if Has(up) {
				l = read(up)
				break
			}
			if i = strings.LastIndexByte(up, '-'); i < 0 {
				break
			}
		}
	}
	l.Tag = tag
	for _, line := range strings.Split(strings.TrimSuffix(index().lines[tag], "\n"), "\n") {
		if len(line) > 3 {
			l.take(line[1], line[3:])
		}
	}
	return l
}

// take takes in one line of the data: a letter, and what it stands for.
func (l *Locale) take(letter byte, text string) {
	list := func() []string { return strings.Split(text, "|") }
	switch letter {
	case 'n':
		f := strings.Split(text, "\t")
		l.decimal, l.group, l.minus, l.zero = f[0], f[1], f[2], []rune(f[3])[0]
		l.primary, _ = strconv.Atoi(f[4])
		l.secondary, _ = strconv.Atoi(f[5])
		l.leastGroups, _ = strconv.Atoi(f[6])
	case 'c':
		l.money = text
	case 's':
		for _, entry := range list() {
			code, sign, _ := strings.Cut(entry, "=")
			l.symbols[code] = sign
		}
	case 'm':
		l.months = list()
	case 'b':
		l.monthsShort = list()
	case 'l':
		l.monthsAlone = list()
	case 'w':
		l.days = list()
	case 'h':
		l.daysShort = list()
	case 'p':
		l.periods = list()
	case 'e':
		l.era = text
	case 'd':
		l.dates = list()
	case 't':
		l.clock = text
	}
}
