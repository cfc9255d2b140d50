package cells

import (
	"slices"
	"strings"
)

// Theme gives roles their looks, as parameters of the terminal's SGR command. Only
// the terminal's own sixteen colours are used, by role; no meaning is carried by a
// colour alone.
type Theme struct {
	name  string
	looks [roles]string
}

var themes = []*Theme{
	{"auto", [roles]string{Faint: "2", Strong: "1", Accent: "34", Warn: "33", Problem: "1;31", Added: "32", Gone: "31", Badge: "1;7", Chosen: "7"}},
	{"dark", [roles]string{Faint: "90", Strong: "1;97", Accent: "94", Warn: "93", Problem: "1;91", Added: "92", Gone: "91", Badge: "1;30;103", Chosen: "7"}},
	{"light", [roles]string{Faint: "90", Strong: "1;30", Accent: "34", Warn: "35", Problem: "1;31", Added: "32", Gone: "31", Badge: "1;97;44", Chosen: "7"}},
	{"contrast", [roles]string{Strong: "1", Accent: "1;4", Warn: "1", Problem: "1;7", Added: "1", Gone: "4", Badge: "1;7", Chosen: "1;7"}},
	{"mono", [roles]string{Strong: "1", Accent: "4", Warn: "1", Problem: "1;4", Badge: "7", Chosen: "7"}},
}

// ThemeNames lists the themes.
func ThemeNames() []string {
	var out []string
	for _, t := range themes {
		out = append(out, t.name)
	}
	return out
}

// ThemeOf returns a theme by its name, or nil.
func ThemeOf(name string) *Theme {
	if i := slices.Index(ThemeNames(), name); i >= 0 {
		return themes[i]
	}
	return nil
}

// change begins another role.
func (t *Theme) change(b *strings.Builder, r Role) {
	b.WriteString("\x1b[0")
	if look := t.looks[r]; look != "" {
		b.WriteByte(';')
		b.WriteString(look)
	}
	b.WriteByte('m')
}
