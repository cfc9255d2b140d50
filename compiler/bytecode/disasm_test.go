package bytecode_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
	"github.com/journeylang/journey/compiler/bytecode"
)

// TestDisassemble compares the disassembly of small journeys with what a person
// has read. UPDATE=1 writes what is new.
func TestDisassemble(t *testing.T) {
	files, err := filepath.Glob("testdata/disasm/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			require.NoError(t, err)
			p := compile(t, a.Files[0].Name, string(a.Files[0].Data))
			got := disassemble(t, p)
			if os.Getenv("UPDATE") != "" {
				a.Files = append(a.Files[:1], txtar.File{Name: "disassembly", Data: []byte(got)})
				require.NoError(t, os.WriteFile(file, txtar.Format(a), 0o644))
				return
			}
			require.Equal(t, string(a.Files[1].Data), got)

			again, err := bytecode.Decode(p.Encode())
			require.NoError(t, err)
			require.Equal(t, got, disassemble(t, again), "the file of a program holds all of it")
		})
	}
}

func compile(t *testing.T, name, text string) *bytecode.Program {
	t.Helper()
	res := compiler.Compile([]compiler.Source{{Path: name, Text: text}}, compiler.Options{})
	require.Empty(t, res.Diags)
	require.NotNil(t, res.Program)
	return res.Program
}

func disassemble(t *testing.T, p *bytecode.Program) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, p.Disassemble(&out))
	return out.String()
}

// TestDisassembleExpressions puts values together again from their instructions.
func TestDisassembleExpressions(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{"total >= 30", "total >= 30"},
		{"(total >= 30 and currency == \"EUR\")", `total >= 30 and currency == "EUR"`},
		{"(total >= 30 or currency == \"EUR\" and total > 3)", `total >= 30 or currency == "EUR" and total > 3`},
		{"((total >= 30 or total < 1) and not (currency in [\"EUR\", \"USD\"]))", `(total >= 30 or total < 1) and not (currency in ["EUR", "USD"])`},
		{"((total - 1) * (2 + total) > -total)", "(total - 1) * (2 + total) > -total"},
		{"(total - (1 - total) > 0)", "total - (1 - total) > 0"},
		{"(currency ?? \"EUR\") == \"EUR\"", `(currency ?? "EUR") == "EUR"`},
		{"has(currency)", "has(currency)"},
		{"(currency startsWith \"E\")", `currency startsWith "E"`},
		{"((total > 3 ? 1 : total < 1 ? 2 : 3) == 2)", "(total > 3 ? 1 : (total < 1 ? 2 : 3)) == 2"},
	} {
		t.Run(c.source, func(t *testing.T) {
			p := compile(t, "test.journey", "when purchased where "+c.source+" then email \"x\"\n")
			require.Contains(t, disassemble(t, p), "("+c.want+")")
		})
	}
}

// FuzzDisassemble holds that whatever passes the verifier can be shown, and shown
// in a text of a bounded size. The checksum is made right, so that the fuzzer
// reaches what lies behind it.
func FuzzDisassemble(f *testing.F) {
	files, err := filepath.Glob("testdata/disasm/*.txtar")
	require.NoError(f, err)
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		require.NoError(f, err)
		res := compiler.Compile([]compiler.Source{{Path: a.Files[0].Name, Text: string(a.Files[0].Data)}}, compiler.Options{})
		f.Add(res.Program.Encode()[headSize:])
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := bytecode.Decode(sealed(body))
		if err != nil {
			return
		}
		require.Less(t, len(disassemble(t, p)), 10_000+2_000*len(body))
	})
}

// headSize is the size of what stands before a program's tables.
const headSize = 8 + 1 + 8

type full struct{}

var errFull = errors.New("full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestDisassembleToNowhere(t *testing.T) {
	require.ErrorIs(t, compile(t, "test.journey", "when purchased then email \"x\"\n").Disassemble(full{}), errFull)
}

func TestDuration(t *testing.T) {
	for _, c := range []struct {
		d    bytecode.Duration
		want string
	}{
		{bytecode.Duration{}, "0s"},
		{bytecode.Duration{Millis: 7_200_000}, "2h"},
		{bytecode.Duration{Millis: 5_400_000}, "1h30m"},
		{bytecode.Duration{Millis: 1}, "1ms"},
		{bytecode.Duration{Days: 14}, "14d"},
		{bytecode.Duration{Months: 12}, "12mo"},
	} {
		require.Equal(t, c.want, c.d.String())
	}
}
