package sample

// properties appends the members of a track call's properties, in the names of
// Segment's e-commerce spec.
func (e *encoder) properties(ev *event) {
	switch ev.kind {
	case kView, kWish:
		e.product(ev.items[0], true)
	case kAdd, kRemove:
		e.product(ev.items[0], true)
		e.quantity(ev.items[0])
	case kCart, kAbandon:
		e.text(`"total":`)
		e.money(e.subtotal(ev))
		e.text(`,"currency":"EUR"`)
		e.products(ev, true)
	case kCheckout:
		e.text(`"value":`)
		e.money(e.subtotal(ev))
		e.text(`,"currency":"EUR"`)
		e.products(ev, false)
	case kOrder:
		e.order(ev)
	case kSearch:
		e.text(`"query":"`)
		e.text(e.g.cat.products[ev.items[0]].query)
		e.text(`"`)
	case kSignUp, kSignIn:
		e.text(`"method":"email"`)
	case kOpen, kClick:
		e.text(`"message":"`)
		e.text(letterNames[ev.arg])
		e.text(`"`)
	case kUnsubscribe:
		// Without channel and topic it means: nothing at all any more.
		e.text([]string{`"channel":"email"`, `"channel":"email","topic":"newsletter"`, ``}[ev.arg])
	case kSubscribe:
		e.text(`"channel":"email"`)
	case kPoints:
		e.points(ev.arg)
	case kDrop:
		e.product(ev.items[0], true)
		e.text(`,"old_price":`)
		e.money(e.g.cat.products[ev.items[0]].price)
	case kShipped, kArrived:
		e.orderID(ev.who, ev.arg)
		e.text(`"`)
	case kReview:
		e.product(ev.items[0], false)
		e.text(`,"rating":`)
		e.num(int64(ev.arg))
	case kScore:
		e.text(`"score":`)
		e.num(int64(ev.arg))
	case kTrial, kTrialEnded:
		e.text(`"plan":"pro"`)
	case kTrialEnding:
		e.text(`"plan":"pro","days":`)
		e.num(int64(ev.arg))
	case kSubscription:
		e.text(`"plan":"pro","price":9.90,"currency":"EUR","interval":"month"`)
	case kStore:
		e.store(ev)
	case kDelivered:
		e.text(`"message":"`)
		e.text(letterNames[ev.arg])
		e.text(`"`)
	case kStock:
		e.product(ev.items[0], true)
	}
}

func (e *encoder) product(it item, full bool) {
	p := &e.g.cat.products[it&itemMask]
	sale := e.g.today[it&itemMask].sale
	if full {
		e.text(p.full[sale])
	} else {
		e.text(p.short[sale])
	}
}

func (e *encoder) quantity(it item) {
	e.text(`,"quantity":`)
	e.num(1 + int64(it>>12))
}

func (e *encoder) products(ev *event, full bool) {
	e.text(`,"products":[`)
	for i, it := range ev.items[:ev.n] {
		if i > 0 {
			e.text(`,`)
		}
		e.text(`{`)
		e.product(it, full)
		e.quantity(it)
		e.text(`}`)
	}
	e.text(`]`)
}

// subtotal is what the event's items cost, in cents.
func (e *encoder) subtotal(ev *event) int {
	sum := 0
	for _, it := range ev.items[:ev.n] {
		sum += e.g.cat.products[it&itemMask].cents(e.g.today[it&itemMask].sale) * (1 + int(it>>12))
	}
	return sum
}

// order appends a purchase. Below 50 euros the parcel costs something.
func (e *encoder) order(ev *event) {
	e.orderID(ev.who, ev.arg)
	sum, shipping := e.subtotal(ev), 0
	if sum < 5000 {
		shipping = 490
	}
	e.text(`","total":`)
	e.money(sum + shipping)
	e.text(`,"shipping":`)
	e.money(shipping)
	e.text(`,"currency":"EUR"`)
	e.products(ev, false)
}

// orderID appends an order's number, without the quote at its end.
func (e *encoder) orderID(who, order uint32) {
	e.text(`"order_id":"o`)
	e.num(int64(who) + 1)
	e.text(`-`)
	e.num(int64(order))
}

// store appends a purchase in the store: nothing is shipped.
func (e *encoder) store(ev *event) {
	e.text(`"order_id":"s`)
	e.num(int64(ev.who) + 1)
	e.text(`-`)
	e.num(int64(ev.arg))
	e.text(`","total":`)
	e.money(e.subtotal(ev))
	e.text(`,"currency":"EUR","store_id":"center"`)
	e.products(ev, false)
}

func (e *encoder) points(n uint32) {
	tier := "silver"
	switch {
	case n >= 500:
		tier = "platinum"
	case n >= 200:
		tier = "gold"
	}
	e.text(`"points":`)
	e.num(int64(n))
	e.text(`,"tier":"`)
	e.text(tier)
	e.text(`"`)
}
