// Package spell finds the word that was meant.
package spell

import (
	"unicode"
	"unicode/utf8"
)

// Closest returns the candidate nearest to word, if one is near enough to be worth
// offering: one slip for words of up to four letters, two up to eight, three beyond.
// A slip is a letter added, left out, changed, or swapped with its neighbour
// (Damerau-Levenshtein, optimal string alignment). Upper and lower case are the same
// letter. Of two equally near candidates the earlier one wins.
func Closest(word string, candidates []string) (string, bool) {
	w := fold(word)
	limit := allowed(len(w))
	best, found := "", false
	for _, c := range candidates {
		if n := utf8.RuneCountInString(c); n < len(w)-limit || n > len(w)+limit {
			continue
		}
		d := distance(w, fold(c), limit)
		if d > limit || d >= len(w) {
			continue
		}
		best, found = c, true
		if d == 0 {
			break
		}
		limit = d - 1
	}
	return best, found
}

// allowed is how many slips a word of n letters may hold.
func allowed(n int) int {
	switch {
	case n <= 4:
		return 1
	case n <= 8:
		return 2
	}
	return 3
}

func fold(s string) []rune {
	rs := []rune(s)
	for i, r := range rs {
		rs[i] = unicode.ToLower(r)
	}
	return rs
}

// distance counts the slips between a and b, giving up beyond limit.
func distance(a, b []rune, limit int) int {
	before, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
			least = min(least, cur[j])
		}
		if least > limit {
			return limit + 1
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(b)]
}
