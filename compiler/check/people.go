package check

import (
	"path"
	"slices"

	"github.com/journeylang/journey/dsl/ast"
)

// checkPeople checks the declarations that are not about one journey: modules, segments,
// lifecycles and policies.
func (c *checker) checkPeople(d ast.Decl) {
	switch d := d.(type) {
	case *ast.Use:
		c.use(d)
	case *ast.Segment:
		c.condition(&scope{}, d.Where)
	case *ast.Lifecycle:
		for _, stage := range d.Stages {
			c.condition(&scope{}, stage.Where)
		}
	case *ast.Policy:
		for _, rule := range d.Rules {
			c.policyRule(rule)
		}
		c.quietDay(d)
	}
}

// use checks that a module exists: of the standard library by name, of the project by a
// path beside the file.
func (c *checker) use(d *ast.Use) {
	if d.Path == nil {
		if n := d.Name; n.Text != "" && !contains(moduleNames, n.Text) {
			c.misspelt(codeUnknownModule, n.Span, n.Text, "there is no module `"+n.Text+"`", moduleNames, "")
		}
		return
	}
	p, plain := d.Path.Plain()
	if !plain {
		c.report(codeNotConstant, d.Path.Span, "a file's path must be written out", "write it as \"shared/events.journey\"")
		return
	}
	beside := path.Join(path.Dir(c.file.Path), p)
	var paths []string
	for _, f := range c.info.Files {
		if path.Clean(f.Path) == beside {
			return
		}
		paths = append(paths, f.Path)
	}
	c.misspelt(codeUnknownModule, d.Path.Span, beside, "there is no file "+quote(p)+" beside this one", paths, "the path counts from this file's folder")
}

func (c *checker) policyRule(rule ast.PolicyRule) {
	switch r := rule.(type) {
	case *ast.QuietRule:
		c.window(r.From, r.To, "quiet time")
	case *ast.CapRule:
		c.whole(r.N, mostCounted, "a cap")
		c.counted(r.Channel)
		c.span(r.In)
	}
}

// quietDay reports quiet times that leave no minute of the day: nothing would ever be sent.
func (c *checker) quietDay(d *ast.Policy) {
	const day = 24 * 60
	var quiet [day]bool
	var last *ast.QuietRule
	for _, rule := range d.Rules {
		q, ok := rule.(*ast.QuietRule)
		if !ok || q.From == nil || q.To == nil || !written(q.From.Span) || !written(q.To.Span) {
			continue
		}
		last = q
		from, to := 60*q.From.Hour+q.From.Minute, 60*q.To.Hour+q.To.Minute
		for m := from; m != to; m = (m + 1) % day {
			quiet[m] = true
		}
	}
	if last != nil && !slices.Contains(quiet[:], false) {
		c.report(codeBadMoment, last.Span, "the quiet times of `"+d.Name.Text+"` leave no minute of the day", "nothing would ever be sent")
	}
}

func (c *checker) useSegment(n ast.Name) {
	if n.Text == "" || hasPlace(c.segment, n.Text) {
		c.need(c.owner["segment "+n.Text])
		return
	}
	if hasPlace(c.lifecycle, n.Text) {
		c.report(codeUnknownSegment, n.Span, "`"+n.Text+"` is a lifecycle, not a segment", "name one of its stages: "+c.stagesOf(n.Text))
		return
	}
	c.misspelt(codeUnknownSegment, n.Span, n.Text, "there is no segment `"+n.Text+"`", known(c.segment), "declare it: segment "+n.Text+" where …")
}

// stagesOf lists the stages of a lifecycle.
func (c *checker) stagesOf(lifecycle string) string {
	var stages []string
	at := c.lifecycle[lifecycle]
	for _, d := range at.file.Decls {
		if l, ok := d.(*ast.Lifecycle); ok && l.Name.Span == at.span {
			for _, s := range l.Stages {
				stages = append(stages, s.Name.Text)
			}
		}
	}
	return listed(stages)
}

func (c *checker) usePolicy(n ast.Name) {
	if n.Text == "" || hasPlace(c.policy, n.Text) {
		c.need(c.owner["policy "+n.Text])
		return
	}
	c.misspelt(codeUnknownPolicy, n.Span, n.Text, "there is no policy `"+n.Text+"`", known(c.policy), "declare it: policy "+n.Text+" { … }")
}

// policyOf settles which policy's rules are asked at a journey's sends.
func (c *checker) policyOf(j *journeyState) {
	name := c.opts.Policy
	if j.Std {
		name = ""
	}
	for _, s := range j.Decl.Settings {
		if use, ok := s.(*ast.UsePolicy); ok {
			name = use.Name.Text
		}
	}
	for _, p := range c.info.Policies {
		if name != "" && p.Name == name {
			j.Policy = p
			c.need(c.owner["policy "+name])
		}
	}
}

func (c *checker) useChannel(n ast.Name) { c.channel(n, c.channels) }

// counted checks what a cap or a limit counts: a channel, or `message` for all of them.
func (c *checker) counted(n ast.Name) {
	c.channel(n, append([]string{"message"}, c.channels...))
}

func (c *checker) channel(n ast.Name, words []string) {
	if n.Text != "" && !contains(words, n.Text) {
		c.misspelt(codeUnknownChannel, n.Span, n.Text, "there is no channel `"+n.Text+"`", words, "")
	}
}
