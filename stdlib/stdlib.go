// Package stdlib is what every journey knows without saying so: the prelude,
// written in the language itself, and the typed catalogue of functions,
// channels and built-in records.
//
// The catalogue holds signatures, words and examples, never code: the runtime
// implements the functions, and a test there runs every example against them.
// Types are written in the language's own notation, so that the checker, the
// reference and a reader all see the same text. Three words exist only here:
//
//	any          a value of any type
//	T, U         one type, the same wherever the letter stands in a signature
//	T => bool    an expression about the element, written with `it` or `.field`
//
// A trailing `?` on a parameter says that the function takes a missing value;
// everywhere else a missing argument gives a missing result.
package stdlib

import (
	"embed"
	"path"
)

//go:embed prelude.journey
var prelude string

//go:embed modules/*.journey
var modules embed.FS

// Dir is the folder of the standard library in paths: a file below it is ours.
const Dir = "std/"

// PreludePath is the path of the prelude.
const PreludePath = Dir + "prelude.journey"

// Prelude returns the path and the source of the file that is checked before
// every project's own.
func Prelude() (path, source string) { return PreludePath, prelude }

// Modules returns the names that `use` knows, sorted.
func Modules() []string { return []string{"content", "lifecycle", "retail", "saas"} }

// Module returns the path and the source of a module, and whether there is one of
// that name.
func Module(name string) (file, source string, ok bool) {
	data, err := modules.ReadFile(path.Join("modules", name+".journey"))
	if err != nil {
		return "", "", false
	}
	return Dir + name + ".journey", string(data), true
}
