package bytecode_test

import (
	"encoding/binary"
	"hash/fnv"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/journeylang/journey/compiler/bytecode"
)

// sealed puts a right head before tables that need not be right, as somebody would
// who means harm: the checksum only finds accidents.
func sealed(tables []byte) []byte {
	h := fnv.New64a()
	h.Write(tables)
	head := append([]byte("JOURNEY\x00"), bytecode.Version)
	return append(binary.LittleEndian.AppendUint64(head, h.Sum64()), tables...)
}

// allocated is how many bytes a function allocates, freed or not.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestLengthsAreNotBelieved puts a gigabyte for the length of each text and table
// that a program consists of, after others that are empty: reading it allocates
// next to nothing.
func TestLengthsAreNotBelieved(t *testing.T) {
	const textsAndTables = 2 + 12
	for empty := range textsAndTables {
		file := sealed(binary.AppendUvarint(make([]byte, empty), 1<<30))
		n := allocated(func() {
			_, err := bytecode.Decode(file)
			require.EqualError(t, err, "the file is damaged")
		})
		require.Less(t, n, uint64(1<<16), "after %d that are empty", empty)
	}
}

// TestRowsAreNotBelieved gives lengths that the file is long enough for, and then no
// rows that can be read.
func TestRowsAreNotBelieved(t *testing.T) {
	const size = 1 << 20
	body := binary.AppendUvarint(make([]byte, 2+10), size) // the journeys
	for range size {
		body = append(body, 0xff)
	}
	n := allocated(func() {
		_, err := bytecode.Decode(sealed(body))
		require.Error(t, err)
	})
	require.Less(t, n, uint64(4*size))
}
