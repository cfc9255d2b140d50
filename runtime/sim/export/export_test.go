package export_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/report"
	"github.com/journeylang/journey/runtime/sim"
	"github.com/journeylang/journey/runtime/sim/export"
)

func message(subject, body, name, to string) *sim.Message {
	m := &sim.Message{}
	m.Number, m.At, m.Channel, m.Journey, m.Step, m.Message, m.Status = 7, 1772546531000, "email", "cart", "first", "reminder", "would_send"
	m.To = sim.PersonRef{ID: "p1", Name: name, Language: "tr"}
	m.Content = &sim.Content{Language: "tr", Direction: "ltr", To: to, Parts: []sim.Part{{Name: "subject", Text: subject}, {Name: "body", Text: body}},
		Items: []sim.Item{{ID: "a", Name: "Çelik termos", Price: "19,90 €"}}}
	return m
}

// TestLetters reads letters back with other code than that which wrote them.
func TestLetters(t *testing.T) {
	decode := new(mime.WordDecoder)
	for _, c := range []struct{ subject, body, name, to string }{
		{"Hello", "Body", "Anna", "anna@example.test"},
		{"Işıl, sepetin seni bekliyor", "Sepetinde 3 ürün kaldı.\nİkinci satır", "Işıl Çağlar", "isil@example.test"},
		{"تركت 3 منتجات في سلتك", "مرحبا", "Zainab حسن", "z@example.test"},
		{"Injected\r\nBcc: everybody@example.test", "a\r\n.\r\nb", "Eve\r\nBcc: x@example.test", "eve@example.test"},
		{strings.Repeat("very long words ", 60), strings.Repeat("line\n", 300), strings.Repeat("n", 300), "n@example.test"},
		{strings.Repeat("ж", 400), "", "", "not an address"},
		{"", "", "", ""},
	} {
		m := message(c.subject, c.body, c.name, c.to)
		raw := export.EML(m, "simulated, nothing was sent: ж")
		require.Equal(t, raw, export.EML(m, "simulated, nothing was sent: ж"))
		head, _, found := bytes.Cut(raw, []byte("\r\n\r\n"))
		require.True(t, found)
		for _, line := range strings.Split(string(head), "\r\n") {
			require.LessOrEqual(t, len(line), 998)
			for _, r := range line {
				require.True(t, r >= ' ' && r < 0x7f, "%q", line)
			}
		}
		got, err := mail.ReadMessage(bytes.NewReader(raw))
		require.NoError(t, err)
		require.Empty(t, got.Header.Get("Bcc"))
		subject, err := decode.DecodeHeader(got.Header.Get("Subject"))
		require.NoError(t, err)
		require.Equal(t, strings.Join(strings.Fields(c.subject), " "), strings.Join(strings.Fields(subject), " "))
		if c.to == "" || !strings.Contains(c.to, "@") {
			require.Equal(t, "undisclosed-recipients:;", got.Header.Get("To"))
		} else {
			to, err := got.Header.AddressList("To")
			require.NoError(t, err)
			require.Equal(t, c.to, to[0].Address)
		}
		at, err := got.Header.Date()
		require.NoError(t, err)
		require.Equal(t, int64(m.At), at.UnixMilli())
		body, err := io.ReadAll(quotedprintable.NewReader(got.Body))
		require.NoError(t, err)
		require.Contains(t, string(body), "- Çelik termos 19,90 €")
		for _, line := range strings.Split(strings.ReplaceAll(c.body, "\r\n", "\n"), "\n") {
			require.Contains(t, string(body), line)
		}
	}
	a, b := message("a", "b", "c", ""), message("a", "b", "c", "")
	b.At++
	require.NotEqual(t, export.ID(a), export.ID(b))
}

func TestFileNames(t *testing.T) {
	m := message("", "", "", "")
	m.To.ID, m.Step = "../../etc/passwd", "стъпка"
	require.Equal(t, "000007-email--------------etc-passwd.eml", export.FileName(m))
	m.To.ID = strings.Repeat("x", 500)
	require.Less(t, len(export.FileName(m)), 120)
}

func TestCells(t *testing.T) {
	for in, want := range map[string]string{
		"=HYPERLINK(1)": "'=HYPERLINK(1)", "+49 170": "'+49 170", "@me": "'@me", "-5": "-5", "+1.5": "+1.5", "- dash": "'- dash", "plain": "plain", "": "",
	} {
		require.Equal(t, want, export.Cell(in))
	}
	var b bytes.Buffer
	m, err := export.NewMessages(&b, "simulated")
	require.NoError(t, err)
	require.NoError(t, m.Write(message("=1+1", "two\nlines, \"quoted\"", "Işıl", "")))
	require.NoError(t, m.Flush())
	rows, err := csv.NewReader(&b).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 2)
	require.Contains(t, rows[1], "'=1+1")
	require.Contains(t, rows[1], "two\nlines, \"quoted\"")
}

func TestMarkdown(t *testing.T) {
	s := &report.Summary{Journeys: []report.Journey{{
		Name: "a|b", Title: "<b>*x*</b>", Entered: 1234567, NotEntered: report.Counts{{Name: "where", N: 2}},
		Steps: []report.Step{{ID: "if_1", Label: "if x | y", Line: 3, Arrived: 5, Arms: report.Counts{{Name: "yes", N: 5}}}},
	}}, Channels: []report.Channel{{Name: "email", Sent: 3}}}
	var b bytes.Buffer
	require.NoError(t, export.Markdown(&b, s, "about\x1b"))
	require.Equal(t, `# What the journeys would do

_about␛_

| journey | entered | inside | goal | finished | not entered |
| :--- | ---: | ---: | ---: | ---: | ---: |
| a\|b | 1,234,567 | 0 | 0 | 0 | 2 |

## a\|b: &lt;b&gt;\*x\*&lt;/b&gt;

| line | step | passed | waiting | sent | skipped |
| ---: | :--- | ---: | ---: | ---: | ---: |
| 3 | if x \| y | 5 | 0 | 0 | 0 |
|  | → yes | 5 |  |  |  |

Not entered: where 2.

| channel | sent | skipped |
| :--- | ---: | ---: |
| email | 3 | 0 |
`, b.String())
}
