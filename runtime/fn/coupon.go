package fn

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
)

// codeLetters is Crockford's base 32: no I, L, O or U, so that nothing in a code
// looks like something else when it is read from paper.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Coupon is a person's code for a discount of so many percent, such as
// SAVE10-7KQ2XM4T. It is a pure function of its arguments: the same on replay and
// on any machine. valid is the duration as it is written in the source (3d), and
// salt whatever tells two sends apart and is not public (journey, step, a secret
// of the project): who knows it can compute the codes.
//
// The eight letters are forty bits of SHA-256, so that among a million people
// fewer than one pair shares a code.
func Coupon(percent float64, valid, person, salt string) string {
	const letters = 8
	share := string(appendNumber(nil, percent))
	h := digest(share, valid, person, salt)
	var b strings.Builder
	b.WriteString("SAVE")
	b.WriteString(strings.ReplaceAll(share, ".", "P"))
	b.WriteByte('-')
	for range letters {
		b.WriteByte(codeLetters[h>>59])
		h <<= 5
	}
	return b.String()
}

// digest is the first 64 bits of SHA-256 over the texts, each with its length
// before it, so that no two lists of texts are the same bytes.
func digest(parts ...string) uint64 {
	var data []byte
	for _, p := range parts {
		data = binary.AppendUvarint(data, uint64(len(p)))
		data = append(data, p...)
	}
	sum := sha256.Sum256(data)
	return binary.BigEndian.Uint64(sum[:8])
}
