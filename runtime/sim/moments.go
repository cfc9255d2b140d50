package sim

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
)

// A moment is written as people say it. Times of day and dates are those of the
// session's zone; digits may be of any script.
//
//	+2h  -1d  +90m  2 hours later    from the position; d, w, mo, y by the calendar
//	10:30                            on the position's day
//	fri 10:00   next fri             the next such instant after the position
//	2026-03-05  5 mar  5 mar 10:00   the day begins at 00:00
//	start  end                       of the data
//	first sms  last email            a message of a channel, sent
//	first reminder                   somebody comes to a step, or gets a message
//	next message  previous event     also next decision
//	a bookmark's name

// Goto goes to a moment that a person wrote.
func (s *Session) Goto(text string) (Position, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, err := s.moment(text)
	if err != nil {
		return s.position(), err
	}
	return s.seek(at), nil
}

// Moment says which instant a text means at the position, without going there.
func (s *Session) Moment(text string) (Instant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, err := s.moment(text)
	return Instant(at), err
}

var errMoment = errors.New("a moment is +2h, -1d, 10:30, fri 10:00, 2026-03-05, 5 mar 10:00, start, end, first sms, next message, or a bookmark")

// moment reads a moment; the lock is held.
func (s *Session) moment(text string) (int64, error) {
	for _, b := range s.bookmarks {
		if strings.EqualFold(strings.TrimSpace(text), b.Name) {
			return int64(b.At), nil
		}
	}
	words := strings.Fields(strings.ToLower(plainDigits(text)))
	if len(words) == 0 {
		return 0, errMoment
	}
	switch words[0] {
	case "start", "beginning":
		if s.store.n == 0 {
			return s.cursor.at, nil
		}
		return s.first() - 1, nil
	case "end":
		return s.horizon, nil
	case "now":
		return s.cursor.at, nil
	case "first", "last", "next", "previous", "prev":
		if at, ok, err := s.occasion(words); ok {
			return at, err
		}
	}
	if at, ok := s.shifted(words); ok {
		return at, nil
	}
	if at, ok := s.written(strings.TrimSpace(text), words); ok {
		return at, nil
	}
	return 0, fmt.Errorf("%q is no moment: %w", text, errMoment)
}

// plainDigits writes decimal digits of every script as 0 to 9.
func plainDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || !unicode.IsDigit(r) {
			return r
		}
		// Digits of one script follow each other from a zero on.
		zero := r
		for zero > 0 && unicode.IsDigit(zero-1) && r-zero < 9 {
			zero--
		}
		return '0' + (r - zero)
	}, s)
}

// units are what a shift is counted in.
var units = map[string]struct {
	months, days int32
	millis       int64
}{
	"ms": {millis: 1}, "s": {millis: 1000}, "sec": {millis: 1000}, "second": {millis: 1000},
	"m": {millis: 60_000}, "min": {millis: 60_000}, "minute": {millis: 60_000},
	"h": {millis: 3_600_000}, "hour": {millis: 3_600_000},
	"d": {days: 1}, "day": {days: 1}, "w": {days: 7}, "week": {days: 7},
	"mo": {months: 1}, "month": {months: 1}, "y": {months: 12}, "year": {months: 12},
}

// shifted reads +2h, -1d, 2 hours later, 1 day ago.
func (s *Session) shifted(words []string) (int64, bool) {
	sign := int64(0)
	switch words[len(words)-1] {
	case "later":
		sign, words = 1, words[:len(words)-1]
	case "ago", "earlier", "before":
		sign, words = -1, words[:len(words)-1]
	}
	all := strings.Join(words, "")
	if sign == 0 && all != "" {
		switch all[0] {
		case '+':
			sign = 1
		case '-':
			sign = -1
		}
		all = all[1:]
	}
	if sign == 0 || all == "" {
		return 0, false
	}
	at := s.cursor.at
	for all != "" {
		digits := strings.IndexFunc(all, func(r rune) bool { return r < '0' || r > '9' })
		if digits <= 0 || digits > 6 {
			return 0, false
		}
		n, _ := strconv.ParseInt(all[:digits], 10, 64) // at most six digits
		all = all[digits:]
		end := strings.IndexFunc(all, func(r rune) bool { return r >= '0' && r <= '9' })
		if end < 0 {
			end = len(all)
		}
		u, ok := units[all[:end]]
		if !ok {
			u, ok = units[strings.TrimSuffix(all[:end], "s")]
		}
		if !ok {
			return 0, false
		}
		at = s.zone.Add(at, int32(sign*n)*u.months, int32(sign*n)*u.days, sign*n*u.millis)
		all = all[end:]
	}
	return at, true
}

