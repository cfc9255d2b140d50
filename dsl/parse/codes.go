package parse

import (
	"strings"

	"github.com/journeylang/journey/dsl/diag"
)

// Codes are the diagnostics of syntax, J01xx. The table is append-only: a code
// never changes its meaning and is never used again.
var Codes = []diag.Code{
	codeTooLarge,
	codeEncoding,
	codeStray,
	codeForeign,
	codeQuotes,
	codeUnclosedText,
	codeEscape,
	codeNearOperator,
	codeAssign,
	codeSemicolon,
	codeComment,
	codeNameDigit,
	codeReserved,
	codeNumber,
	codeNeedsUnit,
	codeDecimalDuration,
	codeUnknownUnit,
	codeDurationTooLong,
	codePercent,
	codeTime,
	codeDate,
	codeUnknownDay,
	codeTooDeep,
	codeTooLong,
	codeMissingName,
	codeMissingNumber,
	codeMissingDuration,
	codeMissingTime,
	codeMissingText,
	codeMissingValue,
	codeMissingRecord,
	codeMissingEvent,
	codeMissingType,
	codeMissingBlock,
	codeMissingContent,
	codeUnclosed,
	codeMissingBrace,
	codeStrayBrace,
	codeUnexpected,
	codeSameLine,
	codeUnknownStep,
	codeUnknownSetting,
	codeUnknownDecl,
	codeTwice,
	codeOrder,
	codeNoTrigger,
	codeNoSteps,
	codeThenInside,
	codeLanguage,
	codeChained,
	codeNotCallable,
	codeClosureBraces,
	codeQuotedField,
	codeLookBack,
	codeWideWhere,
	codeMixedPattern,
	codeLoneWithin,
	codeLoneNot,
	codeOnlyEvents,
	codeTooMany,
	codeStateForEvent,
}

func syntax(id, name, title, doc, bad, good string) diag.Code {
	return diag.Code{ID: id, Name: name, Severity: diag.Error, Title: title, Doc: doc, Bad: bad, Good: good}
}

