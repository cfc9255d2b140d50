package sim_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/sim"
)

func TestAssumptions(t *testing.T) {
	v := version(t, "v1", "n.journey", "event noticed\n\nwhen noticed then push \"hello\"")
	a := sim.DefaultAssumptions(v)
	b := sim.DefaultAssumptions(v)
	for _, x := range a.List() {
		require.NotEmpty(t, x.Group)
		require.NotEmpty(t, x.Words)
		require.NoError(t, b.Set(x.Name, x.Value), x.Name)
	}
	require.Equal(t, a, b, "what is listed is what is set")

	for _, c := range []struct{ name, value, wrong string }{
		{"people", "2,000", ""},
		{"people", "0", "people must be between 1"},
		{"people", "many", "a whole number is wanted"},
		{"days", "-1", "days must be"},
		{"start", "2026-03-01", ""},
		{"start", "yesterday", "a day is written as 2026-03-01"},
		{"start", "2026-02-30", "a day is written"},
		{"seed", "18446744073709551615", ""},
		{"seed", "-1", "a whole number"},
		{"languages", "ar, fa", ""},
		{"languages", "xx", "nobody speaks"},
		{"languages", "all", ""},
		{"email.open", "100%", ""},
		{"email.open", "101%", "a share is written as 35% or 0.35"},
		{"email.open", "NaN", "a share"},
		{"email.click", "0.25", ""},
		{"sms.delay", "1h30m", ""},
		{"sms.delay", "2 d", ""},
		{"sms.delay", "366d", "365d"},
		{"sms.delay", "soon", "a time is written as 20m"},
		{"sms.delay", "", "a time"},
		{"sms.delay", "99999999999h", "a time"},
		{"event.noticed", "3", ""},
		{"event.noticed", "8", "0 to 7 times a week"},
		{"emial.open", "1", "did you mean email.open?"},
		{"weather", "1", "there is people, days"},
	} {
		before := b
		err := b.Set(c.name, c.value)
		if c.wrong == "" {
			require.NoError(t, err, "%+v", c)
			continue
		}
		require.ErrorContains(t, err, c.wrong, "%+v", c)
		require.Equal(t, before, b, "nothing is changed")
	}
	require.Equal(t, 2000, b.People)
	require.Equal(t, int64(2*86_400_000), b.Channels[2].Delay)
	require.Empty(t, b.Languages)
}
