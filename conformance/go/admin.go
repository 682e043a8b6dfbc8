package main

import (
	"fmt"
	"sort"

	"github.com/twmb/franz-go/pkg/kadm"
)

var adminCases = map[string]Case{
	"admin.topics":       topics,
	"admin.configs":      configs,
	"admin.groups":       groups,
	"admin.records":      records,
	"admin.cluster":      cluster,
	"admin.leader-epoch": leaderEpoch,
}

func topics(t *Trial) (any, error) {
	if err := t.createTopic(t.topic(), 2, nil); err != nil {
		return nil, err
	}
	seen := map[string]any{}
	err := t.withAdmin(func(admin *kadm.Client) error {
		create := func(name, topic string, partitions int32, factor int16, configs map[string]*string) {
			result, err := admin.CreateTopic(t.ctx, partitions, factor, configs, topic)
			seen[name] = outcome(err) + ": " + result.ErrMessage
		}
		create("exists", t.topic(), 1, 1, nil)
		create("invalid name", "not valid", 1, 1, nil)
		create("no partitions", t.topic()+".new", 0, 1, nil)
		create("factor 3", t.topic()+".new", 1, 3, nil)
		create("invalid config", t.topic()+".new", 1, 1, map[string]*string{"retention.ms": text("soon")})
		update, err := admin.UpdatePartitions(t.ctx, 5, t.topic())
		if err != nil {
			return err
		}
		seen["partitions"] = outcome(update.Error())
		waitErr := waitUntil("there are 5 partitions", func() bool {
			listed, err := admin.ListTopics(t.ctx, t.topic())
			return err == nil && len(listed[t.topic()].Partitions) == 5
		})
		deleted, err := admin.DeleteTopics(t.ctx, t.topic(), t.topic()+".missing")
		for topic, each := range deleted {
			seen["delete "+topic] = outcome(each.Err)
		}
		if waitErr != nil {
			return waitErr
		}
		return err
	})
	return seen, err
}

func configs(t *Trial) (any, error) {
	if err := t.createTopic(t.topic(), 1, map[string]*string{"retention.ms": text("5000")}); err != nil {
		return nil, err
	}
	seen := map[string]any{}
	err := t.withAdmin(func(admin *kadm.Client) error {
		described, err := admin.DescribeTopicConfigs(t.ctx, t.topic())
		if err != nil {
			return err
		}
		for _, config := range described[0].Configs {
			if config.Key == "retention.ms" || config.Key == "segment.bytes" {
				row := fmt.Sprintf("%s %s", config.MaybeValue(), config.Source)
				for _, synonym := range config.Synonyms {
					row += fmt.Sprintf(", %s=%s %s", synonym.Key, *synonym.Value, synonym.Source)
				}
				seen[config.Key] = row
			}
		}
		for _, value := range []string{"6000", "soon"} {
			altered, err := admin.AlterTopicConfigs(t.ctx, []kadm.AlterConfig{{Op: kadm.SetConfig, Name: "retention.ms", Value: text(value)}}, t.topic())
			if err != nil {
				return err
			}
			seen["alter to "+value] = outcome(altered[0].Err)
			whole, err := admin.AlterTopicConfigsState(t.ctx, []kadm.AlterConfig{{Name: "retention.ms", Value: text(value)}}, t.topic())
			if err != nil {
				return err
			}
			seen["alter all to "+value] = outcome(whole[0].Err)
		}
		return nil
	})
	return seen, err
}

func groups(t *Trial) (any, error) {
	if err := t.createTopic(t.topic(), 2, nil); err != nil {
		return nil, err
	}
	one, err := t.join()
	if err != nil {
		return nil, err
	}
	if _, err := settled([]*member{one}, 2); err != nil {
		return nil, err
	}
	seen := map[string]any{}
	err = t.withAdmin(func(admin *kadm.Client) error {
		described, err := admin.DescribeGroups(t.ctx, t.topic(), t.topic()+".missing")
		if err != nil {
			return err
		}
		for name, group := range described {
			seen[name] = fmt.Sprintf("%s %s %s %d members %s", group.State, group.ProtocolType, group.Protocol, len(group.Members), outcome(group.Err))
		}
		offsets := kadm.Offsets{}
		offsets.AddOffset(t.topic(), 0, 3, -1)
		commit := func(name string) {
			_, err := admin.CommitOffsets(t.ctx, t.topic(), offsets)
			committed, _ := admin.CommitOffsets(t.ctx, t.topic(), offsets)
			seen[name] = outcome(err) + " " + outcome(committed.Error())
		}
		remove := func(name string) {
			deleted, err := admin.DeleteGroup(t.ctx, t.topic())
			seen[name] = outcome(err) + " " + outcome(deleted.Err)
		}
		commit("commit while active")
		remove("delete while active")
		one.close()
		if err := waitUntil("the group is empty", func() bool {
			described, err := admin.DescribeGroups(t.ctx, t.topic())
			return err == nil && described[t.topic()].State == "Empty"
		}); err != nil {
			return err
		}
		commit("commit while empty")
		deleted, err := admin.DeleteOffsets(t.ctx, t.topic(), offsets.TopicsSet())
		seen["delete offsets"] = outcome(err) + " " + outcome(deleted.Error())
		remove("delete while empty")
		remove("delete again")
		return nil
	})
	return seen, err
}

func records(t *Trial) (any, error) {
	if err := t.filledTopic(10); err != nil {
		return nil, err
	}
	seen := map[string]any{}
	err := t.withAdmin(func(admin *kadm.Client) error {
		for _, before := range []int64{4, 99, -1} {
			offsets := kadm.Offsets{}
			offsets.AddOffset(t.topic(), 0, before, -1)
			deleted, err := admin.DeleteRecords(t.ctx, offsets)
			if err != nil {
				return err
			}
			result, _ := deleted.Lookup(t.topic(), 0)
			seen[fmt.Sprintf("before %d", before)] = fmt.Sprintf("%d %s", result.LowWatermark, outcome(result.Err))
		}
		return nil
	})
	return seen, err
}

func cluster(t *Trial) (any, error) {
	seen := map[string]any{}
	err := t.withAdmin(func(admin *kadm.Client) error {
		metadata, err := admin.BrokerMetadata(t.ctx)
		if err != nil {
			return err
		}
		seen["brokers"] = metadata.Brokers.NodeIDs()
		seen["controller"] = metadata.Controller
		seen["length of the id"] = len(metadata.Cluster)
		dirs, err := admin.DescribeAllLogDirs(t.ctx, nil)
		if err != nil {
			return err
		}
		count := 0
		dirs.Each(func(kadm.DescribedLogDir) { count++ })
		seen["log dirs"] = count
		return nil
	})
	return seen, err
}

func leaderEpoch(t *Trial) (any, error) {
	if err := t.filledTopic(3); err != nil {
		return nil, err
	}
	seen := []string{}
	err := t.withAdmin(func(admin *kadm.Client) error {
		for _, epoch := range []int32{0, 7} {
			request := kadm.OffsetForLeaderEpochRequest{}
			request.Add(t.topic(), 0, epoch)
			found, err := admin.OffetForLeaderEpoch(t.ctx, request)
			if err != nil {
				return err
			}
			for _, partition := range found[t.topic()] {
				seen = append(seen, fmt.Sprintf("epoch %d: %d ends at %d %s", epoch, partition.LeaderEpoch, partition.EndOffset, outcome(partition.Err)))
			}
		}
		return nil
	})
	sort.Strings(seen)
	return seen, err
}
