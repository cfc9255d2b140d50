package cli

import (
	"io"
	"os"

	"golang.org/x/term"
)

// console is what there is to know about an output stream.
type console struct {
	w     io.Writer
	tty   bool
	color bool
	width int // columns; 80 when unknown
}

// newConsole looks at a stream. The environment's words on colour are those of
// no-color.org and bixense.com/clicolors.
func newConsole(w io.Writer, getenv func(string) string) console {
	c := console{w: w, width: 80}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		c.tty = getenv("TERM") != "dumb"
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
			c.width = columns
		}
	}
	force := getenv("CLICOLOR_FORCE")
	switch {
	case getenv("NO_COLOR") != "":
	case force != "" && force != "0":
		c.color = true
	default:
		c.color = c.tty && getenv("CLICOLOR") != "0"
	}
	return c
}

// The styles, as parameters of the terminal's SGR command.
const (
	bold   = "1"
	dim    = "2"
	red    = "1;31"
	green  = "32"
	yellow = "33"
	blue   = "1;34"
)

// paint gives text a style where the stream shows colours.
func (c console) paint(style, text string) string {
	if !c.color || text == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}
