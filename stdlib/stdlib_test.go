package stdlib_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/stdlib"
)

func TestFunctionsAreSortedUniqueAndDocumented(t *testing.T) {
	var names []string
	for _, f := range stdlib.Functions() {
		names = append(names, f.Name)
		require.NotEmpty(t, f.Doc, f.Name)
		require.NotEmpty(t, f.Result, f.Name)
		for i, p := range f.Params {
			if p.Variadic {
				require.Equal(t, len(f.Params)-1, i, "%s: only the last parameter repeats", f.Name)
			}
		}
		require.Equal(t, f.Example.Expr == "", f.Example.Value == "", f.Name)
		if f.Example.Expr != "" {
			require.True(t, strings.Contains(f.Example.Expr, f.Name+"("), f.Name)
		}
	}
	require.True(t, slices.IsSorted(names))
	require.Equal(t, len(names), len(slices.Compact(slices.Clone(names))))
}

func TestOnlyAddressedChannelsHaveATrait(t *testing.T) {
	got := map[string]string{}
	for _, c := range stdlib.Channels() {
		if c.Address != "" {
			got[c.Name] = c.Address
		}
	}
	require.Equal(t, map[string]string{"email": "email", "sms": "phone", "whatsapp": "phone", "viber": "phone"}, got)
	require.Len(t, stdlib.Channels(), 13)
}

func TestACallerCannotChangeTheCatalogue(t *testing.T) {
	stdlib.Functions()[0].Name = "changed"
	stdlib.Channels()[0].Name = "changed"
	require.Equal(t, "abs", stdlib.Functions()[0].Name)
	require.Equal(t, "email", stdlib.Channels()[0].Name)
}
