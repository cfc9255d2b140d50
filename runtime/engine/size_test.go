package engine

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// What everybody inside a journey costs. Whoever needs another field for a stay
// puts it into side, or takes one away.
func TestSizes(t *testing.T) {
	require.LessOrEqual(t, unsafe.Sizeof(run{}), uintptr(80), "a stay has outgrown its 80 bytes")
	require.LessOrEqual(t, unsafe.Sizeof(side{}), uintptr(64), "what few stays have has outgrown its 64 bytes")
	require.LessOrEqual(t, unsafe.Sizeof(more{}), uintptr(112), "what everybody with a trait has has outgrown its 112 bytes")
	require.LessOrEqual(t, unsafe.Sizeof(outbox{}), uintptr(56), "what is remembered of messages has outgrown its 56 bytes")
	require.LessOrEqual(t, unsafe.Sizeof(cell{}), uintptr(64), "what is pending has outgrown its 64 bytes")
}
