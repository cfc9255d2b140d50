package recommend

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math/rand/v2"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func grown(t testing.TB, r *rand.Rand, hours int64) (*Model, *Buffer) {
	t.Helper()
	m, b := New(Config{Kept: 6, KeptViews: 4, MaxPairs: 200}), &Buffer{}
	for hour := base; hour < base+hours; hour++ {
		for _, s := range world(r, hour, 80) {
			b.step(s)
		}
		m.Publish(hour, b)
	}
	for _, s := range world(r, base+hours+3, 50) {
		b.step(s)
	}
	return m, b
}

func bytesOf(t testing.TB, m *Model) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, m.Snapshot(&b))
	return b.Bytes()
}

// TestRestoredGoesOnTheSame takes a snapshot in the middle of things and lets
// both go on: nobody can tell them apart.
func TestRestoredGoesOnTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	m, b := grown(t, r, 15)
	var file bytes.Buffer
	require.NoError(t, m.Snapshot(&file))
	require.NoError(t, b.Snapshot(&file))
	one := bufio.NewReader(&file)
	m2, err := Restore(one)
	require.NoError(t, err)
	b2, err := RestoreBuffer(one)
	require.NoError(t, err)
	require.Equal(t, b.Len(), b2.Len())
	require.Equal(t, bytesOf(t, m), bytesOf(t, m2))
	for hour := base + 16; hour < base+40; hour++ {
		for _, s := range world(r, hour, 80) {
			b.step(s)
			b2.step(s)
		}
		m.Publish(hour, b)
		m2.Publish(hour, b2)
		for i := range 40 {
			q := Query{Basis: Basis(i % 4), Items: []string{m.names[i%len(m.names)]}, N: 5}
			require.Equal(t, m.Recommend(q), m2.Recommend(q))
		}
	}
	require.Equal(t, bytesOf(t, m), bytesOf(t, m2))
	require.Equal(t, m.Stats().Forgotten, m2.Stats().Forgotten)
}

func TestDamagedSnapshots(t *testing.T) {
	m, b := grown(t, rand.New(rand.NewPCG(2, 2)), 6)
	var buffer bytes.Buffer
	require.NoError(t, b.Snapshot(&buffer))
	restore := func(data []byte) error { _, err := Restore(bytes.NewReader(data)); return err }
	restoreBuffer := func(data []byte) error { _, err := RestoreBuffer(bytes.NewReader(data)); return err }
	for _, c := range []struct {
		read func([]byte) error
		good []byte
	}{{restore, bytesOf(t, m)}, {restoreBuffer, buffer.Bytes()}} {
		require.NoError(t, c.read(c.good))
		for i := range c.good {
			require.ErrorIs(t, c.read(c.good[:i]), ErrSnapshot, "cut at %d", i)
			bad := bytes.Clone(c.good)
			bad[i] ^= 1 << (i % 8)
			require.ErrorIs(t, c.read(bad), ErrSnapshot, "flipped at %d", i)
		}
	}
}

func TestFailuresOfTheFile(t *testing.T) {
	broken := errors.New("disk on fire")
	_, err := Restore(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	good := bytesOf(t, New(Config{}))
	_, err = Restore(iotest.TimeoutReader(iotest.OneByteReader(bytes.NewReader(good))))
	require.Error(t, err)
	m, b := grown(t, rand.New(rand.NewPCG(2, 2)), 6)
	require.ErrorIs(t, m.Snapshot(fails{broken}), broken)
	require.ErrorIs(t, b.Snapshot(fails{broken}), broken)
}

type fails struct{ err error }

func (f fails) Write([]byte) (int, error) { return 0, f.err }

// FuzzRestore gives bytes a right checksum, so that what is behind it is tested:
// any bytes give an error or a model that works and can be written again.
func FuzzRestore(f *testing.F) {
	m, _ := grown(f, rand.New(rand.NewPCG(2, 2)), 2)
	data := bytesOf(f, m)
	f.Add(data[:len(data)-4])
	empty := bytesOf(f, New(Config{}))
	f.Add(empty[:len(empty)-4])
	f.Fuzz(func(t *testing.T, data []byte) {
		data = binary.LittleEndian.AppendUint32(bytes.Clone(data), crc32.ChecksumIEEE(data))
		m, err := Restore(bytes.NewReader(data))
		if err != nil {
			return
		}
		again, err := Restore(bytes.NewReader(bytesOf(t, m)))
		require.NoError(t, err)
		require.Equal(t, bytesOf(t, m), bytesOf(t, again))
		var b Buffer
		b.Observe(Observation{1, Purchase, "x", m.hour*hourMs - 1})
		b.Observe(Observation{1, Purchase, "y", m.hour*hourMs - 1})
		b.Forget(m.hour*hourMs-1, 0)
		m.Publish(m.hour, &b)
		m.Recommend(Query{Items: []string{"x"}, N: 3})
	})
}
