package fn

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// Codes are printed and sent: they must never change.
func TestCouponsAreStable(t *testing.T) {
	for _, test := range []struct {
		percent             float64
		valid, person, salt string
		want                string
	}{
		{10, "3d", "p1", "cart/1/offer", "SAVE10-GQRBT8B3"},
		{12.5, "3d", "p1", "cart/1/offer", "SAVE12P5-7TZWZ1BK"},
		{100, "", "", "", "SAVE100-3CSJNHJ9"},
	} {
		require.Equal(t, test.want, Coupon(test.percent, test.valid, test.person, test.salt))
	}
}

func TestCouponsDifferInEveryArgument(t *testing.T) {
	form := regexp.MustCompile(`^SAVE[0-9P]+-[0-9A-HJKMNP-TV-Z]{8}$`)
	seen := map[string]bool{}
	for i := range 1000 {
		for _, code := range []string{
			Coupon(10, "3d", fmt.Sprint("p", i), "s"),
			Coupon(10, "3d", "p", fmt.Sprint("s", i)),
			Coupon(10, fmt.Sprint(i, "d"), "p", "s"),
			Coupon(10, "3d", fmt.Sprint("ps", i), ""),
		} {
			require.Regexp(t, form, code)
			require.False(t, seen[code], code)
			seen[code] = true
		}
	}
}

func TestLink(t *testing.T) {
	via := Via{Base: "https://shop.example", Person: "a+b@c.example", Journey: "cart recovery", Step: "first_mail", Channel: "email"}
	const tail = "utm_source=journey&utm_medium=email&utm_campaign=cart+recovery&utm_content=first_mail&person=a%2Bb%40c.example"
	deep := via
	deep.Base = "https://shop.example/bg/"
	bare := Via{}
	for _, test := range []struct {
		path string
		via  Via
		want string
	}{
		{"/cart", via, "https://shop.example/cart?" + tail},
		{"cart", via, "https://shop.example/cart?" + tail},
		{"", via, "https://shop.example/?" + tail},
		{"/cart", deep, "https://shop.example/bg/cart?" + tail},
		{"/ä b?q=1&q=2#top", via, "https://shop.example/%C3%A4%20b?q=1&q=2&" + tail + "#top"},
		{"/cart?utm_source=mine&person=", via, "https://shop.example/cart?utm_source=mine&person=&utm_medium=email&utm_campaign=cart+recovery&utm_content=first_mail"},
		{"https://other.example/x", via, "https://other.example/x?" + tail},
		{"//evil.example/x", via, "https://shop.example/x?" + tail},
		{"javascript:alert(1)", via, "https://shop.example/?" + tail},
		{"/%zz", via, "https://shop.example/?" + tail},
		{"/cart", bare, "/cart?utm_source=journey"},
	} {
		t.Run(test.path, func(t *testing.T) {
			require.Equal(t, test.want, Link(test.path, test.via))
		})
	}
}