var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
var months = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

// prefixOf finds the name that a word begins with, if the word is that name or goes
// on as the long one does.
func prefixOf(word string, names []string, long []string) int {
	word = strings.TrimSuffix(word, ",")
	return slices.IndexFunc(names, func(n string) bool {
		i := slices.Index(names, n)
		return len(word) >= 3 && strings.HasPrefix(long[i], word)
	})
}

var (
	longDays   = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
	longMonths = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
)

// written reads dates, days and times of day.
func (s *Session) written(text string, words []string) (int64, bool) {
	c := s.zone.Civil(s.cursor.at)
	clock, hasClock := parseClock(words[len(words)-1])
	rest := words
	if hasClock {
		rest = words[:len(words)-1]
		if len(rest) > 0 && rest[len(rest)-1] == "at" {
			rest = rest[:len(rest)-1]
		}
	}
	on := func(year, month, day int) (int64, bool) {
		if month < 1 || month > 12 || day < 1 || day > calendar.DaysIn(year, month) {
			return 0, false
		}
		clock.Year, clock.Month, clock.Day = year, month, day
		return s.zone.Instant(clock), true
	}
	switch {
	case len(rest) == 0:
		return on(c.Year, c.Month, c.Day)
	case len(rest) == 1 && rest[0] == "today":
		return on(c.Year, c.Month, c.Day)
	case len(rest) == 1 && (rest[0] == "tomorrow" || rest[0] == "yesterday"):
		shift := int32(1)
		if rest[0] == "yesterday" {
			shift = -1
		}
		d := s.zone.Civil(s.zone.Add(s.cursor.at, 0, shift, 0))
		return on(d.Year, d.Month, d.Day)
	}
	if rest[0] == "next" || rest[0] == "on" {
		rest = rest[1:]
	}
	if len(rest) >= 1 {
		if day := prefixOf(rest[0], weekdays, longDays); day >= 0 {
			if len(rest) == 1 {
				return s.zone.NextWeekdayTime(s.cursor.at+1, calendar.Weekday(day), clock.Hour, clock.Minute, false), true
			}
			rest = rest[1:] // fri 6 mar 2026
		}
	}
	switch len(rest) {
	case 1:
		var y, m, d int
		if n, err := fmt.Sscanf(rest[0], "%4d-%2d-%2d", &y, &m, &d); n == 3 && err == nil && len(rest[0]) == len("2026-03-05") {
			return on(y, m, d)
		}
		return parseRFC3339(text)
	case 2, 3:
		day, month := rest[0], prefixOf(rest[1], months, longMonths)
		if month < 0 {
			day, month = rest[1], prefixOf(rest[0], months, longMonths)
		}
		year := c.Year
		if len(rest) == 3 {
			y, err := strconv.Atoi(rest[2])
			if err != nil || y < 1000 || y > 9999 {
				return 0, false
			}
			year = y
		}
		d, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(day, ","), "."))
		if err != nil || month < 0 {
			return 0, false
		}
		return on(year, month+1, d)
	}
	return 0, false
}

// parseClock reads 10:30 or 10:30:15.
func parseClock(word string) (c calendar.Civil, ok bool) {
	parts := strings.Split(word, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return c, false
	}
	var n [3]int
	for i, p := range parts {
		x, err := strconv.Atoi(p)
		if err != nil || len(p) > 2 || len(p) == 0 || p[0] == '-' || p[0] == '+' {
			return c, false
		}
		n[i] = x
	}
	if n[0] > 23 || n[1] > 59 || n[2] > 59 {
		return c, false
	}
	return calendar.Civil{Hour: n[0], Minute: n[1], Second: n[2]}, true
}

