package check

// The codes about tests: J0260 to J0269.
var (
	// codeTestOrder is a line of a test that stands in the wrong place.
	codeTestOrder = errorCode("J0260", "test-order", "a line of a test in the wrong place",
		"A test says first what is given, then what happens, then what is expected: an `expect` is about all that has happened, so nothing can happen behind it.",
		"when signed_up then email \"Hello\"\ntest \"a greeting\" {\n  expect email\n  at 10:00 signed_up\n}\n",
		"when signed_up then email \"Hello\"\ntest \"a greeting\" {\n  at 10:00 signed_up\n  expect email\n}\n")

	// codeTestTime is a time in a test that cannot be placed.
	codeTestTime = errorCode("J0261", "test-time", "a time in a test that cannot be placed",
		"Lines of a test stand in the order of their times; one that arrives too late says `late`. A time without a day is on the day of the line above; where a test goes over several days, an expectation says which.",
		"when signed_up then email \"Hello\"\ntest \"a greeting\" {\n  at 10:00 signed_up\n  at 09:00 login\n  expect email\n}\n",
		"when signed_up then email \"Hello\"\ntest \"a greeting\" {\n  at 10:00 signed_up\n  at tue 09:00 login\n  expect email\n}\n")

	// codeTestPerson is somebody in a test to whom nothing happens.
	codeTestPerson = errorCode("J0262", "test-person", "somebody in a test to whom nothing happens",
		"A line without `for NAME` is about the test's person, one with it about somebody of that name. Whoever is expected to get something, or nothing, must occur above.",
		"when signed_up then email \"Hello\"\ntest \"a greeting\" {\n  at 10:00 signed_up for anna\n  expect email for ana\n}\n",
		"when signed_up then email \"Hello\"\ntest \"a greeting\" {\n  at 10:00 signed_up for anna\n  expect email for anna\n}\n")

	// codeTestEmpty is an expectation that cannot mean what it says.
	codeTestEmpty = errorCode("J0263", "test-expectation", "an expectation that makes no sense",
		"What is not expected has no order and no number; only a message that is sent has a content and a reason to be skipped.",
		"when signed_up then email \"Hello\"\ntest \"a greeting\" {\n  at 10:00 signed_up\n  expect no email then push\n}\n",
		"when signed_up then email \"Hello\"\ntest \"a greeting\" {\n  at 10:00 signed_up\n  expect email\n  expect no push\n}\n")
)
