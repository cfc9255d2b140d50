package page

import (
	"strings"

	"github.com/journeylang/journey/dsl/safetext"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/sim"
	"github.com/journeylang/journey/stdlib/lang"
)

// sample is some messages of one language.
type sample struct {
	Language string
	Name     string // of the language, in itself and in English
	Sent     int64
	Messages []letter
}

// letter is one message as its reader gets it.
type letter struct {
	Number                              int64
	At, Journey, Step, Channel, Message string
	Name, ID                            string
	Language, Direction                 string
	Subject, Preview                    passage
	Body                                []passage
	Items                               []item
	Action, Link                        passage
	Note, Why                           string
}

// passage is a piece of text with its own language where that is not the message's.
// Its runs are set apart where a value of somebody else stands in it.
type passage struct {
	Language, Direction string
	Runs                []run
}

// run is a part of a passage; what is set apart has a direction of its own.
type run struct {
	Text  string
	Apart bool
}

type item struct{ Name, Price, Quantity string }

// samples are the messages that are shown.
func (v *view) samples(all []sim.LanguageSample) {
	for _, x := range all {
		s := sample{Language: safetext.Line(x.Language), Name: languageName(x.Language), Sent: x.Sent}
		for _, m := range x.Messages {
			if m.Content != nil {
				s.Messages = append(s.Messages, letterOf(m))
			}
		}
		if len(s.Messages) > 0 {
			v.Samples = append(v.Samples, s)
		}
	}
}

func letterOf(m *sim.Message) letter {
	c := m.Content
	zone, err := calendar.Load(m.Zone)
	if err != nil {
		zone = calendar.UTC()
	}
	l := letter{
		Number: m.Number, At: moment(zone, int64(m.At)) + ", " + zone.Name(), Journey: safetext.Line(m.Journey), Step: safetext.Line(m.Step), Channel: m.Channel, Message: safetext.Line(m.Message),
		Name: safetext.Line(m.To.Name), ID: safetext.Line(m.To.ID), Language: tag(c.Language), Direction: c.Direction,
	}
	for _, p := range c.Parts {
		text := passageOf(p.Text, p.Language)
		switch p.Name {
		case "subject":
			l.Subject = text
		case "preview":
			l.Preview = text
		case "link":
			l.Link = text
		case "action":
			l.Action = text
		case "image": // nothing is fetched
		default:
			for _, paragraph := range strings.Split(p.Text, "\n") {
				if strings.TrimSpace(paragraph) != "" {
					l.Body = append(l.Body, passageOf(paragraph, p.Language))
				}
			}
		}
	}
	for _, it := range c.Items {
		x := item{Name: safetext.Line(it.Name), Price: safetext.Line(it.Price)}
		if x.Name == "" {
			x.Name = safetext.Line(it.ID)
		}
		if it.Quantity > 1 {
			x.Quantity = report.Group(int64(it.Quantity))
		}
		l.Items = append(l.Items, x)
	}
	if c.Recommended != "" {
		l.Note = "products are recommended " + c.Recommended
	}
	if m.Why != nil {
		l.Why = safetext.Line(m.Why.Pivot)
	}
	return l
}

// The signs between which a value stands that must not turn the text around it.
const (
	isolate  = '\u2068'
	released = '\u2069'
)

// passageOf cuts a text where values of somebody else stand in it, which HTML sets
// apart by an element, and makes the rest harmless.
func passageOf(text, language string) passage {
	p := passage{Language: tag(language)}
	if language != "" {
		p.Direction = "ltr"
		if lang.RightToLeft(language) {
			p.Direction = "rtl"
		}
	}
	apart := false
	rest := text
	for rest != "" {
		i := strings.IndexAny(rest, string(isolate)+string(released))
		piece := rest
		if i >= 0 {
			piece = rest[:i]
		}
		if piece != "" {
			p.Runs = append(p.Runs, run{safetext.Clean(piece), apart})
		}
		if i < 0 {
			break
		}
		apart = strings.HasPrefix(rest[i:], string(isolate))
		rest = rest[i+len(string(isolate)):]
	}
	return p
}

// tag is a language as an attribute says it; empty when it is none.
func tag(language string) string {
	for _, r := range language {
		if r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return ""
		}
	}
	return language
}

// languageNames are the names of languages in English.
var languageNames = map[string]string{
	"ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
	"fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
	"it": "Italian", "ja": "Japanese", "ko": "Korean", "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
	"ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish",
	"uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}

func languageName(language string) string {
	if language == "" {
		return "No language is known"
	}
	if name := languageNames[lang.Language(lang.Tag(language))]; name != "" {
		return name
	}
	return safetext.Line(language)
}
