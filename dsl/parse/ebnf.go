package parse

import (
	"regexp"
	"strings"

	"github.com/alecthomas/participle/v2"
)

// EBNF returns the grammar of the language, for people who write tools.
//
// The productions are printed from the ones that the parser runs on, so they
// cannot be wrong. What is read by hand (blocks, patterns, expressions, texts) is
// described by hand in ebnf_hand.go, in the same notation; a test makes random
// sentences of the whole and has them parsed.
func EBNF() string {
	var b strings.Builder
	b.WriteString(ebnfHead)
	for _, section := range ebnfSections {
		b.WriteString("\n// " + section.title + "\n\n")
		b.WriteString(section.hand)
		for _, p := range section.productions {
			b.WriteString(named(p()) + "\n")
		}
	}
	return b.String()
}

// ebnfSection is a group of rules: those of participle, then those by hand.
type ebnfSection struct {
	title       string
	hand        string
	productions []func() string
}

var ebnfSections = []ebnfSection{
	{"Files and declarations", handDeclarations, []func() string{
		printed[useDecl], printed[eventDecl], printed[profileDecl], printed[segmentDecl],
		printed[lifecycleDecl], printed[stageLine], printed[messageDecl], printed[partLine],
		printed[policyDecl], printed[consentRule], printed[quietRule], printed[capRule],
		printed[assertDecl], printed[neverMoreThan], printed[neverAfter], printed[journeyDecl],
		printed[testDecl], printed[givenLine], printed[atLine], printed[expectLine],
	}},
	{"Triggers and settings", handTriggers, []func() string{
		printed[whenTrigger], printed[onTrigger], printed[offsetTrigger], printed[scheduleTrigger],
		printed[enterSetting], printed[goalSetting], printed[exitSetting], printed[whileSetting],
		printed[holdoutSetting], printed[prioritySetting], printed[exclusiveSetting], printed[policySetting],
		printed[acceptSetting], printed[leapSetting], printed[backfillSetting], printed[timezoneSetting],
	}},
	{"Patterns", handPatterns, nil},
	{"Steps", handSteps, []func() string{
		printed[sendStep], printed[waitStep], printed[waitTimeStep], printed[waitDateStep],
		printed[waitBestStep], printed[waitUntilStep], printed[waitForStep], printed[raceStep],
		printed[raceArm], printed[elseArm], printed[ifStep], printed[splitStep], printed[splitArm],
		printed[repeatStep], printed[setStep], printed[tagStep], printed[audienceStep],
		printed[emitStep], printed[webhookStep], printed[startStep], printed[stopStep],
	}},
	{"Types and expressions", handExpressions, []func() string{printed[fieldLine]}},
	{"Words", handWords, nil},
}

// printed prints the one production of a grammar.
func printed[P any]() string {
	return participle.MustBuild[P](participle.Lexer(definition{}), participle.UseLookahead(0)).String()
}

// nodeNames are the rules that the Parseables of the productions read.
var nodeNames = map[string]string{
	"nameNode": "Name", "numberNode": "<number>", "durationNode": "Duration", "percentNode": "<percent>",
	"timeNode": "<time>", "optTime": "<time>", "optDate": "<date>", "stringNode": "Text", "optString": "Text",
	"recordNode": "Record", "optRecord": "Record", "exprNode": "Expr", "condNode": "Condition", "contentNode": "Condition",
	"placeNode": "Place", "patternNode": "Pattern", "eventsNode": "Events", "eventNode": "Event",
	"blockNode": "Block", "optBlock": "Block", "namesNode": "Names", "fieldsNode": "Fields", "optFields": "Fields",
	"stagesNode": "Stages", "partsNode": "Parts", "optLang": "Language", "bodyNode": "JourneyBody", "targetNode": "Target",
	"rulesNode": "Rules", "neverNode": "Never", "unitNode": "CalendarUnit", "optLines": "TestLines",
	"givenNode": "Circumstance", "happenNode": "Happening", "expectNode": "Expectation", "momentNode": "Moment", "sinceNode": "Duration", "countNode": "<number>", "dayNode": "Day", "optDay": "Day",
	"daysNode": "Days", "raceNode": "RaceArms", "splitNode": "SplitArms", "typeNode": "Type", "fieldNode": "FieldName",
}

var nodeName = regexp.MustCompile(`"[^"]*"|\b[a-z]\w*(Node|String|Record|Block|Fields|Lang|Lines|Day|Date|Time)\b`)

// named writes the names of rules in place of those of Go types.
func named(production string) string {
	return nodeName.ReplaceAllStringFunc(production, func(s string) string {
		if name, ok := nodeNames[s]; ok {
			return name
		}
		return s
	})
}