// parseRFC3339 reads an instant as records write it.
func parseRFC3339(text string) (int64, bool) {
	var c calendar.Civil
	n, err := fmt.Sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d", &c.Year, &c.Month, &c.Day, &c.Hour, &c.Minute, &c.Second)
	if n < 5 || err != nil && n < 6 || c.Month < 1 || c.Month > 12 || c.Day < 1 || !strings.HasSuffix(text, "Z") {
		return 0, false
	}
	if i := strings.IndexByte(text, '.'); i > 0 {
		f := (strings.TrimSuffix(text[i+1:], "Z") + "000")[:3]
		if c.Milli, err = strconv.Atoi(f); err != nil {
			return 0, false
		}
	}
	return calendar.UTC().Instant(c), true
}

// occasion reads first sms, next message and the like. ok is false when the words
// are something else, such as next friday.
func (s *Session) occasion(words []string) (at int64, ok bool, err error) {
	back := words[0] == "previous" || words[0] == "prev"
	if len(words) != 2 {
		return 0, false, nil
	}
	what := words[1]
	if m, found := map[string]Mark{"message": Messages, "event": Events, "decision": Decisions}[what]; found {
		from := map[string]int64{"first": longAgo, "last": s.horizon + 1}[words[0]]
		if words[0] != "first" && words[0] != "last" {
			from = s.cursor.at
		}
		look := s.after
		if back || words[0] == "last" {
			look = s.earlier
		}
		at, found = look(from, m)
		if !found {
			return 0, true, fmt.Errorf("there is no %s %s", words[0], what)
		}
		return at, true, nil
	}
	if words[0] == "next" && prefixOf(what, weekdays, longDays) >= 0 {
		return 0, false, nil
	}
	match, known := s.matcher(what)
	if !known {
		return 0, true, fmt.Errorf("nothing is called %q: a channel, a step, a message, goal, exit, enter, event, message or decision is", what)
	}
	log := s.play.log
	from, to := uint32(0), log.upTo(s.horizon)
	switch words[0] {
	case "next":
		from = log.upTo(s.cursor.at)
	case "previous", "prev":
		to = log.upTo(s.cursor.at - 1)
	}
	if back || words[0] == "last" {
		for i := to; i > from; i-- {
			if match(log.look(i - 1)) {
				return log.atOf(i - 1), true, nil
			}
		}
	} else {
		for i := from; i < to; i++ {
			if match(log.look(i)) {
				return log.atOf(i), true, nil
			}
		}
	}
	return 0, true, fmt.Errorf("there is no %s %s", words[0], what)
}

// matcher finds what a word means: a channel, a step, a message, or a kind of
// decision.
func (s *Session) matcher(word string) (func(*form) bool, bool) {
	p := s.version().Program
	if kind, ok := engine.KindOf(word); ok && kind != engine.Send {
		return func(e *form) bool { return e.kind() == kind }, true
	}
	if word == "skipped" {
		return func(e *form) bool { return e.kind() == engine.Send && e.skipped() }, true
	}
	type place struct{ journey, index int16 }
	steps, sends := map[place]bool{}, map[place]bool{}
	for j := range p.Journeys {
		for k, st := range p.Journeys[j].Steps {
			if strings.EqualFold(st.ID, word) {
				steps[place{int16(j), int16(k)}] = true
			}
		}
		for k, x := range p.Journeys[j].Sends {
			if strings.EqualFold(x.Channel, word) || strings.EqualFold(x.Message, word) {
				sends[place{int16(j), int16(k)}] = true
			}
		}
	}
	return func(e *form) bool {
		return e.step >= 0 && steps[place{e.journey, e.step}] || e.kind() == engine.Send && !e.skipped() && sends[place{e.journey, e.send}]
	}, len(steps)+len(sends) > 0
}

// Bookmark names the position; the same name again moves it.
func (s *Session) Bookmark(name string) Bookmark {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := Bookmark{strings.TrimSpace(name), Instant(s.cursor.at)}
	s.bookmarks = slices.DeleteFunc(s.bookmarks, func(x Bookmark) bool { return x.Name == b.Name })
	s.bookmarks = append(s.bookmarks, b)
	slices.SortStableFunc(s.bookmarks, func(a, b Bookmark) int { return cmp.Compare(a.At, b.At) })
	return b
}

// Bookmarks lists the bookmarks in order of time.
func (s *Session) Bookmarks() []Bookmark {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.bookmarks)
}

// DropBookmark forgets a bookmark.
func (s *Session) DropBookmark(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bookmarks = slices.DeleteFunc(s.bookmarks, func(x Bookmark) bool { return x.Name == name })
}
