package sim

import (
	"context"
	"fmt"
	"slices"
)

// mostVersions is how many versions are kept to be looked at again.
const mostVersions = 50

// keepVersions notes the present version and the one before among those that were
// shown; the lock is held.
func (s *Session) keepVersions() {
	for _, v := range []*Version{s.before, s.play.version} {
		if !slices.Contains(s.versions, v) {
			s.versions = append(s.versions, v)
		}
	}
	s.versions = slices.Delete(s.versions, 0, max(len(s.versions)-mostVersions, 0))
}

// Shown names the versions that were shown, the present one among them: the latest
// first, the latest fifty.
func (s *Session) Shown() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if len(s.versions) == 0 {
		return []string{s.version().Name}
	}
	var out []string
	for _, v := range slices.Backward(s.versions) {
		out = append(out, v.Name)
	}
	return out
}

// VersionShown is one of the versions that were shown, by its name.
func (s *Session) VersionShown(name string) (*Version, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, v := range slices.Backward(s.versions) {
		if v.Name == name {
			return v, nil
		}
	}
	if v := s.version(); v.Name == name {
		return v, nil
	}
	return nil, fmt.Errorf("no version %q is kept", name)
}

// GoBack puts a version that was shown in place again.
func (s *Session) GoBack(ctx context.Context, name string) (*Comparison, error) {
	v, err := s.VersionShown(name)
	if err != nil {
		return nil, err
	}
	return s.Reload(ctx, v, nil)
}
