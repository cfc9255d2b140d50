package check

import "github.com/journeylang/journey/dsl/diag"

// Codes are the diagnostics about names (J0201 to J0229), about how a journey is put
// together (J0230 to J0299) and about types (J03xx). The table is append-only: a code
// never changes its meaning and is never used again.
var Codes = []diag.Code{
	codeDuplicateName,
	codeUnknownEvent,
	codeUnknownField,
	codeUnknownTrait,
	codeUnknownName,
	codeUnknownFunction,
	codeUnknownMessage,
	codeUnknownChannel,
	codeUnknownSegment,
	codeUnknownPolicy,
	codeUnknownStep,
	codeUnknownJourney,
	codeUnknownModule,
	codeUnknownType,
	codeUnknownWord,
	codeEventNameForm,
	codeNoEntry,
	codeElementOutside,
	codeBasisOnly,
	codeNotATrait,
	codeEntryInMessage,
	codeNoWindow,
	codeAbsenceOfTwo,
	codeDuplicateSetting,
	codeEnterEach,
	codeSplitOver,
	codePercentRange,
	codeEmptyDuration,
	codeBadNumber,
	codeBadMoment,
	codeParamMissing,
	codeUnknownParam,
	codeFieldMissing,
	codeFactInFact,
	codeTooDeep,
	codeTestOrder,
	codeTestTime,
	codeTestPerson,
	codeTestEmpty,
	codeWrongType,
	codeNotCondition,
	codeNeverComparable,
	codeNotOneOf,
	codeNullCompared,
	codeWrongArguments,
	codePercentOrNumber,
	codeTimeSinceAlone,
	codeEventAsValue,
	codeMissingValue,
	codeParamTypes,
	codeNotConstant,
	codeBadPattern,
	codeNotPrintable,
	codeDeclaredOtherwise,
	codeMoneyProduct,
	codePatternSize,
}

func errorCode(id, name, title, doc, bad, good string) diag.Code {
	return diag.Code{ID: id, Name: name, Severity: diag.Error, Title: title, Doc: doc, Bad: bad, Good: good}
}
