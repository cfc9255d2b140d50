package check

import "github.com/journeylang/journey/dsl/diag"

// The codes about the types of values: J0301 to J0399.
var (
	// codeWrongType is a value of another type than the one needed.
	codeWrongType = errorCode("J0301", "wrong-type", "a value of the wrong type",
		"Every value has a type: number, text, bool, time, date, duration, percent, a list or a record. Each place says which it needs.",
		"segment s where abs(profile.city) > 3\nwhen signed_up then email \"Hello\"\n",
		"segment s where abs(profile.age) > 3\nwhen signed_up then email \"Hello\"\n")

	// codeNotCondition is a value where something true or false is needed.
	codeNotCondition = errorCode("J0302", "not-a-condition", "a value where a condition is needed",
		"A condition is true or false. A number or a text is neither: compare it with something, or ask has(…) whether it is there.",
		"segment s where profile.phone\nwhen signed_up then email \"Hello\"\n",
		"segment s where has(profile.phone)\nwhen signed_up then email \"Hello\"\n")

	// codeNeverComparable is a comparison that can never make sense.
	codeNeverComparable = errorCode("J0303", "never-comparable", "a comparison that never makes sense",
		"Two values of different types are never equal, and only numbers, texts and moments have an order.",
		"when purchased where total > \"100\" then email \"Thank you\"\n",
		"when purchased where total > 100 then email \"Thank you\"\n")

	// codeNotOneOf is a text that a fixed set does not hold.
	codeNotOneOf = errorCode("J0304", "not-one-of", "a text that can never be the value",
		"A field declared as \"a\" | \"b\" has one of these values and no other, so a comparison with another text is always false.",
		"profile { plan: \"free\" | \"pro\" }\nsegment s where profile.plan == \"prp\"\nwhen signed_up then email \"Hello\"\n",
		"profile { plan: \"free\" | \"pro\" }\nsegment s where profile.plan == \"pro\"\nwhen signed_up then email \"Hello\"\n")

	// codeNullCompared is a comparison with null.
	codeNullCompared = errorCode("J0305", "compared-with-null", "a comparison with null",
		"A missing value makes every `==` false and every `!=` true, also with null, so such a comparison tells nothing. has(…) asks whether a value is there.",
		"segment s where profile.phone == null\nwhen signed_up then email \"Hello\"\n",
		"segment s where not has(profile.phone)\nwhen signed_up then email \"Hello\"\n")

	// codeWrongArguments is a call with too many, too few or unknown arguments.
	codeWrongArguments = errorCode("J0306", "wrong-arguments", "a function called with the wrong arguments",
		"A function takes the arguments of its signature, in order or by name.",
		"segment s where len() > 3\nwhen signed_up then email \"Hello\"\n",
		"segment s where len(cart.items) > 3\nwhen signed_up then email \"Hello\"\n")

	// codePercentOrNumber is a percent where a number is needed, or the reverse.
	codePercentOrNumber = errorCode("J0307", "percent-or-number", "a percent where a number is needed, or the reverse",
		"`10%` is a percent and `0.1` a number. They are kept apart so that nobody gives 0.1% off, or 1000%.",
		"message m { subject \"{{ code }}\" }\nwhen signed_up then email m with { code: coupon(10, valid: 3d) }\n",
		"message m { subject \"{{ code }}\" }\nwhen signed_up then email m with { code: coupon(10%, valid: 3d) }\n")

	// codeTimeSinceAlone is `time since last` elsewhere than beside a constant duration.
	codeTimeSinceAlone = errorCode("J0308", "time-since-alone", "`time since last` without a duration to compare it with",
		"`time since last X > 7d` comes true by the passing of time alone; with a constant duration the moment is known in advance and becomes a timer. Anything else would have to be asked again and again.",
		"segment s where time since last visit > count(visit)\nwhen signed_up then email \"Hello\"\n",
		"segment s where time since last visit > 7d\nwhen signed_up then email \"Hello\"\n")

	// codeEventAsValue is an event where a value is needed.
	codeEventAsValue = errorCode("J0309", "event-as-value", "an event where a value is needed",
		"An event is something that happens. Ask about the past: `purchased in the last 30d`, `never purchased`, count(purchased), last(purchased).total; or listen with `wait for`.",
		"segment s where purchased\nwhen signed_up then email \"Hello\"\n",
		"segment s where purchased in the last 30d\nwhen signed_up then email \"Hello\"\n")

	// codeMissingValue is a value that may be missing, inside a text.
	codeMissingValue = diag.Code{ID: "J0310", Name: "missing-in-text", Severity: diag.Warning, Title: "a value that may be missing, inside a text",
		Doc:  "A trait or field declared with `?` may be missing, and a text would have a gap: \"Hello , …\". Say what to write then with `??`, or ask has(…) first.",
		Bad:  "when signed_up then email \"Hello {{ profile.first_name }}\"\n",
		Good: "when signed_up then email \"Hello {{ profile.first_name ?? \"there\" }}\"\n"}

	// codeParamTypes is a parameter that two sends give different types.
	codeParamTypes = errorCode("J0311", "parameter-types", "a parameter with two types",
		"The sends of a message agree on the type of each of its parameters, because the message is checked with it.",
		"message m { subject \"{{ code }}\" }\njourney j {\n  when signed_up\n  then {\n    email m with { code: \"A1\" }\n    wait 1d\n    email m with { code: 17 }\n  }\n}\n",
		"message m { subject \"{{ code }}\" }\njourney j {\n  when signed_up\n  then {\n    email m with { code: \"A1\" }\n    wait 1d\n    email m with { code: \"A17\" }\n  }\n}\n")

	// codeNotConstant is a computed value where one must be written out.
	codeNotConstant = errorCode("J0312", "not-constant", "a computed value where one must be written out",
		"Some values shape the program itself and must be known when it is compiled: how many products to recommend, the pattern of `matches`, a file's path.",
		"when cart_abandoned then email recommend(cart, len(cart.items))\n",
		"when cart_abandoned then email recommend(cart, 6)\n")

	// codeBadPattern is a regular expression that cannot be read.
	codeBadPattern = errorCode("J0313", "bad-pattern", "a pattern that cannot be read",
		"`matches` takes a regular expression in RE2 syntax.",
		"segment s where profile.email matches \"(gmail\"\nwhen signed_up then email \"Hello\"\n",
		"segment s where profile.email matches \"@gmail\"\nwhen signed_up then email \"Hello\"\n")

	// codeNotPrintable is a value that cannot stand inside a text.
	codeNotPrintable = errorCode("J0314", "not-printable", "a value that cannot stand inside a text",
		"A list or a record has no one way to be written. Take an element or a field, or join the elements.",
		"when cart_abandoned then email \"You left {{ cart.items }}\"\n",
		"when cart_abandoned then email \"You left {{ len(cart.items) }} things\"\n")

	// codeDeclaredOtherwise is a field declared with two types.
	codeDeclaredOtherwise = errorCode("J0315", "declared-otherwise", "a field declared with two types",
		"Declarations of one event, and of the profile, are put together; a field that stands in several has the same type in all. A project may say more exactly what the standard library left open, such as the values of a text.",
		"profile { birthday: number }\nwhen signed_up then email \"Hello\"\n",
		"profile { birthday: date }\nwhen signed_up then email \"Hello\"\n")

	// codeMoneyProduct is an amount of money times another.
	codeMoneyProduct = errorCode("J0316", "money-times-money", "money times money",
		"An amount of money can be added to another, or multiplied by a plain number; money times money is nothing.",
		"event fee_charged { fee: money, tax: money }\nwhen fee_charged where fee * tax > 100 then email \"Hello\"\n",
		"event fee_charged { fee: money, tax: money }\nwhen fee_charged where fee + tax > 100 then email \"Hello\"\n")

	// codePatternSize is a regular expression that would be too slow.
	codePatternSize = errorCode("J0317", "pattern-size", "a pattern that is too large",
		"A pattern has at most 1000 bytes, and at most 2000 steps when its repetitions are written out: `[0-9]{900}` alone is 900. That bounds what one comparison can cost.",
		"segment s where profile.email matches \"[0-9]{900}[a-z]{900}[0-9]{900}\"\nwhen signed_up then email \"Hello\"\n",
		"segment s where profile.email matches \"[0-9]+[a-z]+[0-9]+\"\nwhen signed_up then email \"Hello\"\n")
)
