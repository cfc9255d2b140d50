package stage_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
)

func TestASessionIsGoneOnWith(t *testing.T) {
	save := "x pgdown pgdown enter"
	m, _ := show(t, 100, 30)
	press(m, save)
	require.Contains(t, m.Frame().Text(), "the example is no file")

	run, _ := opened(t, shop, feedOf(t))
	run.Opened = &stage.Opened{Journeys: []string{"shop.journey"}, Feed: "-"}
	m = stage.New(run, stage.Look{})
	press(m, save)
	require.Contains(t, m.Frame().Text(), "standard input cannot be read again")

	run, o := opened(t, shop, feedOf(t))
	run.Opened = &stage.Opened{Journeys: []string{"shop.journey"}, Feed: "shop.ndjson"}
	m = stage.New(run, stage.Look{})
	press(m, "@100x30 end B")
	write(m, "the end")
	press(m, "enter end j down down down s 3 enter i enter")
	press(m, save)
	r, err := stage.ReadRun([]byte(o.exported["session.run"]))
	require.NoError(t, err)
	require.Len(t, r.Bookmarks, 1)
	require.Len(t, r.Breaks, 1)
	require.Len(t, r.WhatIfs, 1)
	press(m, "x esc") // the note goes away

	again := func(r *stage.SavedRun) *stage.Model {
		run, _ := opened(t, shop, feedOf(t))
		m := stage.New(run, stage.Look{})
		press(m, "@100x30")
		for _, e := range m.Resume(r) {
			stage.Carry(context.Background(), m, e)
		}
		return m
	}
	b := again(r)
	require.Equal(t, m.Plain(100), b.Plain(100))
	require.Equal(t, m.Session().Bookmarks(), b.Session().Bookmarks())
	require.Equal(t, len(m.Session().Breaks()), len(b.Session().Breaks()))
	require.Equal(t, m.Session().WhatIfs(), b.Session().WhatIfs())
	require.NotContains(t, b.Frame().Text(), "since it was saved")

	r.Sources, r.Events.Lines, r.Person = "", 7, "nobody"
	r.WhatIfs[0].Injections[0].Person = "nobody"
	b = again(r)
	frame := b.Frame().Text()
	require.Contains(t, frame, "[1 Flow]")
	require.Contains(t, frame, "the journeys have changed since it was saved; the events are others")
	require.Empty(t, b.Session().WhatIfs())

	for _, bad := range []string{"", "{", "{}", `{"schema": 1}`, `{"schema": 99, "journeys": ["x"]}`, `{"schema": 1, "journeys": ["x"], "at": "soon"}`, `[]`} {
		_, err := stage.ReadRun([]byte(bad))
		require.Error(t, err, "%s", bad)
		require.True(t, strings.Contains(err.Error(), "no session"), "%v", err)
	}
}

func TestAMessageIsExportedAsALetter(t *testing.T) {
	m, o := show(t, 100, 30)
	press(m, "end x down down enter")
	require.Contains(t, m.Frame().Text(), "open a message first")
	press(m, "3 enter x down down enter")
	require.Contains(t, o.exported["message.eml"], "MIME-Version: 1.0\r\n")
	require.Contains(t, o.exported["message.eml"], "nothing was sent")
	require.NotContains(t, o.exported["message.eml"], "\x1b")
}
