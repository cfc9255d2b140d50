package message

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/stdlib"
	"github.com/journeylang/journey/stdlib/lang"
)

// echo is a machine whose code is the number of a part: it gives a text that says which
// it was, or nothing.
type echo struct{ silent int32 }

func (e echo) Run(code int32, v *Voice) (event.Value, error) {
	switch {
	case code == e.silent:
		return event.Value{}, nil
	case code%7 == 6:
		return event.Value{}, fmt.Errorf("too much")
	}
	x, _ := v.Call("date", []event.Value{event.Of("2026-11-27")})
	return event.Of(fmt.Sprintf("%d %s", code, x.Str)), nil
}

var tags = []string{"", "tr", "tr-CY", "pt", "pt-BR", "zh-Hant", "ar", "en", "en-GB", "nb"}

// Whoever reads, in whatever language and on whatever channel, gets every part that the
// message has and the channel shows; and in the own language, where there is a variant.
func TestEveryReaderGetsEveryPart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		channels := []string{"email", "sms", "push", "pigeon"}
		m := bytecode.Message{Name: "m"}
		for i := range rapid.IntRange(0, 12).Draw(t, "parts") {
			m.Parts = append(m.Parts, bytecode.Part{
				Name: rapid.SampledFrom(append(stdlib.Parts(), "unknown")).Draw(t, "part"), Lang: rapid.SampledFrom(tags).Draw(t, "lang"),
				Channel: rapid.SampledFrom(append(channels, "", "")).Draw(t, "for"), Code: int32(i),
			})
		}
		x := &bytecode.Send{Content: 0, Value: -1, Channel: rapid.SampledFrom(channels).Draw(t, "channel")}
		p := &bytecode.Program{Language: rapid.SampledFrom([]string{"", "en", "tr", "no such"}).Draw(t, "default"), Messages: []bytecode.Message{m}}
		r := New(p).Renderer()
		to := Reader{
			Language: rapid.OneOf(rapid.SampledFrom(append(tags, "tr_TR", "zh-TW", "xx", "12", "\xff")), rapid.String()).Draw(t, "reads"),
			Country:  rapid.SampledFrom([]string{"", "GB", "tr", "nowhere"}).Draw(t, "country"),
		}
		c := r.choose(x, to.Language)
		for _, name := range stdlib.Parts() {
			variants := r.variants(x, name)
			got := c.find(name)
			if !stdlib.Shows(x.Channel, name) {
				require.Nil(t, got)
				continue
			}
			if len(variants) == 0 {
				require.True(t, got == nil || name == "body", "only a subject stands in")
				continue
			}
			require.NotNil(t, got, "%s is always said", name)
			own := slices.ContainsFunc(variants, func(p *bytecode.Part) bool { return slices.Contains(lang.Chain(lang.Tag(to.Language)), r.tag(p)) })
			require.Equal(t, own, slices.Contains(lang.Chain(lang.Tag(to.Language)), got.language), name)
		}
		machine := echo{silent: rapid.Int32Range(-1, 8).Draw(t, "silent")}
		says := r.Says(x, to, machine)
		content := r.Render(x, to, machine)
		require.NotEmpty(t, content.Language)
		if says && (c.find("subject") != nil || c.find("body") != nil || c.find("items") == nil) {
			require.NotEmpty(t, content.Parts, "what is sent can be read")
		}
		require.Equal(t, content, r.Render(x, to, machine), "once more the same")
	})
}

// Languages that a feed invents are not remembered for ever.
func TestChoicesAreBounded(t *testing.T) {
	p := &bytecode.Program{Messages: []bytecode.Message{{Name: "m", Parts: []bytecode.Part{{Name: "body"}}}}}
	r := New(p).Renderer()
	for i := range 3 * maxChosen {
		r.choose(&bytecode.Send{Channel: "sms"}, fmt.Sprint("x", i))
	}
	require.LessOrEqual(t, len(r.chosen), maxChosen)
}

// What is certain costs nothing to know, and what is not costs a look-up.
func BenchmarkChoose(b *testing.B) {
	p := &bytecode.Program{Messages: []bytecode.Message{{Name: "m", Parts: []bytecode.Part{{Name: "subject"}, {Name: "subject", Lang: "tr"}, {Name: "body"}}}}}
	r := New(p).Renderer()
	x := &bytecode.Send{Channel: "email"}
	b.ReportAllocs()
	for b.Loop() {
		r.choose(x, "tr-CY")
	}
}
