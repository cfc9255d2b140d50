// Package gen makes up journeys and feeds, so that two implementations of the language
// can be compared where nobody thought to look. Only tests use it.
//
// A journey is text, so that a difference is a file one can read. Everything follows
// from a seed: the same seed is the same journey and the same feed, on any machine
// and for as long as this package is not changed.
//
// Random times would never hit a boundary. So a feed takes its times from what the
// journey says: an earlier event plus one of the journey's durations, exactly, or a
// millisecond before or after; the timestamp of the line before; the edge of
// the grace. It begins near a night in which clocks change, a leap day or the end of a month. For the
// same reason a journey has few events, few values and few durations.
//
// Shrink makes a difference small before anybody has to read it.
package gen

import "math/rand/v2"

// dice is a source of choices.
type dice struct{ *rand.Rand }

// roll returns the dice of a seed. The purpose keeps the dice of a journey and of its feed apart.
func roll(seed, purpose uint64) dice { return dice{rand.New(rand.NewPCG(seed, purpose))} }

// chance is true once in n times.
func (d dice) chance(n int) bool { return d.IntN(n) == 0 }

func pick[T any](d dice, from ...T) T { return from[d.IntN(len(from))] }
