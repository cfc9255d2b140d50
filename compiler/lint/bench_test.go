package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler"
)

// sourceOf writes a file of about so many lines, of whole journeys.
func sourceOf(lines, number int) string {
	const each = 25
	var b strings.Builder
	for i := range lines / each {
		name := fmt.Sprintf("%d_%d", number, i)
		fmt.Fprintf(&b, `message reminder_%[1]s {
  subject "{{ profile.first_name ?? "Hello" }}, you left {{ len(cart.items) }} things behind"
  body    "Still thinking it over?"
}
# The offer goes out at once, the reminder a day later.
journey cart_%[1]s "Win back carts" {
  when    cart_abandoned where total >= %[2]d
          and not purchased within 2h
  enter   again after 30d
  goal    purchased within 7d
  exit    when unsubscribed
  holdout 10%%
  then {
    email reminder_%[1]s as first_mail
    wait up to 1d {
      on clicked first_mail { wait 2d }
      else                  { sms "Your cart: {{ entry.total }}" }
    }
    if profile.plan == "pro" and count(purchased, last 90d) >= 3 {
      email recommend(cart, 4)
    } else {
      push "Bye"
    }
  }
}
`, name, i)
	}
	return b.String()
}

func BenchmarkLint1000Lines(b *testing.B) {
	src := sourceOf(1000, 0)
	require.Empty(b, one(src))
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		one(src)
	}
}

func BenchmarkLint1000Files(b *testing.B) {
	var files []compiler.Source
	size := 0
	for i := range 1000 {
		f := compiler.Source{Path: fmt.Sprintf("f%d.journey", i), Text: sourceOf(50, i)}
		size += len(f.Text)
		files = append(files, f)
	}
	require.Empty(b, all(files...))
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		all(files...)
	}
}
