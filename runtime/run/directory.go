package run

import "hash/maphash"

// Directory says who an id stands for, without the run that found it out. It holds each
// id once and nothing that a garbage collector has to walk, because it outlives the run.
type Directory struct {
	seed  maphash.Seed
	slots []uint32 // where a hash leads: the number of an id, plus 1
	ends  []int    // id → where its text ends
	text  []byte
	who   []uint32 // id → person
}

// Directory returns what Find answers now.
func (r *Runner) Directory() *Directory {
	ps := r.people
	n := ps.users.used + len(ps.more) + len(ps.owners)
	size := 4
	for size*3 < n*4 {
		size *= 2
	}
	d := &Directory{seed: ps.seed, slots: make([]uint32, size), ends: make([]int, 0, n), who: make([]uint32, 0, n)}
	for i := range ps.users.rows() {
		d.add(ps, ps.at(i).Name)
	}
	for id := range ps.more { // a set: where an id lies changes no answer
		d.add(ps, id)
	}
	for i := range ps.owners {
		d.add(ps, ps.owners[i].id)
	}
	return d
}

// add notes whom an id stands for, if anybody.
func (d *Directory) add(ps *people, id string) {
	slot, known := d.slot(id)
	if known {
		return
	}
	person, ok := ps.find(id)
	if !ok {
		return
	}
	d.text = append(d.text, id...)
	d.ends = append(d.ends, len(d.text))
	d.who = append(d.who, person)
	d.slots[slot] = uint32(len(d.who))
}

// slot is where an id is found, or would be put.
func (d *Directory) slot(id string) (slot int, known bool) {
	mask := len(d.slots) - 1
	slot = int(maphash.String(d.seed, id)) & mask
	for d.slots[slot] != 0 {
		i := int(d.slots[slot]) - 1
		from := 0
		if i > 0 {
			from = d.ends[i-1]
		}
		if string(d.text[from:d.ends[i]]) == id {
			return slot, true
		}
		slot = (slot + 1) & mask
	}
	return slot, false
}

// Find returns the person whom an id stands for: a user id, else an anonymous one.
func (d *Directory) Find(id string) (person uint32, ok bool) {
	slot, known := d.slot(id)
	if !known {
		return 0, false
	}
	return d.who[d.slots[slot]-1], true
}
