package stage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/journeylang/journey/cmd/journey/internal/tui/cells"
	"github.com/journeylang/journey/runtime/sim"
)

// Opened is how a simulation was opened, so that it can be opened again.
type Opened struct {
	Journeys []string          `json:"journeys"`       // files and folders
	Feed     string            `json:"feed,omitempty"` // empty: the people are invented
	Flags    map[string]string `json:"flags,omitempty"`
	Assumed  []string          `json:"assumed,omitempty"` // of invented people
}

// SavedRun is a session that can be gone on with: what was opened, and what somebody
// did there. Nothing of what comes of it is in it, because the same files and events
// always come to the same.
type SavedRun struct {
	Schema int `json:"schema"`
	Opened
	Sources   string         `json:"journeys_sha256"`
	Events    FeedMark       `json:"events"`
	At        sim.Instant    `json:"at"`
	Screen    string         `json:"screen"`
	Journey   string         `json:"journey,omitempty"`
	Person    string         `json:"person,omitempty"`
	Message   int64          `json:"message,omitempty"`
	Bookmarks []sim.Bookmark `json:"bookmarks,omitempty"`
	Breaks    []sim.Break    `json:"breakpoints,omitempty"`
	WhatIfs   []SavedWhatIf  `json:"what_ifs,omitempty"`
}

// SavedWhatIf is what was let happen in a what-if.
type SavedWhatIf struct {
	Injections []sim.Injection `json:"injections"`
	Kept       bool            `json:"kept,omitempty"`
}

// FeedMark is by what a feed is known again.
type FeedMark struct {
	Lines int64       `json:"lines"`
	First sim.Instant `json:"first"`
	Last  sim.Instant `json:"last"`
}

// ReadRun reads a saved session.
func ReadRun(data []byte) (*SavedRun, error) {
	r := &SavedRun{}
	if err := json.Unmarshal(data, r); err != nil {
		return nil, fmt.Errorf("it is no session that was saved: %w", err)
	}
	if r.Schema != sim.Schema || len(r.Journeys) == 0 {
		return nil, errors.New("it is no session that was saved, or of another version of journey")
	}
	return r, nil
}

// sourcesOf is the hash of the files of the version that runs.
func (m *Model) sourcesOf() string {
	var b strings.Builder
	for _, f := range m.run.Session.Sources() {
		fmt.Fprintf(&b, "%s %d\n", path.Base(f.File), len(f.Lines))
		for _, l := range f.Lines {
			b.WriteString(l.Text + "\n")
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

func (m *Model) mark() FeedMark {
	st := m.run.Session.Status()
	return FeedMark{st.Lines, st.First, st.Last}
}

// sessionRun writes the session as a file.
func sessionRun(m *Model) ([]byte, error) {
	switch {
	case m.run.Opened == nil:
		return nil, errors.New("the example is no file; journey init begins a project of your own")
	case m.run.Opened.Feed == "-":
		return nil, errors.New("standard input cannot be read again; save it to a file")
	}
	r := SavedRun{
		Schema: sim.Schema, Opened: *m.run.Opened, Sources: m.sourcesOf(), Events: m.mark(), At: m.pos.At, Screen: Screens[m.tab],
		Person: m.people.id, Message: m.messages.number, Bookmarks: m.run.Session.Bookmarks(),
	}
	if m.journey < len(m.journeys) {
		r.Journey = m.journeys[m.journey]
	}
	if a := m.status.Assumed; a != nil {
		for _, x := range a.List() {
			r.Assumed = append(r.Assumed, x.Name+"="+x.Value)
		}
	}
	for _, b := range m.run.Session.Breaks() {
		b.ID = 0
		r.Breaks = append(r.Breaks, b)
	}
	for _, w := range m.run.Session.WhatIfs() {
		r.WhatIfs = append(r.WhatIfs, SavedWhatIf{w.Injections, w.Kept})
	}
	out, err := json.MarshalIndent(&r, "", "  ")
	return append(out, '\n'), err
}

// Resume goes on with a session that was saved, in a model that has just opened what
// was open there. What does not fit any more is left out, and said.
func (m *Model) Resume(r *SavedRun) []Effect {
	s := m.run.Session
	var changed []string
	if r.Sources != m.sourcesOf() {
		changed = append(changed, "the journeys have changed since it was saved")
	}
	if r.Events != m.mark() {
		changed = append(changed, "the events are others than when it was saved")
	}
	return []Effect{Work(func(ctx context.Context) func(*Model) []Effect {
		for _, b := range r.Bookmarks {
			s.Seek(b.At)
			s.Bookmark(b.Name)
		}
		missing := func(err error) { changed = append(changed, err.Error()) }
		for _, b := range r.Breaks {
			if _, err := s.AddBreak(ctx, b); err != nil {
				missing(err)
			}
		}
		last := 0
		for _, w := range r.WhatIfs {
			id := 0
			for _, in := range w.Injections {
				x, err := s.Inject(ctx, id, in)
				if err != nil {
					missing(err)
					break
				}
				id = x.ID
			}
			if s.KeepWhatIf(id, w.Kept); id > 0 {
				last = id
			}
		}
		s.Seek(r.At)
		return func(m *Model) []Effect {
			m.whatIf = last
			m.refresh()
			out := m.resumeAt(r)
			if len(changed) > 0 {
				m.note = note{cells.Warn, strings.Join(changed, "; ")}
			}
			return out
		}
	})}
}

// resumeAt shows what was shown.
func (m *Model) resumeAt(r *SavedRun) []Effect {
	begin := Beginning{Screen: r.Screen}
	for i, name := range m.journeys {
		if name == r.Journey {
			m.journey = i
		}
	}
	switch {
	case r.Message > 0 && r.Screen == "messages":
		begin.Message = r.Message
	case r.Person != "" && r.Screen == "people":
		begin.Person = r.Person
	}
	out, err := m.Begin(begin)
	if err != nil { // it is not there any more
		m.messages.number, m.people.id = 0, ""
		out, _ = m.Begin(Beginning{Screen: "flow"})
	}
	return out
}
