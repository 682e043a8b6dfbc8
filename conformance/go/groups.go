package main

import (
	"context"
	"fmt"
	"sort"
	"sync"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

var groupCases = map[string]Case{
	"group.range":                     balanced(kgo.Balancers(kgo.RangeBalancer())),
	"group.roundrobin":                balanced(kgo.Balancers(kgo.RoundRobinBalancer())),
	"group.sticky":                    balanced(kgo.Balancers(kgo.StickyBalancer())),
	"group.cooperative-sticky":        balanced(kgo.Balancers(kgo.CooperativeStickyBalancer())),
	"group.consumer-protocol.uniform": balanced(kgo.ServerSideBalancer(), kgo.Balancers(kgo.StickyBalancer())),
	"group.consumer-protocol.range":   balanced(kgo.ServerSideBalancer(), kgo.Balancers(kgo.RangeBalancer())),
	"group.static-member":             staticMember,
	"group.goes-on":                   goesOn,
}

// member is a consumer in a group, polled until it is closed.
type member struct {
	client *kgo.Client
	stop   context.CancelFunc
	ended  sync.WaitGroup
	mutex  sync.Mutex
	has    map[int32]bool
}

func (t *Trial) join(options ...kgo.Opt) (*member, error) {
	joined := &member{has: map[int32]bool{}}
	note := func(has bool) func(context.Context, *kgo.Client, map[string][]int32) {
		return func(_ context.Context, _ *kgo.Client, partitions map[string][]int32) {
			joined.mutex.Lock()
			defer joined.mutex.Unlock()
			for _, partition := range partitions[t.topic()] {
				if has {
					joined.has[partition] = true
				} else {
					delete(joined.has, partition)
				}
			}
		}
	}
	client, err := t.client(append([]kgo.Opt{kgo.ConsumerGroup(t.topic()), kgo.ConsumeTopics(t.topic()), kgo.DisableAutoCommit(),
		kgo.OnPartitionsAssigned(note(true)), kgo.OnPartitionsRevoked(note(false)), kgo.OnPartitionsLost(note(false))}, options...)...)
	if err != nil {
		return nil, err
	}
	joined.client = client
	ctx, stop := context.WithCancel(t.ctx)
	joined.stop = stop
	joined.ended.Go(func() {
		for ctx.Err() == nil {
			client.PollFetches(ctx)
		}
	})
	return joined, nil
}

func (m *member) close() {
	m.stop()
	m.ended.Wait()
	m.client.Close()
}

func (m *member) size() int {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return len(m.has)
}

func settled(members []*member, partitions int) ([]int, error) {
	sizes := make([]int, len(members))
	err := waitUntil(fmt.Sprintf("the members have %d partitions", partitions), func() bool {
		sum, all := 0, true
		for each, one := range members {
			sizes[each] = one.size()
			sum += sizes[each]
			all = all && sizes[each] > 0
		}
		return all && sum == partitions
	})
	sort.Ints(sizes)
	return sizes, err
}

// balanced tells the shares of two members, of three, and of the last two.
func balanced(options ...kgo.Opt) Case {
	return func(t *Trial) (any, error) {
		if err := t.createTopic(t.topic(), 6, nil); err != nil {
			return nil, err
		}
		var members []*member
		seen := [][]int{}
		for range 3 {
			one, err := t.join(options...)
			if err != nil {
				return nil, err
			}
			members = append(members, one)
			if len(members) > 1 {
				sizes, err := settled(members, 6)
				if err != nil {
					return nil, err
				}
				seen = append(seen, sizes)
			}
		}
		members[0].close()
		sizes, err := settled(members[1:], 6)
		for _, one := range members[1:] {
			one.close()
		}
		return append(seen, sizes), err
	}
}

func staticMember(t *Trial) (any, error) {
	if err := t.createTopic(t.topic(), 4, nil); err != nil {
		return nil, err
	}
	one, err := t.join(kgo.InstanceID("one"))
	if err != nil {
		return nil, err
	}
	defer one.close()
	if _, err := settled([]*member{one}, 4); err != nil {
		return nil, err
	}
	_, before := one.client.GroupMetadata()
	second, err := t.join(kgo.InstanceID("two"))
	if err != nil {
		return nil, err
	}
	if _, err := settled([]*member{one, second}, 4); err != nil {
		return nil, err
	}
	_, joined := one.client.GroupMetadata()
	second.close()
	again, err := t.join(kgo.InstanceID("two"))
	if err != nil {
		return nil, err
	}
	defer again.close()
	sizes, err := settled([]*member{one, again}, 4)
	_, after := one.client.GroupMetadata()
	return map[string]any{"sizes": sizes, "rebalanced when it joined": joined > before, "rebalanced when it came back": after > joined}, err
}

// goesOn reads and commits with one member, and reads on with the next.
func goesOn(t *Trial) (any, error) {
	if err := t.filledTopic(10); err != nil {
		return nil, err
	}
	seen := map[string]any{}
	for round := range 2 {
		client, err := t.client(kgo.ConsumerGroup(t.topic()), kgo.ConsumeTopics(t.topic()), kgo.DisableAutoCommit(), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
		if err != nil {
			return nil, err
		}
		fetches := client.PollRecords(t.ctx, 4)
		records := fetches.Records()
		if err := fetches.Err(); err != nil {
			return nil, err
		}
		if err := client.CommitRecords(t.ctx, records...); err != nil {
			return nil, err
		}
		client.Close()
		seen[fmt.Sprintf("round %d", round)] = fmt.Sprintf("%s … %s", show(records[0]), show(records[len(records)-1]))
	}
	err := t.withAdmin(func(admin *kadm.Client) error {
		offsets, err := admin.FetchOffsets(t.ctx, t.topic())
		offset, _ := offsets.Lookup(t.topic(), 0)
		seen["committed"] = fmt.Sprintf("%d epoch %d", offset.At, offset.LeaderEpoch)
		return err
	})
	return seen, err
}
