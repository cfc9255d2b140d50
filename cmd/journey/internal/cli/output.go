package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writeFile writes a file as a whole or not at all: into a file beside it, which
// then takes its name. An error or Ctrl-C leaves what was there before. A file that
// was there keeps its permissions, and a link to one stays a link.
func writeFile(path string, write func(io.Writer) error) (err error) {
	mode := os.FileMode(0o644)
	if info, statErr := os.Stat(path); statErr == nil {
		switch {
		case info.IsDir():
			return failed("", "%s is a folder", path)
		case !info.Mode().IsRegular():
			return writeThrough(path, write)
		}
		mode = info.Mode().Perm()
		if target, linkErr := filepath.EvalSymlinks(path); linkErr == nil {
			path = target
		}
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return unwritable(path, err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()           // it may be closed already
			_ = os.Remove(f.Name()) // and renamed; nothing better is known
		}
	}()
	w := bufio.NewWriterSize(f, 256<<10)
	if err = write(w); err != nil {
		return err
	}
	if err = w.Flush(); err == nil {
		if err = f.Chmod(mode); err == nil {
			err = f.Close()
		}
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

// unwritable says that no file can be made where path is, and nothing of the name that it
// would have had for the time being.
func unwritable(path string, err error) error {
	folder := filepath.Dir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return failed("", "%s cannot be written: there is no folder %s", path, folder)
	case errors.Is(err, fs.ErrPermission):
		return failed("", "%s cannot be written: no permission to write to %s", path, folder)
	}
	return fileTrouble(fmt.Errorf("writing %s: %w", path, err))
}

// writeThrough writes to what is no file of its own, such as a pipe or a device.
func writeThrough(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fileTrouble(fmt.Errorf("writing %s: %w", path, err))
	}
	w := bufio.NewWriterSize(f, 256<<10)
	return errors.Join(write(w), w.Flush(), f.Close())
}

// patientWriter is a writer that fails once the context has ended.
type patientWriter struct {
	ctx context.Context
	w   io.Writer
}

func (p *patientWriter) Write(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.w.Write(b)
}
