package sim

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/feed"
	"github.com/journeylang/journey/runtime/fn"
)

// People are listed in the order in which they became known. Nothing about them is
// kept beside the store: a list is a window, and to find somebody the profiles are
// read through. That takes as long as reading them, which for a million people is
// the time of a few frames.

// fold brings a text into the form in which texts are compared: without upper and
// lower case, and without the ways in which Unicode can write one letter. The
// dotless and the dotted i of Turkish are the same for who looks for a name.
func fold(s string) string { return string(appendFold(nil, s)) }

// appendFold appends a folded text. Most texts are letters whose other case is one
// letter too, and these take the short way.
func appendFold(dst []byte, s string) []byte {
	start := len(dst)
	for _, r := range s {
		switch {
		case r >= 'A' && r <= 'Z':
			dst = append(dst, byte(r)+'a'-'A')
		case r < 0x80:
			dst = append(dst, byte(r))
		case r == zwnj:
		default:
			if plain, ok := sameLetters[r]; ok {
				r = plain
			} else if !plainLetter(r) {
				return appendFoldSlowly(dst[:start], s)
			}
			dst = utf8.AppendRune(dst, unicode.ToLower(unicode.ToUpper(r)))
		}
	}
	return dst
}

// plainLetter reports whether a letter, taken by itself, folds into one: those of
// the scripts that most names are written in, but what is made of parts.
func plainLetter(r rune) bool {
	switch {
	case r >= 0xC0 && r < 0x180:
		return r != 'ß' && r != 'ĳ' && r != 'Ĳ' && r != 'ŀ' && r != 'Ŀ' && r != 'ŉ' && r != 'ſ'
	case r >= 0x400 && r < 0x482, // Cyrillic
		r >= 0x620 && r < 0x64B, r >= 0x66E && r < 0x675, r >= 0x679 && r < 0x6D6, // Arabic
		r >= 0x4E00 && r < 0x9FFD, r >= 0xAC00 && r <= 0xD7A3: // Chinese, Korean
		return true
	}
	return false
}

