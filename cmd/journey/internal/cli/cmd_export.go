package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/sim"
	"github.com/journeylang/journey/runtime/sim/export"
	"github.com/journeylang/journey/runtime/sim/page"
)

func init() { register(newExport) }

// exports are what can be exported, each with its formats, the usual one first.
var exports = []struct {
	what    string
	formats []string
}{
	{"messages", []string{"csv", "ndjson", "eml"}},
	{"people", []string{"csv", "json"}},
	{"summary", []string{"md", "json"}},
	{"flow", export.FlowFormats},
	{"report", []string{"html"}},
}

// exporting is what the flags of the command amount to.
type exporting struct {
	what, format, output string
	query                sim.MessageQuery
}

func newExport(a *app) *cobra.Command {
	f := &simulateFlags{}
	x := &exporting{}
	cmd := &cobra.Command{
		Use:     "export messages|people|summary|flow|report FILE|DIR|-... --feed FILE|-",
		Short:   "Write what journeys would send, in forms that other programs read",
		GroupID: groupTry,
		Long: `Write what journeys would do over recorded events: the messages with what they say,
the people, a summary, the flow with its counts, or a page of all of it to share.
Nothing is sent, and every export says so.

messages are written as csv, ndjson, or eml: a folder with a file for each. people
are written as csv or json, the summary as md or json, the flow as mermaid, dot or svg.
The report is one html page that needs nothing else; it names people by id and name,
and nobody's address.`,
		Example: `  journey export messages journeys/ --feed events.ndjson -o messages.csv
  journey export messages cart.journey --feed events.ndjson --format eml -o mails --channel email
  journey export summary journeys/ --feed events.ndjson > summary.md
  journey export flow cart.journey --feed events.ndjson --format svg -o cart.svg
  journey export report journeys/ --feed events.ndjson -o report.html`,
		RunE: func(cmd *cobra.Command, args []string) error {
			rest, err := x.settle(args)
			if err != nil {
				return err
			}
			f.format = "text"
			s, err := f.settle()
			if err != nil {
				return err
			}
			return a.export(cmd.Context(), s, x, rest)
		},
	}
	fs := cmd.Flags()
	f.feedFlags(fs)
	f.untilFlags(fs)
	fs.StringVar(&x.format, "format", "", "in this `FORMAT`: csv, ndjson or eml; csv or json; md or json; mermaid, dot or svg")
	fs.StringVarP(&x.output, "output", "o", "", "write to this `FILE`, or folder for eml (default standard output)")
	fs.StringVar(&x.query.Person, "person", "", "only messages to this person, by `ID`")
	fs.StringVar(&x.query.Channel, "channel", "", "only messages of this `CHANNEL`")
	fs.StringVar(&x.query.Journey, "journey", "", "only messages, or the flow, of the journey of this `NAME`")
	fs.StringVar(&x.query.Step, "step", "", "only messages of this `STEP`, or of this name")
	fs.StringVar(&x.query.Language, "language", "", "only messages to people who speak this `LANGUAGE`")
	fs.StringVar(&x.query.Status, "status", "", "only those of this `STATUS`: would_send, skipped, or a reason")
	fs.IntVar(&f.workers, "workers", 1, "use `N` threads; the result is the same")
	configFlag(cmd, &f.config)
	return cmd
}

// settle reads what is to be exported, and returns the journeys.
func (x *exporting) settle(args []string) ([]string, error) {
	var all []string
	for _, e := range exports {
		all = append(all, e.what)
	}
	if len(args) == 0 {
		return nil, usage("journey export messages cart.journey --feed events.ndjson", "say what to export: %s", strings.Join(all, ", "))
	}
	if !slices.Contains(all, args[0]) {
		return nil, unknownOf("export", args[0], all)
	}
	x.what = args[0]
	formats := exports[slices.Index(all, x.what)].formats
	if x.format == "" {
		x.format = formats[0]
	}
	if !slices.Contains(formats, x.format) {
		return nil, notOneOf("format", x.format, formats)
	}
	if x.format == "eml" && x.output == "" {
		return nil, usage("say -o FOLDER", "every message is a file of its own, so --format eml needs a folder")
	}
	return args[1:], nil
}

