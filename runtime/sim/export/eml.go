package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"strings"
	"unicode"

	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/sim"
)

// EML writes a message as an RFC 5322 file. Its Message-ID is made of the journey,
// the step, the person and the instant, so that the same message is the same file;
// its domain is one that nobody can own. Header fields hold nothing but printable
// ASCII: other text is encoded (RFC 2047), and what could begin a new field is a
// space.
func EML(m *sim.Message, about string) []byte {
	var b bytes.Buffer
	field := func(name, value string) {
		if value != "" {
			b.WriteString(fold(name+": "+value) + "\r\n")
		}
	}
	subject, language := "", ""
	if m.Content != nil {
		subject, language = part(m, "subject"), m.Content.Language
	}
	field("From", address("Journey, simulated", "nobody@journey.invalid"))
	field("To", recipient(m))
	field("Subject", encoded(subject))
	field("Date", date(m.At))
	field("Message-ID", "<"+ID(m)+"@journey.invalid>")
	field("MIME-Version", "1.0")
	field("Content-Type", "text/plain; charset=utf-8")
	field("Content-Transfer-Encoding", "quoted-printable")
	field("Content-Language", token(language))
	field("X-Journey", encoded(m.Journey))
	field("X-Journey-Step", encoded(m.Step))
	field("X-Journey-Channel", encoded(m.Channel))
	field("X-Journey-Status", encoded(strings.TrimSpace(m.Status+" "+m.Reason)))
	field("X-Journey-Preview", encoded(preview(m)))
	field("X-Journey-About", encoded(about))
	b.WriteString("\r\n")
	q := quotedprintable.NewWriter(&b)
	_, _ = q.Write([]byte(body(m))) // a buffer takes everything
	_ = q.Close()
	return b.Bytes()
}

// FileName is a name for a message's file, of ASCII letters, digits and dashes.
func FileName(m *sim.Message) string {
	return fmt.Sprintf("%06d-%s-%s-%s.eml", m.Number, plain(m.Channel), plain(m.Step), plain(m.To.ID))
}

func plain(s string) string {
	const most = 40
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_':
			b.WriteRune(r)
		default:
			b.WriteByte('-')
		}
		if b.Len() == most {
			break
		}
	}
	return b.String()
}

// ID names a message: the same one has the same name in every run.
func ID(m *sim.Message) string {
	h := sha256.Sum256([]byte(strings.Join([]string{m.Journey, m.Step, m.To.ID, m.At.String(), m.Channel}, "\x00")))
	return hex.EncodeToString(h[:16])
}

func recipient(m *sim.Message) string {
	if m.Content == nil || m.Content.To == "" {
		return address(m.To.Name, "")
	}
	return address(m.To.Name, m.Content.To)
}

// address writes an address with its name; without an address that can be written,
// it is a group without members.
func address(name, at string) string {
	if !writable(at) {
		return "undisclosed-recipients:;"
	}
	name = oneLine(name)
	switch quoted := encoded(name); {
	case name == "":
		return at
	case quoted == name:
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `" <` + at + ">"
	default:
		return quoted + " <" + at + ">"
	}
}

// writable reports whether a text can stand as an address: two parts of letters,
// digits and the signs that need no quotes.
func writable(at string) bool {
	user, host, ok := strings.Cut(at, "@")
	plain := func(s, signs string) bool {
		for _, r := range s {
			letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
			if !letter && !strings.ContainsRune(signs, r) {
				return false
			}
		}
		return s != "" && s[0] != '.' && s[len(s)-1] != '.' && !strings.Contains(s, "..")
	}
	return ok && plain(user, ".!#$%&'*+-/=?^_`{|}~") && plain(host, ".-") && len(at) < 255
}

func preview(m *sim.Message) string {
	if m.Content == nil {
		return ""
	}
	return part(m, "preview")
}

// body is the text of a message: its body, its products, its links.
func body(m *sim.Message) string {
	if m.Content == nil {
		return "(not sent)\r\n"
	}
	var parts []string
	for _, p := range m.Content.Parts {
		if p.Name != "subject" && p.Name != "preview" && p.Text != "" {
			parts = append(parts, strings.TrimSpace(p.Text))
		}
	}
	var items []string
	for _, it := range m.Content.Items {
		name := it.Name
		if name == "" {
			name = it.ID
		}
		items = append(items, strings.TrimSpace("- "+name+" "+it.Price))
	}
	if len(items) > 0 {
		parts = append(parts, strings.Join(items, "\n"))
	}
	text := strings.ReplaceAll(strings.Join(parts, "\n\n"), "\r\n", "\n")
	return strings.ReplaceAll(text, "\n", "\r\n") + "\r\n"
}

// oneLine makes spaces of what would end a header field.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }), " ")
}

// encoded writes a text for a header field.
func encoded(s string) string {
	s = oneLine(s)
	out := mime.QEncoding.Encode("utf-8", s)
	if b := mime.BEncoding.Encode("utf-8", s); len(b) < len(out) {
		out = b
	}
	return out
}

// token is a text that stands as it is, or nothing.
func token(s string) string {
	for _, r := range s {
		if r >= 0x7f || r <= ' ' {
			return ""
		}
	}
	return s
}

// mostColumns is how long a line of a header may be, where words allow.
const mostColumns = 76

// fold breaks a header field into lines at its spaces.
func fold(line string) string {
	var b strings.Builder
	at := 0
	for i, word := range strings.Split(line, " ") {
		switch {
		case i == 0:
		case i > 1 && at+1+len(word) > mostColumns:
			b.WriteString("\r\n ")
			at = 1
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += len(word)
	}
	return b.String()
}

var days = strings.Fields("Mon Tue Wed Thu Fri Sat Sun")
var months = strings.Fields("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")

func date(at sim.Instant) string {
	c := calendar.UTC().Civil(int64(at))
	return fmt.Sprintf("%s, %d %s %04d %02d:%02d:%02d +0000", days[c.Weekday()], c.Day, months[c.Month-1], c.Year, c.Hour, c.Minute, c.Second)
}
