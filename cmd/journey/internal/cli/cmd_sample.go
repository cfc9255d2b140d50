package cli

import (
	"bufio"
	"io"

	"github.com/spf13/cobra"

	"github.com/journeylang/journey/runtime/sample"
)

func init() { register(newSample) }

func newSample(a *app) *cobra.Command {
	cfg := sample.Default()
	var output, from string
	var noCart bool
	cmd := &cobra.Command{
		Use:     "sample [-o FILE]",
		Short:   "Invent the events of a shop, to try journeys with",
		GroupID: groupTry,
		Args:    noArguments,
		Long: `Invent the events of a shop, to try journeys with: people who look, fill carts, buy,
fall silent and come back. The same flags always give the same bytes.`,
		Example: `  journey sample -o events.ndjson
  journey sample --people 100000 --days 30 | journey simulate cart.journey --feed -`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if from != "" {
				var err error
				if cfg.Start, err = parseInstant("from", from); err != nil {
					return err
				}
			}
			cfg.CartAbandoned = !noCart
			if err := cfg.Validate(); err != nil {
				return usage("journey help sample says what may be asked for", "%w", err)
			}
			var stats sample.Stats
			write := func(w io.Writer) (err error) {
				stats, err = sample.Write(&patientWriter{cmd.Context(), w}, cfg)
				return err
			}
			if output == "" || output == "-" {
				w := bufio.NewWriterSize(a.Out, 256<<10)
				if err := write(w); err != nil {
					return err
				}
				if err := w.Flush(); err != nil {
					return err
				}
			} else if err := writeFile(output, write); err != nil {
				return err
			}
			a.say("%s of %s, %s bytes", counted(stats.Lines, "line", "lines"), counted(int64(cfg.People), "person", "people"), grouped(stats.Bytes))
			return nil
		},
	}
	fs := cmd.Flags()
	fs.StringVarP(&output, "output", "o", "", "write to this `FILE` (default standard output)")
	fs.IntVar(&cfg.People, "people", cfg.People, "how many people there are, a `NUMBER`")
	fs.IntVar(&cfg.Days, "days", cfg.Days, "how many days to cover, a `NUMBER`")
	fs.Uint64Var(&cfg.Seed, "seed", cfg.Seed, "another `NUMBER` is another shop")
	fs.StringVar(&from, "from", "", "the first `DATE` (default 2026-03-02)")
	fs.Float64Var(&cfg.Duplicates, "duplicates", 0, "`SHARE` of lines that come twice, 0 to 0.5")
	fs.Float64Var(&cfg.Late, "late", 0, "`SHARE` of events that come up to six hours late, 0 to 0.5")
	fs.Float64Var(&cfg.Junk, "junk", 0, "`SHARE` of lines that cannot be read, 0 to 0.5")
	fs.BoolVar(&cfg.Lifecycle, "lifecycle", false, "add parcels, reviews, scores, friends, trials and a store's purchases")
	fs.BoolVar(&noCart, "no-cart-abandoned", false, "leave cart_abandoned out, as many shops do")
	return cmd
}
