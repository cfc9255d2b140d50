package gen

import "strings"

// waitBest writes a wait for the best time.
func (w *writer) waitBest() { w.line("wait until best time within %s%s", w.duration(), w.as("best")) }

// shows are the names in a feed of what the best time is learned from.
var shows = []string{"visit", "Email Opened", "clicked", "page_viewed", "visited"}

// hearsVisits lets people be there, where a journey asks when they are.
func (f *Source) hearsVisits(src string) {
	if strings.Contains(src, "best time") {
		f.asked = append(f.asked, shows...)
	}
}