var (
	codeTooLarge = syntax("J0101", "file-too-large", "file too large",
		"A file is longer than 16 MiB or has more than two million words and signs, and nothing in it was read.",
		"",
		"")
	codeEncoding = syntax("J0102", "not-plain-text", "not plain text",
		"The file holds bytes that are not UTF-8, or characters that nobody can see.",
		"when signed_up then email \"a\x00b\"",
		`when signed_up then email "ab"`)
	codeStray = syntax("J0103", "stray-character", "stray character",
		"A character stands where it means nothing.",
		"when signed_up then email welcome @",
		"when signed_up then email welcome")
	codeForeign = syntax("J0104", "foreign-character", "full-width or typographic character",
		"An input method or a text processor put a look-alike in place of a plain character.",
		"when signed_up then email recommend(cart，4)",
		"when signed_up then email recommend(cart)")
	codeQuotes = syntax("J0105", "wrong-quotes", "wrong quotation marks",
		"Texts stand in plain double quotes.",
		"when signed_up then email 'Hello'",
		`when signed_up then email "Hello"`)
	codeUnclosedText = syntax("J0106", "unclosed-text", "unclosed text",
		"A text, a `{{` in it or a back-quoted name does not end; a one-line text ends on its line.",
		`when signed_up then email "Hello`,
		`when signed_up then email "Hello"`)
	codeEscape = syntax("J0107", "unknown-escape", "unknown escape",
		"A backslash in a text stands before a character that needs none.",
		"when signed_up then email \"50\\% off\"",
		`when signed_up then email "50% off"`)
	codeNearOperator = syntax("J0108", "foreign-operator", "an operator of another language",
		"The operators are `and`, `or`, `not`, `==`, `!=` and so on, as words where there is one.",
		"when purchased where (total > 5 && total < 9) then email welcome",
		"when purchased where (total > 5 and total < 9) then email welcome")
	codeAssign = syntax("J0109", "assignment-for-comparison", "`=` in place of `==` or a colon",
		"A single `=` stands only in `set`; `==` compares, and a colon gives a field its value.",
		"when purchased where total = 5 then email welcome",
		"when purchased where total == 5 then email welcome")
	codeSemicolon = syntax("J0110", "semicolon", "semicolon",
		"A new line ends a statement.",
		"when signed_up then email welcome;",
		"when signed_up then email welcome")
	codeComment = syntax("J0111", "foreign-comment", "a comment of another language",
		"A comment begins with `#`.",
		`// hello
when signed_up then email welcome`,
		`# hello
when signed_up then email welcome`)
	codeNameDigit = syntax("J0112", "name-begins-with-digit", "a name that begins with a digit",
		"Such a name is put in back-quotes.",
		"when 2nd_order then email welcome",
		"when `2nd_order` then email welcome")
	codeReserved = syntax("J0113", "reserved-word", "a reserved word as a name",
		"The operators and values of expressions are names only in back-quotes.",
		"when signed_up then start in",
		"when signed_up then start `in`")
	codeNumber = syntax("J0114", "number-form", "a number written in another way",
		"Numbers are digits with at most one decimal point.",
		"when purchased where total > 1_000 then email welcome",
		"when purchased where total > 1000 then email welcome")
	codeNeedsUnit = syntax("J0115", "number-needs-unit", "a number needs a unit",
		"A duration is a number and a unit: s, m, h, d, w, mo or y.",
		"when cart_abandoned and not purchased within 2 then email welcome",
		"when cart_abandoned and not purchased within 2h then email welcome")
	codeDecimalDuration = syntax("J0116", "duration-in-parts", "a duration is one whole number with one unit",
		"Half units depend on the calendar, so a duration is written in a unit that makes it whole.",
		"when cart_abandoned and not purchased within 1.5h then email welcome",
		"when cart_abandoned and not purchased within 90m then email welcome")
	codeUnknownUnit = syntax("J0117", "unknown-unit", "unknown unit",
		"The units are s, m, h, d, w, mo and y, or the words from `second` to `years`.",
		"when cart_abandoned and not purchased within 2hrs then email welcome",
		"when cart_abandoned and not purchased within 2h then email welcome")
	codeDurationTooLong = syntax("J0118", "duration-too-long", "a duration of more than a hundred years",
		"No window is longer than a hundred years.",
		"when no visit for 5000y then email welcome",
		"when no visit for 5y then email welcome")
	codePercent = syntax("J0119", "percent", "a percent, or modulo",
		"A percent is written `10%`; modulo is an operator with a blank on both sides.",
		`journey a {
  when signed_up
  holdout 10 %
  then email welcome
}`,
		`journey a {
  when signed_up
  holdout 10%
  then email welcome
}`)
	codeTime = syntax("J0120", "time-of-day", "not a time of day",
		"A time of day runs from 00:00 to 23:59, with two digits for the hour.",
		"every monday at 9:00pm then email welcome",
		"every monday at 21:00 then email welcome")
	codeDate = syntax("J0121", "calendar-date", "not a date",
		"A date is a day of the calendar, written year, month, day.",
		"when purchased where time > 2026-02-30 then email welcome",
		"when purchased where time > 2026-02-28 then email welcome")
	codeUnknownDay = syntax("J0122", "unknown-weekday", "unknown weekday",
		"Weekdays are `monday` to `sunday`, or `mon` to `sun`.",
		"every munday at 10:00 then email welcome",
		"every monday at 10:00 then email welcome")
	codeTooDeep = syntax("J0123", "nested-too-deeply", "nested too deeply",
		"At most 200 brackets, braces and conditions stand inside one another.",
		manyParens,
		"when purchased where (total > 5) then email welcome")
	codeTooLong = syntax("J0124", "expression-too-long", "expression too long",
		"An expression holds at most 2000 operators.",
		manySums,
		"when purchased where (total > 1 + 1) then email welcome")
	codeMissingName = syntax("J0125", "missing-name", "missing name",
		"A name belongs here.",
		"when signed_up then start",
		"when signed_up then start welcome")
	codeMissingNumber = syntax("J0126", "missing-number", "missing number",
		"A number belongs here.",
		`journey a {
  when signed_up
  priority high
  then email welcome
}`,
		`journey a {
  when signed_up
  priority 5
  then email welcome
}`)
	codeMissingDuration = syntax("J0127", "missing-duration", "missing duration",
		"A duration belongs here.",
		"when signed_up then wait a bit",
		"when signed_up then wait 2d")
	codeMissingTime = syntax("J0128", "missing-time", "missing time of day",
		"A time of day belongs here.",
		"every monday at noon then email welcome",
		"every monday at 12:00 then email welcome")
	codeMissingText = syntax("J0129", "missing-text", "missing text",
		"A text in double quotes belongs here.",
		`journey a {
  when signed_up
  timezone Europe
  then email welcome
}`,
		`journey a {
  when signed_up
  timezone "Europe/Sofia"
  then email welcome
}`)
	codeMissingValue = syntax("J0130", "missing-value", "missing value",
		"A value belongs here: a number, a text, a name, or something in parentheses.",
		"when purchased where total > then email welcome",
		"when purchased where total > 5 then email welcome")
	codeMissingRecord = syntax("J0131", "missing-record", "missing values in braces",
		"The values for a message or an event stand in braces.",
		"when signed_up then email welcome with code",
		"when signed_up then email welcome with { code: 5 }")
	codeMissingEvent = syntax("J0132", "missing-event", "missing event",
		"An event's name belongs here.",
		"when then email welcome",
		"when signed_up then email welcome")
	codeMissingType = syntax("J0133", "missing-type", "missing type",
		"A field of an event or of the profile has a type.",
		`event paid {
  total:
}`,
		`event paid {
  total: number
}`)
	codeMissingBlock = syntax("J0134", "missing-block", "missing block",
		"Steps, arms, fields or lines in braces belong here.",
		"when signed_up then",
		"when signed_up then email welcome")
	codeMissingContent = syntax("J0135", "missing-content", "a message without content",
		"A channel is followed by what it sends: a message, a text or a value.",
		"when signed_up then email",
		"when signed_up then email welcome")
	codeUnclosed = syntax("J0136", "unclosed-bracket", "unclosed bracket",
		"A bracket that was opened is not closed.",
		"when signed_up then email recommend(cart",
		"when signed_up then email recommend(cart)")
	codeMissingBrace = syntax("J0137", "missing-brace", "missing closing brace",
		"A `{` is never closed; the indentation shows where the `}` belongs.",
		`journey a {
  when signed_up
  then {
    email welcome
}`,
		`journey a {
  when signed_up
  then {
    email welcome
  }
}`)
	codeStrayBrace = syntax("J0138", "stray-brace", "stray closing brace",
		"A `}` closes nothing.",
		"when signed_up then { email welcome } }",
		"when signed_up then { email welcome }")
	codeUnexpected = syntax("J0139", "unexpected", "unexpected word or sign",
		"Something else belongs here; the message says what.",
		"when signed_up then wait up 1d { else { stop } }",
		"when signed_up then wait up to 1d { else { stop } }")
	codeSameLine = syntax("J0140", "two-steps-on-one-line", "two steps on one line",
		"Each step starts on a line of its own.",
		"when signed_up then { wait 1d email welcome }",
		`when signed_up then {
  wait 1d
  email welcome
}`)
	codeUnknownStep = syntax("J0141", "unknown-step", "unknown step",
		"A step begins with a channel or with one of the words for steps.",
		"when signed_up then { wiat 2d }",
		"when signed_up then { wait 2d }")
	codeUnknownSetting = syntax("J0142", "unknown-setting", "unknown setting",
		"A journey holds a trigger, settings and `then`.",
		`journey a {
  when signed_up
  holdot 10%
  then email welcome
}`,
		`journey a {
  when signed_up
  holdout 10%
  then email welcome
}`)
	codeUnknownDecl = syntax("J0143", "unknown-declaration", "unknown declaration",
		"A file holds a sentence or declarations.",
		"jurney a { when signed_up then email welcome }",
		"journey a { when signed_up then email welcome }")
	codeTwice = syntax("J0144", "said-twice", "said twice",
		"A trigger, `then` or `else` stands once.",
		`journey a {
  when signed_up
  when purchased
  then email welcome
}`,
		`journey a {
  when signed_up or purchased
  then email welcome
}`)
	codeOrder = syntax("J0145", "setting-after-steps", "a setting after the steps",
		"Settings stand between the trigger and `then`.",
		`journey a {
  when signed_up
  then email welcome
  holdout 10%
}`,
		`journey a {
  when signed_up
  holdout 10%
  then email welcome
}`)
	codeNoTrigger = syntax("J0146", "no-trigger", "a journey without a trigger",
		"Nobody can enter a journey without `when`, `on`, `before`, `after` or `every`.",
		"journey a { then email welcome }",
		"journey a { when signed_up then email welcome }")
	codeNoSteps = syntax("J0147", "no-steps", "a journey without steps",
		"A journey does something: `then` and its steps.",
		"when signed_up",
		"when signed_up then email welcome")
	codeThenInside = syntax("J0148", "then-inside", "`then` inside the steps",
		"`then` stands once, before the steps of a journey; conditions and waits are followed by braces.",
		"when signed_up then { if segment vip then { stop } }",
		"when signed_up then { if segment vip { stop } }")
	codeLanguage = syntax("J0149", "language-version", "unknown version of the language",
		"This release reads `language 1`.",
		`language 2
when signed_up then email welcome`,
		`language 1
when signed_up then email welcome`)
	codeChained = syntax("J0150", "chained-comparison", "two comparisons in a row",
		"A comparison compares two values; several are joined with `and`.",
		"when purchased where (1 < total < 5) then email welcome",
		"when purchased where (1 < total and total < 5) then email welcome")
	codeNotCallable = syntax("J0151", "not-callable", "a value that is called",
		"Functions are called by their name: `f(x)`.",
		"when signed_up then email cart.items.first()",
		"when signed_up then email first(cart.items)")
	codeClosureBraces = syntax("J0152", "braces-around-condition", "braces around a condition in a function",
		"The condition inside `any`, `all`, `filter` and `map` is written plainly.",
		"segment s where any(cart.items, {.price > 5})",
		"segment s where any(cart.items, .price > 5)")
	codeQuotedField = syntax("J0153", "quoted-field", "a field name in quotes",
		"Field names have no quotes.",
		`when signed_up then emit x { "days": 3 }`,
		"when signed_up then emit x { days: 3 }")
	codeLookBack = syntax("J0154", "look-back", "a word about the past or the future in the wrong place",
		"`within` looks forward only, `in the last` looks back only; `no` needs a time.",
		"segment s where purchased within 30d",
		"segment s where purchased in the last 30d")
	codeWideWhere = syntax("J0155", "wide-where", "several comparisons in the `where` of an event",
		"An event's `where` is one comparison or a condition in parentheses, because `and` goes on with the sentence.",
		"when purchased where total > 5 and total < 9 then email welcome",
		"when purchased where (total > 5 and total < 9) then email welcome")
	codeMixedPattern = syntax("J0156", "mixed-pattern", "`or` beside `and`, `not` or `followed by`",
		"Parentheses say which belongs together.",
		"when signed_up or purchased and not visit within 2h then email welcome",
		"when (signed_up or purchased) and not visit within 2h then email welcome")
	codeLoneWithin = syntax("J0157", "lone-within", "`within` or `between` without two events",
		"A window needs two events, and one window is enough.",
		"when purchased within 2h then email welcome",
		"when visit followed by purchased within 2h then email welcome")
	codeLoneNot = syntax("J0158", "lone-not", "a pattern that begins with `not`",
		"Something must happen first; silence is `no X for D`.",
		"when not purchased then email welcome",
		"when no purchased for 30d then email welcome")
	codeOnlyEvents = syntax("J0159", "only-events", "a pattern where only events can stand",
		"Waits, goals and exits listen for single events, or several joined by `or`.",
		"when signed_up then wait for opened and clicked up to 1d",
		"when signed_up then wait for opened or clicked up to 1d")
	codeTooMany = syntax("J0160", "too-many-mistakes", "too many mistakes",
		"After a hundred mistakes the rest of the file is not reported.",
		"",
		"")
	codeStateForEvent = syntax("J0161", "state-for-event", "a condition where an event belongs",
		"`when`, `goal`, `exit when`, `wait for` and `on` hear an event. A state is asked about with `if`, `while` and `wait until`; that it changes is an event.",
		`when profile.plan == "pro" then email welcome`,
		`when profile.plan changes to "pro" then email welcome`)
)

// Programs that are too large to print in the table.
var (
	manyParens = "when purchased where " + strings.Repeat("(", 201) + "total" + strings.Repeat(")", 201) + " then email welcome"
	manySums   = "when purchased where (total > " + strings.Repeat("1 + ", 2001) + "1) then email welcome"
)
