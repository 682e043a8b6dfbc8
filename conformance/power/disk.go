package main

import (
	"math/rand"
	"path"
	"slices"
	"strings"
	"time"
)

// A change of a file's bytes that no flush has brought onto the disk yet.
type change struct {
	position int
	// Nil: the file was cut, or filled up, to position.
	bytes []byte
}

// A file as such, whatever its name is at the moment.
type file struct {
	// What processes see.
	content []byte
	// What is on the disk for certain, and what came since.
	flushed []byte
	pending []change
	mode    uint32
	written time.Time
}

func (f *file) change(c change) {
	f.content = applied(f.content, c)
	f.pending = append(f.pending, c)
	f.written = time.Now()
}

func (f *file) flush() {
	for _, c := range f.pending {
		f.flushed = applied(f.flushed, c)
	}
	f.pending = nil
}

// What a loss of power leaves: each change that was not flushed is kept, lost or torn, independently of the others.
func (f *file) survivor(random *rand.Rand) *file {
	content := slices.Clone(f.flushed)
	for _, c := range f.pending {
		switch random.Intn(4) {
		case 0:
			continue
		case 1:
			if c.bytes != nil {
				c.bytes = c.bytes[:random.Intn(len(c.bytes)+1)]
			}
		}
		if c.bytes == nil || len(c.bytes) > 0 {
			content = applied(content, c)
		}
	}
	return &file{content: content, flushed: slices.Clone(content), mode: f.mode, written: f.written}
}

func applied(content []byte, c change) []byte {
	if c.bytes == nil {
		return resized(content, c.position)
	}
	content = resized(content, max(len(content), c.position+len(c.bytes)))
	copy(content[c.position:], c.bytes)
	return content
}

func resized(content []byte, size int) []byte {
	if size <= len(content) {
		return content[:size]
	}
	return append(content, make([]byte, size-len(content))...)
}

// Files by their paths; of a directory there is none.
type names map[string]*file

type nameChange func(names)

// What a machine has stored. Names last in the order of their changes, as journaling file systems write them.
type disk struct {
	flushed names
	pending []pendingName
}

type pendingName struct {
	apply nameChange
	// In which names change.
	directories []string
}

func newDisk() *disk {
	return &disk{flushed: names{}}
}

func (d *disk) put(at string, f *file) {
	d.change(func(n names) { n[at] = f }, at)
}

func (d *disk) remove(at string) {
	d.change(func(n names) { delete(n, at) }, at)
}

func (d *disk) rename(from, to string) {
	d.change(func(n names) {
		for each, f := range n {
			if each == from || strings.HasPrefix(each, from+"/") {
				delete(n, each)
				n[to+each[len(from):]] = f
			}
		}
	}, from, to)
}

func (d *disk) change(apply nameChange, paths ...string) {
	directories := []string{}
	for _, each := range paths {
		directories = append(directories, path.Dir(each))
	}
	d.pending = append(d.pending, pendingName{apply, directories})
}

// Makes the names in a directory last, and all that changed before the last of them did.
func (d *disk) flushNames(directory string) {
	for at := len(d.pending) - 1; at >= 0; at-- {
		if slices.Contains(d.pending[at].directories, directory) {
			d.settle(at + 1)
			return
		}
	}
}

func (d *disk) settle(count int) {
	for _, c := range d.pending[:count] {
		c.apply(d.flushed)
	}
	d.pending = d.pending[count:]
}

// What a loss of power leaves: the names as they were at some moment since they were flushed, and of each file what survives.
func (d *disk) losePower(random *rand.Rand) *disk {
	d.settle(random.Intn(len(d.pending) + 1))
	left := newDisk()
	for _, each := range d.paths() {
		f := d.flushed[each]
		if f != nil {
			f = f.survivor(random)
		}
		left.flushed[each] = f
	}
	return left
}

// Of the flushed names, in an order in which directories come before what is in them.
func (d *disk) paths() []string {
	paths := []string{}
	for each := range d.flushed {
		paths = append(paths, each)
	}
	slices.Sort(paths)
	return paths
}
