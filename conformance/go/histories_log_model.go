package main

import (
	"fmt"
	"slices"

	"github.com/anishathalye/porcupine"
	"github.com/twmb/franz-go/pkg/kgo"
)

// A partition, as clients may take it: records and markers of transactions, each behind the other.

// appended puts one record at the end; its output is the offset.
type appended struct {
	partition int32
	value     string
	// Who has a transaction open that the record belongs to; empty if it belongs to none.
	producer string
}

// ended puts a marker at the end, by which a transaction of the producer counts from now on, or never. Its output is the marker's
// offset.
type ended struct {
	partition int32
	producer  string
	commit    bool
}

// looked reads from an offset on; its output is sight.
type looked struct {
	partition int32
	from      int64
	committed bool
}

type sight struct {
	records []placed
	// Behind what came, and as far as anybody could read at this moment.
	next, end int64
}

type placed struct {
	offset int64
	value  string
}

func sightOf(f fetched) sight {
	records := make([]placed, len(f.records))
	for at, each := range f.records {
		records[at] = placed{each.Offset, string(each.Value)}
	}
	// The limit is looked at before the records are, so that these may go further.
	return sight{records, f.next, max(f.next, f.limit)}
}

// entry is a record or a marker, with all that stand before it.
type entry struct {
	before   *entry
	offset   int64
	value    string
	producer string
	marker   bool
	commit   bool
	hash     uint64
}

type logState struct {
	last *entry
	// Transactions that are open, the oldest first.
	open []placed
}

func (s logState) length() int64 {
	if s.last == nil {
		return 0
	}
	return s.last.offset + 1
}

// stable is the last stable offset: what stands behind it may belong to a transaction that is open.
func (s logState) stable() int64 {
	if len(s.open) == 0 {
		return s.length()
	}
	return s.open[0].offset
}

func (s logState) with(next entry) logState {
	next.before, next.offset = s.last, s.length()
	next.hash = 14695981039346656037
	if s.last != nil {
		next.hash = s.last.hash
	}
	for _, each := range []byte(fmt.Sprint(next.value, "\x00", next.producer, next.marker, next.commit)) {
		next.hash = (next.hash ^ uint64(each)) * 1099511628211
	}
	return logState{&next, s.open}
}

func (s logState) openOf(producer string) int {
	return slices.IndexFunc(s.open, func(each placed) bool { return each.value == producer })
}

func (s logState) append(input appended, offset int64) (bool, logState) {
	next := s.with(entry{value: input.value, producer: input.producer})
	if input.producer != "" && s.openOf(input.producer) < 0 {
		next.open = append(slices.Clone(s.open), placed{s.length(), input.producer})
	}
	return offset == s.length(), next
}

func (s logState) end(input ended, offset int64) (bool, logState) {
	next := s.with(entry{producer: input.producer, marker: true, commit: input.commit})
	if at := s.openOf(input.producer); at >= 0 {
		next.open = slices.Delete(slices.Clone(s.open), at, at+1)
	}
	return offset == s.length(), next
}

// look goes back from the end: what a producer's records are worth, its marker behind them says.
func (s logState) look(input looked, seen sight) bool {
	limit := s.length()
	if input.committed {
		limit = s.stable()
	}
	if seen.end != limit {
		return false
	}
	counts := map[string]bool{}
	left := len(seen.records)
	for at := s.last; at != nil && at.offset >= input.from; at = at.before {
		switch {
		case at.marker:
			counts[at.producer] = at.commit
		case at.offset >= limit || at.offset >= seen.next:
		case at.producer != "" && input.committed && !counts[at.producer]:
		default:
			left--
			if left < 0 || seen.records[left] != (placed{at.offset, at.value}) {
				return false
			}
		}
	}
	return left == 0
}

func (s logState) equal(other logState) bool {
	one, two := s.last, other.last
	for one != two {
		if one == nil || two == nil || one.hash != two.hash || one.offset != two.offset {
			return false
		}
		one, two = one.before, two.before
	}
	return true
}

var logModel = porcupine.Model{
	Partition: func(operations []porcupine.Operation) [][]porcupine.Operation {
		return apart(operations, func(input any) int32 { return partitionOf(input) })
	},
	Init: func() any { return logState{} },
	Step: func(state, input, output any) (bool, any) {
		log := state.(logState)
		switch input := input.(type) {
		case appended:
			return pair(log.append(input, output.(int64)))
		case ended:
			return pair(log.end(input, output.(int64)))
		default:
			return log.look(input.(looked), output.(sight)), log
		}
	},
	Equal: func(one, two any) bool { return one.(logState).equal(two.(logState)) },
	Hash: func(state any) uint64 {
		if last := state.(logState).last; last != nil {
			return last.hash
		}
		return 0
	},
	DescribeState: func(state any) string {
		log := state.(logState)
		return fmt.Sprintf("%d entries, %d stable", log.length(), log.stable())
	},
}

func pair(ok bool, state logState) (bool, any) { return ok, state }

func partitionOf(input any) int32 {
	switch input := input.(type) {
	case appended:
		return input.partition
	case ended:
		return input.partition
	default:
		return input.(looked).partition
	}
}

// apart has the operations of each part by themselves.
func apart[K comparable](operations []porcupine.Operation, part func(input any) K) [][]porcupine.Operation {
	places := map[K]int{}
	var parts [][]porcupine.Operation
	for _, each := range operations {
		key := part(each.Input)
		place, ok := places[key]
		if !ok {
			place = len(parts)
			places[key] = place
			parts = append(parts, nil)
		}
		parts[place] = append(parts[place], each)
	}
	return parts
}

// isCommit reads what a marker says: its key is a version and a type, 0 for abort and 1 for commit.
func isCommit(marker *kgo.Record) bool { return len(marker.Key) == 4 && marker.Key[3] == 1 }
