package stage_test

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/cmd/journey/internal/tui/stage"
)

// TestTalks holds whole conversations: what is said after "> " in the golden file,
// and the answers.
func TestTalks(t *testing.T) {
	for name, commands := range map[string]string{
		"first minute": "help|next message|play to fri 10:00|open 1|flow|who is at wait|back|more|messages|open 1|why|what if purchased|total 20|ok|undo|quit",
		"questions":    "export|9999|back|find|ali|open ali|open 3|keep|bookmark|here|bookmarks|back|go to nowhere|nonsense|mesages|stop at first_mail|start|play|why not first_mail|back|json|quit",
		"screens":      "end|portfolio|open cart|journey welcome|journey nobody|compare|journey|data|assume seed 9|person evil|",
	} {
		t.Run(name, func(t *testing.T) {
			m, _ := show(t, 80, 24)
			talk := stage.NewTalk(m)
			var b strings.Builder
			say := func(lines []string) {
				for _, l := range lines {
					require.NotContains(t, l, "\n")
					for _, r := range l {
						require.False(t, unicode.IsControl(r) || r >= 0x2500 && r < 0x2600, "%q", l)
					}
					b.WriteString(l + "\n")
				}
			}
			say(talk.Greeting())
			quit := false
			for _, c := range strings.Split(commands, "|") {
				require.False(t, quit)
				fmt.Fprintf(&b, "%s%s\n", talk.Prompt(), c)
				var answer []string
				answer, quit = talk.Say(context.Background(), c)
				say(answer)
			}
			golden(t, filepath.Join("testdata", "talk_"+strings.ReplaceAll(name, " ", "_")+".txt"), b.String())
		})
	}
}

func TestTalkHearsOfSaves(t *testing.T) {
	m, o := show(t, 80, 24)
	talk := stage.NewTalk(m)
	_, _ = talk.Say(context.Background(), "end")
	o.broken = "shop.journey:9:3: error: this is no step\n"
	require.Equal(t, []string{"The file has an error.", "shop.journey:9:3: error: this is no step"}, talk.Tell(context.Background(), stage.Saved{}))
	o.broken, o.next = "", strings.Replace(shop, "within 2h", "within 12h", 1)
	said := strings.Join(talk.Tell(context.Background(), stage.Saved{}), "\n")
	require.Contains(t, said, "The file is in order again.")
	require.Regexp(t, `v2: entered .* to `, said)
}

func TestTalkAsksFirst(t *testing.T) {
	start := &stage.Start{
		Journeys: []stage.Offer{{Name: "cart.journey", Detail: "1 journey"}, {Name: "the example shop", Detail: "nothing to prepare"}},
		People:   []stage.Offer{{Name: "invented", Detail: "two weeks"}},
		Open: func(context.Context, int, int) (*stage.Run, error) {
			run, _ := opened(t, shop, feedOf(t))
			return run, nil
		},
	}
	talk := stage.NewTalk(stage.Ask(start, stage.Look{}))
	require.Equal(t, []string{"DRY RUN: nothing is sent.", "Which journeys?", "1. cart.journey, 1 journey", "2. the example shop, nothing to prepare", "Say a number."}, talk.Greeting())
	say := func(command, want string) {
		answer, quit := talk.Say(context.Background(), command)
		require.False(t, quit)
		require.Contains(t, strings.Join(answer, "\n"), want)
	}
	say("5", "from 1 to 2")
	say("2", "With which people?")
	say("1", "journey cart")
	say("next message", "message 1: ")
}

var numbers = regexp.MustCompile(`[0-9][0-9,]*`)

// TestTheTwinsHaveEveryNumber holds that what a frame shows can be read in the plain
// and in the linear form too.
func TestTheTwinsHaveEveryNumber(t *testing.T) {
	for _, sc := range scenes {
		m, _ := show(t, 100, 30)
		press(m, sc.keys)
		write(m, sc.text)
		press(m, sc.then)
		for range 3 {
			press(m, "esc") // what lies over the screen
		}
		press(m, "@100x30")
		rows := strings.Split(m.Frame().Text(), "\n")
		plain, linear := m.Plain(160), strings.Join(m.Linear(), "\n")
		for _, row := range rows[2:26] {
			for _, n := range numbers.FindAllString(strings.ReplaceAll(row, "…", " "), -1) {
				require.Contains(t, plain, n, "%s: %s", sc.name, row)
				require.Contains(t, linear, n, "%s: %s", sc.name, row)
			}
		}
	}
}
