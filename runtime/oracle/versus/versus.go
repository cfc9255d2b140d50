// Package versus runs the engine on what the oracle runs on, so that tests can
// compare the two. Only tests use it.
package versus

import (
	"bytes"
	"fmt"
	"math/bits"
	"time"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/oracle"
	"github.com/journeylang/journey/runtime/recommend"
	"github.com/journeylang/journey/runtime/run"
)

// How says how to run the engine; the result must not depend on it.
type How struct {
	Workers int
	Batch   int  // lines in a batch; 0 is all
	Encode  bool // run the program that was written to a file and read again
	// Snapshot writes the run down after every batch and goes on with what is read
	// back, in what is to the engine another process: with another number of workers and
	// another loaded program.
	Snapshot bool
}

// Compile compiles journey files as the command line would.
func Compile(sources []compiler.Source, zone *calendar.Zone) (*engine.Program, error) {
	opts := compiler.Options{Lower: lower.Options{Zones: calendar.Version}}
	if zone != nil {
		opts.Lower.Zone = zone.Name()
	}
	res := compiler.Compile(sources, opts)
	if res.Failed() {
		d := res.Diags[0]
		return nil, fmt.Errorf("%s:%d: %s %s", d.File, d.Span.Start, d.Code, d.Summary)
	}
	if res.Program == nil {
		return nil, fmt.Errorf("no journey")
	}
	data := res.Program.Encode()
	p, err := bytecode.Decode(data)
	if err != nil {
		return nil, err
	}
	return engine.Load(p)
}

// Machine runs the engine and returns its decisions in the oracle's form.
func Machine(prog *engine.Program, feed []oracle.Event, opts oracle.Options, how How) ([]oracle.Decision, error) {
	if opts.Dedupe == 0 {
		opts.Dedupe = 7 * 24 * 3_600_000
	}
	records := Records(prog.Schema(), feed)
	var out []oracle.Decision
	numbers := map[[3]string]int{}
	settings := run.Options{
		Workers: how.Workers, Grace: opts.Grace, Dedupe: opts.Dedupe, Model: popular(),
		Engine: engine.Options{RequireAddress: opts.Addresses, Activated: opts.Activated},
		Emit: func(ds []engine.Decision) error {
			for i := range ds {
				d := decision(prog, &ds[i])
				key := [3]string{d.Person, d.Journey, fmt.Sprint(d.Instance)}
				numbers[key]++
				d.Number = numbers[key]
				out = append(out, d)
			}
			return nil
		},
	}
	r := run.New(prog, settings)
	other := prog
	if how.Snapshot {
		var err error
		if other, err = engine.Load(prog.Program); err != nil {
			return nil, err
		}
	}
	size := how.Batch
	if size <= 0 {
		size = max(1, len(records))
	}
	for len(records) > 0 {
		n := min(size, len(records))
		if err := r.Feed(&event.Batch{Records: records[:n]}); err != nil {
			return nil, err
		}
		// Whoever reads feeds reads the next batch into the same memory.
		for i := range records[:n] {
			clear(records[i].Props)
			records[i] = event.Record{}
		}
		records = records[n:]
		if how.Snapshot {
			settings.Workers = settings.Workers%3 + 1
			var err error
			if r, err = again(r, other, settings); err != nil {
				return nil, err
			}
			prog, other = other, prog
		}
	}
	until := opts.Until
	if until == 0 {
		until = -1 << (bits.UintSize - 2)
	}
	return out, r.Finish(until)
}

// again writes a run down and reads it back, for another program.
func again(r *run.Runner, fresh *engine.Program, settings run.Options) (*run.Runner, error) {
	var buf bytes.Buffer
	if err := r.Snapshot(&buf); err != nil {
		return nil, err
	}
	out, err := run.Restore(bytes.NewReader(buf.Bytes()), fresh, settings)
	if err != nil {
		return nil, err
	}
	var twice bytes.Buffer
	if err := out.Snapshot(&twice); err != nil {
		return nil, err
	}
	if !bytes.Equal(buf.Bytes(), twice.Bytes()) {
		return nil, fmt.Errorf("a snapshot that was read and written again is another one")
	}
	return out, nil
}

// popular is a model of the far future in which something is popular, so that
// recommend never comes back empty: to the oracle it is content that is always
// there. A model learns nothing from hours before its own.
func popular() *recommend.Model {
	const hour, ms = 1_500_000, 3_600_000
	var b recommend.Buffer
	for p := range uint32(8) {
		b.Observe(recommend.Observation{Person: p, Kind: recommend.Purchase, Item: "thing", Time: (hour - 1) * ms})
	}
	m := recommend.New(recommend.Config{})
	m.Publish(hour, &b)
	return m
}

func decision(prog *engine.Program, d *engine.Decision) oracle.Decision {
	j := &prog.Journeys[d.Journey]
	out := oracle.Decision{
		At: d.At, Person: d.Person, Journey: j.Name, Instance: int(d.Instance), Line: int(d.Line),
		Kind: d.Kind.String(), Status: d.Status(), Reason: d.Reason.String(), Arm: d.Arm,
	}
	switch d.Kind {
	case engine.Wait:
		out.Until = d.Until
	case engine.Send:
		out.Held = d.Until
	}
	out.Target = d.Target
	if d.Payload != nil {
		for i, name := range d.Payload.Names {
			text := ""
			if v := d.Payload.Items[i]; v.Kind != event.Null {
				text = fn.Text(v)
			}
			out.Payload = append(out.Payload, name+"="+text)
		}
	}
	if d.Step >= 0 {
		out.Step = j.Steps[d.Step].ID
	}
	if d.Send >= 0 {
		out.Channel, out.Message = j.Sends[d.Send].Channel, j.Sends[d.Send].Message
	}
	return out
}

// Records projects a feed onto a schema, as a reader would.
func Records(s *event.Schema, feed []oracle.Event) []event.Record {
	types := map[string]int32{}
	for i, t := range s.Events {
		for _, name := range t.HeardAs {
			types[name] = int32(i)
		}
	}
	for i, t := range s.Events {
		types[t.Name] = int32(i)
	}
	var out []event.Record
	for _, e := range feed {
		r := event.Record{
			Kind: e.Kind, Type: event.None, Time: e.Time, Line: e.Line,
			User: e.User, Anon: e.Anon, Prev: e.Prev, ID: e.ID,
		}
		fields := s.Traits
		if e.Kind == event.Track {
			fields = nil
			if t, ok := types[event.Normal(e.Name)]; ok {
				r.Type, fields = t, s.Events[t].Fields
			}
		}
		for i, f := range fields {
			if v, ok := e.Props[f.Name]; ok {
				if f.Want == event.Time && v.Kind == event.Text {
					v = timed(v.Str)
				}
				if f.Want != event.Null && v.Kind != f.Want {
					v = event.Value{}
				}
				r.Props = append(r.Props, event.Prop{Field: uint16(i), Value: v})
			}
		}
		out = append(out, r)
	}
	return out
}

// timed is a text as a reader reads it where a time is wanted.
func timed(text string) event.Value {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return event.Value{}
	}
	return event.Value{Kind: event.Time, Num: float64(t.UnixMilli())}
}
