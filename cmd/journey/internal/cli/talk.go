package cli

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
	"github.com/journeylang/journey/runtime/sim"
)

// terminalFile reports whether a stream is a terminal of any kind.
func terminalFile(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// talks reports whether somebody sits at a terminal that wants lines: one that
// cannot be drawn on, or one of somebody who asked for it.
func (a *app) talks() bool {
	asked := a.Getenv("ACCESSIBLE") != "" && a.Getenv("ACCESSIBLE") != "0"
	return (asked || a.Getenv("TERM") == "dumb") && terminalFile(a.In) && terminalFile(a.Out)
}

// talkEvery is how often a line says how far something came.
const talkEvery = 5 * time.Second

// talk is a simulation as a conversation: it reads commands, a line each, and writes
// the answers. Nothing that was written changes.
func (p *player) talk(ctx context.Context, look stage.Look) error {
	if p.f.feed == "-" {
		return usage("", "standard input cannot be the feed and the commands; give the feed as a file")
	}
	p.live = false
	m, err := p.model(ctx, look)
	if err != nil {
		return err
	}
	write := func(lines ...string) error {
		if len(lines) == 0 {
			return nil
		}
		_, err := fmt.Fprintln(p.a.Out, strings.Join(lines, "\n"))
		return err
	}
	if x := m.Session(); x != nil {
		if err := awaitTalking(ctx, x, write); err != nil {
			return err
		}
		stage.Settle(ctx, m, stage.Changed{})
	}
	if err := p.begin(ctx, m); err != nil {
		return err
	}
	saved, stop, err := p.watch(ctx)
	if err != nil {
		return err
	}
	defer stop()
	t := stage.NewTalk(m)
	if err := write(t.Greeting()...); err != nil {
		return err
	}
	commands, echo := p.commands(ctx), !terminalFile(p.a.In)
	for {
		if _, err := fmt.Fprint(p.a.Out, t.Prompt()); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-saved:
			if err := write(append([]string{""}, t.Tell(ctx, stage.Saved{})...)...); err != nil {
				return err
			}
		case command, ok := <-commands:
			if !ok || echo { // nobody's Enter has ended the line
				if err := write(command); err != nil {
					return err
				}
			}
			var answer []string
			quit := !ok
			if ok {
				answer, quit = t.Say(ctx, command)
			}
			if err := write(answer...); err != nil {
				return err
			}
			if quit {
				return write(m.Summary())
			}
		}
	}
}

// commands are the lines of standard input.
func (p *player) commands(ctx context.Context) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		in := bufio.NewScanner(p.a.In)
		for in.Scan() {
			select {
			case out <- in.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// awaitTalking waits until the feed was read, and says now and then how far it came.
func awaitTalking(ctx context.Context, x *sim.Session, write func(...string) error) error {
	for {
		wait, cancel := context.WithTimeout(ctx, talkEvery)
		err := x.Wait(wait)
		cancel()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil:
			return nil
		}
		if err := write("reading, " + counted(x.Status().People, "person", "people")); err != nil {
			return err
		}
	}
}
