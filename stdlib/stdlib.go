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

import _ "embed"

//go:embed prelude.journey
var prelude string

// PreludePath is the path of the prelude; a file below "std/" belongs to the
// standard library.
const PreludePath = "std/prelude.journey"

// Prelude returns the path and the source of the file that is checked before
// every project's own.
func Prelude() (path, source string) { return PreludePath, prelude }

// Modules returns the names that `use` knows, sorted. What they declare is part
// of the prelude in this version, so using one changes nothing; naming it says
// what a file relies on.
func Modules() []string { return []string{"account", "consent", "engagement", "retail"} }
