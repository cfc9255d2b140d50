package sim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestGroupsSayWhatDiffersFirst compares versions of a journey and holds the groups of
// those who are treated differently.
func TestGroupsSayWhatDiffersFirst(t *testing.T) {
	feed := []byte(strings.Join([]string{
		`{"time":"2026-03-02T10:00:00Z","person":"a","event":"Cart Abandoned"}`,
		`{"time":"2026-03-02T10:00:00Z","person":"b","event":"Cart Abandoned"}`,
		`{"time":"2026-03-02T10:00:00Z","person":"c","event":"Cart Abandoned"}`,
		`{"time":"2026-03-02T12:30:00Z","person":"b","event":"Purchased"}`,
		`{"time":"2026-03-02T13:00:00Z","person":"c","event":"Cart Abandoned"}`,
		`{"time":"2026-03-09T10:00:00Z","event":"clock"}`,
	}, "\n") + "\n")
	const when = "when cart_abandoned and not purchased within 2h then "
	for _, x := range []struct {
		name, before, after string
		want                []string
	}{
		{"the same", when + `email "A"`, when + `email "A"`, nil},
		{"another message", when + `email "A"`, when + `email "B"`, []string{`3 another message: email "B" instead of email "A"`}},
		{"who does not come in says why", when + `email "A"`, strings.Replace(when, "2h", "3h", 1) + `email "A"`,
			[]string{"2 later: comes in", "1 did not come in: what must not happen happened in time"}},
		{"who comes in says why not before", strings.Replace(when, "2h", "3h", 1) + `email "A"`, when + `email "A"`,
			[]string{"2 earlier: comes in", "1 came in, and did not before: what must not happen happened in time"}},
		{"a step more, a step less", when + steps(`email "A"`, `wait 1h`, `email "C"`), when + steps(`email "A"`, `sms "B"`, `wait 1h`, `email "C"`), []string{`3 new: sms "B"`}},
		{"less", when + steps(`email "A"`, `sms "B"`, `wait 1h`, `email "C"`), when + steps(`email "A"`, `wait 1h`, `email "C"`), []string{`3 no longer: sms "B"`}},
		{"order", when + steps(`email "A"`, `sms "B"`), when + steps(`sms "B"`, `email "A"`), []string{`3 in another order: sms "B" before email "A"`}},
		{"time", when + steps(`wait 1h`, `email "A"`), when + steps(`wait 2h`, `email "A"`), []string{`3 later: email "A"`}},
		{"a cap more", capped(2), capped(1), []string{`3 not sent (had enough messages already) instead of sent: email "B"`}},
		{"a cap less", capped(1), capped(2), []string{`3 sent instead of not sent (had enough messages already): email "B"`}},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := open(t, version(t, "after", "cart.journey", x.after), recorded(feed))
			s.Seek(s.Status().Horizon)
			c, err := s.Compare(background, version(t, "before", "cart.journey", x.before), nil)
			require.NoError(t, err)
			var got []string
			total := int64(0)
			for _, g := range c.Groups {
				got = append(got, strings.Join([]string{fmt.Sprint(g.People), g.Words}, " "))
				total += g.People
			}
			require.Equal(t, x.want, got)
			require.Equal(t, c.People, total)
			for _, p := range c.Examples {
				require.Contains(t, strings.Join(x.want, "\n"), p.Reason)
			}
		})
	}
}

func steps(all ...string) string { return "{\n" + strings.Join(all, "\n") + "\n}\n" }

func capped(n int) string {
	return fmt.Sprintf("policy calm { at most %d email in 1d }\njourney cart {\nwhen cart_abandoned and not purchased within 2h\npolicy calm\nthen ", n) +
		steps(`email "A"`, "wait 1h", `email "B"`) + "}\n"
}