// export simulates, and writes what is wanted.
func (a *app) export(ctx context.Context, s *simulation, x *exporting, args []string) error {
	w, err := a.load(ctx, s.config, args, false)
	if err != nil {
		return err
	}
	if err := s.apply(w); err != nil {
		return err
	}
	path, done, err := a.rereadable(ctx, w.Feed.Path)
	if err != nil {
		return err
	}
	defer done()
	v, err := a.version(ctx, w, title(w), path)
	if err != nil {
		return err
	}
	f, clean := s.recorded(a, w, path)
	defer clean()
	session, err := a.session(ctx, s, w, v, f)
	if err != nil {
		return err
	}
	defer session.Close()
	switch {
	case x.format == "eml":
		return a.exportFiles(ctx, session, x)
	case x.output != "":
		return writeFile(x.output, func(out io.Writer) error { return exportTo(ctx, out, session, v, x) })
	}
	return exportTo(ctx, a.Out, session, v, x)
}

// exportTo writes an export that is one file.
func exportTo(ctx context.Context, out io.Writer, s *sim.Session, v *sim.Version, x *exporting) error {
	st := s.Status()
	about := export.About(&st)
	switch x.what + " " + x.format {
	case "messages csv":
		m, err := export.NewMessages(out, about)
		if err == nil {
			err = s.EachMessage(ctx, x.query, func(msg *sim.Message, _ *engine.Decision) error { return m.Write(msg) })
		}
		return errors.Join(err, m.Flush())
	case "messages ndjson":
		m := report.NewWriter(out, v.Program.Program)
		err := s.EachMessage(ctx, x.query, func(_ *sim.Message, d *engine.Decision) error { return m.Write(d) })
		return errors.Join(err, m.Flush())
	case "summary md":
		return export.Markdown(out, s.Summary(), about)
	case "summary json":
		return s.Summary().WriteJSON(out)
	case "report html":
		return page.Write(out, s, nil)
	}
	if x.what == "flow" {
		flows, err := flowsOf(s, x.query.Journey)
		if err != nil {
			return err
		}
		return export.Flow(out, flows, x.format)
	}
	people, err := s.People(ctx, sim.PeopleQuery{Limit: 1 << 31})
	if err != nil {
		return err
	}
	if x.format == "csv" {
		return export.People(out, people.Lines, about)
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(people)
}

// flowsOf are the flows of all journeys, or of one.
func flowsOf(s *sim.Session, journey string) ([]*sim.Flow, error) {
	names := s.Journeys()
	if journey != "" {
		if !slices.Contains(names, journey) {
			return nil, unknownOf("journey", journey, names)
		}
		names = []string{journey}
	}
	var flows []*sim.Flow
	for _, name := range names {
		f, err := s.Flow(name)
		if err != nil {
			return nil, err
		}
		flows = append(flows, f)
	}
	return flows, nil
}

// exportFiles writes a folder with a file for every message.
func (a *app) exportFiles(ctx context.Context, s *sim.Session, x *exporting) error {
	if err := os.MkdirAll(x.output, 0o755); err != nil {
		return fileTrouble(fmt.Errorf("writing messages: %w", err))
	}
	st := s.Status()
	about, n := export.About(&st), int64(0)
	err := s.EachMessage(ctx, x.query, func(m *sim.Message, _ *engine.Decision) error {
		if m.Content == nil {
			return nil // it is not sent
		}
		n++
		return os.WriteFile(filepath.Join(x.output, export.FileName(m)), export.EML(m, about), 0o644)
	})
	if err != nil {
		return fileTrouble(fmt.Errorf("writing messages: %w", err))
	}
	a.say("%s in %s; nothing was sent", counted(n, "message", "messages"), filepath.ToSlash(x.output))
	return nil
}
