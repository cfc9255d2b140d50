package recommend

// A Lesson is what a model took in, in the order in which it did, so that another
// model can be brought to any version of it without anybody observing again. It is
// small: 16 bytes for an observation.
type Lesson struct {
	names    []string
	taken    []studied
	versions []lessonVersion
	known    int64 // the hour at which what is published next was known already
}

type studied struct {
	person, item uint32
	hour         int32
	kind         Kind
}

// lessonVersion is what came with one hour.
type lessonVersion struct {
	hour         int64
	names, taken int // how many there are up to here
}

// Pupil is a model that follows a lesson.
type Pupil struct {
	model    *Model
	versions int // how many it took in
}

// Known says that what is published next was all observed before an hour: the hours
// from there to the one that is published bring nothing new.
func (l *Lesson) Known(hour int64) { l.known = hour }

// Keep lets a model that knows nothing yet write down what it takes in.
func (m *Model) Keep(l *Lesson) { m.lesson = l }

// note writes down a publication.
func (l *Lesson) note(m *Model, changes []change) {
	if len(changes) == 0 && len(l.names) == len(m.names) {
		return
	}
	l.names = append(l.names, m.names[len(l.names):]...)
	for _, c := range changes {
		l.taken = append(l.taken, studied{c.person, c.item, int32(floorDiv(c.time, hourMs)), c.kind})
	}
	l.versions = append(l.versions, lessonVersion{min(l.known, m.hour), len(l.names), len(l.taken)})
}

// Follow is a model that begins a lesson.
func Follow(cfg Config) *Pupil { return &Pupil{model: New(cfg)} }

// At brings the pupil forward to the version of an hour, and returns its model. An
// hour before the one where it stands is that one. Nobody may ask the model meanwhile.
func (p *Pupil) At(l *Lesson, hour int64) *Model {
	m := p.model
	if hour <= m.hour && m.version > 0 {
		return m
	}
	for p.versions < len(l.versions) && l.versions[p.versions].hour <= hour {
		v := l.versions[p.versions]
		from := 0
		if p.versions > 0 {
			from = l.versions[p.versions-1].taken
		}
		for _, name := range l.names[len(m.names):v.names] {
			m.learn(name)
		}
		for _, t := range l.taken[from:v.taken] {
			m.apply(change{time: int64(t.hour) * hourMs, person: t.person, item: t.item, kind: t.kind})
		}
		p.versions++
	}
	m.hour = hour
	m.version++
	return m
}
