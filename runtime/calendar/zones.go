package calendar

import (
	"archive/zip"
	_ "embed" // the zone data is part of the program
	"fmt"
	"slices"
	"strings"
	"sync"
)

// data is the IANA database, one TZif file per zone, stored without compression.
// Origin and licence (public domain): README.md in this folder.
//
//go:embed zoneinfo.zip
var data string

// index finds a zone's file in data. Only the directory of the archive is read,
// once; a zone is parsed when it is first asked for.
var index = sync.OnceValue(func() map[string]string {
	archive, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		panic(fmt.Sprintf("calendar: the built-in zone data is damaged: %v", err)) // a bug in us: it is part of the program
	}
	files := make(map[string]string, len(archive.File))
	for _, f := range archive.File {
		start, err := f.DataOffset()
		if err != nil || f.Method != zip.Store {
			panic(fmt.Sprintf("calendar: the built-in zone data is damaged at %s", f.Name))
		}
		files[f.Name] = data[start : start+int64(f.UncompressedSize64)]
	}
	return files
})

// loaded remembers parsed zones. It holds nothing but what follows from data, so
// it is the one shared table here that may grow.
var loaded sync.Map // string → *Zone

// Load returns the zone of an IANA name such as Europe/Istanbul, written exactly
// so. It may be called from many goroutines; a zone is parsed once.
func Load(name string) (*Zone, error) {
	if name == utc.name {
		return utc, nil
	}
	if z, ok := loaded.Load(name); ok {
		return z.(*Zone), nil
	}
	file, ok := index()[name]
	if !ok {
		return nil, fmt.Errorf("unknown time zone %q", name)
	}
	name = strings.Clone(name) // a feed's texts are overwritten when its next lines are read
	z, err := parseTZif(name, file)
	if err != nil {
		return nil, fmt.Errorf("reading time zone %s: %w", name, err)
	}
	first, _ := loaded.LoadOrStore(name, z)
	return first.(*Zone), nil
}

// Names returns the names of all zones in alphabetical order.
func Names() []string {
	names := make([]string, 0, len(index()))
	for name := range index() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
