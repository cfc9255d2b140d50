package feed

import (
	"bytes"
	"errors"
	"fmt"
)

// form finds out what the feed is, from the mapping and from its first bytes,
// and makes the plan of what is not our own NDJSON. Of CSV it reads the header.
func (s *splitter) form(x *index, name string, m *Mapping) (*plan, error) {
	if err := s.prime(); err != nil {
		return nil, err
	}
	format := ""
	if m != nil {
		format = m.format
	}
	first := s.first()
	switch {
	case format == "" && (first == '{' || first == '[' || first == 0):
		format = "ndjson"
	case format == "":
		format = "csv"
	}
	if format == "ndjson" {
		if first == '[' {
			return nil, fmt.Errorf("%s is one JSON list; a feed has one object a line (jq -c '.[]' makes it so)", name)
		}
		if m == nil {
			return nil, nil
		}
		p, errs := m.bind(x, name, nil, nil)
		return p, errors.Join(errs...)
	}
	return s.csvForm(x, name, m, format)
}

func (s *splitter) csvForm(x *index, name string, m *Mapping, format string) (*plan, error) {
	s.quotes = &quoting{}
	switch {
	case m != nil && m.delimiter != 0:
		s.quotes.delimiter = m.delimiter
	case format == "tsv":
		s.quotes.delimiter = '\t'
	}
	var header []string
	if m == nil || m.header {
		var err error
		if header, err = s.header(); err != nil {
			return nil, err
		}
	} else if s.quotes.delimiter == 0 {
		s.quotes.delimiter = s.guess()
	}
	if m == nil {
		return bindShort(x, name, s.quotes, header)
	}
	if len(m.columns) > 0 {
		header = header[:0]
		for _, c := range m.columns {
			header = append(header, c.text)
		}
	}
	if len(header) == 0 && s.err != nil && len(s.carry) == 0 {
		s.quotes = nil // an empty file has no columns to miss
		return nil, nil
	}
	p, errs := m.bind(x, name, s.quotes, header)
	return p, errors.Join(errs...)
}

// guess chooses the delimiter by the first line that is not empty.
func (s *splitter) guess() byte {
	line := bytes.TrimLeft(s.carry, "\r\n")
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	return sniffDelimiter(line)
}

// header takes the first row that is not empty off the text.
func (s *splitter) header() ([]string, error) {
	for {
		for s.err == nil && len(s.carry) <= s.maxLine && bytes.IndexByte(bytes.TrimLeft(s.carry, "\r\n"), '\n') < 0 {
			s.carry = s.read(s.carry)
		}
		if s.quotes.delimiter == 0 {
			s.quotes.delimiter = s.guess()
		}
		end, closed := s.quotes.rowEnd(s.carry, 0, s.maxLine)
		if end < 0 && len(s.carry) == 0 {
			return nil, nil
		}
		if s.err == nil && len(s.carry) <= s.maxLine && (end < 0 || !closed) {
			s.carry = s.read(s.carry)
			continue
		}
		if end < 0 || !closed || end > s.maxLine {
			return nil, fmt.Errorf("%s does not begin with a header of column names: its first line is too long or never closes a quote", s.src.name)
		}
		row := append([]byte(nil), s.carry[:end]...)
		s.carry = append(s.carry[:0], s.carry[end:]...)
		s.skipped += int64(end)
		s.line += int64(bytes.Count(row, newline))
		if len(bytes.TrimSpace(row)) == 0 {
			continue
		}
		return s.names(row)
	}
}

// names splits the header into the names of the columns.
func (s *splitter) names(row []byte) ([]string, error) {
	d := &decoder{plan: &plan{quoting: s.quotes}, out: &batch{}}
	buf := append(row, make([]byte, padding)...)
	var names []string
	for i := 0; ; i++ {
		c, end, ok := d.cell(buf, i)
		if !ok {
			return nil, fmt.Errorf("%s: the header cannot be read: %s", s.src.name, d.fault)
		}
		names = append(names, c.text)
		if buf[end] == '\n' {
			return names, nil
		}
		i = end
	}
}
