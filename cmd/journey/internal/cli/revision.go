package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"github.com/journeylang/journey/compiler"
)

// A version of journeys is a file or a folder, or the same of a git revision:
//
//	HEAD:cart.journey   cart.journey@HEAD   HEAD~2:journeys   v1.4:
//
// Nothing behind the colon means whatever it is compared with. What exists as a
// file is that file, whatever it is called. Git is asked by its own program.

// revision splits an argument into a git revision and a path; rev is empty when it
// is a path alone.
func revision(arg string) (rev, file string) {
	if _, err := os.Stat(arg); err == nil || arg == "-" {
		return "", arg
	}
	if rev, file, ok := strings.Cut(arg, ":"); ok && len(rev) > 1 && !strings.ContainsAny(rev, `/\`+" ") || ok && strings.HasPrefix(arg, "origin/") {
		return rev, file
	}
	if at := strings.LastIndexByte(arg, '@'); at > 0 && at < len(arg)-1 && strings.HasSuffix(arg[:at], ".journey") {
		return arg[at+1:], arg[:at]
	}
	return "", arg
}

// atRevision reads the journeys of a path as they were in a git revision.
func atRevision(ctx context.Context, rev, file string) ([]compiler.Source, error) {
	dir, name := ".", filepath.ToSlash(filepath.Clean(file))
	if filepath.IsAbs(file) {
		dir, name = filepath.Dir(file), filepath.Base(file)
	}
	git := func(args ...string) ([]byte, error) {
		cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
		var out, trouble bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &trouble
		err := cmd.Run()
		switch {
		case errors.Is(err, exec.ErrNotFound):
			return nil, failed("compare two files or folders instead", "git is not installed, and %s:%s is a git revision", rev, file)
		case err != nil && ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			said, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(trouble.String()), "fatal: "), "\n")
			return nil, usage("", "git has no %s:%s: %s", rev, file, said)
		}
		return out.Bytes(), nil
	}
	kind, err := git("cat-file", "-t", rev+":./"+name)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(string(kind)) == "blob" {
		text, err := git("show", rev+":./"+name)
		return []compiler.Source{{Path: filepath.ToSlash(file), Text: string(text)}}, err
	}
	list, err := git("ls-tree", "-r", "-z", "--name-only", rev, "./"+name+"/")
	if err != nil {
		return nil, err
	}
	var out []compiler.Source
	for _, f := range strings.Split(string(list), "\x00") {
		if path.Ext(f) != ".journey" || strings.HasSuffix(f, "_test.journey") || hidden(f) {
			continue
		}
		text, err := git("show", rev+":./"+f)
		if err != nil {
			return nil, err
		}
		if dir != "." {
			f = path.Join(filepath.ToSlash(dir), f)
		}
		out = append(out, compiler.Source{Path: f, Text: string(text)})
	}
	if len(out) == 0 {
		return nil, usage("", "%s:%s holds no *.journey files", rev, file)
	}
	return out, nil
}

// hidden reports whether a path leads through a hidden folder.
func hidden(file string) bool {
	for _, part := range strings.Split(path.Dir(file), "/") {
		if len(part) > 1 && part[0] == '.' {
			return true
		}
	}
	return false
}

// named says what a version is called.
func named(rev, file string) string {
	if rev == "" {
		return filepath.ToSlash(file)
	}
	return fmt.Sprintf("%s:%s", rev, filepath.ToSlash(file))
}
