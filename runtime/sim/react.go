package sim

import (
	"math"
	"math/bits"
	"regexp"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/why"
)

// Invented people answer messages: they open, click, buy, or want no more. What
// one of them does with a message is drawn from the seed, the person, the message
// and how often the person got it before, and from nothing else: another version
// of the journeys, or a what-if, changes what people get and not who they are. So
// differences between two runs are what the journeys did.

// quickest is how soon after a message an answer can come, and how long a slice of
// time is in which answers are not yet known.
const quickest = 2 * 60_000

// reactor draws answers.
type reactor struct {
	a        Assumptions
	channels map[string]ChannelRates
	prog     *engine.Program
	typ      [answers]int32
	field    [answers][fields]int32
}

type answer int

const (
	opens answer = iota
	clicks
	buys
	leaves
	answers
)

var answerEvents = [answers]string{"opened", "clicked", "purchased", "unsubscribed"}

const (
	ofMessage = iota
	ofChannel
	ofTotal
	ofCurrency
	ofOrder
	fields
)

var answerFields = [fields]string{"message", "channel", "total", "currency", "order_id"}

func newReactor(a Assumptions) *reactor {
	r := &reactor{a: a, channels: map[string]ChannelRates{}}
	for _, c := range a.Channels {
		r.channels[c.Channel] = c
	}
	return r
}

// forRun finds out how a version hears the answers.
func (r *reactor) forRun(v *Version) *reactor {
	out := *r
	out.prog = v.Program
	for a := range answers {
		out.typ[a] = eventNamed(v.Program.Program, answerEvents[a])
		for f := range out.field[a] {
			out.field[a][f] = -1
		}
		if out.typ[a] < 0 {
			continue
		}
		for i, have := range v.Program.Events[out.typ[a]].Fields {
			for f, name := range answerFields {
				if have.Name == name {
					out.field[a][f] = int32(i)
				}
			}
		}
	}
	return &out
}

// answer lets a person, by the engine's own number, answer a message, if it is one
// and it is sent.
func (r *reactor) answer(p *play, d *engine.Decision, person uint32) {
	if d.Kind != engine.Send || d.Skipped || d.Send < 0 {
		return
	}
	s := &p.version.Program.Journeys[d.Journey].Sends[d.Send]
	rates, ok := r.channels[s.Channel]
	if !ok {
		rates = r.channels["other"]
	}
	who := [2]string{}
	who[0], who[1] = p.runner.Identity(person)
	draw := draws(r.a.Seed, d.Person, s.Channel+"/"+s.Message, p.log.sentBefore(d))
	if draw.unit(0) >= rates.Open {
		return
	}
	name := nameOfSend(p.version, d)
	at := d.At + quickest + delay(draw.unit(1), rates.Delay)
	r.happen(p, d, opens, at, who, name, s.Channel, draw)
	if draw.unit(2) < rates.Leave {
		r.happen(p, d, leaves, at+20_000, who, name, s.Channel, draw)
		return
	}
	if draw.unit(3) >= rates.Click {
		return
	}
	at += 5_000 + int64(draw.unit(4)*90_000)
	r.happen(p, d, clicks, at, who, name, s.Channel, draw)
	if draw.unit(5) < rates.Buy {
		r.happen(p, d, buys, at+120_000+delay(draw.unit(6), 900_000), who, name, s.Channel, draw)
	}
}

// happen puts an answer into the run.
func (r *reactor) happen(p *play, d *engine.Decision, a answer, at int64, who [2]string, message, channel string, draw drawing) {
	rec := why.Record{Record: event.Record{Kind: event.Track, Type: r.typ[a], Time: at}, Name: answerEvents[a]}
	rec.User, rec.Anon = who[0], who[1]
	if rec.Type >= 0 {
		values := [fields]event.Value{ofMessage: event.Of(message), ofChannel: event.Of(channel)}
		if a == buys {
			cents := 1500 + math.Floor(draw.unit(7)*12_000)
			values[ofTotal], values[ofCurrency] = event.Of(cents/100), event.Of("EUR")
			values[ofOrder] = event.Of("invented-" + d.Person + "-" + string(appendPadded(nil, int(draw.bits(8)%1_000_000), 6)))
		}
		for i := range p.version.Program.Events[rec.Type].Fields {
			for f, v := range values {
				if r.field[a][f] == int32(i) && v.Kind != event.Null {
					rec.Props = append(rec.Props, event.Prop{Field: uint16(i), Value: v})
				}
			}
		}
	}
	p.add(rec, d.ID, why.Invented)
}

// sentBefore counts how often the person of a decision was sent the same before.
func (l *decisions) sentBefore(d *engine.Decision) uint64 {
	if int(d.ID) >= len(l.heads) {
		return 0
	}
	n := uint64(0)
	for at := l.heads[d.ID]; at > 0; {
		e := l.entry(at - 1)
		if e.kind() == engine.Send && e.journey == d.Journey && int32(e.send) == d.Send && !e.skipped() {
			n++
		}
		at = e.prev
	}
	return n
}

var numbered = regexp.MustCompile(`^[a-z]+_[0-9]+$`)

// nameOfSend is the name by which an answer speaks of a message: the step's when
// it was given one, else the message's.
func nameOfSend(v *Version, d *engine.Decision) string {
	j := &v.Program.Journeys[d.Journey]
	id := j.Steps[d.Step].ID
	if s := &j.Sends[d.Send]; s.Content >= 0 && numbered.MatchString(id) {
		return s.Message
	}
	return id
}

// delay turns a draw into a time with a median: half of the answers come sooner,
// and few come very late.
func delay(u float64, median int64) int64 {
	// u/(1-u) has the median 1 and a long tail; it needs no logarithm, whose last bit
	// differs from processor to processor.
	const longest = 30.0
	x := u / (1 - u)
	if !(x < longest) {
		x = longest
	}
	return int64(x * float64(median))
}

// drawing are the draws about one message to one person.
type drawing uint64

// draws begins to draw.
func draws(seed uint64, person, what string, n uint64) drawing {
	h := mix(seed + 0x9e3779b97f4a7c15)
	for _, s := range []string{person, what} {
		for i := 0; i < len(s); i++ {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		h = mix(h)
	}
	return drawing(mix(h + n*0x9e3779b97f4a7c15))
}

// bits are the bits of draw k.
func (d drawing) bits(k uint64) uint64 { return mix(uint64(d) + (k+1)*0x9e3779b97f4a7c15) }

// unit is draw k as a number from 0 up to 1.
func (d drawing) unit(k uint64) float64 {
	hi, _ := bits.Mul64(d.bits(k), 1<<53)
	return float64(hi) / (1 << 53)
}

// mix is the finalizer of splitmix64, a bijection on 64 bits.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
