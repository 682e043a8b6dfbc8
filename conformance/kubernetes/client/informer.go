package main

import (
	"fmt"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/tools/cache"
)

func topic(name string, partitions int64) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "kafka.strimzi.io/v1",
		"kind":       "KafkaTopic",
		"metadata":   map[string]any{"name": name, "labels": map[string]any{"strimzi.io/cluster": "main"}},
		"spec":       map[string]any{"partitions": partitions, "config": map[string]any{"flush.messages": int64(9223372036854775807)}},
	}}
}

// informer: a cache follows what happens, from what was there before it to what comes and goes.
func informer(t *trial) error {
	resource := t.dynamic.Resource(topics).Namespace(t.namespace)
	if _, err := resource.Create(t.ctx, topic("before", 1), metav1.CreateOptions{}); err != nil {
		return err
	}
	var lock sync.Mutex
	events := []string{}
	note := func(what string, object any) {
		if gone, ok := object.(cache.DeletedFinalStateUnknown); ok {
			object = gone.Obj
		}
		o := object.(*unstructured.Unstructured)
		partitions, _, _ := unstructured.NestedInt64(o.Object, "spec", "partitions")
		ready, _, _ := unstructured.NestedString(o.Object, "status", "topicName")
		lock.Lock()
		defer lock.Unlock()
		events = append(events, fmt.Sprintf("%s %s partitions %d generation %d status %q", what, o.GetName(), partitions, o.GetGeneration(), ready))
	}
	factory := dynamicinformer.NewFilteredDynamicSharedInformerFactory(t.dynamic, 0, t.namespace, nil)
	lister := factory.ForResource(topics)
	_, err := lister.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(object any) { note("added", object) },
		UpdateFunc: func(_, object any) { note("updated", object) },
		DeleteFunc: func(object any) { note("deleted", object) },
	})
	if err != nil {
		return err
	}
	factory.Start(t.ctx.Done())
	if !cache.WaitForCacheSync(t.ctx.Done(), lister.Informer().HasSynced) {
		return fmt.Errorf("the cache never had everything")
	}
	enough := func(count int) error {
		for t.ctx.Err() == nil {
			lock.Lock()
			seen := len(events)
			lock.Unlock()
			if seen >= count {
				return nil
			}
			time.Sleep(10 * time.Millisecond)
		}
		return fmt.Errorf("only %q", events)
	}
	made, err := resource.Create(t.ctx, topic("during", 1), metav1.CreateOptions{})
	if err != nil {
		return err
	}
	steps := []func() error{
		func() error {
			made.Object["spec"].(map[string]any)["partitions"] = int64(2)
			_, err := resource.Update(t.ctx, made, metav1.UpdateOptions{})
			return err
		},
		func() error {
			patch := []byte(`{"status":{"topicName":"during"}}`)
			_, err := resource.Patch(t.ctx, "during", types.MergePatchType, patch, metav1.PatchOptions{}, "status")
			return err
		},
		func() error { return resource.Delete(t.ctx, "during", metav1.DeleteOptions{}) },
	}
	for at, step := range steps {
		// One after the other, since a cache may skip what it was too late for.
		if err := enough(at + 2); err != nil {
			return err
		}
		if err := step(); err != nil {
			return err
		}
	}
	if err := enough(len(steps) + 2); err != nil {
		return err
	}
	t.see("events", events)
	left, err := lister.Lister().List(labels.Everything())
	if err != nil {
		return err
	}
	kept := left[0].(*unstructured.Unstructured)
	config, _, _ := unstructured.NestedMap(kept.Object, "spec", "config")
	t.see("left", []any{len(left), kept.GetName(), fmt.Sprint(config["flush.messages"])})
	return nil
}
