package feed

type quoting struct{}

func (q *quoting) cut(buf []byte, maxLine int, final bool) int { return 0 }
