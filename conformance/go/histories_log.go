package main

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/anishathalye/porcupine"
	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

const logPartitions = 2

// logSubject is a topic that some write to and others read from its ends.
type logSubject struct {
	*Trial
	*history
	transactional bool
	id            [16]byte
	transactions  []*transaction
}

// transaction is what its producer knows of it.
type transaction struct {
	producer string
	number   int
	client   int
	values   map[int32][]string
	// When it began, when its end was asked for, and when it was over for certain.
	began, call, over int64
	// Whether the producer was told that it has ended as it should.
	told, commit bool
}

func newLogSubject(t *Trial, transactional bool) subject {
	return &logSubject{Trial: t, history: newHistory(), transactional: transactional}
}

func (s *logSubject) prepare() (err error) {
	if s.id, err = s.createdTopic(s.topic(), logPartitions, nil); err == nil && s.transactional {
		err = s.endOpen(s.topic()) // from now on there is who coordinates transactions
	}
	return err
}

func (s *logSubject) model() porcupine.Model { return logModel }

func (s *logSubject) clients() []func(context.Context, int) error {
	if s.transactional {
		return []func(context.Context, int) error{s.transact, s.transact, s.transact, s.persist, s.look, s.look, s.look}
	}
	return []func(context.Context, int) error{s.write, s.write, s.write, s.persist, s.persist, s.look, s.look, s.look}
}

// write sends each record once.
func (s *logSubject) write(ctx context.Context, client int) error {
	producer, err := s.plainly()
	if err != nil {
		return err
	}
	defer producer.Close()
	for number := 0; ctx.Err() == nil; number++ {
		if !s.append(producer, client, number, "") {
			rest(ctx)
		}
		pause(ctx)
	}
	return nil
}

// persist is an idempotent producer: it tries again until it is told that the record is there, once.
func (s *logSubject) persist(ctx context.Context, client int) error {
	producer, err := s.promptly()
	if err != nil {
		return err
	}
	defer producer.Close()
	for number := 0; ctx.Err() == nil; number++ {
		s.append(producer, client, number, "")
		pause(ctx)
	}
	return nil
}

func (s *logSubject) append(producer *kgo.Client, client, number int, transactional string) bool {
	input := appended{rand.Int32N(logPartitions), fmt.Sprintf("%d.%d", client, number), transactional}
	call := s.now()
	record := &kgo.Record{Topic: s.topic(), Partition: input.partition, Value: []byte(input.value)}
	result, err := producer.ProduceSync(s.ctx, record).First()
	if err != nil {
		s.unknown(client, input, call)
		return false
	}
	s.returned(client, input, call, result.Offset)
	return true
}

// look reads on where it is, from somewhere before, or asks only where the end is.
func (s *logSubject) look(ctx context.Context, client int) error {
	reader, err := s.plainly()
	if err != nil {
		return err
	}
	defer reader.Close()
	positions := map[looked]int64{}
	for ; ctx.Err() == nil; pause(ctx) {
		place := looked{partition: rand.Int32N(logPartitions), committed: s.transactional && rand.IntN(3) > 0}
		input := place
		input.from = positions[place]
		var seen sight
		call := s.now()
		switch rand.IntN(8) {
		case 0:
			seen.end, err = s.endOf(reader, input)
			input.from, seen.next = seen.end, seen.end
		case 1:
			input.from = max(0, input.from-rand.Int64N(30))
			seen, err = s.fetch(reader, input)
		default:
			seen, err = s.fetch(reader, input)
		}
		if err != nil {
			rest(ctx)
			continue
		}
		s.returned(client, input, call, seen)
		positions[place] = max(positions[place], seen.next)
	}
	return nil
}

func (s *logSubject) fetch(reader *kgo.Client, input looked) (sight, error) {
	request := fetch{topic: s.topic(), id: s.id, partition: input.partition, from: input.from, committed: input.committed, waitMillis: rand.Int32N(2) * 30}
	seen, err := request.do(s.ctx, reader)
	return sightOf(seen), err
}

func (s *logSubject) endOf(reader *kgo.Client, input looked) (int64, error) {
	list := kadm.NewClient(reader).ListEndOffsets
	if input.committed {
		list = kadm.NewClient(reader).ListCommittedOffsets
	}
	ends, err := list(s.ctx, s.topic())
	if err != nil {
		return 0, err
	}
	end, _ := ends.Lookup(s.topic(), input.partition)
	return end.Offset, end.Err
}

// settle reads all partitions, when no transaction is open any more, in both ways.
func (s *logSubject) settle() ([]porcupine.Operation, error) {
	for _, each := range s.producers() {
		if err := s.endOpen(each); err != nil {
			return nil, err
		}
	}
	reader, err := s.plainly()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	found := evidence{}
	for partition := range int32(logPartitions) {
		err := s.eventually("everything is read", func() error {
			request := fetch{topic: s.topic(), id: s.id, partition: partition, control: true}
			records, end, err := request.readToEnd(s.ctx, reader, func() {})
			if err != nil {
				return err
			}
			stable, err := s.endOf(reader, looked{partition: partition, committed: true})
			if err == nil && stable != end {
				err = fmt.Errorf("partition %d is stable up to %d of %d", partition, stable, end)
			}
			found[partition] = records
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, committed := range []bool{false, true} {
			input := looked{partition: partition, committed: committed}
			call := s.now()
			seen, err := s.fetch(reader, input)
			if err != nil {
				return nil, err
			}
			s.returned(len(s.clients()), input, call, seen)
		}
	}
	return found.complete(s.operations, s.transactions)
}
