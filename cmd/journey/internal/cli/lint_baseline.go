package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/journeylang/journey/cmd/journey/internal/project"
	"github.com/journeylang/journey/compiler/lint"
	"github.com/journeylang/journey/dsl/diag"
)

// readBaseline reads the baseline that is to be compared with; nil without one.
func readBaseline(do lintFlags) (*lint.Baseline, error) {
	if do.baseline == "" || do.record {
		return nil, nil
	}
	data, err := os.ReadFile(do.baseline)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("--write-baseline writes it", "there is no baseline %s", do.baseline)
	}
	if err != nil {
		return nil, fileTrouble(err)
	}
	b, err := lint.ReadBaseline(data)
	if err != nil {
		return nil, usage("--write-baseline writes it anew", "%s: %w", do.baseline, err)
	}
	return b, nil
}

// asBaseline names files from the folder of the baseline, so that it holds wherever
// the command is run.
func asBaseline(baseline string, ds []diag.Diagnostic, texts diag.Sources) ([]diag.Diagnostic, diag.Sources) {
	dir := filepath.Dir(baseline)
	out, named := slices.Clone(ds), diag.Sources{}
	for path, text := range texts {
		named[fromFolder(dir, path)] = text
	}
	for i := range out {
		out[i].File = fromFolder(dir, out[i].File)
	}
	return out, named
}

func fromFolder(dir, path string) string {
	if path == project.StdinName {
		return path
	}
	from, err := filepath.Abs(dir)
	if err != nil {
		return path
	}
	to, err := filepath.Abs(filepath.FromSlash(path))
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(from, to)
	if err != nil {
		return path
	}
	return filepath.ToSlash(rel)
}

// writeBaseline writes down what there is.
func (a *app) writeBaseline(path string, ds []diag.Diagnostic, texts diag.Sources) error {
	named, sources := asBaseline(path, ds, texts)
	text, err := lint.WriteBaseline(named, sources)
	if err != nil {
		return err
	}
	err = writeFile(path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
	if err == nil {
		a.say("%s written to %s", counted(int64(len(ds)), "finding", "findings"), path)
	}
	return err
}

// onlyNew takes away what a baseline knows, and says how much that is.
func (a *app) onlyNew(known *lint.Baseline, path string, ds []diag.Diagnostic, texts diag.Sources) []diag.Diagnostic {
	if known == nil {
		return ds
	}
	fresh, gone := known.New(asBaseline(path, ds, texts))
	var out []diag.Diagnostic
	for i, d := range ds {
		if fresh[i] {
			out = append(out, d)
		}
	}
	if hidden := len(ds) - len(out); hidden > 0 {
		a.say("%s of the baseline not shown", counted(int64(hidden), "finding", "findings"))
	}
	if gone > 0 {
		a.say("%s of the baseline gone; --write-baseline takes them out of it", counted(int64(gone), "finding", "findings"))
	}
	return out
}