// appendFoldSlowly folds marks that stand alone, and letters that fold into several.
func appendFoldSlowly(dst []byte, s string) []byte {
	s = norm.NFKC.String(cases.Fold().String(norm.NFKC.String(s)))
	for _, r := range strings.ReplaceAll(s, "i\u0307", "i") {
		if plain, ok := sameLetters[r]; ok {
			r = plain
		}
		if r != zwnj {
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

const zwnj = '\u200c'

// sameLetters are letters that people type for each other.
var sameLetters = map[rune]rune{'ı': 'i', 'İ': 'i', 'ي': 'ی', 'ك': 'ک', 'ё': 'е', 'Ё': 'е'}

// People finds people, in the order in which they became known.
func (s *Session) People(ctx context.Context, q PeopleQuery) (*People, error) {
	out := &People{Schema: Schema, Query: q.Text, From: q.From, Lines: []PersonLine{}}
	s.mu.RLock()
	n, at := len(s.store.heads), s.cursor.at
	among, err := s.among(&q)
	s.mu.RUnlock()
	out.At = Instant(at)
	if err != nil {
		return nil, err
	}
	want := fold(strings.TrimSpace(q.Text))
	limit := max(q.Limit, 0)
	var found []uint32
	var x feed.Unpacker
	const piece = 4096 // people between two breaths
	for from := 0; from < n; from += piece {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s.mu.RLock()
		for who := uint32(from); who < uint32(min(from+piece, n)); who++ {
			if !s.known(who, at) || among != nil && !among[who] || want != "" && !s.matches(&x, who, want) {
				continue
			}
			if out.Total >= q.From && len(found) < limit {
				found = append(found, who)
			}
			out.Total++
		}
		s.mu.RUnlock()
		x.Free()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counted()
	for _, who := range found {
		out.Lines = append(out.Lines, s.personLine(who))
	}
	return out, nil
}

// known reports whether a number stands for a person of whom something was known
// at an instant.
func (s *Session) known(who uint32, at int64) bool {
	if _, gone := s.store.into[who]; gone || s.store.heads[who] == 0 && len(s.store.from[who]) == 0 {
		return false
	}
	for _, p := range s.store.group(who) {
		for r := s.store.heads[p]; r > 0; {
			b, i := s.store.of(r - 1)
			if b.seen(i) <= at {
				return true
			}
			r = b.prev(i)
		}
	}
	return false
}

// among is who is, or was, in a journey or at a step; nil is everybody.
func (s *Session) among(q *PeopleQuery) (map[uint32]bool, error) {
	if q.Journey == "" && q.Step == "" {
		return nil, nil
	}
	p := s.version().Program
	at, err := journey(p, q.Journey)
	if err != nil {
		return nil, err
	}
	step := int16(-1)
	if q.Step != "" {
		all := stepNames(p.Program, at)
		if step = int16(slices.Index(all, q.Step)); step < 0 {
			return nil, unknown("step", q.Step, all)
		}
	}
	log, n := s.play.log, s.play.log.upTo(s.cursor.at)
	in := map[uint32]bool{}
	rests := map[uint64]int16{} // stay → where it rests, -1 on its way
	for i := range n {
		if log.look(i).journey != int16(at) {
			continue
		}
		e := log.entry(i)
		who := s.store.final(e.person)
		stay := uint64(who)<<32 | uint64(e.instance)
		if !q.Here && (step < 0 && e.kind() == engine.Enter || step >= 0 && e.step == step) {
			in[who] = true
		}
		switch {
		case !q.Here:
		case e.kind() == engine.Exit:
			delete(rests, stay)
		case e.kind() == engine.Wait:
			rests[stay] = e.step
		case moves(e.kind()) || e.kind() == engine.Enter:
			rests[stay] = -1
		}
	}
	for stay, at := range rests { // a set
		if step < 0 || at == step {
			in[uint32(stay>>32)] = true
		}
	}
	return in, nil
}

// matches reports whether a person's ids, name or traits contain a folded text.
func (s *Session) matches(x *feed.Unpacker, who uint32, want string) bool {
	text, room := []byte(want), make([]byte, 0, 256)
	if int(who) < len(s.play.log.called) && bytes.Contains(appendFold(room, s.play.log.called[who]), text) {
		return true
	}
	for _, p := range s.store.group(who) {
		first := true
		for at := s.store.heads[p]; at > 0; {
			b, i := s.store.of(at - 1)
			at = b.prev(i)
			// The ids are on every line; the last and the first of them are looked at, and
			// every line that says something of the person.
			if !first && at > 0 && b.kind(i) == event.Track {
				continue
			}
			first = false
			var r event.Record
			s.store.record(x, b, i, &r)
			if s.says(&r, text, room) {
				return true
			}
		}
	}
	return false
}

// says reports whether a record's ids or traits contain a folded text. A first and
// a last name are one text.
func (s *Session) says(r *event.Record, want []byte, room []byte) bool {
	has := func(text string) bool { return bytes.Contains(appendFold(room[:0], text), want) }
	for _, id := range [...]string{r.User, r.Anon, r.Prev} {
		if id != "" && has(id) {
			return true
		}
	}
	if r.Kind != event.Identify {
		return false
	}
	var name string
	for _, p := range r.Props {
		if p.Value.Kind != event.Text {
			continue
		}
		if t := s.store.schema.Traits[p.Field].Name; t == "first_name" || t == "last_name" {
			name += p.Value.Str + " "
		}
		if has(p.Value.Str) {
			return true
		}
	}
	return name != "" && has(name)
}

// profile are a person's traits as they were known at an instant, in the order of
// the schema, and the ids by which the person went.
func (s *Session) profile(records []uint32, at int64) (traits []Trait, ids []string) {
	latest := make([]event.Prop, len(s.store.schema.Traits))
	said, known := make([]int64, len(latest)), make([]bool, len(latest))
	var x feed.Unpacker
	for _, i := range records {
		if s.store.seenAt(i) > at {
			continue
		}
		var r event.Record
		b, k := s.store.of(i)
		s.store.record(nil, b, k, &r)
		for _, id := range [...]string{r.User, r.Anon, r.Prev} {
			if id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		if r.Kind != event.Identify {
			continue
		}
		s.store.record(&x, b, k, &r)
		for _, p := range r.Props {
			if r.Time >= said[p.Field] {
				said[p.Field], latest[p.Field], known[p.Field] = r.Time, p, true
			}
		}
	}
	for i, f := range s.store.schema.Traits {
		if known[i] {
			traits = append(traits, Trait{f.Name, shown(latest[i].Value)})
		}
	}
	return traits, ids
}

// shown writes a value for people.
func shown(v event.Value) string {
	switch v.Kind {
	case event.Null:
		return "null"
	case event.Time:
		return Instant(v.Num).String()
	case event.List:
		if v.Box != nil {
			return fmt.Sprintf("%d of them", len(v.Box.Items))
		}
	case event.Map:
		for _, name := range []string{"name", "title", "product_id", "id"} {
			if x := v.Field(name); x.Kind == event.Text {
				return x.Str
			}
		}
	}
	return fn.Text(v)
}

func trait(traits []Trait, name string) string {
	for _, t := range traits {
		if t.Name == name && t.Value != "null" {
			return t.Value
		}
	}
	return ""
}

// ref names a person, with what is known of the name at an instant.
func (s *Session) ref(who uint32, traits []Trait) PersonRef {
	name := strings.TrimSpace(trait(traits, "first_name") + " " + trait(traits, "last_name"))
	if name == "" {
		name = trait(traits, "name")
	}
	return PersonRef{Number: who, ID: s.idOf(who), Name: name, Language: cmp.Or(trait(traits, "language"), s.store.languageOf(who))}
}

// idOf is the id of a person: as decisions call the person, else as the last line
// of the feed does.
func (s *Session) idOf(who uint32) string {
	if int(who) < len(s.play.log.called) && s.play.log.called[who] != "" {
		return s.play.log.called[who]
	}
	var anon string
	for _, i := range s.store.chain(s.store.group(who)) {
		var r event.Record
		b, k := s.store.of(i)
		s.store.record(nil, b, k, &r)
		if r.User != "" {
			return strings.Clone(r.User)
		}
		anon = cmp.Or(anon, r.Anon)
	}
	return strings.Clone(anon)
}

// refOf names a person as of the position; the lock is held.
func (s *Session) refOf(who uint32) PersonRef {
	traits, _ := s.profile(s.store.chain(s.store.group(who)), s.cursor.at)
	return s.ref(who, traits)
}

// personLine sums a person up to the position; the lock is held, the position
// counted.
func (s *Session) personLine(who uint32) PersonLine {
	group := s.store.group(who)
	records := s.store.chain(group)
	traits, _ := s.profile(records, s.cursor.at)
	l := PersonLine{PersonRef: s.ref(who, traits), Zone: trait(traits, "timezone")}
	for _, r := range records {
		if at := s.store.seenAt(r); at <= s.cursor.at {
			l.Events++
			l.Last = max(l.Last, Instant(at))
		}
	}
	var in []int16
	for _, i := range s.play.log.of(group, s.cursor.n) {
		e := s.play.log.entry(i)
		l.Last = max(l.Last, Instant(e.at))
		switch e.kind() {
		case engine.Send:
			if !e.skipped() {
				l.Messages++
			}
		case engine.Enter:
			in = append(in, e.journey)
		case engine.Exit:
			if k := slices.Index(in, e.journey); k >= 0 {
				in = slices.Delete(in, k, k+1)
			}
		}
	}
	for _, j := range in {
		if name := s.version().Program.Journeys[j].Name; !slices.Contains(l.Inside, name) {
			l.Inside = append(l.Inside, name)
		}
	}
	return l
}

// lookUp finds whom an id stands for now; the run's lock is held.
func (s *Session) lookUp(id string) (uint32, bool) {
	if s.directory != nil {
		return s.directory.Find(id)
	}
	return s.play.runner.Find(id)
}

// find finds a person by any id.
func (s *Session) find(id string) (uint32, error) {
	s.run.Lock()
	defer s.run.Unlock()
	if who, ok := s.lookUp(id); ok {
		return who, nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	// Somebody who was deleted is known to nobody any more, but what happened is there.
	for _, who := range s.store.deleted {
		if s.goesBy(who, id) || s.idOf(s.store.final(who)) == id {
			return s.store.final(who), nil
		}
	}
	return 0, fmt.Errorf("nobody is called %q", id)
}
