package sim

// histogram counts messages over time in at most mostBars buckets, which double
// their width when time runs out of them. It begins where the first message was.
type histogram struct {
	from, width   int64
	sent, skipped []int64
}

const (
	mostBars = 2048
	firstBar = 60_000 // a minute
)

func (h *histogram) add(at int64, skipped bool) {
	if h.width == 0 {
		h.width = firstBar
		h.from = at - at%firstBar
	}
	for (at-h.from)/h.width >= mostBars {
		h.double()
	}
	i := int((at - h.from) / h.width)
	for len(h.sent) <= i {
		h.sent, h.skipped = append(h.sent, 0), append(h.skipped, 0)
	}
	if skipped {
		h.skipped[i]++
	} else {
		h.sent[i]++
	}
}

func (h *histogram) double() {
	n := (len(h.sent) + 1) / 2
	for i := range n {
		a, b := h.sent[2*i], h.skipped[2*i]
		if 2*i+1 < len(h.sent) {
			a, b = a+h.sent[2*i+1], b+h.skipped[2*i+1]
		}
		h.sent[i], h.skipped[i] = a, b
	}
	h.sent, h.skipped = h.sent[:n], h.skipped[:n]
	h.width *= 2
}

// bars spreads the counts over so many buckets between two instants.
func (h *histogram) bars(from, to int64, buckets int) Timeline {
	buckets = max(buckets, 1)
	t := Timeline{From: Instant(from), To: Instant(to), Sent: make([]int64, buckets), Skipped: make([]int64, buckets)}
	t.Width = max((to-from+int64(buckets))/int64(buckets), 1)
	for i := range h.sent {
		// A message lies within its bar; its middle says where it is shown.
		k := (h.from + int64(i)*h.width + h.width/2 - from) / t.Width
		k = min(max(k, 0), int64(buckets-1))
		t.Sent[k] += h.sent[i]
		t.Skipped[k] += h.skipped[i]
	}
	return t
}
