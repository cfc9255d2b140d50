package event_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/runtime/event"
)

func TestNormal(t *testing.T) {
	for in, want := range map[string]string{
		"purchased":         "purchased",
		"Order Completed":   "order_completed",
		"order-completed":   "order_completed",
		"Order.Completed":   "order_completed",
		"  Cart   Viewed ":  "cart_viewed",
		"order__completed":  "order__completed",
		"ПОРЪЧКА":           "поръчка",
		"cafe\u0301 opened": "caf\u00e9_opened",
		"":                  "",
	} {
		require.Equal(t, want, event.Normal(in), "%q", in)
	}
}
