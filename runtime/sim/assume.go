package sim

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/runtime/sample"
)

// What is assumed of invented people is a list of things with a name and a value
// that people read and write: shares as 35%, times as 20m, 3h or 2d. Screens show
// the list, and a change goes by the name.

// Assumption is one thing that is assumed.
type Assumption struct {
	Name  string `json:"name"`  // by which Set knows it: seed, email.open
	Group string `json:"group"` // what it is about
	Words string `json:"words"`
	Value string `json:"value"`
}

// List is all that is assumed, in the order in which one reads it.
func (a *Assumptions) List() []Assumption {
	languages := "all"
	if len(a.Languages) > 0 {
		languages = strings.Join(a.Languages, " ")
	}
	const people = "who there is"
	out := []Assumption{
		{"people", people, "how many", strconv.Itoa(a.People)},
		{"days", people, "for how many days", strconv.Itoa(a.Days)},
		{"start", people, "from", day(a.Start)},
		{"languages", people, "languages (of " + strings.Join(sample.Languages(), " ") + ")", languages},
		{"seed", people, "seed: another one has other people", strconv.FormatUint(a.Seed, 10)},
	}
	for _, c := range a.Channels {
		group := "what they do with a message by " + c.Channel
		if c.Channel == "other" {
			group = "what they do with any other message"
		}
		out = append(out,
			Assumption{c.Channel + ".open", group, "open it", share(c.Open)},
			Assumption{c.Channel + ".delay", group, "half of these sooner than", shortTime(c.Delay)},
			Assumption{c.Channel + ".leave", group, "of those who open it, want no more", share(c.Leave)},
			Assumption{c.Channel + ".click", group, "of those who open it, click", share(c.Click)},
			Assumption{c.Channel + ".buy", group, "of those who click, buy", share(c.Buy)},
		)
	}
	for _, e := range a.Events {
		out = append(out, Assumption{"event." + e.Event, "what else they do, times a week", e.Event, strconv.FormatFloat(e.Week, 'f', -1, 64)})
	}
	return out
}

// Set changes one thing, by its name, to a value as List writes it. When it cannot
// be, nothing is changed.
func (a *Assumptions) Set(name, value string) error {
	next := *a
	next.Languages, next.Channels, next.Events = slices.Clone(a.Languages), slices.Clone(a.Channels), slices.Clone(a.Events)
	value = strings.TrimSpace(value)
	if err := next.set(name, value); err != nil {
		return err
	}
	if err := next.Validate(); err != nil {
		return err
	}
	*a = next
	return nil
}

func (a *Assumptions) set(name, value string) error {
	var err error
	switch name {
	case "people":
		a.People, err = whole(value)
	case "days":
		a.Days, err = whole(value)
	case "start":
		var at Instant
		if at, err = firstMoment(value); err == nil {
			a.Start = at
		}
	case "seed":
		if a.Seed, err = strconv.ParseUint(value, 10, 64); err != nil {
			err = fmt.Errorf("a seed is a whole number, got %q", value)
		}
	case "languages":
		a.Languages = strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == ',' })
		if value == "all" {
			a.Languages = []string{}
		}
	default:
		return a.setRate(name, value)
	}
	return err
}

// setRate changes what belongs to a channel or to an event.
func (a *Assumptions) setRate(name, value string) error {
	of, what, _ := strings.Cut(name, ".")
	if of == "event" {
		for i := range a.Events {
			if a.Events[i].Event == what {
				n, err := strconv.ParseFloat(value, 64)
				if err != nil || !(n >= 0 && n <= 7) {
					return fmt.Errorf("%s happens 0 to 7 times a week, got %q", what, value)
				}
				a.Events[i].Week = n
				return nil
			}
		}
	}
	for i := range a.Channels {
		c := &a.Channels[i]
		if c.Channel != of {
			continue
		}
		if what == "delay" {
			ms, err := longTime(value)
			if err == nil {
				c.Delay = ms
			}
			return err
		}
		if to := map[string]*float64{"open": &c.Open, "leave": &c.Leave, "click": &c.Click, "buy": &c.Buy}[what]; to != nil {
			x, err := parseShare(value)
			if err == nil {
				*to = x
			}
			return err
		}
	}
	var all []string
	for _, x := range a.List() {
		all = append(all, x.Name)
	}
	if meant, ok := spell.Closest(name, all); ok {
		return fmt.Errorf("nothing that is assumed is called %q; did you mean %s?", name, meant)
	}
	return fmt.Errorf("nothing that is assumed is called %q; there is %s", name, strings.Join(all, ", "))
}

