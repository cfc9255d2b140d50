package message

import (
	"strings"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/locale"
	"github.com/journeylang/journey/stdlib/lang"
)

// Voice is how one text speaks to one reader: in the language that it is written in,
// with numbers and dates as they are written in the reader's region.
type Voice struct {
	Language string
	Locale   *locale.Locale
	Zone     *calendar.Zone
}

// voice returns how a text in a language speaks to a reader. A text in English for
// somebody who reads British English has British dates; for somebody who reads Turkish
// it has those of its own language, because months are words of it. The country helps
// where the languages do not say the region.
func (r *Renderer) voice(language string, to Reader) *Voice {
	v := &Voice{Language: language, Zone: to.Zone}
	if v.Zone == nil {
		v.Zone = calendar.UTC()
	}
	tag := language
	if reader := lang.Tag(to.Language); lang.Region(tag) == "" {
		own := reader == "" || lang.Language(reader) == lang.Language(tag)
		if reader != "" && own {
			tag = reader
		}
		if country := strings.ToUpper(strings.TrimSpace(to.Country)); own && lang.Region(tag) == "" && len(country) == 2 && locale.Has(tag+"-"+country) {
			tag += "-" + country
		}
	}
	v.Locale = locale.For(tag)
	return v
}

// own is how products that stand there without a text speak to a reader: nothing is
// written in any language but what the feed says of them, so their prices are in the
// reader's.
func (r *Renderer) own(to Reader) *Voice {
	if tag := lang.Tag(to.Language); tag != "" {
		return r.voice(tag, to)
	}
	return r.voice(r.language, to)
}

// Call runs a function that writes for a reader; ok is false when there is none of
// that name. A missing argument gives a missing result.
func (v *Voice) Call(name string, args []event.Value) (result event.Value, ok bool) {
	arg := func(i int) event.Value {
		if i < len(args) {
			return args[i]
		}
		return event.Value{}
	}
	x := arg(0)
	switch name {
	case "isolate":
		return event.Of(isolate(fn.Text(x), lang.RightToLeft(v.Language))), true
	case "plural":
		return v.plural(args), true
	case "money":
		if x.Kind == event.Number {
			return event.Of(v.Locale.Money(x.Num, fn.Text(arg(1)))), true
		}
	case "format":
		if digits, said := arg(1), len(args) > 1 && arg(1).Kind == event.Number; x.Kind == event.Number && said {
			return event.Of(v.Locale.Number(x.Num, int(min(max(digits.Num, 0), 15)))), true
		}
		if x.Kind == event.Number {
			return event.Of(v.Locale.Number(x.Num, 3)), true
		}
	case "date":
		if day, known := fn.CivilIn(x, v.Zone); known {
			return event.Of(v.Locale.Date(day, style(arg(1)))), true
		}
	case "time":
		if day, known := fn.CivilIn(x, v.Zone); known {
			return event.Of(v.Locale.Time(day)), true
		}
	default:
		return event.Value{}, false
	}
	return event.Value{}, true
}

func style(v event.Value) locale.Style {
	for i, name := range locale.StyleNames {
		if v.Kind == event.Text && v.Str == name {
			return locale.Style(i)
		}
	}
	return locale.Long
}

// plural picks a form: the one that the number takes in the language, else `other`.
// `zero` is also for exactly none in languages that have no such form.
func (v *Voice) plural(args []event.Value) event.Value {
	forms := args[min(1, len(args)):]
	if len(forms) < len(lang.Forms) || args[0].Kind != event.Number {
		return event.Value{}
	}
	n := args[0].Num
	if n == 0 && forms[0].Kind != event.Null {
		return forms[0]
	}
	for i, form := range lang.Forms {
		if form == lang.Plural(v.Language, n) && forms[i].Kind != event.Null {
			return forms[i]
		}
	}
	return forms[len(lang.Forms)-1]
}
