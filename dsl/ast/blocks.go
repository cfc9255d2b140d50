package ast

// Blocks returns the blocks inside a step, in the order of the source. One that is not
// written is nil.
func Blocks(step Step) []*Block {
	switch s := step.(type) {
	case *WaitUntil:
		return []*Block{s.Then, s.Else}
	case *WaitFor:
		return []*Block{s.Then, s.Else}
	case *If:
		return []*Block{s.Then, s.Else}
	case *Race:
		var out []*Block
		for _, arm := range s.Arms {
			out = append(out, arm.Body)
		}
		return append(out, s.Else)
	case *Split:
		var out []*Block
		for _, arm := range s.Arms {
			out = append(out, arm.Body)
		}
		return out
	case *Repeat:
		return []*Block{s.Body}
	}
	return nil
}
