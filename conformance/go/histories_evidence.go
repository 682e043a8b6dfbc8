package main

import (
	"fmt"

	"github.com/anishathalye/porcupine"
	"github.com/twmb/franz-go/pkg/kgo"
)

// evidence is all that is in each partition in the end, markers included. It tells what became of operations that were not answered:
// nothing is taken from a log, so that what is not there has not happened, and what is there has happened at this offset. Whether it may
// have, at any time since it was asked for, the checker decides.
type evidence map[int32][]*kgo.Record

func (e evidence) complete(operations []porcupine.Operation, transactions []*transaction) ([]porcupine.Operation, error) {
	places := map[string]*kgo.Record{}
	for _, records := range e {
		for _, each := range records {
			if !each.Attrs.IsControl() {
				places[string(each.Value)] = each
			}
		}
	}
	var complete []porcupine.Operation
	for _, each := range operations {
		if each.Return == answerNeverCame {
			place, ok := places[each.Input.(appended).value]
			if !ok {
				continue
			}
			each.Output = place.Offset
		}
		complete = append(complete, each)
	}
	markers := markersOf{evidence: e, taken: map[*kgo.Record]bool{}}
	doubtful := 0
	for _, each := range transactions {
		if !each.told {
			doubtful++
		}
		ends, err := markers.endsOf(each, places)
		if err != nil {
			return nil, err
		}
		complete = append(complete, ends...)
	}
	rest := markers.rest()
	if len(rest) > doubtful*logPartitions {
		return nil, fmt.Errorf("there are %d markers of no transaction, and %d transactions that may have left some", len(rest), doubtful)
	}
	return append(complete, rest...), nil
}

// markersOf finds the markers that ended transactions.
type markersOf struct {
	evidence
	taken map[*kgo.Record]bool
}

// endsOf are the ends of a transaction in its partitions. Where its producer doesn't know how it has ended, the first partition tells,
// and it has to be the same in all.
func (m markersOf) endsOf(transaction *transaction, places map[string]*kgo.Record) ([]porcupine.Operation, error) {
	var ends []porcupine.Operation
	known, commit := transaction.told, transaction.commit
	for partition := range int32(logPartitions) {
		var last *kgo.Record
		for _, value := range transaction.values[partition] {
			if place := places[value]; place != nil && (last == nil || place.Offset > last.Offset) {
				last = place
			}
		}
		if last == nil {
			continue
		}
		marker := m.behind(last)
		if marker == nil {
			return nil, fmt.Errorf("the transaction of %s with %q has no end in partition %d", transaction.producer, last.Value, partition)
		}
		m.taken[marker] = true
		if !known {
			known, commit = true, isCommit(marker)
		}
		end := porcupine.Operation{ClientId: transaction.client, Input: ended{partition, transaction.producer, commit}, Output: marker.Offset}
		end.Call, end.Return = transaction.began, answerNeverCame
		if transaction.told {
			end.Call = transaction.call
		}
		if transaction.over > 0 {
			end.Return = transaction.over
		}
		ends = append(ends, end)
	}
	return ends, nil
}

func (m markersOf) behind(last *kgo.Record) *kgo.Record {
	for _, each := range m.evidence[last.Partition] {
		if each.Attrs.IsControl() && each.ProducerID == last.ProducerID && each.Offset > last.Offset {
			return each
		}
	}
	return nil
}

// rest are markers in partitions that a transaction was to have records in, and got none.
func (m markersOf) rest() []porcupine.Operation {
	var rest []porcupine.Operation
	for partition, records := range m.evidence {
		for _, each := range records {
			if each.Attrs.IsControl() && !m.taken[each] {
				input := ended{partition, fmt.Sprint("producer ", each.ProducerID), isCommit(each)}
				rest = append(rest, porcupine.Operation{Input: input, Output: each.Offset, Return: answerNeverCame})
			}
		}
	}
	return rest
}
