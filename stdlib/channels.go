package stdlib

import "slices"

// Channel is a way to reach a person.
type Channel struct {
	Name string
	// Address is the trait that holds the person's address on it, empty when the
	// channel needs none: a push goes to a device that the sender knows.
	Address string
	// Doc says what the channel is, in a few words.
	Doc string
	// hides are the parts of a message that the channel does not show.
	hides []string
}

// Parts are the parts that a message can have, in the order in which they are shown.
func Parts() []string { return slices.Clone(parts) }

var parts = []string{"subject", "preview", "body", "items", "link", "image", "action"}

// Shows reports whether a channel shows a part of a message. A channel of the
// project's own shows all.
func Shows(channel, part string) bool {
	for i := range channels {
		if channels[i].Name == channel {
			return !slices.Contains(channels[i].hides, part)
		}
	}
	return true
}

// What channels do not show: a line of text under a subject is an e-mail's, a title
// is for what opens as a card, and a text message is a text.
var (
	noPreview = []string{"preview"}
	noTitle   = []string{"subject", "preview"}
	textOnly  = []string{"subject", "preview", "image", "action"}
	paper     = []string{"preview", "action"}
)

// Channels returns the channels every project has, in the order the reference
// lists them. A project's configuration may add more.
func Channels() []Channel { return append([]Channel(nil), channels...) }

var channels = []Channel{
	{"email", "email", "an e-mail", nil},
	{"sms", "phone", "a text message to a phone", textOnly},
	{"push", "", "a notification on the person's phone", noPreview},
	{"inapp", "", "a message inside the app", noPreview},
	{"webpush", "", "a notification of the browser", noPreview},
	{"messenger", "", "a Facebook Messenger message", noTitle},
	{"whatsapp", "phone", "a WhatsApp message", noTitle},
	{"viber", "phone", "a Viber message", noTitle},
	{"telegram", "", "a Telegram message", noTitle},
	{"popup", "", "a window over the site", noPreview},
	{"chat", "", "a message in the site's chat", noTitle},
	{"banner", "", "a banner on the site", noPreview},
	{"mail", "", "a letter by post", paper},
}
