package check

// The codes about names: J0201 to J0229.
var (
	// codeDuplicateName is a name that is declared twice.
	codeDuplicateName = errorCode("J0201", "duplicate-name", "a name is declared twice",
		"Messages, journeys, segments, policies, the steps of a journey, the arms of a split and the fields of a record are known by their names, so two cannot share one. A journey without a name takes its file's. Only `event` and `profile` may be repeated: their fields are put together.",
		"message hello { subject \"Hello\" }\nmessage hello { subject \"Hi\" }\nwhen signed_up then email hello\n",
		"message hello { subject \"Hello\" }\nmessage hi { subject \"Hi\" }\nwhen signed_up then email hello\n")

	// codeUnknownEvent is an event that nothing declares.
	codeUnknownEvent = errorCode("J0202", "unknown-event", "an event that nothing declares",
		"A journey that listens to an event the feed never carries would wait for ever, so events are declared: by the standard library, or by the project with `event`.",
		"when cart_abandoneed then email \"Still here\"\n",
		"when cart_abandoned then email \"Still here\"\n")

	// codeUnknownField is a field that an event or a record does not have.
	codeUnknownField = errorCode("J0203", "unknown-field", "a field that is not there",
		"The fields of an event are those of its declaration. A project adds some by declaring the event again with them.",
		"when purchased where totl > 100 then email \"Thank you\"\n\nsegment big where sum(purchased.totl) > 100\n",
		"when purchased where total > 100 then email \"Thank you\"\n\nsegment big where sum(purchased.total) > 100\n")

	// codeUnknownTrait is a trait that the profile does not have.
	codeUnknownTrait = errorCode("J0204", "unknown-trait", "a trait that is not declared",
		"The traits of a person are the built-in ones and those that a `profile` block declares.",
		"when signed_up then email \"Hello {{ profile.frist_name ?? \"you\" }}\"\n",
		"when signed_up then email \"Hello {{ profile.first_name ?? \"you\" }}\"\n")

	// codeUnknownName is a name in an expression that stands for nothing.
	codeUnknownName = errorCode("J0205", "unknown-name", "a name that stands for nothing",
		"In an expression a name is `profile`, `entry`, `cart`, `viewed` or `bought`, inside a `where` a field of the event, and inside a message one of its parameters.",
		"journey j {\n  when signed_up\n  while plan == \"pro\"\n  then email \"Hello\"\n}\n",
		"journey j {\n  when signed_up\n  while profile.plan == \"pro\"\n  then email \"Hello\"\n}\n")

	// codeUnknownFunction is a function that does not exist.
	codeUnknownFunction = errorCode("J0206", "unknown-function", "a function that does not exist",
		"The functions are those of the standard library.",
		"when cart_abandoned then email recomnend(cart)\n",
		"when cart_abandoned then email recommend(cart)\n")

	// codeUnknownMessage is a message that nothing declares.
	codeUnknownMessage = errorCode("J0207", "unknown-message", "a message that nothing declares",
		"A channel sends a declared message, a text in quotes, or products such as recommend(cart).",
		"message welcome { subject \"Welcome\" }\nwhen signed_up then email wellcome\n",
		"message welcome { subject \"Welcome\" }\nwhen signed_up then email welcome\n")

	// codeUnknownChannel is a channel that the project does not have.
	codeUnknownChannel = errorCode("J0208", "unknown-channel", "a channel that does not exist",
		"The channels are those of the standard library and those of the project's configuration.",
		"when signed_up then emial \"Welcome\"\n",
		"when signed_up then email \"Welcome\"\n")

	// codeUnknownSegment is a segment that nothing declares.
	codeUnknownSegment = errorCode("J0209", "unknown-segment", "a segment that nothing declares",
		"`segment NAME` asks for a declared segment or for a stage of a lifecycle.",
		"segment vip where profile.plan == \"pro\"\njourney j {\n  when signed_up\n  while segment vpi\n  then email \"Hello\"\n}\n",
		"segment vip where profile.plan == \"pro\"\njourney j {\n  when signed_up\n  while segment vip\n  then email \"Hello\"\n}\n")

	// codeUnknownPolicy is a policy that nothing declares.
	codeUnknownPolicy = errorCode("J0210", "unknown-policy", "a policy that nothing declares",
		"A journey names the policy whose rules are asked at each send.",
		"policy marketing { at most 1 message per calendar day }\njourney j {\n  when signed_up\n  policy markting\n  then email \"Hello\"\n}\n",
		"policy marketing { at most 1 message per calendar day }\njourney j {\n  when signed_up\n  policy marketing\n  then email \"Hello\"\n}\n")

	// codeUnknownStep is a step or message that an event is said to answer.
	codeUnknownStep = errorCode("J0211", "unknown-answer", "an answer to a step that does not exist",
		"`clicked first_mail` is the click on the step named `first_mail`, or on any send of the message of that name.",
		"journey j {\n  when signed_up\n  then {\n    email \"Hello\" as first_mail\n    wait for clicked frist_mail up to 1d\n  }\n}\n",
		"journey j {\n  when signed_up\n  then {\n    email \"Hello\" as first_mail\n    wait for clicked first_mail up to 1d\n  }\n}\n")

	// codeUnknownJourney is a journey that nothing declares.
	codeUnknownJourney = errorCode("J0212", "unknown-journey", "a journey that does not exist",
		"`start` and `test … for` name a journey of the project; one without a name is called like its file.",
		"journey welcome {\n  when signed_up\n  then email \"Hello\"\n}\njourney again {\n  when login\n  then start wellcome\n}\n",
		"journey welcome {\n  when signed_up\n  then email \"Hello\"\n}\njourney again {\n  when login\n  then start welcome\n}\n")

	// codeUnknownModule is a module or a file that `use` cannot find.
	codeUnknownModule = errorCode("J0213", "unknown-module", "a module that does not exist",
		"`use NAME` takes a module of the standard library, `use \"path\"` a file beside this one.",
		"use retial\nwhen signed_up then email \"Hello\"\n",
		"use retail\nwhen signed_up then email \"Hello\"\n")

	// codeUnknownType is a word that is no type.
	codeUnknownType = errorCode("J0214", "unknown-type", "a type that does not exist",
		"A field is a bool, date, item, money, number, text or time, a list of one of these, a record, or one of a few texts.",
		"event shipped_out { weight: int }\nwhen shipped_out then email \"On its way\"\n",
		"event shipped_out { weight: number }\nwhen shipped_out then email \"On its way\"\n")

	// codeUnknownWord is a word where only a few fixed ones can stand.
	codeUnknownWord = errorCode("J0215", "unknown-word", "a word that is not one of the possible ones",
		"In some places only a few words have a meaning: the parts of a message, the days of the week, the tags of languages.",
		"message hello { subjct \"Hello\" }\nwhen signed_up then email hello\n",
		"message hello { subject \"Hello\" }\nwhen signed_up then email hello\n")

	// codeEventNameForm is an event's name in a form that no feed can carry.
	codeEventNameForm = errorCode("J0216", "event-name-form", "an event name that no feed can match",
		"The names of a feed are compared in lower case with `_` for spaces, dashes and dots: \"Order Completed\" is heard as `order_completed`. A declaration in another form would never match.",
		"event Points_Changed { points: number }\nwhen signed_up then email \"Hello\"\n",
		"event points_changed { points: number }\nwhen signed_up then email \"Hello\"\n")

	// codeNoEntry is `entry` where nothing has entered, or nothing was carried in.
	codeNoEntry = errorCode("J0217", "no-entry", "`entry` where there is none",
		"`entry` is what the trigger's event carried, frozen when the person entered. In the trigger itself, in a segment and in a journey that starts at a date there is none.",
		"segment big where entry.total > 100\nwhen purchased then email \"Thank you\"\n",
		"segment big where last(purchased).total > 100\nwhen purchased then email \"Thank you\"\n")

	// codeElementOutside is `it` or a leading dot outside of a closure.
	codeElementOutside = errorCode("J0218", "element-outside", "`it` outside of any, filter, map and their like",
		"`it`, or a name that begins with a dot, is the element of the list that any, all, filter, map and their like go through. Elsewhere there is no element.",
		"journey j {\n  when signed_up\n  while it > 3\n  then email \"Hello\"\n}\n",
		"journey j {\n  when signed_up\n  while any(cart.items, .quantity > 3)\n  then email \"Hello\"\n}\n")

	// codeBasisOnly is a basis of recommend used otherwise, or something else used as one.
	codeBasisOnly = errorCode("J0219", "recommend-basis", "recommend starts from cart, viewed, bought or popular",
		"The model behind recommend is learned for four starting points. `popular` is nothing but such a starting point.",
		"when cart_abandoned then email recommend(cart.items)\n",
		"when cart_abandoned then email recommend(cart)\n")

	// codeNotATrait is something else where a trait of the profile is needed.
	codeNotATrait = errorCode("J0220", "not-a-trait", "only a trait of the person can be set or change",
		"`set` writes a trait of the profile and `changes` watches one.",
		"journey j {\n  when purchased\n  then {\n    set cart.total = 3\n    email \"Hello\"\n  }\n}\n",
		"profile { spent: number? }\njourney j {\n  when purchased\n  then {\n    set profile.spent = 3\n    email \"Hello\"\n  }\n}\n")

	// codeEntryInMessage is `entry` in a declared message.
	codeEntryInMessage = errorCode("J0221", "entry-in-message", "`entry` in a message",
		"A message belongs to no journey: any of them may send it, each with another trigger. What the trigger carried is handed over by the send, as a parameter of the message. A text that is sent as it stands may read `entry` itself.",
		"message receipt { subject \"Thank you for {{ entry.total }}\" }\nwhen purchased where total > 0 then email receipt\n",
		"message receipt { subject \"Thank you for {{ total }}\" }\nwhen purchased where total > 0 then email receipt with { total: entry.total }\n")
)
