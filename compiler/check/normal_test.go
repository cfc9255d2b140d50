package check_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A name is the same whether an editor stores its é as one character or as two.
func TestNamesInEitherFormAreOne(t *testing.T) {
	const one, two = "caf\u00e9", "cafe\u0301"
	const text = "event DECLARED { DECLARED: number }\n" +
		"profile { DECLARED: text? }\n" +
		"journey j { when USED where USED > 3 then email \"{{ profile.USED ?? \"\" }} {{ entry.`USED` }}\" }\n" +
		"when signed_up then start USED\n"
	for name, text := range map[string]string{
		"declared in two": strings.NewReplacer("DECLARED", two, "USED", one).Replace(text),
		"used in two":     strings.NewReplacer("DECLARED", one, "USED", two).Replace(text),
	} {
		for _, file := range []string{one, two} {
			t.Run(name+", file "+file, func(t *testing.T) {
				info, ds := checked(source{file + ".journey", text})
				require.Empty(t, shown(ds))
				var names []string
				for _, j := range own(info) {
					names = append(names, j.Name)
				}
				require.Equal(t, []string{one, "j"}, names, "the sentence is called like its file")
			})
		}
	}
	_, ds := checked(source{"f.journey", "event " + one + "\nsegment " + one + " where never " + two + "\nsegment " + two + " where never login\nwhen signed_up then email \"Hello\"\n"})
	require.Len(t, ds, 1)
	require.Equal(t, "J0201", ds[0].Code)
}
