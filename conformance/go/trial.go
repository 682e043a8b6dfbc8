package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// Trial is one attempt of a case: the broker, and names of the case's own.
type Trial struct {
	ctx    context.Context
	name   string
	broker string
	// How long the clients of a history work; 0: until stopped is closed.
	duration time.Duration
	stopped  chan struct{}
}

func (t *Trial) topic() string { return "go." + t.name }

func (t *Trial) client(options ...kgo.Opt) (*kgo.Client, error) {
	return kgo.NewClient(append([]kgo.Opt{kgo.SeedBrokers(t.broker), kgo.ClientID(t.name)}, options...)...)
}

func (t *Trial) withAdmin(use func(admin *kadm.Client) error) error {
	client, err := t.client()
	if err != nil {
		return err
	}
	defer client.Close()
	return use(kadm.NewClient(client))
}

// createTopic waits until the partitions can be used.
func (t *Trial) createTopic(topic string, partitions int32, configs map[string]*string) error {
	return t.withAdmin(func(admin *kadm.Client) error {
		if _, err := admin.CreateTopic(t.ctx, partitions, 1, configs, topic); err != nil {
			return err
		}
		return waitUntil(topic+" can be used", func() bool {
			offsets, err := admin.ListEndOffsets(t.ctx, topic)
			return err == nil && offsets.Error() == nil && len(offsets[topic]) == int(partitions)
		})
	})
}

// fill writes records "k0"="v0", … at the times 1000, 1001, … to partition 0 and returns the offsets that they were acknowledged with.
func (t *Trial) fill(count int, options ...kgo.Opt) ([]int64, error) {
	client, err := t.client(append([]kgo.Opt{kgo.DefaultProduceTopic(t.topic()), kgo.RecordPartitioner(kgo.ManualPartitioner())}, options...)...)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	records := make([]*kgo.Record, count)
	for each := range records {
		records[each] = &kgo.Record{Key: fmt.Appendf(nil, "k%d", each), Value: fmt.Appendf(nil, "v%d", each), Timestamp: time.UnixMilli(int64(1000 + each))}
	}
	offsets := make([]int64, count)
	for each, result := range client.ProduceSync(t.ctx, records...) {
		if result.Err != nil {
			return nil, result.Err
		}
		offsets[each] = result.Record.Offset
	}
	return offsets, nil
}

// read polls until that many records came.
func read(ctx context.Context, client *kgo.Client, count int) ([]*kgo.Record, error) {
	var records []*kgo.Record
	for len(records) < count {
		fetches := client.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			return nil, fmt.Errorf("after %d of %d records: %w", len(records), count, err)
		}
		records = append(records, fetches.Records()...)
	}
	return records, nil
}

func show(record *kgo.Record) string {
	return fmt.Sprintf("%d@%d %s=%s", record.Partition, record.Offset, record.Key, record.Value)
}

func waitUntil(what string, look func() bool) error {
	for end := time.Now().Add(40 * time.Second); !look(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			return fmt.Errorf("it did not come about that %s", what)
		}
	}
	return nil
}

// outcome is "ok" or the protocol's name of an error.
func outcome(err error) string {
	var known *kerr.Error
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &known):
		return known.Message
	default:
		return err.Error()
	}
}

func text(value string) *string { return &value }
