// Package bucket deals people out to the arms of splits and to holdouts.
//
// A bucket is a pure function of two texts, so a person lands on the same arm on
// replay, on re-entry and on any machine. It is stable for ever: changing it
// would move every person in every running experiment.
//
// The function is FNV-1a (64 bits) over the salt, the byte 0xFF, which occurs in
// no UTF-8 text and so keeps ("ab", "c") and ("a", "bc") apart, and the person;
// then the finalizer of SplitMix64, because the high bits of FNV-1a depend too
// little on the last bytes, which is where ids like p1, p2, p3 differ; then the
// upper 32 bits scaled to the number of buckets.
//
// The salt comes first so that all people share the prefix of the hash.
package bucket

// Count is the number of buckets: one for every hundredth of a percent.
const Count = 10000

const (
	fnvOffset = 0xcbf29ce484222325
	fnvPrime  = 0x100000001b3
)

// Bucket returns the bucket of a person under a salt (the id of a split or of a
// holdout), in [0, Count). An arm of 50% takes 5000 consecutive buckets; arms
// take theirs in the order of the source, so that changing 50/50 to 60/40 moves
// only the tenth that has to move.
func Bucket(person, salt string) uint32 {
	h := uint64(fnvOffset)
	for i := 0; i < len(salt); i++ {
		h = (h ^ uint64(salt[i])) * fnvPrime
	}
	h = (h ^ 0xff) * fnvPrime
	for i := 0; i < len(person); i++ {
		h = (h ^ uint64(person[i])) * fnvPrime
	}
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	h ^= h >> 31
	return uint32((h >> 32) * Count >> 32)
}
