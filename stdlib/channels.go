package stdlib

// Channel is a way to reach a person.
type Channel struct {
	Name string
	// Address is the trait that holds the person's address on it, empty when the
	// channel needs none: a push goes to a device that the sender knows.
	Address string
	// Doc says what the channel is, in a few words.
	Doc string
}

// Channels returns the channels every project has, in the order the reference
// lists them. A project's configuration may add more.
func Channels() []Channel { return append([]Channel(nil), channels...) }

var channels = []Channel{
	{"email", "email", "an e-mail"},
	{"sms", "phone", "a text message to a phone"},
	{"push", "", "a notification on the person's phone"},
	{"inapp", "", "a message inside the app"},
	{"webpush", "", "a notification of the browser"},
	{"messenger", "", "a Facebook Messenger message"},
	{"whatsapp", "phone", "a WhatsApp message"},
	{"viber", "phone", "a Viber message"},
	{"telegram", "", "a Telegram message"},
	{"popup", "", "a window over the site"},
	{"chat", "", "a message in the site's chat"},
	{"banner", "", "a banner on the site"},
	{"mail", "", "a letter by post"},
}
