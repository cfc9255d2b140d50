package check

import (
	"slices"

	"github.com/journeylang/journey/dsl/diag"
)

// Codes returns every code of this package, in order. Codes are append-only: one never
// changes its meaning and is never used again.
func Codes() []diag.Code { return slices.Concat(nameCodes, structureCodes, typeCodes) }

// listedCode adds a code to its table, so that none can be declared and left out.
func listedCode(table *[]diag.Code, c diag.Code) diag.Code {
	*table = append(*table, c)
	return c
}
