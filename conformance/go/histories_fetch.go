package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// fetch is one Fetch request of one partition. A consumer reads ahead, so that nobody knows when what it gives was asked for.
type fetch struct {
	topic     string
	id        [16]byte
	partition int32
	from      int64
	committed bool
	// Markers of transactions are returned as well.
	control    bool
	waitMillis int32
}

type fetched struct {
	records []*kgo.Record
	// Behind the last batch that came, and as far as anybody could read.
	next, limit int64
}

func (f fetch) do(ctx context.Context, client *kgo.Client) (fetched, error) {
	request := kmsg.NewPtrFetchRequest()
	request.MaxWaitMillis, request.MinBytes, request.MaxBytes, request.SessionEpoch = f.waitMillis, 1, 64<<20, -1
	isolation := kgo.ReadUncommitted()
	if f.committed {
		request.IsolationLevel, isolation = 1, kgo.ReadCommitted()
	}
	partition := kmsg.NewFetchRequestTopicPartition()
	partition.Partition, partition.FetchOffset, partition.PartitionMaxBytes = f.partition, f.from, 64<<20
	topic := kmsg.NewFetchRequestTopic()
	topic.Topic, topic.TopicID, topic.Partitions = f.topic, f.id, []kmsg.FetchRequestTopicPartition{partition}
	request.Topics = []kmsg.FetchRequestTopic{topic}
	response, err := request.RequestWith(ctx, client)
	if err != nil {
		return fetched{}, err
	}
	if err := kerr.ErrorForCode(response.ErrorCode); err != nil {
		return fetched{}, err
	}
	if len(response.Topics) != 1 || len(response.Topics[0].Partitions) != 1 {
		return fetched{}, fmt.Errorf("a fetch of one partition was answered with %d topics", len(response.Topics))
	}
	answer := &response.Topics[0].Partitions[0]
	options := kgo.ProcessFetchPartitionOpts{KeepControlRecords: f.control, Offset: f.from, IsolationLevel: isolation, Topic: f.topic, Partition: f.partition}
	read, next := kgo.ProcessFetchPartition(options, answer, kgo.DefaultDecompressor(), nil)
	if read.Err != nil {
		return fetched{}, read.Err
	}
	limit := answer.HighWatermark
	if f.committed {
		limit = answer.LastStableOffset
	}
	return fetched{read.Records, next, limit}, nil
}

// readToEnd reads until nothing more can be read; `last` is told before each request, so that it knows when the last one began.
func (f fetch) readToEnd(ctx context.Context, client *kgo.Client, last func()) ([]*kgo.Record, int64, error) {
	var records []*kgo.Record
	for still := 0; still < 100; {
		last()
		part, err := f.do(ctx, client)
		if err != nil {
			return nil, 0, err
		}
		records = append(records, part.records...)
		if part.next >= part.limit {
			return records, part.next, nil
		}
		still++
		if part.next > f.from {
			still = 0
		}
		f.from = part.next
	}
	return nil, 0, fmt.Errorf("nothing comes of partition %d from offset %d on, though there is more", f.partition, f.from)
}

// createdTopic creates a topic and returns its id, however often the broker dies meanwhile.
func (t *Trial) createdTopic(topic string, partitions int32, configs map[string]*string) (id [16]byte, err error) {
	err = t.eventually(topic+" is created", func() error {
		if err := t.createTopic(topic, partitions, configs); err != nil && !errors.Is(err, kerr.TopicAlreadyExists) {
			return err
		}
		return t.withAdmin(func(admin *kadm.Client) error {
			topics, err := admin.ListTopics(t.ctx, topic)
			id = topics[topic].ID
			if err == nil {
				err = topics.Error()
			}
			return err
		})
	})
	return id, err
}

// eventually tries again until it works: the broker may be about to start.
func (t *Trial) eventually(what string, try func() error) error {
	for {
		last := try()
		if last == nil {
			return nil
		}
		if wait(t.ctx, 50*time.Millisecond); t.ctx.Err() != nil {
			return fmt.Errorf("it did not come about that %s: %w", what, last)
		}
	}
}
