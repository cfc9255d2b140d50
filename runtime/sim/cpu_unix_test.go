//go:build unix

package sim_test

import "syscall"

// cpuSeconds is the processor time this process has used. On a shared machine it
// says more than the clock on the wall.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