// Validate reports the first assumption that cannot be.
func (a *Assumptions) Validate() error {
	for _, c := range a.Channels {
		for _, x := range []float64{c.Open, c.Leave, c.Click, c.Buy} {
			if !(x >= 0 && x <= 1) { // also refuses what is no number
				return fmt.Errorf("the rates of %s are shares from 0%% to 100%%, got %v", c.Channel, x)
			}
		}
		if c.Delay < 0 || c.Delay > 365*msPerDay {
			return fmt.Errorf("messages by %s are opened after 0s to 365d, got %d ms", c.Channel, c.Delay)
		}
	}
	for _, e := range a.Events {
		if !(e.Week >= 0 && e.Week <= 7) {
			return fmt.Errorf("%s happens 0 to 7 times a week, got %v", e.Event, e.Week)
		}
	}
	err := a.shop().Validate()
	if err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "sample: "))
	}
	return nil
}

func whole(s string) (int, error) {
	n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	if err != nil {
		return 0, fmt.Errorf("a whole number is wanted, got %q", s)
	}
	return n, nil
}

// share writes a share as a percentage.
func share(x float64) string {
	return strconv.FormatFloat(math.Round(x*1e6)/1e4, 'f', -1, 64) + "%"
}

// parseShare reads 35%, 35 % or 0.35.
func parseShare(s string) (float64, error) {
	text, percent := strings.CutSuffix(s, "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if percent {
		x /= 100
	}
	if err != nil || !(x >= 0 && x <= 1) {
		return 0, fmt.Errorf("a share is written as 35%% or 0.35, got %q", s)
	}
	return x, nil
}

var timeUnits = []struct {
	name string
	ms   int64
}{{"d", msPerDay}, {"h", 3_600_000}, {"m", 60_000}, {"s", 1000}}

// shortTime writes a length of time as 3h, 20m or 1h30m.
func shortTime(ms int64) string {
	var b strings.Builder
	for _, u := range timeUnits {
		if n := ms / u.ms; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, u.name)
			ms %= u.ms
		}
	}
	if b.Len() == 0 {
		return "0s"
	}
	return b.String()
}

// longTime reads it.
func longTime(s string) (int64, error) {
	wrong := fmt.Errorf("a time is written as 20m, 3h or 2d, got %q", s)
	var ms int64
	rest := strings.ReplaceAll(s, " ", "")
	if rest == "" {
		return 0, wrong
	}
	for rest != "" {
		digits := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		if digits < 1 || digits > 9 {
			return 0, wrong
		}
		n, _ := strconv.ParseInt(rest[:digits], 10, 64) // digits alone
		rest = rest[digits:]
		i := slices.IndexFunc(timeUnits, func(u struct {
			name string
			ms   int64
		}) bool {
			return strings.HasPrefix(rest, u.name)
		})
		if i < 0 {
			return 0, wrong
		}
		ms += n * timeUnits[i].ms
		rest = rest[1:]
	}
	return ms, nil
}

// firstMoment reads a day or an instant, in UTC.
func firstMoment(s string) (Instant, error) {
	text := s
	if len(s) == len("2026-03-01") {
		text += "T00:00:00Z"
	}
	at, ok := parseRFC3339(text)
	if !ok || len(s) == len("2026-03-01") && day(Instant(at)) != s {
		return 0, fmt.Errorf("a day is written as 2026-03-01, got %q", s)
	}
	return Instant(at), nil
}

// day writes an instant as firstMoment reads it, as a day when it is midnight.
func day(at Instant) string { return strings.TrimSuffix(at.String(), "T00:00:00.000Z") }

// DefaultAssumptions are those of the first screen, for the version that is shown.
func (s *Session) DefaultAssumptions() Assumptions {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return DefaultAssumptions(s.version())
}
