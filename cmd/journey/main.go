// Command journey checks, tries, explains and runs customer journeys.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/journeylang/journey/cmd/journey/internal/cli"
)

func main() {
	signal.Ignore(syscall.SIGPIPE) // a closed pipe is an error of Write, and cli ends quietly
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends at once
	os.Exit(cli.Run(ctx, os.Args[1:], cli.Standard()))
}
