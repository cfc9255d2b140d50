package run

// dedupe remembers message ids for some time. An id is 64 bits of hash (among a
// hundred million remembered ids one new one in 10¹¹ is taken for a repeat) and
// the minute of the line that brought it.
type dedupe struct {
	hashes  []uint64
	minutes []int32 // minute + 1, so that 0 is a free place
	used    int
	keep    int64 // minutes; 0 remembers nothing
}

const msPerMinute = 60_000

func newDedupe(ms int64) *dedupe { return &dedupe{keep: ms / msPerMinute} }

// repeat reports whether an id was accepted not long before the watermark, and
// accepts it otherwise.
func (d *dedupe) repeat(id string, time, mark int64) bool {
	if d.keep <= 0 {
		return false
	}
	if d.used*4 >= len(d.hashes)*3 {
		d.grow(mark)
	}
	h := hash(id)
	now, at := floorDiv(mark, msPerMinute), int32(floorDiv(time, msPerMinute))
	mask := uint64(len(d.hashes) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		switch {
		case d.minutes[i] == 0:
			d.hashes[i], d.minutes[i] = h, at+1
			d.used++
			return false
		case d.hashes[i] == h:
			if now-int64(d.minutes[i]-1) < d.keep {
				return true
			}
			d.minutes[i] = at + 1
			return false
		}
	}
}

// grow makes room, and forgets what is old enough to be forgotten.
func (d *dedupe) grow(mark int64) {
	hashes, minutes := d.hashes, d.minutes
	now := floorDiv(mark, msPerMinute)
	kept := 0
	for _, m := range minutes {
		if m != 0 && now-int64(m-1) < d.keep {
			kept++
		}
	}
	size := 1024
	for size < 2*kept+1 {
		size *= 2
	}
	d.hashes, d.minutes, d.used = make([]uint64, size), make([]int32, size), kept
	for k, m := range minutes {
		if m == 0 || now-int64(m-1) >= d.keep {
			continue
		}
		i := hashes[k] & uint64(size-1)
		for d.minutes[i] != 0 {
			i = (i + 1) & uint64(size-1)
		}
		d.hashes[i], d.minutes[i] = hashes[k], m
	}
}

// hash is FNV-1a with a round of mixing, because FNV's bits are weak for short
// texts. It is the same on every machine, as everything that decides must be.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
