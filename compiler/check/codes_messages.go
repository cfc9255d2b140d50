package check

import "github.com/journeylang/journey/dsl/diag"

// The codes about what is sent, and for whom it is written.
var (
	// codeUnknownLanguage is a tag of no language.
	codeUnknownLanguage = errorCode("J0222", "unknown-language", "a tag of no language",
		"The variants of a message name their language by its BCP 47 tag: `tr`, `pt-BR`, `zh-Hant`. A tag that nobody knows would never be anybody's.",
		"message hello {\n  subject    \"Hello\"\n  subject gr \"Γεια\"\n}\nwhen signed_up then email hello\n",
		"message hello {\n  subject    \"Hello\"\n  subject el \"Γεια\"\n}\nwhen signed_up then email hello\n")

	// codeTwoVariants is a part that stands twice for one language and channel.
	codeTwoVariants = errorCode("J0250", "two-variants", "a part that stands twice for one language and channel",
		"A part of a message has one text for a language and a channel; of two nobody could say which is meant.",
		"message hello {\n  subject    \"Hello\"\n  subject tr \"Merhaba\"\n  subject tr \"Selam\"\n}\nwhen signed_up then email hello\n",
		"message hello {\n  subject    \"Hello\"\n  subject tr \"Merhaba\"\n}\nwhen signed_up then email hello\n")

	// codeReaderOnly is a function for readers where nobody reads.
	codeReaderOnly = errorCode("J0251", "for-readers-only", "a function for readers where nobody reads",
		"money, date, time, format and plural write for the reader of a message: in the reader's format, and in the language of the text. They stand in what is sent. Conditions, traits and what a send binds use the values themselves.",
		"message thanks { subject \"Thank you for {{ amount }}\" }\nwhen purchased then email thanks with { amount: money(entry.total ?? 0) }\n",
		"message thanks { subject \"Thank you for {{ money(amount, \"EUR\") }}\" }\nwhen purchased then email thanks with { amount: entry.total ?? 0 }\n")

	// codePartNotShown is a part for a channel that does not show it.
	codePartNotShown = diag.Code{ID: "J0252", Name: "part-not-shown", Severity: diag.Warning, Title: "a part for a channel that does not show it",
		Doc:  "A text message has no subject and no picture, a push no preview: what such a part says for the channel, nobody sees. A message without a body shows its subject where there are no subjects.",
		Bad:  "message hello {\n  subject         \"Hello\"\n  subject for sms \"Hi\"\n}\nwhen signed_up then sms hello\n",
		Good: "message hello {\n  subject      \"Hello\"\n  body for sms \"Hi\"\n}\nwhen signed_up then sms hello\n"}

	// codeNothingShown is a message without anything that the channel shows.
	codeNothingShown = diag.Code{ID: "J0253", Name: "nothing-to-show", Severity: diag.Warning, Title: "a message without anything that the channel shows",
		Doc:  "A message says something with its subject, its body, its items or its image. One that has none of them for the channel is never sent there: every send is skipped with the reason `no_content`.",
		Bad:  "message hello {\n  body for email \"Hello\"\n}\nwhen signed_up then sms hello\n",
		Good: "message hello {\n  body \"Hello\"\n}\nwhen signed_up then sms hello\n"}

	// codeNoCurrency is an amount of money of no known currency.
	codeNoCurrency = diag.Code{ID: "J0318", Name: "no-currency", Severity: diag.Warning, Title: "an amount of money of no known currency",
		Doc:  "money(…) takes the currency from the field `currency` beside the amount. Where there is none it has to be said, or the amount stands there without its currency.",
		Bad:  "event fee_charged { fee: money }\nwhen fee_charged then email \"You paid {{ money(entry.fee) }}\"\n",
		Good: "event fee_charged { fee: money }\nwhen fee_charged then email \"You paid {{ money(entry.fee, \"EUR\") }}\"\n"}

	// codeUnknownCurrency is a text that is no currency's code.
	codeUnknownCurrency = errorCode("J0319", "unknown-currency", "a text that is no currency's code",
		"A currency is named by its ISO 4217 code: three capital letters.",
		"when purchased then email \"You paid {{ money(entry.total ?? 0, \"Euro\") }}\"\n",
		"when purchased then email \"You paid {{ money(entry.total ?? 0, \"EUR\") }}\"\n")

	// codePluralMissing is a plural form that the language needs.
	codePluralMissing = diag.Code{ID: "J0320", Name: "plural-form-missing", Severity: diag.Warning, Title: "a plural form that the language needs",
		Doc:  "Languages have from one to six plural forms; CLDR says which, and which numbers take them. English has `one` and `other`, Polish `one`, `few`, `many` and `other`, Arabic all six. A number whose form is not given gets `other`, which is then wrong.",
		Bad:  "message cart {\n  subject    \"{{ plural(len(cart.items), one: \"one thing\", other: \"{{ it }} things\") }}\"\n  subject pl \"{{ plural(len(cart.items), one: \"jedna rzecz\", many: \"{{ it }} rzeczy\", other: \"{{ it }} rzeczy\") }}\"\n}\nwhen cart_abandoned then email cart\n",
		Good: "message cart {\n  subject    \"{{ plural(len(cart.items), one: \"one thing\", other: \"{{ it }} things\") }}\"\n  subject pl \"{{ plural(len(cart.items), one: \"jedna rzecz\", few: \"{{ it }} rzeczy\", many: \"{{ it }} rzeczy\", other: \"{{ it }} rzeczy\") }}\"\n}\nwhen cart_abandoned then email cart\n"}

	// codePluralNeedless is a plural form that the language does not have.
	codePluralNeedless = diag.Code{ID: "J0321", Name: "plural-form-needless", Severity: diag.Warning, Title: "a plural form that the language does not have",
		Doc:  "A form that no number takes in the language of the text is never shown. English has no `few`: two and three are `other`. `zero` may be given in every language; it is what is said of none at all.",
		Bad:  "when cart_abandoned then email \"{{ plural(len(cart.items), one: \"one thing\", few: \"some things\", other: \"{{ it }} things\") }}\"\n",
		Good: "when cart_abandoned then email \"{{ plural(len(cart.items), zero: \"nothing\", one: \"one thing\", other: \"{{ it }} things\") }}\"\n"}
)
