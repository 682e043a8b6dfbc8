package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// impatience is how long a producer waits for the end of its transaction before it gives itself up.
const impatience = 2 * time.Second

// transact does one transaction after the other. Whatever fails, the producer gives itself up for a successor of the same id, which ends
// what is open: by committing it if that had been decided, otherwise by aborting it.
func (s *logSubject) transact(ctx context.Context, client int) error {
	id := fmt.Sprintf("%s.%d", s.topic(), client)
	var last *transaction
	for number := 0; ctx.Err() == nil; {
		producer, err := s.promptly(kgo.TransactionalID(id))
		if err != nil {
			return err
		}
		for ok := true; ok && ctx.Err() == nil; pause(ctx) {
			last, ok = s.transactOnce(producer, &transaction{producer: id, client: client, began: s.now(), values: map[int32][]string{}}, &number, last)
		}
		producer.Close()
	}
	return nil
}

// transactOnce returns the transaction, and whether the producer may go on.
func (s *logSubject) transactOnce(producer *kgo.Client, next *transaction, number *int, last *transaction) (*transaction, bool) {
	if producer.BeginTransaction() != nil {
		return last, false
	}
	s.keep(next)
	for range 1 + rand.IntN(4) {
		*number++
		input := appended{rand.Int32N(logPartitions), fmt.Sprintf("%d.%d", next.client, *number), next.producer}
		next.values[input.partition] = append(next.values[input.partition], input.value)
		call := s.now()
		record := &kgo.Record{Topic: s.topic(), Partition: input.partition, Value: []byte(input.value)}
		sending, cancel := context.WithTimeout(s.ctx, impatience)
		result, err := producer.ProduceSync(sending, record).First()
		cancel()
		if err != nil {
			s.unknown(next.client, input, call)
			return last, false
		}
		s.returned(next.client, input, call, result.Offset)
		// An end is answered when it is decided, before there are markers. A next transaction begins only once all are there.
		if last != nil && last.told && last.over == 0 {
			last.over = s.now()
		}
	}
	next.commit = rand.IntN(10) < 7
	next.call = s.now()
	ending, cancel := context.WithTimeout(s.ctx, impatience)
	defer cancel()
	next.told = producer.EndTransaction(ending, kgo.TransactionEndTry(next.commit)) == nil
	return next, next.told
}

func (s *logSubject) keep(next *transaction) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.transactions = append(s.transactions, next)
}

func (s *logSubject) producers() []string {
	var ids []string
	known := map[string]bool{}
	for _, each := range s.transactions {
		if !known[each.producer] {
			ids = append(ids, each.producer)
		}
		known[each.producer] = true
	}
	return ids
}

// endOpen has the transaction of a producer end that may be open.
func (s *logSubject) endOpen(id string) error {
	return s.eventually("no transaction is open", func() error {
		successor, err := s.promptly(kgo.TransactionalID(id))
		if err != nil {
			return err
		}
		defer successor.Close()
		ctx, cancel := context.WithTimeout(s.ctx, 10*time.Second)
		defer cancel()
		_, _, err = successor.ProducerID(ctx)
		return err
	})
}
