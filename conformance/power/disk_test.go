package main

import (
	"math/rand"
	"testing"
)

// All that many losses of power may leave of a disk, as text.
func outcomes(make func() *disk) map[string]bool {
	seen := map[string]bool{}
	for seed := range int64(200) {
		left := make().losePower(rand.New(rand.NewSource(seed)))
		text := ""
		for _, each := range left.paths() {
			text += each
			if f := left.flushed[each]; f != nil {
				text += "=" + string(f.content)
			}
			text += ";"
		}
		seen[text] = true
	}
	return seen
}

func expect(t *testing.T, make func() *disk, expected ...string) {
	t.Helper()
	seen := outcomes(make)
	for _, each := range expected {
		if !seen[each] {
			t.Errorf("%q never came about, but %v", each, seen)
		}
		delete(seen, each)
	}
	if len(seen) > 0 {
		t.Errorf("%v came about, too", seen)
	}
}

func write(position int, text string) change {
	return change{position: position, bytes: []byte(text)}
}

func TestWhatIsNotFlushedIsKeptLostOrTorn(t *testing.T) {
	expect(t, func() *disk {
		d, f := newDisk(), &file{}
		d.put("a", f)
		d.flushNames(".")
		f.change(write(0, "12"))
		f.flush()
		f.change(write(2, "34"))
		return d
	}, "a=12;", "a=123;", "a=1234;")
}

func TestWritesAreLostByThemselves(t *testing.T) {
	expect(t, func() *disk {
		d, f := newDisk(), &file{}
		d.put("a", f)
		d.flushNames(".")
		f.change(write(0, "1"))
		f.change(write(1, "2"))
		return d
	}, "a=;", "a=1;", "a=12;", "a=\x002;")
}

func TestNamesLastInTheirOrder(t *testing.T) {
	expect(t, func() *disk {
		d := newDisk()
		d.put("d", nil)
		d.put("d/a", &file{})
		d.flushNames("d")
		d.rename("d/a", "d/b")
		d.rename("d", "e")
		d.remove("e/b")
		return d
	}, "d;d/a=;", "d;d/b=;", "e;e/b=;", "e;")
}

func TestAFlushedNameBringsThoseBeforeItAlong(t *testing.T) {
	expect(t, func() *disk {
		d := newDisk()
		d.put("d", nil)
		d.put("a", &file{})
		d.put("d/b", &file{})
		d.put("c", &file{})
		d.flushNames("d")
		return d
	}, "a=;d;d/b=;", "a=;c=;d;d/b=;")
}
