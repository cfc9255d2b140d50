package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/cmd/journey/internal/cli"
)

// tour are the pictures of the README: what is typed in the folder of the examples.
var tour = []struct{ picture, args string }{
	{"flow", "play|--frame|100x27|--journey|cart_recovery|--at|sat 7 mar 10:00|--keys|down down down down"},
	{"map", "play|--frame|120x44|--journey|cart_recovery|--keys|v down down down down down down down down down down down"},
	{"message", "play|--frame|100x25|--screen|messages|--find|lang:ar step:cart_reminder|--keys|enter"},
	{"whatif", "play|--frame|110x30|--screen|messages|--find|step:cart_reminder|--keys|down down down enter i enter"},
	{"source", "play|shop/cart_recovery.journey|--frame|100x28|--screen|journey|--keys|pgdown pgdown pgdown pgdown"},
	{"data", "play|cart.journey|--config|none.yaml|--frame|100x30|--screen|data|--keys|down down down down down down down down down down down down down down enter"},
}

// TestTour holds that the pictures are what the program shows. `make tour` makes
// them anew.
func TestTour(t *testing.T) {
	pictures, err := filepath.Abs("../../grammar/tour")
	require.NoError(t, err)
	page, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	t.Chdir("../../examples")
	for _, p := range tour {
		args := strings.Split(p.args, "|")
		if p.picture == "data" {
			args = []string{"play", "shop/cart.journey", "--config", filepath.Join(t.TempDir(), "none.yaml")}
			require.NoError(t, os.WriteFile(args[3], nil, 0o644))
			args = append(args, strings.Split(p.args, "|")[4:]...)
		}
		var out, said bytes.Buffer
		code := cli.Run(t.Context(), append(args, "--svg"), cli.Streams{
			In: strings.NewReader(""), Out: &out, Err: &said,
			Getenv: func(string) string { return "" }, Now: time.Now,
		})
		require.Zero(t, code, "%s", said.String())
		file := filepath.Join(pictures, p.picture+".svg")
		if os.Getenv("TOUR") != "" {
			require.NoError(t, os.MkdirAll(pictures, 0o755))
			require.NoError(t, os.WriteFile(file, out.Bytes(), 0o644))
		}
		have, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, string(have), out.String(), "%s is what the program showed; `make tour` makes it anew", file)
		require.Contains(t, string(page), "grammar/tour/"+p.picture+".svg")
	}
}
