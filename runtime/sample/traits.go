package sample

import (
	"fmt"
	"slices"
	"strings"
)

// nameList is a list of names parsed once.
type nameList struct{ shown, latin []string }

func parseNames(s string) nameList {
	var l nameList
	for _, entry := range strings.Split(s, ",") {
		shown, latin, ok := strings.Cut(entry, "=")
		if !ok {
			latin = strings.ToLower(shown)
		}
		l.shown = append(l.shown, shown)
		l.latin = append(l.latin, latin)
	}
	return l
}

type naming struct{ women, men, families nameList }

var mailHosts = []string{"mail.example.test", "post.example.test", "inbox.example.test"}

// traitsOf draws a person's traits, the same whenever it is asked.
func (g *gen) traitsOf(id uint32) traits {
	p := &g.people[id]
	c := &cultures[p.culture]
	names := &g.names[p.culture]
	home := c.places[p.place]
	r := stream(g.cfg.Seed, purposeTraits, uint64(id), 0)

	woman := r.chance(540)
	firsts := &names.men
	if woman {
		firsts = &names.women
	}
	f, l := r.n(len(firsts.shown)), r.n(len(names.families.shown))
	last := names.families.shown[l]
	if her, his, ok := strings.Cut(last, "/"); ok {
		last = his
		if woman {
			last = her
		}
	}
	t := traits{first: firsts.shown[f], last: last, country: home.country, city: home.city, language: c.language, zone: home.zone.name}

	// The number keeps addresses apart, as it does in life.
	t.email = fmt.Sprintf("%s.%s%d@%s", firsts.latin[f], names.families.latin[l], id+1, mailHosts[r.n(len(mailHosts))])
	if r.chance(450) {
		t.phone = fmt.Sprintf("+%s000%07d", home.dial, id+1) // no country has numbers that begin so
	}
	if r.chance(620) {
		month := r.between(1, 13)
		last := []int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
		date := r.between(1, last+1)
		year := r.between(1950, 2008)
		if month == 2 && date == 29 {
			year = year / 4 * 4
		}
		t.birthday = fmt.Sprintf("%d-%02d-%02d", year, month, date)
	}
	if r.chance(30) && (len(g.cfg.Languages) == 0 || slices.Contains(g.cfg.Languages, "en")) {
		t.language = "en" // lives there, reads this
	}
	if r.chance(40) {
		t.zone = "" // never told
	}
	t.created = g.cfg.Start + int64(p.joined)*1000
	if p.joined == 0 {
		t.created = g.cfg.Start - int64(r.between(1, 1100))*day - int64(r.n(int(day)))
	}
	return t
}
