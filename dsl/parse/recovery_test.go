package parse

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is left of a program with a mistake in it.
func TestRecovery(t *testing.T) {
	const in, out = "journey j { when a\nthen {\nemail x\n", "\nstop\n} }"
	for src, want := range map[string]string{
		// A misspelt word is read as the one that was meant.
		"wiat 2d":                   "(Wait for:2d)",
		"delay 2d":                  "(Wait for:2d)",
		"send sms y":                "(Send channel:sms content:y)",
		"slpit { 100% a { stop } }": "(Split arms:[ (SplitArm percent:100% name:a body:(Block steps:[ (Stop)]))])",
		"wait 2 huors":              "(Wait for:2h)",
		"wait 2":                    "(Wait for:2h)",
		"wait two days":             "(Wait for:2d)",
		"if a = 1 { stop }":         "(If cond:(== a 1) then:(Block steps:[ (Stop)]))",
		"if a && !b { stop }":       `(If cond:(and a (UnaryExpr op:"not" x:b)) then:(Block steps:[ (Stop)]))`,
		"email 'hi'":                `(Send channel:email content:"hi")`,
		"email “hi”":                `(Send channel:email content:"hi")`,
		`email "a {{ b } c"`:        `(Send channel:email content:(StringLit parts:[(StringPart text:"a ") (StringPart expr:b) (StringPart text:" c")]))`,
		"email recommend（cart）":     "(Send channel:email content:(CallExpr fun:recommend args:[(Arg value:cart)]))",
		"email y with { a = 1 }":    "(Send channel:email content:y with:(RecordLit fields:[(RecordField name:a value:1)]))",
		// What cannot be read leaves a Bad node of its own size.
		"email":                      "(Send channel:email content:(BadExpr))",
		"if { stop }":                "(If cond:(BadExpr) then:(Block steps:[ (Stop)]))",
		"wait for { stop }":          "(WaitFor event:(BadPat) then:(Block steps:[ (Stop)]))",
		"wait fro a { stop }":        "(BadStep)",
		"wait up 1d { on a {stop} }": "(BadStep)",
		`"hello"`:                    "(BadStep)",
		"email f(1, [2, 3)":          "(Send channel:email content:(CallExpr fun:f args:[(Arg value:1) (Arg value:(ListLit items:[2 3]))]))",
		"email f(1":                  "(Send channel:email content:(CallExpr fun:f args:[(Arg value:1)]))",
		"email \"a":                  `(Send channel:email content:"a")`,
	} {
		t.Run(src, func(t *testing.T) {
			f, ds := File("x.journey", in+src+out)
			require.NotEmpty(t, ds)
			got := strings.Join(strings.Fields(dump(f.Decls[0])), " ")
			require.Equal(t, "(Journey name:j trigger:(When pattern:(EventPat name:a)) body:(Block steps:[ (Send channel:email content:x) "+want+" (Stop)]))", got)
		})
	}
}

func TestRecoveryOfDeclarations(t *testing.T) {
	for src, want := range map[string]string{
		"jurney j { when a\nthen stop }":                  "(Journey name:j trigger:(When pattern:(EventPat name:a)) body:(Block steps:[ (Stop)]))",
		"journey j { when a\nholdot 10%\nthen stop }":     "(Journey name:j trigger:(When pattern:(EventPat name:a)) settings:[ (Holdout percent:10%)] body:(Block steps:[ (Stop)]))",
		"journey j { when a and\nthen stop }":             "(Journey name:j trigger:(When pattern:(BothPat parts:[(EventPat name:a) (BadPat)])) body:(Block steps:[ (Stop)]))",
		"segment s where":                                 "(Segment name:s where:(BadExpr))",
		"segment s":                                       "(BadDecl)",
		"message m { subject \"a\" \"b\" }":               `(Message name:m parts:[ (MessagePart part:subject value:"a")])`,
		"event e { a number, b: text }":                   "(Event name:e fields:[(Field name:b type:(Type name:text))])",
		"policy p {\nconsnet x\nquiet 9 to 10:00 hold\n}": "(Policy name:p rules:[ (ConsentRule topic:x) (QuietRule from:09:00 to:10:00)])",
	} {
		t.Run(src, func(t *testing.T) {
			f, ds := File("x.journey", src+"\nuse retail")
			require.NotEmpty(t, ds)
			require.Len(t, f.Decls, 2)
			require.Equal(t, want, strings.Join(strings.Fields(dump(f.Decls[0])), " "))
		})
	}
}

// A pattern that ends in a bare `not X` is the checker's business.
func TestAbsenceWithoutWindow(t *testing.T) {
	f, ds := File("x.journey", "when a and not b then stop")
	require.Empty(t, ds)
	require.Contains(t, dump(f), "(AbsencePat base:(EventPat name:a) not:[(EventPat name:b)])")
}

func TestExpr(t *testing.T) {
	for src, want := range map[string]string{
		"a or b and not c == d":                   `(or a (and b (UnaryExpr op:"not" x:(== c d))))`,
		"1 + 2 * 3 ** 4 ** 5":                     "(+ 1 (* 2 (** 3 (** 4 5))))",
		"-a ** 2 + -b ?? c":                       `(+ (UnaryExpr op:"-" x:(** a 2)) (UnaryExpr op:"-" x:(?? b c)))`,
		"a ? b : c ? d : e":                       "(ChoiceExpr cond:a then:b else:(ChoiceExpr cond:c then:d else:e))",
		"a in 1..3":                               "(in a (.. 1 3))",
		"(a or b) and c":                          "(and (or a b) c)",
		"x[1].y?.z[:2][3:]":                       "(SliceExpr x:(SliceExpr x:(MemberExpr x:(MemberExpr x:(IndexExpr x:x index:1) name:y) name:z optional:true) hi:2) lo:3)",
		"f(a, valid: 3d)":                         "(CallExpr fun:f args:[(Arg value:a) (Arg name:valid value:3d)])",
		"no purchased in the last 1y":             "(InLast no:true event:(EventPat name:purchased) last:1y)",
		"time since last visit > 2 weeks":         "(> (TimeSince event:(EventPat name:visit)) 2w)",
		"segment == 1 and tag":                    "(and (== segment 1) tag)",
		"any(items, it.a > .b)":                   "(CallExpr fun:any args:[(Arg value:items) (Arg value:(> (MemberExpr x:(ItExpr) name:a) (MemberExpr x:(ItExpr) name:b)))])",
		"\"\"\"\n  a\n    b\n  {{ c }}\n  \"\"\"": "(StringLit multi:true parts:[(StringPart text:\"a\\n  b\\n\") (StringPart expr:c)])",
		`"\{{ a }} \u{41}"`:                       `"{{ a }} A"`,
	} {
		t.Run(src, func(t *testing.T) {
			x, ds := Expr(src)
			require.Empty(t, tell(src, ds))
			require.Equal(t, want, dump(x))
		})
	}
}
