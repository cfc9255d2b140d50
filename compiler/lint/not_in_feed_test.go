package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/lint"
)

// What never comes is what the feed does not carry, no journey emits, and no other program
// tells of. Nothing is said where the feed may carry more.
func TestNotInFeed(t *testing.T) {
	const text = `event begun
journey j {
  when purchased or visit
  goal visit or purchased within 7d
  exit when unsubscribed
  then {
    wait for visit or login up to 7d { push "There you are" }   # want
    wait for begun or cart_abandoned up to 7d { push "Still here" }
    email "How is it?" as mail
    wait up to 2d {
      on opened mail { push "x" }
      on login { push "y" }                                     # want
    }
  }
}
journey k {
  when visit and not purchased within 2h                        # want
  exit when login                                               # want
  then {
    emit begun
    wait 1d
  }
}
journey l {
  when (purchased followed by visit within 2h) or purchased
  then email "x"
}
journey m {
  when purchased and visit within 2h                            # want
  then email "x"
}
journey n {
  when visit
  then email "Another one starts it"
}
journey o {
  when begun
  then start n
}
journey p {
  when 3 login in 7d                                            # want
  then email "x"
}
journey q {
  when no visit for 7d                                          # want
  then email "x"
}
`
	found := func(carries string) (lines []string) {
		for _, d := range asked(lint.Project{Carries: carries}, text) {
			if d.Code == lint.NotInFeed.ID {
				lines = append(lines, fmt.Sprint(1+strings.Count(text[:d.Span.Start], "\n")))
			}
		}
		return lines
	}
	var want []string
	for i, l := range strings.Split(text, "\n") {
		if strings.HasSuffix(l, "# want") {
			want = append(want, fmt.Sprint(i+1))
		}
	}
	require.Equal(t, want, found("purchased"))
	require.Equal(t, want, found("order_completed"), "as the feed calls it")
	require.Empty(t, found(""))
	require.Empty(t, found("never_declared"))
}
