package main

import (
	"fmt"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

func consumeCases() map[string]Case {
	return map[string]Case{
		"consume.from-offsets":     fromOffsets,
		"consume.list-offsets":     listOffsets,
		"consume.without-sessions": withoutSessions,
		"consume.small-fetches":    smallFetches,
		"consume.read-committed":   readCommitted,
	}
}

func (t *Trial) filledTopic(count int, options ...kgo.Opt) error {
	if err := t.createTopic(t.topic(), 1, nil); err != nil {
		return err
	}
	_, err := t.fill(count, options...)
	return err
}

// fromOffsets starts in the middle of one compressed batch, and after a time.
func fromOffsets(t *Trial) (any, error) {
	if err := t.filledTopic(50, kgo.ProducerBatchCompression(kgo.ZstdCompression())); err != nil {
		return nil, err
	}
	starts := map[string]kgo.Offset{
		"start": kgo.NewOffset().AtStart(), "at 17": kgo.NewOffset().At(17), "before the end": kgo.NewOffset().AtEnd().Relative(-3), "after 1040": kgo.NewOffset().AfterMilli(1040),
	}
	seen := map[string]string{}
	for name, start := range starts {
		client, err := t.client(kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{t.topic(): {0: start}}))
		if err != nil {
			return nil, err
		}
		records, err := read(t.ctx, client, 1)
		client.Close()
		if err != nil {
			return nil, err
		}
		seen[name] = fmt.Sprintf("%s … %s", show(records[0]), show(records[len(records)-1]))
	}
	return seen, nil
}

func listOffsets(t *Trial) (any, error) {
	if err := t.filledTopic(10); err != nil {
		return nil, err
	}
	seen := map[string]string{}
	err := t.withAdmin(func(admin *kadm.Client) error {
		asked := map[string]func() (kadm.ListedOffsets, error){
			"start":         func() (kadm.ListedOffsets, error) { return admin.ListStartOffsets(t.ctx, t.topic()) },
			"end":           func() (kadm.ListedOffsets, error) { return admin.ListEndOffsets(t.ctx, t.topic()) },
			"committed":     func() (kadm.ListedOffsets, error) { return admin.ListCommittedOffsets(t.ctx, t.topic()) },
			"max timestamp": func() (kadm.ListedOffsets, error) { return admin.ListMaxTimestampOffsets(t.ctx, t.topic()) },
			"local start":   func() (kadm.ListedOffsets, error) { return admin.ListLocalLogStartOffsets(t.ctx, t.topic()) },
			"after 1003":    func() (kadm.ListedOffsets, error) { return admin.ListOffsetsAfterMilli(t.ctx, 1003, t.topic()) },
			"after 9999":    func() (kadm.ListedOffsets, error) { return admin.ListOffsetsAfterMilli(t.ctx, 9999, t.topic()) },
		}
		for name, ask := range asked {
			found, err := ask()
			if err != nil {
				return err
			}
			offset, _ := found.Lookup(t.topic(), 0)
			seen[name] = fmt.Sprintf("%d of %d epoch %d %s", offset.Offset, offset.Timestamp, offset.LeaderEpoch, outcome(offset.Err))
		}
		return nil
	})
	return seen, err
}

func (t *Trial) readBack(count int, options ...kgo.Opt) (any, error) {
	if err := t.filledTopic(count); err != nil {
		return nil, err
	}
	records, err := t.readAll(count, options...)
	if err != nil {
		return nil, err
	}
	for each, record := range records {
		if record.Offset != int64(each) {
			return nil, fmt.Errorf("record %d stands at %d", each, record.Offset)
		}
	}
	return show(records[count-1]), nil
}

func withoutSessions(t *Trial) (any, error) { return t.readBack(200, kgo.DisableFetchSessions()) }

func smallFetches(t *Trial) (any, error) {
	return t.readBack(500, kgo.FetchMaxBytes(100), kgo.FetchMaxPartitionBytes(100))
}

func readCommitted(t *Trial) (any, error) {
	return t.readBack(50, kgo.FetchIsolationLevel(kgo.ReadCommitted()))
}
