// Package report writes what was decided: each decision as one JSON record, and
// all of them summed up, as JSON or as a page for people.
//
// The record is a contract (scripts, CI jobs and other tools read it), and every
// face of the engine writes it through this package:
//
//	{"version":1,"at":"2026-03-02T12:00:00.000Z","person":"p1","journey":"cart","instance":1,"step":"email_1","line":1,
//	 "kind":"send","channel":"email","message":"recommend","status":"would_send","reason":""}
//
// These thirteen fields are always there, in this order. After them, where they
// mean something, come `arm` (branch and split; add and remove of an audience), `until` (a wait with a deadline),
// `since` (an entry by absence: when the event came that opened it), `held_since`
// (a message that waited for the end of quiet hours), `target` (the audience, the
// address of a webhook, the journey that is started, the event that is emitted), `payload`
// (of a webhook), `items` (recommended products) and, when it was asked for, `content`
// (what the message says). Times are RFC 3339 in UTC with milliseconds.
//
// Records are encoded by hand: most of a record is the same for every decision of
// a step, so these parts are prepared once per program, and writing a record is a
// few copies. The same decisions always give the same bytes.
//
// Characters that act on a terminal (control characters, bidi controls) are
// written as \u escapes, which mean the same to every reader of JSON.
package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
)

// Version is the version of the record and of the summary.
const Version = 1

// Encoder writes decisions of one program as records. It is not safe for
// concurrent use.
type Encoder struct {
	journeys []journeyParts
	kinds    []string // `,"kind":"send"`
	clock    clock
}

// journeyParts are the parts of records that do not change.
type journeyParts struct {
	name   string   // `,"journey":"cart","instance":`
	steps  []string // `,"step":"email_1","line":`
	noStep string
	sends  []string // `,"channel":"email","message":"recommend"`
}

const (
	noSend  = `,"channel":"","message":""`
	webhook = `,"channel":"webhook","message":""`
)

// NewEncoder prepares the records of a program.
func NewEncoder(p *bytecode.Program) *Encoder {
	e := &Encoder{journeys: make([]journeyParts, len(p.Journeys)), clock: newClock()}
	for i := range p.Journeys {
		j := &p.Journeys[i]
		parts := &e.journeys[i]
		parts.name = `,"journey":` + quoted(j.Name) + `,"instance":`
		parts.noStep = `,"step":"","line":`
		for k := range j.Steps {
			parts.steps = append(parts.steps, `,"step":`+quoted(j.Steps[k].ID)+`,"line":`)
		}
		for k := range j.Sends {
			parts.sends = append(parts.sends, `,"channel":`+quoted(j.Sends[k].Channel)+`,"message":`+quoted(j.Sends[k].Message))
		}
	}
	for _, k := range engine.Kinds() {
		e.kinds = append(e.kinds, `,"kind":`+quoted(k))
	}
	return e
}

// Append appends the record of a decision, without a newline.
func (e *Encoder) Append(dst []byte, d *engine.Decision) []byte {
	j := &e.journeys[d.Journey]
	dst = append(dst, `{"version":1,"at":"`...)
	dst = e.clock.append(dst, d.At)
	dst = append(dst, `","person":`...)
	dst = appendString(dst, d.Person)
	dst = append(dst, j.name...)
	dst = strconv.AppendUint(dst, uint64(d.Instance), 10)
	if d.Step >= 0 {
		dst = append(dst, j.steps[d.Step]...)
	} else {
		dst = append(dst, j.noStep...)
	}
	dst = strconv.AppendInt(dst, int64(d.Line), 10)
	dst = append(dst, e.kinds[d.Kind]...)
	if d.Send >= 0 {
		dst = append(dst, j.sends[d.Send]...)
	} else if d.Kind == engine.Webhook {
		dst = append(dst, webhook...)
	} else {
		dst = append(dst, noSend...)
	}
	dst = append(dst, `,"status":"`...)
	dst = append(dst, d.Status()...)
	dst = append(dst, `","reason":"`...)
	dst = append(dst, d.Reason.String()...)
	dst = append(dst, '"')
	return append(e.rest(dst, d), '}')
}

// rest appends the fields that only some kinds of decision have.
func (e *Encoder) rest(dst []byte, d *engine.Decision) []byte {
	instant := func(name string, at int64) {
		dst = append(dst, name...)
		dst = e.clock.append(dst, at)
		dst = append(dst, '"')
	}
	switch {
	case d.Kind == engine.Branch || d.Kind == engine.Split || d.Kind == engine.Audience:
		dst = append(dst, `,"arm":`...)
		dst = appendString(dst, d.Arm)
	case d.Until == 0:
	case d.Kind == engine.Wait:
		instant(`,"until":"`, d.Until)
	case d.Kind == engine.Enter:
		instant(`,"since":"`, d.Until)
	case d.Kind == engine.Send:
		instant(`,"held_since":"`, d.Until)
	}
	if d.Target != "" {
		dst = append(dst, `,"target":`...)
		dst = appendString(dst, d.Target)
	}
	if d.Payload != nil {
		dst = append(dst, `,"payload":`...)
		dst = appendValue(dst, event.Value{Kind: event.Map, Box: d.Payload})
	}
	if len(d.Items) > 0 {
		dst = append(dst, `,"items":[`...)
		for i, item := range d.Items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendString(dst, item)
		}
		dst = append(dst, ']')
	}
	if d.Content != nil {
		dst = append(dst, `,"content":`...)
		dst = appendContent(dst, d.Content)
	}
	return dst
}

// Writer writes decisions as NDJSON: one record a line.
type Writer struct {
	enc *Encoder
	w   *bufio.Writer
	buf []byte
}

// NewWriter returns a writer of a program's decisions. Flush must be called at
// the end.
func NewWriter(w io.Writer, p *bytecode.Program) *Writer {
	return &Writer{enc: NewEncoder(p), w: bufio.NewWriterSize(w, 64<<10)}
}

// Write writes a decision.
func (w *Writer) Write(d *engine.Decision) error {
	w.buf = append(w.enc.Append(w.buf[:0], d), '\n')
	if _, err := w.w.Write(w.buf); err != nil {
		return fmt.Errorf("writing decisions: %w", err)
	}
	return nil
}

// Flush writes what is buffered.
func (w *Writer) Flush() error {
	if err := w.w.Flush(); err != nil {
		return fmt.Errorf("writing decisions: %w", err)
	}
	return nil
}
