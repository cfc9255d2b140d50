package feed

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const wellFormed = "time: t\nperson: p\nevent: e\n"

func TestMappingFaults(t *testing.T) {
	for in, want := range map[string]string{
		"":                             "m.yaml:1:1: the mapping is empty",
		"# nothing":                    "m.yaml:1:1: the mapping is empty",
		"a: [":                         "m.yaml:1:",
		"- time":                       "m.yaml:1:1: names with values were expected here, each as NAME: VALUE",
		"time: t\nperson: p":           `m.yaml:1:1: the mapping does not say what the event is; add "event: COLUMN" or "event: always NAME"`,
		"time: t\nevent: e":            `m.yaml:1:1: the mapping does not say who the person is; add "person: COLUMN"`,
		"person: t\nevent: e":          `m.yaml:1:1: the mapping does not say which column is the time; add "time: COLUMN"`,
		wellFormed + "persn: x":        `m.yaml:4:1: "persn" is not a key of a mapping; did you mean "person"?`,
		wellFormed + "q: x":            `m.yaml:4:1: "q" is not a key of a mapping; there are: format, delimiter,`,
		wellFormed + "time: x":         `m.yaml:4:1: mapping key "time" already defined`,
		wellFormed + "format: cvs":     `m.yaml:4:9: "cvs" is not a value of "format"; did you mean "csv"?`,
		wellFormed + "order: [time]":   `m.yaml:4:8: one plain value was expected here`,
		wellFormed + "order:":          `a value is missing here`,
		wellFormed + "delimiter: ab":   `m.yaml:4:12: a delimiter is one character, such as ";", or the word tab`,
		wellFormed + "header: no":      `without a header the mapping must name the columns`,
		wellFormed + "zone: Mars/Base": `m.yaml:4:7: `,
		wellFormed + "format: ndjson\ncolumns: [a]":          `m.yaml:5:11: "columns" are for csv and tsv; NDJSON names its fields itself`,
		wellFormed + "skip when: [a ? b]":                    `m.yaml:4:13: "a ? b" is not a condition`,
		wellFormed + "skip when: [a < b]":                    `m.yaml:4:13: "b" is not a number`,
		wellFormed + "skip when: [a before 2026-01-01]":      `before and after compare the row's time; write "time before TIME"`,
		wellFormed + "skip when: [time before noon]":         `"noon" is not a time`,
		wellFormed + "skip when: [a is empty now]":           `"now" was not expected after "empty"`,
		wellFormed + "skip when: ['= 3']":                    `a condition begins with the name of a column`,
		wellFormed + "skip when: ['a =']":                    `a condition ends with a value`,
		wellFormed + "properties:\n  a:\n    b:\n      c: d": `m.yaml:6:5: lists inside lists are not read; give b as a column`,
		wellFormed + "properties:\n  a:\n    b: sum(d)":      `m.yaml:6:8: sum, count, min and max go over all rows of the group`,
		wellFormed + "properties: x":                         `names with values were expected here`,
		wellFormed + "values: x":                             `names with values were expected here`,
	} {
		t.Run(in, func(t *testing.T) {
			_, err := ParseMapping("m.yaml", []byte(in))
			require.ErrorContains(t, err, want)
			var located *MappingError
			require.ErrorAs(t, err, &located)
		})
	}
}

func TestMappingTellsEverything(t *testing.T) {
	_, err := ParseMapping("m.yaml", []byte("tim: t\norder: tme\nskip when: [x]\n"))
	require.Len(t, strings.Split(err.Error(), "\n"), 6, "%v", err)
}

// What only the file's header shows.
func TestMappingDoesNotFit(t *testing.T) {
	for in, want := range map[string]string{
		"time: tme":                            `m.yaml:3:7: f has no column "tme"; did you mean "time"?`,
		"time: zzzz":                           `m.yaml:3:7: f has no column "zzzz"; its columns are: time, who, unit-price`,
		"time: time\ngroup by: invoice":        `m.yaml:4:11: f has no column "invoice"`,
		"time: time\nskip when: [whom = 3]":    `m.yaml:4:13: f has no column "whom"; did you mean "who"?`,
		"time: time\nproperties: {a: wh}":      `m.yaml:4:17: f has no column "wh"; did you mean "who"?`,
		"time: time\nproperties: {a: b * who}": `m.yaml:4:17: f has no column "b"`,
		"time: time\nproperties: {a: 2 *}":     `m.yaml:4:17: "2 *" is neither a column of f nor a calculation: the calculation ends too early`,
	} {
		t.Run(in, func(t *testing.T) {
			m, err := ParseMapping("m.yaml", []byte("person: who\nevent: always purchased\n"+in))
			require.NoError(t, err)
			_, err = NewReader(strings.NewReader("time,who,unit-price\n1,p,3\n"), shop, Options{Name: "f", Mapping: m})
			require.ErrorContains(t, err, want)
		})
	}
}

