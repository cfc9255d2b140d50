package sample

import (
	"fmt"
	"strings"
)

// category is a shelf of the shop. Partner is the shelf that people who like
// this one tend to like too: it is what makes items go together beyond their own
// category.
type category struct {
	slug    string
	title   string
	kinds   string // what the products are, singular
	low     int    // cheapest price, cents
	high    int    // dearest price, cents
	refill  int    // days until a person needs it again; 0: it lasts
	partner string
	weight  int
}

var categories = []category{
	{"tea", "Tea", "Green Tea,Black Tea,Herbal Tea,White Tea,Oolong", 490, 2490, 28, "cups", 12},
	{"coffee", "Coffee", "Espresso Beans,Filter Coffee,Decaf Beans,Cold Brew", 790, 3290, 21, "cups", 12},
	{"cups", "Cups and Pots", "Mug,Teapot,Espresso Cup,Milk Jug", 890, 5990, 0, "tea", 7},
	{"candles", "Candles", "Candle,Tealight Set,Diffuser", 590, 3990, 45, "bath", 6},
	{"bath", "Bath and Body", "Soap,Hand Cream,Bath Salt,Shampoo Bar", 450, 2990, 30, "candles", 9},
	{"cats", "For Cats", "Cat Food,Cat Treats,Cat Tree,Catnip Mouse", 350, 8990, 14, "dogs", 8},
	{"dogs", "For Dogs", "Dog Food,Chew Toy,Dog Lead,Dog Bed", 490, 9990, 14, "cats", 9},
	{"garden", "Garden", "Seed Set,Watering Can,Planter,Pruning Shears", 290, 6990, 0, "kitchen", 7},
	{"kitchen", "Kitchen", "Chef's Knife,Cutting Board,Cast Iron Pan,Apron", 1290, 14990, 0, "garden", 7},
	{"running", "Running", "Running Shoes,Running Socks,Headlamp,Hydration Vest", 990, 15990, 0, "yoga", 8},
	{"yoga", "Yoga", "Yoga Mat,Yoga Block,Leggings,Meditation Cushion", 990, 9990, 0, "running", 6},
	{"books", "Books", "Cookbook,Novel,Travel Guide,Picture Book", 890, 4990, 0, "stationery", 9},
	{"stationery", "Stationery", "Notebook,Fountain Pen,Planner,Ink", 390, 8990, 0, "books", 6},
	{"toys", "Toys", "Wooden Train,Puzzle,Building Set,Plush Bear", 990, 7990, 0, "baby", 8},
	{"baby", "Baby", "Nappies,Baby Blanket,Bottle Set,Baby Lotion", 690, 5990, 21, "toys", 7},
}

var adjectives = strings.Split("Classic,Mountain,Little,Organic,Velvet,Morning,Nordic,Rose,Golden,Harbour,Quiet,Wild,Blue,Cedar,Sunday,Everyday,Saffron,Silver,Meadow,Midnight,Amber,Travel,Studio,Heritage", ",")

// product is one thing to buy. The two texts are its JSON members, full and as
// they appear inside an order, each with and without the sale price: they are
// made once, and a line is then put together by copying.
type product struct {
	id    string
	cat   int
	query string // what somebody would search to find it
	price int    // cents
	sale  int    // cents, while the price is down
	full  [2]string
	short [2]string
}

type catalogue struct {
	products []product
	shelf    [][]uint16 // products by category
	partner  []int
	weights  []int
}

func newCatalogue(seed uint64, n int) *catalogue {
	c := &catalogue{shelf: make([][]uint16, len(categories))}
	slugs := map[string]int{}
	for i, cat := range categories {
		slugs[cat.slug] = i
		c.weights = append(c.weights, cat.weight)
	}
	for _, cat := range categories {
		c.partner = append(c.partner, slugs[cat.partner])
	}
	r := stream(seed, purposeCatalogue, 0, 0)
	for i := range n {
		cat := i % len(categories)
		c.shelf[cat] = append(c.shelf[cat], uint16(i))
		c.products = append(c.products, newProduct(&r, cat, i/len(categories)))
	}
	return c
}

// newProduct makes the nth product of a category. Adjective and kind run
// through all their pairs before a name comes twice.
func newProduct(r *rng, cat, nth int) product {
	k := categories[cat]
	kinds := strings.Split(k.kinds, ",")
	kind := kinds[nth%len(kinds)]
	adj := adjectives[(nth/len(kinds)*7+nth%len(kinds)*3+cat*5)%len(adjectives)]
	name := adj + " " + kind
	if round := nth / (len(kinds) * len(adjectives)); round > 0 {
		name = fmt.Sprintf("%s No. %d", name, round+1)
	}
	// Prices lean to the cheap end, and end in 90 as prices do.
	span := k.high - k.low
	price := k.low + min(r.n(span+1), r.n(span+1))
	price = price/100*100 + 90
	sale := price * (100 - 10*r.between(1, 4)) / 100

	p := product{id: fmt.Sprintf("%s-%02d", k.slug, nth+1), cat: cat, query: strings.ToLower(kind), price: price, sale: sale}
	for i, cents := range []int{price, sale} {
		head := fmt.Sprintf(`"product_id":%q,"name":%q,"category":%q,"price":%s`, p.id, name, k.slug, money(cents))
		p.short[i] = head
		p.full[i] = fmt.Sprintf(`%s,"currency":"EUR","url":"%s/p/%s","image_url":"%s/i/%s.jpg"`, head, shopURL, p.id, shopURL, p.id)
	}
	return p
}

const shopURL = "https://shop.example.test"

// money writes cents as a JSON number.
func money(cents int) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

// inCategory draws a product of a shelf; the first ones on it sell best.
func (c *catalogue) inCategory(r *rng, cat int) uint16 {
	shelf := c.shelf[cat]
	i := min(r.n(len(shelf)), r.n(len(shelf)))
	return shelf[i]
}

// What happens to a product, by day, is a function of the seed: nothing to keep.

// saleDays is how long a fallen price stays.
const saleDays = 5

// falls says whether this is a day on which the product's price would fall.
func (g *gen) falls(item uint16, d int64) bool {
	r := stream(g.cfg.Seed, purposeDrop, uint64(item), uint64(d))
	return r.chance(12)
}

// today is what a day makes of a product.
type today struct {
	sale  uint8 // 1 while the price is down, as an index into the product's texts
	fell  bool  // it fell this day, and was not down before
	stock bool  // it is back in stock
}

// refresh sets the products' state for one day.
func (g *gen) refresh(d int64) {
	for i := range g.today {
		var t today
		for back := range int64(saleDays) {
			if g.falls(uint16(i), d-back) {
				t.sale = 1
				t.fell = back == 0
			}
		}
		r := stream(g.cfg.Seed, purposeStock, uint64(i), uint64(d))
		t.stock = r.chance(8)
		g.today[i] = t
	}
}
