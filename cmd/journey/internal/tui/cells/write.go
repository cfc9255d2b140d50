package cells

import (
	"fmt"
	"strings"
)

// asciiSigns are our own signs for a terminal that shows none of them.
var asciiSigns = map[string]string{
	"│": "|", "─": "-", "├": "+", "╰": "+", "╯": "+", "╭": "+", "╮": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+", "╴": "-",
	"┆": ":", "●": "*", "○": "o", "▸": ">", "▶": ">", "▼": "v", "‖": "=", "→": ">", "←": "<", "↑": "^", "↓": "v", "…": "~",
	"█": "#", "▌": "#", "▁": ".", "▂": ".", "▃": ":", "▄": ":", "▅": "+", "▆": "+", "▇": "#", "‹": "<", "›": ">", "·": ".",
}

func inASCII(sign string) string {
	if plain, ok := asciiSigns[sign]; ok {
		return plain
	}
	return sign
}

// Text returns the frame as plain lines, each as wide as the canvas.
func (c *Canvas) Text() string { return c.write(nil, false) }

// ASCII returns the plain lines with our own signs as ASCII.
func (c *Canvas) ASCII() string { return c.write(nil, true) }

// Styled returns the frame as a terminal understands it: lines with the looks of a
// theme.
func (c *Canvas) Styled(t *Theme, ascii bool) string { return c.write(t, ascii) }

func (c *Canvas) write(t *Theme, ascii bool) string {
	var b strings.Builder
	b.Grow(max(len(c.cells)*2, c.long+c.long/8))
	for y := range c.H {
		if y > 0 {
			b.WriteByte('\n')
		}
		role := Plain
		for _, k := range c.cells[y*c.W : (y+1)*c.W] {
			if k.tail {
				continue
			}
			if t != nil && k.role != role {
				t.change(&b, k.role)
				role = k.role
			}
			switch {
			case k.text == "":
				b.WriteByte(' ')
			case ascii:
				b.WriteString(inASCII(k.text))
			default:
				b.WriteString(k.text)
			}
		}
		if role != Plain {
			t.change(&b, Plain)
		}
	}
	c.long = b.Len()
	return b.String()
}

var roleNames = [roles]string{"plain", "faint", "strong", "accent", "warn", "problem", "added", "gone", "badge", "chosen"}

// Roles returns the runs of roles, one in a line: row:from-to role.
func (c *Canvas) Roles() string {
	var b strings.Builder
	for y := range c.H {
		row := c.cells[y*c.W : (y+1)*c.W]
		for x := 0; x < c.W; {
			from := x
			for x < c.W && row[x].role == row[from].role {
				x++
			}
			if r := row[from].role; r != Plain {
				fmt.Fprintf(&b, "%d:%d-%d %s\n", y, from, x-1, roleNames[r])
			}
		}
	}
	return b.String()
}
