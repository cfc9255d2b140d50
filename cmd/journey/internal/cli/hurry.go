package cli

import "runtime/debug"

// hurry lets what is read once and thrown away lie for longer before it is collected:
// linting a thousand files takes a fifth less of the processors, and some megabytes
// more. It returns what puts that back. Whoever sets GOGC knows better.
func (a *app) hurry() (done func()) {
	if a.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(400)
	return func() { debug.SetGCPercent(before) }
}
