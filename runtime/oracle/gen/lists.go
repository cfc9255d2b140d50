package gen

import "fmt"

// ofItems returns a condition on a list: what somebody has in the cart, has looked at or
// bought, and what an event carried.
func (w *writer) ofItems() string {
	switch w.IntN(10) {
	case 0, 6:
		return fmt.Sprintf("cart.%s %s %d", pick(w.dice, "quantity", "total"), w.comparison(), w.number())
	case 1, 7:
		return fmt.Sprintf("%s.product_id == %s", pick(w.dice, "first(viewed)", "last(bought)", "first(cart.items)"), w.text())
	case 2, 3:
		return w.ofList("cart.items")
	case 4:
		return w.ofList(pick(w.dice, "viewed", "bought"))
	case 5:
		if w.entry && !w.people {
			return w.ofList("(entry.items ?? [])")
		}
	}
	return w.ofList(fmt.Sprintf("(last(%s).items ?? [])", w.event()))
}

// ofList returns a condition that goes through a list of records.
func (w *writer) ofList(list string) string {
	name := "product_id"
	if list[0] == '(' {
		name = "name"
	}
	one := func() string {
		switch w.IntN(4) {
		case 0:
			return fmt.Sprintf(".%s %s %s", name, pick(w.dice, "==", "!="), w.text())
		case 1:
			return fmt.Sprintf("(.price ?? %d) %s %d", w.number(), w.comparison(), w.number())
		case 2:
			return fmt.Sprintf("has(.price) and .price %s %d", w.comparison(), w.number())
		}
		return fmt.Sprintf(".price %s %d", w.comparison(), w.number())
	}
	switch w.IntN(7) {
	case 0:
		return fmt.Sprintf("len(filter(%s, %s)) %s %d", list, one(), w.comparison(), w.IntN(3))
	case 1:
		return fmt.Sprintf("%s in map(%s, .%s)", w.text(), list, name)
	case 2:
		return fmt.Sprintf("sum(%s, .price) %s %d", list, w.comparison(), w.number())
	case 3:
		return fmt.Sprintf("(find(%s, %s).price ?? %d) %s %d", list, one(), w.number(), w.comparison(), w.number())
	case 4:
		return fmt.Sprintf("count(%s, %s) %s %d", list, one(), w.comparison(), w.IntN(3))
	}
	return fmt.Sprintf("%s(%s, %s)", pick(w.dice, "any", "all", "none", "one"), list, one())
}