func TestCalc(t *testing.T) {
	for in, want := range map[string]string{
		"price":                      "12.5",
		"unit-price":                 "4",
		"`unit-price` * 2":           "8",
		"price * quantity":           "25",
		"1 + 2 * 3 - 4 / 2":          "5",
		"(1 + 2) * -3":               "-9",
		"--price":                    "12.5",
		"10 - 4 - 3":                 "3",
		"round(price / 3, 2)":        "4.17",
		"round(-2.5, 0)":             "-3",
		"number(quantity)":           "2",
		"sum(price) + max(quantity)": "14.5",
		"count(who) + min(price)":    "13.5",
		"count(empty)":               "0",
		"1e2":                        "100",
		"sum(empty)":                 "",
		"empty + 1":                  "",
		"price / 0":                  "",
		"9e300 * 9e300":              "",
		"always 7":                   "7",
	} {
		t.Run(in, func(t *testing.T) {
			m, err := ParseMapping("m.yaml", []byte("time: time\nperson: who\nevent: always purchased\nproperties:\n  total: '"+in+"'"))
			require.NoError(t, err)
			res := readAll(strings.NewReader("time,who,price,quantity,empty,unit-price\n1,p,12.5,2,,4\n"), shop, Options{Name: "f", Mapping: m})
			require.NoError(t, res.err)
			if want != "" {
				want = " total=" + want
			}
			require.Equal(t, []string{`2 track purchased at 1000 user="p"` + want}, res.records)
		})
	}
}

func TestCalcFaults(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "the calculation ends too early",
		"1 +":                    "the calculation ends too early",
		"a b":                    `"b" was not expected here`,
		"a + ]":                  `"]" was not expected here`,
		"(a":                     "a bracket is not closed",
		"sum(a":                  "a bracket is not closed",
		"`a":                     "a back quote is not closed",
		"01":                     `"01" is not a number`,
		"mean(a)":                `there is no function "mean"; there are: count, max, min, number, round, sum`,
		"sum(a, b)":              "sum takes 1 values and was given 2",
		"sum(max(a))":            "max cannot stand inside another sum, count, min or max",
		"round(a, b)":            "the digits of round are a whole number up to 15",
		"round(a, 1.5)":          "the digits of round are a whole number up to 15",
		strings.Repeat("(", 100): "the calculation is nested too deeply",
	} {
		t.Run(in, func(t *testing.T) {
			_, fault := parseCalc(in)
			require.Equal(t, want, fault)
		})
	}
}

func TestConditions(t *testing.T) {
	row := "2026-03-02 10:00,p,C123,-5,,a and b"
	for in, skipped := range map[string]bool{
		"id = C123":                        true,
		"id = c123":                        false,
		`id = "C123"`:                      true,
		"id != C123":                       false,
		"id != x":                          true,
		"id starts with C":                 true,
		"id starts with c":                 false,
		"id ends with 23":                  true,
		"id contains 12":                   true,
		"id contains 13":                   false,
		"id is empty":                      false,
		"id is not empty":                  true,
		"none is empty":                    true,
		"none = 3":                         false,
		"none != 3":                        true,
		`none = ""`:                        true,
		"none < 3":                         false,
		"amount = -5.0":                    true,
		"amount != -5.0":                   false,
		"amount < -4":                      true,
		"amount <= -5":                     true,
		"amount > -5":                      false,
		"amount >= -5":                     true,
		"id < 5":                           false,
		"id = C123 and amount > 0":         false,
		"id = C123 and amount < 0":         true,
		`text = "a and b"`:                 true,
		"time before 2026-03-02":           false,
		"time before 2026-03-03":           true,
		"time after 2026-03-02":            false,
		"time after 2026-03-01":            true,
		"time after 2026-03-02 09:59":      true,
		"time after 2026-03-02 10:00":      false,
		"time >= 2026-03-02 10:00":         true,
		"time < 2026-03-02T10:00:00+01:00": false,
		"time = 2026-03-02 10:00":          true,
		"time != 2026-03-02 10:00":         false,
	} {
		t.Run(in, func(t *testing.T) {
			m, err := ParseMapping("m.yaml", []byte("time: when\nperson: who\nevent: always purchased\nskip when:\n  - '"+in+"'\n"))
			require.NoError(t, err)
			res := readAll(strings.NewReader("when,who,id,amount,none,text\n"+row), shop, Options{Name: "f", Mapping: m})
			require.NoError(t, res.err)
			require.Empty(t, res.bad)
			require.Equal(t, skipped, res.ignored == 1)
			require.Equal(t, skipped, len(res.records) == 0)
		})
	}
}

func TestGroupIsBounded(t *testing.T) {
	m, err := ParseMapping("m.yaml", []byte("time: time\nperson: who\nevent: always purchased\ngroup by: id\nproperties: {total: count(id)}"))
	require.NoError(t, err)
	res := readAll(strings.NewReader("time,who,id\n"+strings.Repeat("0,p,1\n", maxGroup+2)), shop, Options{Name: "f", Mapping: m})
	require.Equal(t, []string{`2 track purchased at 0 user="p" total=65536`}, res.records)
	require.Len(t, res.bad, 2)
}

// FuzzMapping looks for a mapping that the parser, or a reader with it, cannot bear.
func FuzzMapping(f *testing.F) {
	f.Add(wellFormed + "columns: [t, p, e, x]\nproperties:\n  total: round(sum(x * 2), 2)\n  products: {a: number(x)}\ngroup by: x\norder: time\nskip when: [x = 3 and time before 2026-01-01]\n")
	f.Add("format: ndjson\n" + wellFormed + "values: {a: purchased}\nzone: Europe/Istanbul\n")
	f.Fuzz(func(t *testing.T, in string) {
		m, err := ParseMapping("m.yaml", []byte(in))
		if err != nil {
			return
		}
		for _, data := range []string{"t,p,e,x\n1,p,purchased,2\n", `{"t":1,"p":"p","e":"purchased","x":{"y":[1]}}` + "\n"} {
			_ = readAll(strings.NewReader(data), shop, Options{Name: "f", Mapping: m})
		}
	})
}
