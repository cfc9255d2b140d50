package mutants

// Helper is the file that an instrumented package needs beside its own. A program of
// such packages has all mistakes in it, all switched off, and is told by its
// environment
//
//	MUTANT     which of them to make
//	REACHED    a file, to which it adds the numbers of those that would have changed
//	           something: `a < b` and `a <= b` are only two things where a is b
//
// A mistake may make the engine go round for ever. A program that makes one counts how
// often it was asked what it compares, and gives up after far more than it ever needs.
func Helper(pkg string) []byte { return []byte("package " + pkg + helper) }

const helper = `

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
)

const mutantCallsEnough = 60_000_000

var (
	mutant, _    = strconv.Atoi(os.Getenv("MUTANT"))
	mutantFile   = os.Getenv("REACHED")
	mutantCalls  atomic.Int64
	mutantsKnown sync.Map
)

// mutantReach is a place at which mistake n, if it is made, changes something.
func mutantReach(n int, changes bool) {
	if mutantCalls.Add(1) > mutantCallsEnough {
		panic("mutant: it goes round for ever")
	}
	if !changes || mutantFile == "" {
		return
	}
	if _, known := mutantsKnown.LoadOrStore(n, true); known {
		return
	}
	f, err := os.OpenFile(mutantFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = fmt.Fprintln(f, n)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		panic(err)
	}
}

func mutantOn(n int) bool {
	mutantReach(n, true)
	return mutant == n
}

func mutantLess[T cmp.Ordered](n int, a, b T) bool {
	mutantReach(n, a == b)
	mutantReach(n+1, a != b)
	switch mutant {
	case n:
		return a <= b
	case n + 1:
		return b < a
	}
	return a < b
}

func mutantAtMost[T cmp.Ordered](n int, a, b T) bool {
	mutantReach(n, a == b)
	mutantReach(n+1, a != b)
	switch mutant {
	case n:
		return a < b
	case n + 1:
		return b <= a
	}
	return a <= b
}

func mutantCompare(n, c int) int {
	mutantReach(n, c != 0)
	if mutant == n {
		return -c
	}
	return c
}

func mutantMin[T cmp.Ordered](n int, all ...T) T {
	least, most := slices.Min(all), slices.Max(all)
	mutantReach(n, least != most)
	if mutant == n {
		return most
	}
	return least
}

func mutantMax[T cmp.Ordered](n int, all ...T) T {
	least, most := slices.Min(all), slices.Max(all)
	mutantReach(n, least != most)
	if mutant == n {
		return least
	}
	return most
}
`
