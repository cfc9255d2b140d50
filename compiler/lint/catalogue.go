package lint

import (
	"slices"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/compiler/lower"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/parse"
)

// rules are all rules, in the order of their codes. The table is append-only: a code
// never changes its meaning and is never used again.
var rules = []rule{
	{UnusedMessage, newUnusedMessage},
	{UnreachableStep, newUnreachableStep},
	{GoalBeforeSend, newGoalBeforeSend},
	{NeverHeard, newNeverHeard},
	{StillSends, newStillSends},
	{SameAgain, newSameAgain},
	{RemindsBuyers, newRemindsBuyers},
	{OrOfNegations, newOrOfNegations},
	{WindowMissesWait, newWindowMissesWait},
	{DateBehind, newDateBehind},
	{UntilAnEvent, newUntilAnEvent},
	{RepeatsUnheard, newRepeatsUnheard},
	{NoZone, newNoZone},
	{NoPolicy, newNoPolicy},
	{OfferExpiresInQuiet, newOfferExpiresInQuiet},
	{ArmsBelowHundred, newArmsBelowHundred},
	{LinkWithoutCampaign, newLinkWithoutCampaign},
	{LookAlikeNames, newLookAlikeNames},
	{UnusedEvent, newUnusedEvent},
	{UnusedSegment, newUnusedSegment},
	{UnusedStepName, newUnusedStepName},
	{MissingVariant, newMissingVariant},
	{AlwaysTrue, newAlwaysTrue},
	{NeverTrue, newNeverTrue},
	{HiddenStage, newHiddenStage},
	{ShadowedArm, newShadowedArm},
	{AlreadyKnown, newAlreadyKnown},
	{Markup, newMarkup},
	{WaitsForEver, newWaitsForEver},
	{EndlessCircle, newEndlessCircle},
	{SentTwice, newSentTwice},
	{AnswersTwice, newAnswersTwice},
	{ManyInADay, newManyInADay},
	{ArmOfNobody, newArmOfNobody},
	{NeverEnters, newNeverEnters},
	{ExitBehindGoal, newExitBehindGoal},
	{AnswerTooEarly, newAnswerTooEarly},
	{OverAtOnce, newOverAtOnce},
	{GoalOfItsOwn, newGoalOfItsOwn},
	{NotInFeed, newNotInFeed},
}

// Codes returns the codes of this package: suppressions, then rules.
func Codes() []diag.Code {
	out := []diag.Code{UnusedSuppression, BadSuppression, BareSuppression}
	for _, r := range rules {
		out = append(out, r.code)
	}
	return out
}

// Catalogue returns every code of the toolchain, in order.
func Catalogue() []diag.Code {
	all := slices.Concat(parse.Codes, check.Codes, Codes(), lower.Codes)
	slices.SortStableFunc(all, func(a, b diag.Code) int {
		switch {
		case a.ID < b.ID:
			return -1
		case a.ID > b.ID:
			return 1
		}
		return 0
	})
	return all
}
