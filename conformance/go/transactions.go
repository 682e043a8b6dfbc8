package main

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

var transactionCases = map[string]Case{
	"transactions.commit-and-abort": commitAndAbort,
	"transactions.fenced":           fencedProducer,
	"transactions.group-session":    groupSession,
}

func (t *Trial) transactional(id string, options ...kgo.Opt) (*kgo.Client, error) {
	return t.client(append([]kgo.Opt{kgo.TransactionalID(t.topic() + id), kgo.DefaultProduceTopic(t.topic()),
		kgo.RecordPartitioner(kgo.ManualPartitioner())}, options...)...)
}

// transact writes one record for each value in a transaction of its own.
func (t *Trial) transact(client *kgo.Client, end kgo.TransactionEndTry, values ...string) error {
	if err := client.BeginTransaction(); err != nil {
		return err
	}
	for _, value := range values {
		if err := client.ProduceSync(t.ctx, kgo.StringRecord(value)).FirstErr(); err != nil {
			return err
		}
	}
	return client.EndTransaction(t.ctx, end)
}

// readCommitted reads a topic until that many records came that count.
func (t *Trial) readCommitted(topic string, count int) ([]*kgo.Record, error) {
	client, err := t.client(kgo.ConsumeTopics(topic), kgo.FetchIsolationLevel(kgo.ReadCommitted()), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	if err != nil {
		return nil, err
	}
	defer client.Close()
	return read(t.ctx, client, count)
}

func commitAndAbort(t *Trial) (any, error) {
	if err := t.createTopic(t.topic(), 1, nil); err != nil {
		return nil, err
	}
	client, err := t.transactional("")
	if err != nil {
		return nil, err
	}
	defer client.Close()
	for each := range 10 {
		end := kgo.TryCommit
		if each%3 == 2 {
			end = kgo.TryAbort
		}
		if err := t.transact(client, end, fmt.Sprintf("v%d", each), fmt.Sprintf("w%d", each)); err != nil {
			return nil, err
		}
	}
	records, err := t.readCommitted(t.topic(), 14)
	if err != nil {
		return nil, err
	}
	seen := make([]string, len(records))
	for each, record := range records {
		seen[each] = show(record)
	}
	return seen, nil
}

func fencedProducer(t *Trial) (any, error) {
	if err := t.createTopic(t.topic(), 1, nil); err != nil {
		return nil, err
	}
	first, err := t.transactional("")
	if err != nil {
		return nil, err
	}
	defer first.Close()
	if err := t.transact(first, kgo.TryCommit, "a"); err != nil {
		return nil, err
	}
	second, err := t.transactional("")
	if err != nil {
		return nil, err
	}
	defer second.Close()
	if err := t.transact(second, kgo.TryCommit, "b"); err != nil {
		return nil, err
	}
	late := t.transact(first, kgo.TryCommit, "c")
	fenced := errors.Is(late, kerr.InvalidProducerEpoch) || errors.Is(late, kerr.ProducerFenced)
	records, err := t.readCommitted(t.topic(), 2)
	if err != nil {
		return nil, err
	}
	return map[string]any{"fenced": fenced, "read": []string{show(records[0]), show(records[1])}}, nil
}

// groupSession has two members of a group that hand on what they read, each read in a transaction with its offsets (KIP-447). The second
// joins late, and every fifth transaction is aborted.
func groupSession(t *Trial) (any, error) {
	const partitions, each = 3, 40
	out := t.topic() + ".out"
	for _, topic := range []string{t.topic(), out} {
		if err := t.createTopic(topic, partitions, nil); err != nil {
			return nil, err
		}
	}
	filler, err := t.client(kgo.DefaultProduceTopic(t.topic()), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		return nil, err
	}
	defer filler.Close()
	for at := range partitions * each {
		if err := filler.ProduceSync(t.ctx, &kgo.Record{Partition: int32(at % partitions), Value: fmt.Appendf(nil, "v%d", at)}).FirstErr(); err != nil {
			return nil, err
		}
	}
	ctx, stop := context.WithCancel(t.ctx)
	defer stop()
	var handed atomic.Int64
	var members sync.WaitGroup
	failures := make(chan error, 2)
	for member := range 2 {
		members.Go(func() {
			if member == 1 {
				time.Sleep(300 * time.Millisecond)
			}
			if err := t.handOn(ctx, member, out, &handed); err != nil {
				failures <- err
			}
		})
	}
	err = waitUntil("everything is handed on", func() bool { return handed.Load() >= partitions*each || len(failures) > 0 })
	stop()
	members.Wait()
	if len(failures) > 0 {
		return nil, <-failures
	}
	if err != nil {
		return nil, err
	}
	return t.handedOn(out, partitions*each)
}

// handOn reads a few records at a time and writes them to the other topic, until the context ends.
func (t *Trial) handOn(ctx context.Context, member int, out string, handed *atomic.Int64) error {
	session, err := kgo.NewGroupTransactSession(kgo.SeedBrokers(t.broker), kgo.ClientID(t.name), kgo.TransactionalID(fmt.Sprintf("%s.%d", t.topic(), member)),
		kgo.ConsumerGroup(t.topic()), kgo.ConsumeTopics(t.topic()), kgo.FetchIsolationLevel(kgo.ReadCommitted()), kgo.RequireStableFetchOffsets(),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.DefaultProduceTopic(out))
	if err != nil {
		return err
	}
	defer session.Close()
	for round := 0; ctx.Err() == nil; round++ {
		records := session.PollRecords(ctx, 7).Records()
		if len(records) == 0 {
			continue
		}
		if err := session.Begin(); err != nil {
			return err
		}
		for _, record := range records {
			session.Produce(t.ctx, &kgo.Record{Value: record.Value}, nil)
		}
		committed, err := session.End(t.ctx, kgo.TransactionEndTry(round%5 != 4))
		if err != nil {
			return err
		}
		if committed {
			handed.Add(int64(len(records)))
		}
	}
	return nil
}

// handedOn tells whether every value is there once, and where the group has come to.
func (t *Trial) handedOn(out string, count int) (any, error) {
	records, err := t.readCommitted(out, count)
	if err != nil {
		return nil, err
	}
	values := map[string]int{}
	for _, record := range records {
		values[string(record.Value)]++
	}
	committed := []string{}
	err = t.withAdmin(func(admin *kadm.Client) error {
		return waitUntil("no offset is pending", func() bool {
			offsets, err := admin.FetchOffsets(t.ctx, t.topic())
			if err != nil {
				return false
			}
			committed = committed[:0]
			sum := int64(0)
			offsets.Each(func(offset kadm.OffsetResponse) {
				committed = append(committed, fmt.Sprintf("%d@%d", offset.Partition, offset.At))
				sum += offset.At
			})
			sort.Strings(committed)
			return sum == int64(count)
		})
	})
	return map[string]any{"read": len(records), "values": len(values), "committed": committed}, err
}
