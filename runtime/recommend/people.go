package recommend

// People is one more than the greatest number of a person in the buffer.
func (b *Buffer) People() int64 {
	n := int64(0)
	for i := range b.seen {
		n = max(n, int64(b.seen[i].person)+1)
	}
	for i := range b.people {
		n = max(n, int64(b.people[i].person)+1, int64(b.people[i].other)+1)
	}
	return n
}
