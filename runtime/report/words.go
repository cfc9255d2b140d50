package report

// These tables say in words what a reason means, for people who read the page and
// not the reference. Records and JSON carry the reason itself.

var notEnteredBecause = map[string]string{
	"where":     "the condition of `when` did not hold",
	"while":     "the condition of `while` did not hold",
	"once":      "had been there, or was still inside",
	"again":     "came back too soon",
	"late":      "the event arrived too late to act on",
	"backfill":  "it happened before the journey began",
	"overflow":  "more at once than one person may have",
	"exclusive": "was inside another journey of the group",
	"killed":    "what must not happen happened in time",
}

var skippedBecause = map[string]string{
	"unsubscribed": "does not want to be written to",
	"capped":       "had enough messages already",
	"quiet":        "it was the quiet time",
	"holdout":      "held out, to compare with",
	"no_address":   "no address is known",
	"invalid":      "the address does not work",
	"duplicate":    "the same was sent before",
	"no_content":   "there was nothing to say",
	"expired":      "it came too late to be of use",
	"left":         "left the journey while the message waited",
}

var waitedBecause = map[string]string{
	"own":      ", the person's own best hour",
	"everyone": ", everyone's best hour",
	"nobody":   ", since nothing is known of anybody's hours",
}

var leftBecause = map[string]string{
	"finished":  "came to the end",
	"goal":      "reached the goal",
	"exit":      "an `exit` event came",
	"while":     "`while` stopped being true",
	"stopped":   "came to a `stop`",
	"restarted": "started again from the beginning",
	"merged":    "was somebody who was inside already",
	"migrated":  "moved to a new version",
	"deleted":   "was deleted",
}

// NotEnteredBecause says in words why somebody did not enter a journey; empty for a
// reason that is none.
func NotEnteredBecause(reason string) string { return notEnteredBecause[reason] }

// SkippedBecause says in words why a message was not sent.
func SkippedBecause(reason string) string { return skippedBecause[reason] }

// LeftBecause says in words why somebody left a journey.
func LeftBecause(reason string) string { return leftBecause[reason] }

// WaitedBecause says in words whose hours a wait for the best time goes by, to stand
// behind when it ends.
func WaitedBecause(reason string) string { return waitedBecause[reason] }
