package main

import (
	"slices"

	"github.com/anishathalye/porcupine"
)

// What a broken broker might answer, made of what a real one did.

// changedSights has every answer with records changed, and tells whether one was.
func changedSights(operations []porcupine.Operation, change func(operation porcupine.Operation, input looked, seen *sight) bool) ([]porcupine.Operation, bool) {
	changed := false
	for at, each := range operations {
		if input, ok := each.Input.(looked); ok {
			seen := each.Output.(sight)
			seen.records = slices.Clone(seen.records)
			if change(each, input, &seen) {
				operations[at].Output, changed = seen, true
			}
		}
	}
	return operations, changed
}

// acknowledgedOf is the middle one of all appends that were answered and satisfy a condition.
func acknowledgedOf(operations []porcupine.Operation, holds func(input appended, offset int64) bool) (porcupine.Operation, bool) {
	var fitting []porcupine.Operation
	for _, each := range operations {
		if input, ok := each.Input.(appended); ok && each.Return != answerNeverCame && holds(input, each.Output.(int64)) {
			fitting = append(fitting, each)
		}
	}
	if len(fitting) == 0 {
		return porcupine.Operation{}, false
	}
	return fitting[len(fitting)/2], true
}

func withoutValue(seen *sight, value string) bool {
	before := len(seen.records)
	seen.records = slices.DeleteFunc(seen.records, func(each placed) bool { return each.value == value })
	return len(seen.records) < before
}

// lostAppend: a record that was acknowledged is read by nobody.
func lostAppend(operations []porcupine.Operation) ([]porcupine.Operation, bool) {
	lost, ok := acknowledgedOf(operations, func(input appended, _ int64) bool { return input.producer == "" })
	if !ok {
		return nil, false
	}
	return changedSights(operations, func(_ porcupine.Operation, _ looked, seen *sight) bool {
		return withoutValue(seen, lost.Input.(appended).value)
	})
}

// exchangedRecords: two records that stand behind each other are read the other way round, always.
func exchangedRecords(operations []porcupine.Operation) ([]porcupine.Operation, bool) {
	return changedSights(operations, func(_ porcupine.Operation, input looked, seen *sight) bool {
		if len(seen.records) < 2 || seen.records[1].offset != seen.records[0].offset+1 {
			return false
		}
		seen.records[0].value, seen.records[1].value = seen.records[1].value, seen.records[0].value
		return true
	})
}

// sameOffsetTwice: two appends are told the same offset.
func sameOffsetTwice(operations []porcupine.Operation) ([]porcupine.Operation, bool) {
	for at, each := range operations {
		if _, ok := each.Input.(appended); ok && each.Output.(int64) > 10 {
			operations[at].Output = each.Output.(int64) - 1
			return operations, true
		}
	}
	return nil, false
}

// staleRead: one read doesn't see a record that was acknowledged before the read began.
func staleRead(operations []porcupine.Operation) ([]porcupine.Operation, bool) {
	acknowledged := map[placed]int64{}
	for _, each := range operations {
		if input, ok := each.Input.(appended); ok && each.Return != answerNeverCame {
			acknowledged[placed{each.Output.(int64), input.value}] = each.Return
		}
	}
	done := false
	return changedSights(operations, func(read porcupine.Operation, input looked, seen *sight) bool {
		if done || input.committed || len(seen.records) == 0 {
			return false
		}
		last := seen.records[len(seen.records)-1]
		answered, ok := acknowledged[last]
		if !ok || answered >= read.Call || last.offset != seen.end-1 {
			return false
		}
		seen.records = seen.records[:len(seen.records)-1]
		seen.next, seen.end, done = last.offset, last.offset, true
		return true
	})
}

// outcomesOf tells of each value of a transaction whether it counts, by partition.
func outcomesOf(operations []porcupine.Operation, commit bool) func(input appended, offset int64) bool {
	return func(input appended, offset int64) bool {
		if input.producer == "" {
			return false
		}
		next, counts := int64(answerNeverCame), false
		for _, each := range operations {
			end, ok := each.Input.(ended)
			if ok && end.partition == input.partition && end.producer == input.producer {
				if at := each.Output.(int64); at > offset && at < next {
					next, counts = at, end.commit
				}
			}
		}
		return next != answerNeverCame && counts == commit
	}
}

// halfATransaction: a record of a transaction that was committed is not read by those who read what is committed.
func halfATransaction(operations []porcupine.Operation) ([]porcupine.Operation, bool) {
	lost, ok := acknowledgedOf(operations, outcomesOf(operations, true))
	if !ok {
		return nil, false
	}
	return changedSights(operations, func(_ porcupine.Operation, input looked, seen *sight) bool {
		return input.committed && withoutValue(seen, lost.Input.(appended).value)
	})
}

// abortedRead: a record of a transaction that was aborted is read by those who read what is committed.
func abortedRead(operations []porcupine.Operation) ([]porcupine.Operation, bool) {
	aborted, ok := acknowledgedOf(operations, outcomesOf(operations, false))
	if !ok {
		return nil, false
	}
	input, offset := aborted.Input.(appended), aborted.Output.(int64)
	return changedSights(operations, func(_ porcupine.Operation, read looked, seen *sight) bool {
		if !read.committed || read.partition != input.partition || offset < read.from || offset >= seen.next {
			return false
		}
		at, _ := slices.BinarySearchFunc(seen.records, offset, func(each placed, offset int64) int { return int(each.offset - offset) })
		seen.records = slices.Insert(seen.records, at, placed{offset, input.value})
		return true
	})
}

// readTooEarly: a record of a transaction that is still open later on is read by those who read what is committed.
func readTooEarly(operations []porcupine.Operation) ([]porcupine.Operation, bool) {
	type place struct {
		partition int32
		offset    int64
	}
	values := map[place]string{}
	heldUntil := map[place]int64{} // the last read that was asked for and came as far as this, and no further
	for _, each := range operations {
		switch input := each.Input.(type) {
		case appended:
			if input.producer != "" {
				values[place{input.partition, each.Output.(int64)}] = input.value
			}
		case looked:
			if at := (place{input.partition, each.Output.(sight).end}); input.committed {
				heldUntil[at] = max(heldUntil[at], each.Call)
			}
		}
	}
	done := false
	return changedSights(operations, func(read porcupine.Operation, input looked, seen *sight) bool {
		at := place{input.partition, seen.end}
		value, ok := values[at]
		if done || !ok || !input.committed || seen.next != seen.end || heldUntil[at] <= read.Return {
			return false
		}
		seen.records = append(seen.records, placed{at.offset, value})
		seen.next, seen.end, done = at.offset+1, at.offset+1, true
		return true
	})
}

func (s *logSubject) breaches() map[string]breach {
	breaches := map[string]breach{
		"an acknowledged record is lost":      lostAppend,
		"two records change places":           exchangedRecords,
		"an offset is given twice":            sameOffsetTwice,
		"a read misses what was there before": staleRead,
	}
	if s.transactional {
		breaches["half a transaction is lost"] = halfATransaction
		breaches["an aborted record is read"] = abortedRead
		breaches["an open transaction is read"] = readTooEarly
	}
	return breaches
}
