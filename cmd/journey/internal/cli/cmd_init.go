package cli

import (
	"embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/runtime/sample"
)

func init() { register(newInit) }

// template holds the files of a new project.
//
//go:embed template
var template embed.FS

// The sample feed of a new project, and somebody in it who gets something.
const (
	initFeed   = "events.ndjson"
	initPeople = 60
	initPerson = "p36"
)

func newInit(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "init [DIR]",
		Short:   "Begin a project: two journeys, their tests, and events to try them with",
		GroupID: groupTry,
		Example: `  journey init
  journey init shop`,
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			switch len(args) {
			case 0:
			case 1:
				dir = args[0]
			default:
				return usage("", "init takes one folder, got %d", len(args))
			}
			if err := begin(dir); err != nil {
				return err
			}
			text := "\nTry:\n"
			if dir != "." {
				text = fmt.Sprintf("\nTry:\n  cd %s\n", filepath.ToSlash(dir))
			}
			a.say("Two journeys (cart.journey) with their tests, and a week of an invented shop (%s), are in %s.", initFeed, filepath.ToSlash(dir))
			_, err := io.WriteString(a.Out, text+"  journey test\n  journey simulate\n  journey why --person "+initPerson+"\n")
			return err
		},
	}
}

// begin writes the files of a project. When one of them is there already, none is
// written.
func begin(dir string) error {
	cfg := sample.Default()
	cfg.People = initPeople
	files := []string{"journey.yaml", "cart.journey", "cart_test.journey", "README.md", initFeed}
	for _, name := range files {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return usage("give another folder: journey init DIR", "%s is there already, and init overwrites nothing", filepath.ToSlash(filepath.Join(dir, name)))
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fileTrouble(fmt.Errorf("making the folder %s: %w", dir, err))
	}
	for _, name := range files {
		write := func(w io.Writer) error {
			_, err := sample.Write(w, cfg)
			return err
		}
		if name != initFeed {
			text, err := template.ReadFile("template/" + name)
			if err != nil {
				return fmt.Errorf("reading the template of %s: %w", name, err)
			}
			write = func(w io.Writer) error {
				_, err := io.WriteString(w, strings.ReplaceAll(string(text), "PERSON", initPerson))
				return err
			}
		}
		if err := writeFile(filepath.Join(dir, name), write); err != nil {
			return err
		}
	}
	return nil
}
