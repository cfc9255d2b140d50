package spec

import (
	"fmt"
	"html/template"
	"io"
	"strings"
)

// coveragePage is one file without anything else: no script, no font, no picture from
// elsewhere. It follows the light or dark of whoever reads it.
var coveragePage = template.Must(template.New("coverage").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Journey coverage {{ .Percent }}</title>
<style>
:root { color-scheme: light dark; --back: #fff; --text: #1f2328; --soft: #656d76; --line: #d0d7de; --hit: #dafbe1; --part: #fff8c5; --miss: #ffebe9; }
@media (prefers-color-scheme: dark) {
  :root { --back: #0d1117; --text: #e6edf3; --soft: #8d96a0; --line: #30363d; --hit: #12361f; --part: #3b3000; --miss: #4c1518; }
}
body { background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .2rem .6rem; }
.sum td, .sum th { border-bottom: 1px solid var(--line); }
.number { text-align: right; font-variant-numeric: tabular-nums; color: var(--soft); white-space: nowrap; }
.source { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
.source td { font: 13px/1.5 ui-monospace, monospace; white-space: pre; padding: 0 .6rem; }
.hit { background: var(--hit); } .part { background: var(--part); } .miss { background: var(--miss); }
.never { color: var(--soft); }
</style>
</head>
<body>
<h1>Journey coverage {{ .Percent }}</h1>
<table class="sum">
<tr><th>journey</th><th>file</th><th class="number">covered</th><th class="number">of</th><th class="number">percent</th></tr>
{{- range .Journeys }}
<tr><td><a href="#{{ .ID }}">{{ .Name }}</a></td><td>{{ .File }}</td><td class="number">{{ .Hit }}</td><td class="number">{{ .All }}</td><td class="number">{{ .Percent }}</td></tr>
{{- end }}
</table>
{{- range .Journeys }}
<h2 id="{{ .ID }}">{{ .Name }} <span class="never">{{ .File }}, {{ .Percent }}</span></h2>
<div class="source"><table dir="auto">
{{- range .Lines }}
<tr class="{{ .Class }}"><td class="number">{{ .Hits }}</td><td class="number">{{ .Number }}</td><td>{{ .Text }}{{ if .Never }}   <span class="never">never: {{ .Never }}</span>{{ end }}</td></tr>
{{- end }}
</table></div>
{{- end }}
</body>
</html>
`))

type coverageView struct {
	Percent  string
	Journeys []journeyView
}

type journeyView struct {
	ID, Name, File, Percent string
	Hit, All                int
	Lines                   []lineView
}

type lineView struct {
	Number                   int
	Text, Hits, Class, Never string
}

// WriteHTML writes coverage as a page for a browser.
func (c *Coverage) WriteHTML(w io.Writer) error {
	hit, all := c.Count()
	view := coverageView{Percent: fmt.Sprintf("%.1f %%", Percent(hit, all))}
	for i, j := range c.Journeys {
		hit, all := j.Count()
		v := journeyView{ID: fmt.Sprintf("j%d", i+1), Name: j.Name, File: j.File, Percent: fmt.Sprintf("%.0f %%", Percent(hit, all)), Hit: hit, All: all}
		for _, x := range j.sourceLines() {
			line := lineView{Number: x.Number, Text: x.Text, Never: strings.Join(x.Missed, ", ")}
			switch {
			case x.Points == 0:
			case len(x.Missed) == 0:
				line.Class = "hit"
			case len(x.Missed) == x.Points:
				line.Class = "miss"
			default:
				line.Class = "part"
			}
			if x.Points > 0 {
				line.Hits = fmt.Sprintf("%d×", x.Hits)
			}
			v.Lines = append(v.Lines, line)
		}
		view.Journeys = append(view.Journeys, v)
	}
	if err := coveragePage.Execute(w, view); err != nil {
		return fmt.Errorf("writing the coverage page: %w", err)
	}
	return nil
}
