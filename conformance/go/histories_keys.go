package main

import (
	"context"
	"fmt"
	"math/bits"
	"math/rand/v2"

	"github.com/anishathalye/porcupine"
	"github.com/twmb/franz-go/pkg/kgo"
)

// Each is written half as often as the one before: of the last ones, what counts stands in segments that are cleaned.
const keys = 10

func anyKey() string { return fmt.Sprintf("k%d", min(bits.TrailingZeros(rand.Uint()), keys-1)) }

// compactedSoon has a partition cleaned again and again while clients work; the suite sets the cleaner's pause.
var compactedSoon = map[string]*string{"cleanup.policy": text("compact"), "segment.ms": text("300"), "min.cleanable.dirty.ratio": text("0.01")}

// keysSubject is a compacted partition: a register for each key, read by reading all that is there.
type keysSubject struct {
	*Trial
	*history
	id [16]byte
}

func newKeysSubject(t *Trial) subject { return &keysSubject{Trial: t, history: newHistory()} }

func (s *keysSubject) prepare() (err error) {
	s.id, err = s.createdTopic(s.topic(), 1, compactedSoon)
	return err
}

func (s *keysSubject) model() porcupine.Model { return registersModel }

func (s *keysSubject) breaches() map[string]breach { return registerBreaches }

func (s *keysSubject) clients() []func(context.Context, int) error {
	return []func(context.Context, int) error{s.write, s.write, s.persist, s.persist, s.look, s.look, s.look}
}

// write sends each record once. It removes no keys: of removals nobody could tell which one was seen.
func (s *keysSubject) write(ctx context.Context, client int) error {
	producer, err := s.plainly()
	if err != nil {
		return err
	}
	defer producer.Close()
	for number := 0; ctx.Err() == nil; number++ {
		if !s.put(producer, client, fmt.Sprintf("%d.%d", client, number)) {
			rest(ctx)
		}
		pause(ctx)
	}
	return nil
}

// persist is an idempotent producer, and removes keys now and then.
func (s *keysSubject) persist(ctx context.Context, client int) error {
	producer, err := s.promptly()
	if err != nil {
		return err
	}
	defer producer.Close()
	for number := 0; ctx.Err() == nil; number++ {
		value := fmt.Sprintf("%d.%d", client, number)
		if rand.IntN(5) == 0 {
			value = ""
		}
		s.put(producer, client, value)
		pause(ctx)
	}
	return nil
}

func (s *keysSubject) put(producer *kgo.Client, client int, value string) bool {
	input := put{anyKey(), value}
	record := &kgo.Record{Topic: s.topic(), Key: []byte(input.register), Value: []byte(value)}
	if value == "" {
		record.Value = nil
	}
	call := s.now()
	if err := producer.ProduceSync(s.ctx, record).FirstErr(); err != nil {
		s.unknown(client, input, call)
		return false
	}
	s.returned(client, input, call, nil)
	return true
}

func (s *keysSubject) look(ctx context.Context, client int) error {
	reader, err := s.plainly()
	if err != nil {
		return err
	}
	defer reader.Close()
	for ; ctx.Err() == nil; pause(ctx) {
		if _, err := s.lookOnce(reader, client); err != nil {
			rest(ctx)
		}
	}
	return nil
}

// lookOnce reads from the first record on until there are no more. What a key has in the end is what it had at the moment of the last
// request: a record goes only where a later one of its key is, which comes then.
func (s *keysSubject) lookOnce(reader *kgo.Client, client int) (records int, err error) {
	var call int64
	all, _, err := fetch{topic: s.topic(), id: s.id}.readToEnd(s.ctx, reader, func() { call = s.now() })
	if err != nil {
		return 0, err
	}
	values := map[string]string{}
	for _, each := range all {
		values[string(each.Key)] = string(each.Value)
	}
	for key := range keys {
		name := fmt.Sprintf("k%d", key)
		s.returned(client, got{name}, call, values[name])
	}
	return len(all), nil
}

// settle has to find fewer records than were written: otherwise nothing was compacted.
func (s *keysSubject) settle() ([]porcupine.Operation, error) {
	reader, err := s.plainly()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	written := 0
	for _, each := range s.operations {
		if _, ok := each.Input.(put); ok && each.Return != answerNeverCame {
			written++
		}
	}
	err = s.eventually("the partition is compacted", func() error {
		found, err := s.lookOnce(reader, len(s.clients()))
		if err == nil && found >= written {
			err = fmt.Errorf("%d records were acknowledged, %d are there", written, found)
		}
		return err
	})
	return seenPuts(s.operations), err
}
