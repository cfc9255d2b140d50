package fn

import (
	"net/url"
	"strings"
)

// Via is what a link tells the site about where its visitor comes from.
type Via struct {
	Base    string // address of the site, https://shop.example; empty: the link stays relative
	Person  string
	Journey string
	Step    string
	Channel string
}

// Link is the address of a page on the project's site, with parameters that web
// analytics understand (utm_source is journey, utm_medium the channel,
// utm_campaign the journey, utm_content the step) and person, which tells who
// followed it. An address that is already complete (http or https) keeps its site;
// parameters that the path has already keep their values, and empty ones are left
// out. A path that cannot be read as one leads to the site's first page.
func Link(path string, via Via) string {
	u, err := url.Parse(strings.TrimSpace(path))
	switch {
	case err != nil, u.Opaque != "":
		u = &url.URL{}
	case u.Scheme == "http" || u.Scheme == "https":
		return addParams(u, via)
	}
	// The site is the base's, whatever the path says: //other.example is no page.
	page := &url.URL{Path: "/" + strings.TrimLeft(u.Path, "/"), RawQuery: u.RawQuery, Fragment: u.Fragment}
	if base, err := url.Parse(strings.TrimSpace(via.Base)); err == nil {
		page.Scheme, page.Host = base.Scheme, base.Host
		page.Path = strings.TrimRight(base.Path, "/") + page.Path
	}
	return addParams(page, via)
}

// addParams appends to the query what it does not say yet, in a fixed order.
func addParams(u *url.URL, via Via) string {
	has := u.Query()
	query := u.RawQuery
	for _, p := range [...][2]string{
		{"utm_source", "journey"}, {"utm_medium", via.Channel}, {"utm_campaign", via.Journey},
		{"utm_content", via.Step}, {"person", via.Person},
	} {
		if p[1] == "" || has.Has(p[0]) {
			continue
		}
		if query != "" {
			query += "&"
		}
		query += p[0] + "=" + url.QueryEscape(p[1])
	}
	u.RawQuery = query
	return u.String()
}
