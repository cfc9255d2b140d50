package grammar_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/journeylang/journey/compiler/lint"
	"github.com/journeylang/journey/dsl/diag"
)

const lintPage = `# Lint

` + "`journey lint`" + ` finds every mistake, and what is allowed and yet cannot be meant. ` + "`journey explain CODE`" + ` is the page of a code: what it means, why it
hurts, the smallest file that shows it, the same put right, and how to silence it. Every example is executed by a test.

A comment silences one finding of the line below it, and says why. One that silences nothing is a finding itself:

    # journey: ignore J0511 sent by the shop

How much a rule counts is a matter of the project, in ` + "`journey.yaml`" + `; errors of the language always count:

    rules:
      all: warning                   # every rule without an entry of its own
      unused-message: error
      still-sends: off
      link-without-campaign: info    # a rule that is off by itself
      reminds-buyers:
        level: warning
        except: [old/**]             # files, from the folder of journey.yaml
      many-in-a-day:
        most: 3                      # how much is still allowed, of rules that measure something

- ` + "`--fix`" + ` makes the fixes that change nothing that a journey does, ` + "`--unsafe-fixes`" + ` also the others, where there is one answer; ` + "`--diff`" + ` shows them. A fix
  after which there is an error more is taken back.
- ` + "`--baseline FILE --write-baseline`" + ` writes down what an old project has today; with ` + "`--baseline FILE`" + ` only what is new is reported, wherever the lines
  have moved.
- ` + "`--strict`" + ` lets warnings count. A remark never does.
- ` + "`--format`" + ` is text, or for the tools: json, github, sarif, junit, gitlab.

## The rules

| code | name | finds | |
|---|---|---|---|
`

// The table of rules is made of their codes.
func TestLintPage(t *testing.T) {
	var b strings.Builder
	b.WriteString(strings.Replace(lintPage, "# Lint\n\n", "# Lint\n\n<!-- Generated from the rules: go test ./grammar -update -->\n\n", 1))
	for _, c := range lint.Codes() {
		note := ""
		switch {
		case c.OptIn:
			note = "when asked for"
		case c.Severity == diag.Info:
			note = "a remark"
		case c.Most > 0:
			note = fmt.Sprintf("`most`: %d %s, when it is not said", c.Most, c.Unit)
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s |\n", c.ID, c.Name, c.Title, note)
	}
	golden(t, "lint.md", b.String())
}
