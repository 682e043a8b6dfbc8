package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/anishathalye/porcupine"
	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	offsetGroups     = 3
	offsetPartitions = 2
)

// offsetsSubject is what groups have committed: a register for each partition. Nobody is a member of the groups, so that everybody may
// commit for them.
type offsetsSubject struct {
	*Trial
	*history
}

func newOffsetsSubject(t *Trial) subject { return &offsetsSubject{t, newHistory()} }

func (s *offsetsSubject) prepare() error {
	if _, err := s.createdTopic(s.topic(), offsetPartitions, nil); err != nil {
		return err
	}
	return s.lookAtAll()
}

func (s *offsetsSubject) model() porcupine.Model { return registersModel }

func (s *offsetsSubject) breaches() map[string]breach { return registerBreaches }

func (s *offsetsSubject) clients() []func(context.Context, int) error {
	return []func(context.Context, int) error{s.commit, s.commit, s.commit, s.commit, s.fetch, s.fetch, s.fetch}
}

func (s *offsetsSubject) group(number int) string { return fmt.Sprintf("%s.%d", s.topic(), number) }

func (s *offsetsSubject) register(group string, partition int32) string {
	return fmt.Sprintf("%s of partition %d", group, partition)
}

// commit commits offsets that no other client does.
func (s *offsetsSubject) commit(ctx context.Context, client int) error {
	committer, err := s.plainly()
	if err != nil {
		return err
	}
	defer committer.Close()
	for number := 1; ctx.Err() == nil; number++ {
		group, partition, offset := s.group(rand.IntN(offsetGroups)), rand.Int32N(offsetPartitions), int64(client*1_000_000+number)
		var offsets kadm.Offsets
		offsets.AddOffset(s.topic(), partition, offset, -1)
		input := put{s.register(group, partition), strconv.FormatInt(offset, 10)}
		call := s.now()
		answers, err := kadm.NewClient(committer).CommitOffsets(s.ctx, group, offsets)
		if err == nil {
			err = answers.Error()
		}
		if err != nil {
			s.unknown(client, input, call)
			rest(ctx)
		} else {
			s.returned(client, input, call, nil)
		}
		pause(ctx)
	}
	return nil
}

func (s *offsetsSubject) fetch(ctx context.Context, client int) error {
	fetcher, err := s.plainly()
	if err != nil {
		return err
	}
	defer fetcher.Close()
	for ; ctx.Err() == nil; pause(ctx) {
		if s.look(fetcher, client, rand.IntN(offsetGroups)) != nil {
			rest(ctx)
		}
	}
	return nil
}

// look asks for all offsets of a group at once.
func (s *offsetsSubject) look(fetcher *kgo.Client, client, number int) error {
	group := s.group(number)
	call := s.now()
	answers, err := kadm.NewClient(fetcher).FetchOffsets(s.ctx, group)
	if err == nil {
		err = answers.Error()
	}
	if err != nil {
		return err
	}
	for partition := range int32(offsetPartitions) {
		value := ""
		if answer, ok := answers.Lookup(s.topic(), partition); ok && answer.At >= 0 {
			value = strconv.FormatInt(answer.At, 10)
		}
		s.returned(client, got{s.register(group, partition)}, call, value)
	}
	return nil
}

func (s *offsetsSubject) lookAtAll() error {
	fetcher, err := s.plainly()
	if err != nil {
		return err
	}
	defer fetcher.Close()
	for group := range offsetGroups {
		err := s.eventually("offsets can be fetched", func() error { return s.look(fetcher, len(s.clients()), group) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *offsetsSubject) settle() ([]porcupine.Operation, error) {
	err := s.lookAtAll()
	return seenPuts(s.operations), err
}
