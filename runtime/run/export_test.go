package run

// ForgetAnswers forgets what was answered, so that it must be found again.
func (l *Lessons) ForgetAnswers() { clear(l.answers) }
