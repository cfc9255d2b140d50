package cli

import "context"

func (a *app) watchSimulation(ctx context.Context, s *simulation, args []string) error { return nil }
