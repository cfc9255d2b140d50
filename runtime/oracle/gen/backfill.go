package gen

// backfill lets a journey take in those who came before it was active.
func (w *writer) backfill() {
	if w.chance(3) {
		w.line("backfill %s", w.duration())
	}
}
