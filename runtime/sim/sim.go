// Package sim is a simulation that can be moved through: journeys, people and
// virtual time, without a screen. The terminal, the plain and the JSON twins and
// `journey diff` are faces of it. Nothing is ever sent.
//
// The design in short. The engine runs once, forward, over the whole feed, in the
// background, as fast as it can; nothing is decided here. What it decided is kept
// in a log (log.go), what the feed said in a store (store.go), both compact and
// never changed once written. The position of virtual time is then a place in the
// log: the counts there are those of the nearest checkpoint and of the few
// decisions since. So a step back costs as little as a step forward, whatever the
// number of people, and what was rewound is exactly what it was, because it is
// read again and not done again.
//
// What has another outcome is a run of its own (play.go): another version of the
// journeys, or a what-if. It runs over as little as decides the same. A what-if about
// one person runs over that person's lines; what is recommended to them it is told,
// because the first run wrote down what it learned of everybody (run.Lessons). Another
// version runs over those whom the change can touch, and takes over what was decided
// about all others (present.go, changed.go, weave.go).
//
// Files: session.go the session and its position, load.go the feed, moments.go
// what people write for an instant, flow.go person.go messages.go portfolio.go
// source.go what the screens show, whatif.go, compare.go, invent.go.
package sim

import (
	"io"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/feed"
)

// Schema is the version of the JSON of everything this package shows.
const Schema = 1

// Config says what to simulate.
type Config struct {
	Version *Version
	Feed    Feed
	Grace   int64 // ms that lines may be out of order
	Dedupe  int64 // ms of event time that message ids are remembered
	Engine  engine.Options
	Workers int // of the engine; at least 1
	// Until is an instant to which the clock runs on after the last event of a feed that
	// ends, for timers; 0 is none. Extend does the same later, at the price of a run.
	Until Instant
	// Zone is the time zone in which instants are read and shown that are nobody's
	// own; empty is the project's, or UTC.
	Zone string
	// Changed, when it is set, is called after every piece of the feed, from a
	// goroutine of the session. It must return soon, and must not call the session.
	Changed func()
	// Compile compiles a file together with the project's declarations, for
	// breakpoints that are conditions; nil refuses these.
	Compile func(src compiler.Source) (*engine.Program, error)
}

// Version is one state of the journeys' files.
type Version struct {
	Name    string // what it is called: v14, HEAD
	Program *engine.Program
	Sources []compiler.Source
	// Folder is where the files lie, if they were given as one: those of another
	// version are the same where they lie at the same place in its own.
	Folder string
	// Info names what the files declare; it may be nil.
	Info *check.Info
}

// NewVersion loads what the compiler made. Files with errors have no version.
func NewVersion(name string, sources []compiler.Source, res *compiler.Result) (*Version, error) {
	prog, err := engine.Load(res.Program)
	if err != nil {
		return nil, err
	}
	return &Version{Name: name, Program: prog, Sources: sources, Info: res.Info}, nil
}

// Feed is where events come from. With Invent set, from nowhere: the people are
// invented. Without either there is nobody, until people are added.
type Feed struct {
	Name string
	// Open begins to read, from the start. It is called again when another version
	// of the journeys reads fields that were not kept; a live feed is opened once.
	Open    func() (io.ReadCloser, error)
	Size    int64 // in bytes as they lie on the disk; 0 when it is not known
	Options feed.Options
	Live    bool // grows: the end of the data is where it is now
	Invent  *Assumptions
}

// Assumptions are what invented people do. All of it is visible and may be
// changed; the same assumptions always give the same people and events.
type Assumptions struct {
	Seed      uint64   `json:"seed"`
	People    int      `json:"people"`
	Days      int      `json:"days"`
	Start     Instant  `json:"start"`
	Languages []string `json:"languages"` // empty: all that are known
	// Channels says how people answer messages. A channel that is not there is
	// answered like "other".
	Channels []ChannelRates `json:"channels"`
	// Events is how often a person does what the invented shop knows nothing of, such
	// as an event of the project, in times a week.
	Events []EventRate `json:"events"`
}

// ChannelRates are shares between 0 and 1: of those who got a message, those who
// open it; of these, who want no more messages, and who click; of those who click,
// who buy. Delay is the median time until a message is opened, in ms.
type ChannelRates struct {
	Channel string  `json:"channel"`
	Open    float64 `json:"open"`
	Leave   float64 `json:"unsubscribe"`
	Click   float64 `json:"click"`
	Buy     float64 `json:"buy"`
	Delay   int64   `json:"delay_ms"`
}

// EventRate is how often a person does something, in times a week.
type EventRate struct {
	Event string  `json:"event"`
	Week  float64 `json:"per_week"`
}

// Content is what a message says to its reader.
type Content struct {
	Language  string `json:"language"`
	Direction string `json:"direction"` // ltr or rtl
	To        string `json:"to,omitempty"`
	Parts     []Part `json:"parts"` // subject, preview, body … in this order
	Items     []Item `json:"items,omitempty"`
	// Recommended says as of when products are recommended; the end of the data, when
	// what was known at the instant itself would take another run to find out. It is
	// empty for what was recorded.
	Recommended string `json:"recommended,omitempty"`
}

// Part is one part of a message.
type Part struct {
	Name     string `json:"name"`
	Language string `json:"language,omitempty"` // of the text, when it is not the message's
	Text     string `json:"text"`
}

// Item is a product of a message.
type Item struct {
	ID       string  `json:"id"`
	Name     string  `json:"name,omitempty"`
	Price    string  `json:"price,omitempty"` // as the reader writes it
	Quantity float64 `json:"quantity,omitempty"`
	URL      string  `json:"url,omitempty"`
	Image    string  `json:"image,omitempty"`
}
