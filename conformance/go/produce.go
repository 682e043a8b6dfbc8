package main

import (
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"
)

func produceCases() map[string]Case {
	cases := map[string]Case{
		"produce.idempotent":      idempotent,
		"produce.acks-none":       acks(kgo.NoAck()),
		"produce.acks-leader":     acks(kgo.LeaderAck()),
		"produce.headers":         headers,
		"produce.too-large":       tooLarge,
		"produce.unknown-topic":   unknownTopic,
		"produce.auto-created":    autoCreated,
		"produce.log-append-time": logAppendTime,
	}
	codecs := map[string]kgo.CompressionCodec{
		"none": kgo.NoCompression(), "gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(), "lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression(),
	}
	for name, codec := range codecs {
		cases["produce.compression-"+name] = compression(codec)
	}
	return cases
}

func (t *Trial) readAll(count int, options ...kgo.Opt) ([]*kgo.Record, error) {
	client, err := t.client(append([]kgo.Opt{kgo.ConsumeTopics(t.topic()), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart())}, options...)...)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	return read(t.ctx, client, count)
}

// shown creates the topic, fills it and tells about the first and the last record read.
func (t *Trial) shown(count int, options ...kgo.Opt) (any, error) {
	if err := t.createTopic(t.topic(), 1, nil); err != nil {
		return nil, err
	}
	offsets, err := t.fill(count, options...)
	if err != nil {
		return nil, err
	}
	records, err := t.readAll(count)
	if err != nil {
		return nil, err
	}
	return map[string]any{"acknowledged": offsets[count-1], "first": show(records[0]), "last": show(records[count-1]), "count": len(records)}, nil
}

func compression(codec kgo.CompressionCodec) Case {
	return func(t *Trial) (any, error) { return t.shown(300, kgo.ProducerBatchCompression(codec)) }
}

func idempotent(t *Trial) (any, error) {
	return t.shown(3000, kgo.ProducerBatchMaxBytes(1024))
}

func acks(level kgo.Acks) Case {
	return func(t *Trial) (any, error) { return t.shown(20, kgo.RequiredAcks(level), kgo.DisableIdempotentWrite()) }
}

func headers(t *Trial) (any, error) {
	if err := t.createTopic(t.topic(), 1, nil); err != nil {
		return nil, err
	}
	client, err := t.client()
	if err != nil {
		return nil, err
	}
	defer client.Close()
	sent := &kgo.Record{Topic: t.topic(), Headers: []kgo.RecordHeader{{Key: "one", Value: []byte("1")}, {Key: "one"}, {Key: "", Value: []byte{}}}}
	if err := client.ProduceSync(t.ctx, sent).FirstErr(); err != nil {
		return nil, err
	}
	records, err := t.readAll(1)
	if err != nil {
		return nil, err
	}
	seen := []string{}
	for _, header := range records[0].Headers {
		if header.Value == nil {
			seen = append(seen, header.Key+" is null")
		} else {
			seen = append(seen, header.Key+"="+string(header.Value))
		}
	}
	return map[string]any{"headers": seen, "key is null": records[0].Key == nil, "value is null": records[0].Value == nil}, nil
}

func tooLarge(t *Trial) (any, error) {
	if err := t.createTopic(t.topic(), 1, map[string]*string{"max.message.bytes": text("1000")}); err != nil {
		return nil, err
	}
	client, err := t.client(kgo.DefaultProduceTopic(t.topic()), kgo.ProducerBatchCompression(kgo.NoCompression()))
	if err != nil {
		return nil, err
	}
	defer client.Close()
	seen := map[string]string{}
	for name, size := range map[string]int{"small": 100, "large": 3000} {
		seen[name] = outcome(client.ProduceSync(t.ctx, kgo.StringRecord(strings.Repeat("x", size))).FirstErr())
	}
	return seen, nil
}

func unknownTopic(t *Trial) (any, error) {
	client, err := t.client(kgo.UnknownTopicRetries(1))
	if err != nil {
		return nil, err
	}
	defer client.Close()
	seen := map[string]string{}
	for _, topic := range []string{t.topic(), "not valid"} {
		seen[topic] = outcome(client.ProduceSync(t.ctx, &kgo.Record{Topic: topic}).FirstErr())
	}
	return seen, nil
}

func autoCreated(t *Trial) (any, error) {
	client, err := t.client(kgo.AllowAutoTopicCreation())
	if err != nil {
		return nil, err
	}
	defer client.Close()
	return outcome(client.ProduceSync(t.ctx, &kgo.Record{Topic: t.topic()}).FirstErr()), nil
}

func logAppendTime(t *Trial) (any, error) {
	if err := t.createTopic(t.topic(), 1, map[string]*string{"message.timestamp.type": text("LogAppendTime")}); err != nil {
		return nil, err
	}
	if _, err := t.fill(2); err != nil {
		return nil, err
	}
	records, err := t.readAll(2)
	if err != nil {
		return nil, err
	}
	return map[string]any{"type": records[0].Attrs.TimestampType(), "not the producer's": records[0].Timestamp.UnixMilli() > 1_000_000}, nil
}
