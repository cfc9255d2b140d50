// Package twenty makes twenty journeys of the ten of the example shop, for the tables
// of speed: the same ones twice, under other names.
package twenty

import (
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/journeylang/journey/compiler"
)

var (
	declared = regexp.MustCompile(`(?m)^(journey|message|event|email|sms|push) (\w+)`)
	used     = regexp.MustCompile(`(?m)^(\s+(?:\d+% )?.*?\b(?:email|sms|push)) (\w+)`)
)

// Sources reads the journeys of the shop's folder, without their tests, and doubles them.
func Sources(shop fs.FS) ([]compiler.Source, error) {
	entries, err := fs.ReadDir(shop, ".")
	if err != nil {
		return nil, err
	}
	var out []compiler.Source
	for _, e := range entries {
		if path.Ext(e.Name()) != ".journey" || strings.HasSuffix(e.Name(), "_test.journey") {
			continue
		}
		data, err := fs.ReadFile(shop, e.Name())
		if err != nil {
			return nil, err
		}
		text := string(data)
		out = append(out, compiler.Source{Path: e.Name(), Text: text})
		if e.Name() == "cart.journey" { // it is named after its file
			out = append(out, compiler.Source{Path: "cart_again.journey", Text: text})
			continue
		}
		text = declared.ReplaceAllString(text, "$1 ${2}_again")
		out = append(out, compiler.Source{Path: "again_" + e.Name(), Text: used.ReplaceAllString(text, "$1 ${2}_again")})
	}
	return out, nil
}
