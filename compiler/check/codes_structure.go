package check

import (
	"fmt"
	"strings"
)

// The codes about how a journey is put together: J0230 to J0299.
var (
	// codeNoWindow is a pattern that needs a window and has none.
	codeNoWindow = errorCode("J0230", "no-window", "a pattern without its window",
		"`and not X` must say until when it waits for X; `A and B` how near to each other the two must be. Without that nobody knows when the pattern comes true.",
		"when cart_abandoned and not purchased then email \"Still here\"\n",
		"when cart_abandoned and not purchased within 2h then email \"Still here\"\n")

	// codeAbsenceOfTwo is `A and B and not X within D`.
	codeAbsenceOfTwo = errorCode("J0231", "absence-of-two", "`not` after two events",
		"In `A and B and not X within 2h` it is not clear from which event the two hours count, nor how near A and B must be. Say that one follows the other with no X between, or give the two their own window in parentheses.",
		"when wishlisted and price_dropped and not purchased within 2h then email \"Now cheaper\"\n",
		"when (wishlisted and price_dropped within 7d) and not purchased within 2h then email \"Now cheaper\"\n")

	// codeDuplicateSetting is a setting that stands twice.
	codeDuplicateSetting = errorCode("J0232", "duplicate-setting", "a setting that stands twice",
		"A journey has one of each setting.",
		"journey j {\n  when signed_up\n  goal purchased within 7d\n  goal login within 7d\n  then email \"Hello\"\n}\n",
		"journey j {\n  when signed_up\n  goal purchased or login within 7d\n  then email \"Hello\"\n}\n")

	// codeEnterEach is `enter each` of something that tells no run from another.
	codeEnterEach = errorCode("J0233", "enter-each", "`enter each` needs a field of the trigger's event",
		"One run per value needs a value: a text or a number that the first event of the trigger carries.",
		"journey j {\n  when profile.plan changes to \"pro\"\n  enter each order_id\n  then email \"Hello\"\n}\n",
		"journey j {\n  when purchased\n  enter each order_id\n  then email \"Hello\"\n}\n")

	// codeSplitOver is a split of more than everybody.
	codeSplitOver = errorCode("J0234", "split-over", "a split of more than 100%",
		"The arms of a split share the people; together they take 100% at most. Who is in none goes past the split.",
		"journey j {\n  when signed_up\n  then {\n    split {\n      60% a { email \"A\" }\n      50% b { email \"B\" }\n    }\n  }\n}\n",
		"journey j {\n  when signed_up\n  then {\n    split {\n      50% a { email \"A\" }\n      50% b { email \"B\" }\n    }\n  }\n}\n")

	// codePercentRange is a percent that makes no sense where it stands.
	codePercentRange = errorCode("J0235", "percent-range", "a percent out of range",
		"A holdout is more than 0% and less than 100%; a coupon more than 0% and at most 100%; an arm of a split 0% to 100%.",
		"journey j {\n  when signed_up\n  holdout 100%\n  then email \"Hello\"\n}\n",
		"journey j {\n  when signed_up\n  holdout 10%\n  then email \"Hello\"\n}\n")

	// codeEmptyDuration is a duration of nothing.
	codeEmptyDuration = errorCode("J0236", "empty-duration", "a duration of nothing",
		"Nothing can happen within no time at all, and a wait of nothing is no wait: such a duration is a slip of the finger.",
		"when cart_abandoned and not purchased within 0h then email \"Still here\"\n",
		"when cart_abandoned and not purchased within 2h then email \"Still here\"\n")

	// codeBadNumber is a number out of range.
	codeBadNumber = errorCode("J0237", "bad-number", "a number out of range",
		"Counts are whole numbers from 1; a count of events goes to 256, which is what is remembered of one person.",
		"when 2.5 friend_added in 10d then email \"So many friends\"\n",
		"when 3 friend_added in 10d then email \"So many friends\"\n")

	// codeBadMoment is a time, a date or a zone that does not exist.
	codeBadMoment = errorCode("J0238", "bad-moment", "a time, date or zone that does not exist",
		"Times of day go from 00:00 to 23:59, dates are days of the calendar, a window of time has an end that is not its beginning, and quiet times leave some of the day.",
		"journey j {\n  when signed_up\n  timezone \"somewhere\"\n  then email \"Hello\"\n}\n",
		"journey j {\n  when signed_up\n  timezone \"Europe/Sofia\"\n  then email \"Hello\"\n}\n")

	// codeParamMissing is a send that leaves a parameter of its message open.
	codeParamMissing = errorCode("J0239", "parameter-missing", "a message's parameter that a send does not bind",
		"A name that a message uses and nothing declares is its parameter. Every send of the message gives it a value.",
		"message offer { subject \"{{ code }} is for you\" }\nwhen signed_up then email offer\n",
		"message offer { subject \"{{ code }} is for you\" }\nwhen signed_up then email offer with { code: coupon(10%, valid: 3d) }\n")

	// codeUnknownParam is a value bound to a name that the message does not use.
	codeUnknownParam = errorCode("J0240", "unknown-parameter", "a value that the message does not use",
		"What a send binds must be used by its message; otherwise one of the two names is misspelt, or the value is a leftover.",
		"message offer { subject \"{{ code }} is for you\" }\nwhen signed_up then email offer with { code: \"A1\", kode: \"A2\" }\n",
		"message offer { subject \"{{ code }} is for you\" }\nwhen signed_up then email offer with { code: \"A1\" }\n")

	// codeFieldMissing is an emitted event without a field that it always carries.
	codeFieldMissing = errorCode("J0241", "field-missing", "an emitted event without one of its fields",
		"A field declared without `?` is always there; a journey that emits the event gives it a value.",
		"event trial_ending { days: number }\nwhen signed_up then emit trial_ending\n",
		"event trial_ending { days: number }\nwhen signed_up then emit trial_ending { days: 3 }\n")

	// codeFactInFact is a question about the past inside the filter of another.
	codeFactInFact = errorCode("J0242", "nested-past", "a question about the past inside another",
		"The filter of `E in the last D`, count, sum and last compares the fields of one event. Whether something else happened is a second question.",
		"segment s where purchased where (never login) in the last 30d\nwhen signed_up then email \"Hello\"\n",
		"segment s where purchased in the last 30d and never login\nwhen signed_up then email \"Hello\"\n")

	// codeTooDeep is a closure inside a closure inside a closure.
	codeTooDeep = errorCode("J0243", "too-deep", "lists gone through inside each other, three deep",
		"any, filter, map and their like may stand inside each other once; every further level multiplies the work of a single condition.",
		"segment s where any(viewed, any(bought, any(cart.items, .quantity > 1)))\nwhen signed_up then email \"Hello\"\n",
		"segment s where any(viewed, any(bought, .quantity > 1))\nwhen signed_up then email \"Hello\"\n")

	// codeSegmentCircle is a segment that asks about itself.
	codeSegmentCircle = errorCode("J0244", "segment-circle", "a segment that asks about itself",
		"A segment may ask about others, but not, by way of them, about itself: nobody could say who is in it. A stage of a lifecycle also asks about the stages behind it, since a person is in the last one that holds.",
		"segment regular where segment loyal or count(purchased) > 3\nsegment loyal where segment regular and purchased in the last 30d\nwhen login then if segment loyal { email \"Hello\" }\n",
		"segment regular where count(purchased) > 3\nsegment loyal where segment regular and purchased in the last 30d\nwhen login then if segment loyal { email \"Hello\" }\n")

	// codeSegmentSize is a segment that asks too much.
	codeSegmentSize = errorCode("J0245", "segment-size", "a segment that comes to too many questions",
		"A segment is answered whenever it is asked, with all segments that it asks about. Segments that each ask several times about the one before come to a thousand questions quickly; then no answer is cheap any more.",
		doubled(11), doubled(3))

	// codeRepeatForever is a repeat without an end.
	codeRepeatForever = errorCode("J0271", "repeat-forever", "a repeat without an end",
		"A repeat says how often it runs at most, or until when. Otherwise nobody who came to it would ever leave.",
		"when signed_up then repeat every 7d { email \"Tip\" }\n",
		"when signed_up then repeat every 7d up to 4 times { email \"Tip\" }\n")

	// codeRepeatAtOnce is a repeat whose runs follow each other without any time between.
	codeRepeatAtOnce = errorCode("J0272", "repeat-at-once", "a repeat whose runs do not wait for each other",
		"Without `every` the next run begins as soon as the one before is over, so each way through it has to come to a wait.",
		"when signed_up then repeat up to 3 times { email \"Tip\" }\n",
		"when signed_up then repeat up to 3 times {\n  email \"Tip\"\n  wait 2d\n}\n")

	// codeAcceptLate is `accept late` with a trigger of several events.
	codeAcceptLate = errorCode("J0273", "accept-late-pattern", "`accept late` with a trigger of several events",
		"An event that comes late is put into history where it belongs, but what a pattern of several events would need beside it may be forgotten by then. So only a trigger that one event begins can accept late ones.",
		"journey j {\n  when login followed by purchased within 1d\n  accept late 6h\n  then email \"Hello\"\n}\n",
		"journey j {\n  when purchased\n  accept late 6h\n  then email \"Hello\"\n}\n")

	// codePersonInPattern is a segment or a trait inside a pattern of events.
	codePersonInPattern = errorCode("J0274", "person-in-pattern", "a segment or a trait inside a pattern",
		"Coming into a segment, leaving one and a trait that changes begin a journey by themselves. The parts of a longer pattern are events, which have a place in the history and come late or twice like any other. To use such a moment in one, let a small journey of its own make an event of it with `emit`, and ask for that event. What shall hold at the moment of entering is asked with `where`, and what must hold all the time with `while`.",
		"segment vip where sum(purchased.total, last 365d) >= 1000\nwhen enters vip and not login within 2d then email \"Welcome to the club\"\n",
		"segment vip where sum(purchased.total, last 365d) >= 1000\nevent became_vip\njourney told {\n  when enters vip\n  then { emit became_vip }\n}\njourney greeted {\n  when became_vip and not login within 2d\n  then email \"Welcome to the club\"\n}\n")

	// codeStartEach is `start` of a journey that runs once for each value of a field.
	codeStartEach = errorCode("J0270", "start-each", "`start` of a journey with `enter each`",
		"`start` lets a person into a journey without an event, so there is no value that would tell one run from another.",
		"journey parcel {\n  when purchased\n  enter each order_id\n  then email \"On its way\"\n}\njourney j {\n  when signed_up\n  then start parcel\n}\n",
		"event shipped { order_id: text? }\njourney parcel {\n  when shipped\n  enter each order_id\n  then email \"On its way\"\n}\njourney j {\n  when purchased\n  then emit shipped { order_id: entry.order_id }\n}\n")
)

// doubled is a file of so many segments that each ask twice about the one before.
func doubled(n int) string {
	var b strings.Builder
	b.WriteString("segment s0 where never purchased\n")
	for i := range n {
		fmt.Fprintf(&b, "segment s%d where segment s%d or segment s%[2]d\n", i+1, i)
	}
	return b.String() + "when signed_up then email \"Hello\"\n"
}
