package calendar

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// extend writes out the rules that hold after the last transition, from the TZif
// footer, a POSIX TZ string: `EET-2EEST,M3.5.0/3,M10.5.0/4` is two hours east of
// Greenwich, one more from the fifth (last) Sunday (0) of March at 03:00 to the
// last Sunday of October at 04:00. POSIX counts offsets west of Greenwich.
//
// The cycle starts two years after the last transition, so that the
// rules alone hold around its start; they are written a year beyond its end.
func (z *Zone) extend(footer string, last int64) error {
	standard, summer, err := parseRules(footer)
	if err != nil {
		return err
	}
	if summer == nil {
		if standard.offset != z.offset[len(z.offset)-1] {
			return errors.New("the offset differs from the one of the last transition")
		}
		return nil
	}
	if last == First {
		return errors.New("rules for summer time need a transition before them")
	}
	year, _, _ := dateOf(floorDiv(last, msPerDay))
	z.cycleFrom = dayNumber(year+2, 1, 1) * msPerDay
	z.cycleEnd = z.cycleFrom + cycle
	for y := year; y <= year+2+400; y++ {
		begin, end := summer.in(y, standard.offset), standard.in(y, summer.offset)
		// In the south summer spans the new year, and its end comes first.
		if end < begin {
			z.changeAfter(last, end, standard.offset)
			z.changeAfter(last, begin, summer.offset)
		} else {
			z.changeAfter(last, begin, summer.offset)
			z.changeAfter(last, end, standard.offset)
		}
	}
	return nil
}

func (z *Zone) changeAfter(last, at int64, offset int32) {
	if at > last {
		z.change(at, offset)
	}
}

// rule is an offset and the day and time at which it begins every year.
type rule struct {
	offset               int32 // seconds east of UTC
	month, week, weekday int   // week 5 is the last one; Sunday is 0
	second               int   // local time of day under the offset before; −167 h to 167 h
}

// in returns the instant at which the rule begins in a year.
func (r *rule) in(year int, before int32) int64 {
	first := dayNumber(year, r.month, 1)
	sunday := int64(weekdayOf(first)+1) % 7 // the first's weekday as POSIX counts
	day := floorMod(int64(r.weekday)-sunday, 7) + int64(r.week-1)*7
	if day >= int64(DaysIn(year, r.month)) {
		day -= 7
	}
	return (first+day)*msPerDay + int64(r.second-int(before))*msPerSecond
}

// parseRules reads a footer. summer is nil when one offset holds for ever. Only
// the form Mmonth.week.weekday is known; the database has used no other for years.
func parseRules(s string) (standard, summer *rule, err error) {
	zone, dates, varies := strings.Cut(s, ",")
	standard, summer = &rule{}, &rule{}
	zone, err = readZone(zone, &standard.offset)
	if err != nil {
		return nil, nil, err
	}
	if !varies {
		if zone != "" {
			return nil, nil, errors.New("summer time without its dates")
		}
		return standard, nil, nil
	}
	summer.offset = standard.offset + 3600
	zone, err = readZone(zone, &summer.offset)
	if err == nil && zone != "" {
		err = fmt.Errorf("unexpected %q", zone)
	}
	if err != nil {
		return nil, nil, err
	}
	begin, end, ok := strings.Cut(dates, ",")
	if !ok {
		return nil, nil, errors.New("summer time without its end")
	}
	if err := summer.readDate(begin); err != nil {
		return nil, nil, err
	}
	return standard, summer, standard.readDate(end)
}

// readZone reads a name, `EST` or `<+03>`, and the offset after it. Where none is
// written, offset keeps its value.
func readZone(s string, offset *int32) (rest string, err error) {
	end := strings.IndexAny(s, "+-0123456789")
	if strings.HasPrefix(s, "<") {
		end = strings.IndexByte(s, '>') + 1
	}
	if end < 0 {
		end = len(s)
	}
	if end == 0 {
		return "", fmt.Errorf("a zone has no name in %q", s)
	}
	s = s[end:]
	number := len(s) - len(strings.TrimLeft(s, "+-:0123456789"))
	if number == 0 {
		return s, nil
	}
	west, err := readClock(s[:number])
	*offset = int32(-west)
	return s[number:], err
}

// readDate reads `M3.5.0/2:45`; the time is 02:00 when it is not written.
func (r *rule) readDate(s string) (err error) {
	date, clock, timed := strings.Cut(s, "/")
	if _, err := fmt.Sscanf(date, "M%d.%d.%d", &r.month, &r.week, &r.weekday); err != nil {
		return fmt.Errorf("unknown form of date %q", date)
	}
	if r.month < 1 || r.month > 12 || r.week < 1 || r.week > 5 || r.weekday < 0 || r.weekday > 6 {
		return fmt.Errorf("date %q is out of range", date)
	}
	r.second = 2 * 3600
	if timed {
		r.second, err = readClock(clock)
	}
	return err
}

// readClock reads `[+-]h[:m[:s]]` as seconds.
func readClock(s string) (int, error) {
	digits := strings.TrimLeft(s, "+-")
	total, unit := 0, 3600
	for part := range strings.SplitSeq(digits, ":") {
		n, err := strconv.Atoi(part)
		if err != nil || n > 167 || unit == 0 {
			return 0, fmt.Errorf("%q is not a time", s)
		}
		total += n * unit
		unit /= 60
	}
	if strings.HasPrefix(s, "-") {
		total = -total
	}
	return total, nil
}
