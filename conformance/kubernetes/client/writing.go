package main

import (
	"context"
	"fmt"

	v1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	corev1 "k8s.io/client-go/applyconfigurations/core/v1"
	"k8s.io/client-go/tools/pager"
	"k8s.io/client-go/util/retry"
)

// serverSideApply: two managers of one object, by typed configurations and by dynamic ones.
func serverSideApply(t *trial) error {
	maps := t.client.CoreV1().ConfigMaps(t.namespace)
	wanted := func(data map[string]string) *corev1.ConfigMapApplyConfiguration {
		return corev1.ConfigMap("settings", t.namespace).WithData(data)
	}
	options := func(manager string, force bool) metav1.ApplyOptions {
		return metav1.ApplyOptions{FieldManager: manager, Force: force}
	}
	made, err := maps.Apply(t.ctx, wanted(map[string]string{"a": "1", "b": "1"}), options("one", false))
	t.fails("made", err)
	_, err = maps.Apply(t.ctx, wanted(map[string]string{"a": "2"}), options("two", false))
	t.fails("conflict", err)
	t.see("is a conflict", apierrors.IsConflict(err))
	forced, err := maps.Apply(t.ctx, wanted(map[string]string{"a": "2"}), options("two", true))
	t.fails("forced", err)
	t.see("data", forced.Data)
	extracted, err := corev1.ExtractConfigMap(forced, "one")
	t.fails("extracted", err)
	t.see("of the first", extracted.Data)
	left, err := maps.Apply(t.ctx, wanted(nil), options("one", false))
	t.fails("left", err)
	t.see("data left", left.Data)
	t.see("same object", made.UID == left.UID)

	resource := t.dynamic.Resource(topics).Namespace(t.namespace)
	_, err = resource.Apply(t.ctx, "orders", topic("orders", 3), options("one", false))
	t.fails("topic", err)
	_, err = resource.Apply(t.ctx, "orders", topic("orders", 4), options("two", false))
	t.fails("topic in conflict", err)
	status := topic("orders", 3)
	delete(status.Object, "spec")
	status.Object["status"] = map[string]any{"topicName": "orders"}
	applied, err := resource.ApplyStatus(t.ctx, "orders", status, options("controller", true))
	t.fails("status", err)
	t.see("the status", applied.Object["status"])
	return nil
}

// retryOnConflict: what a controller does that read too early.
func retryOnConflict(t *trial) error {
	maps := t.client.CoreV1().ConfigMaps(t.namespace)
	_, err := maps.Create(t.ctx, &v1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "counter"}}, metav1.CreateOptions{})
	t.fails("made", err)
	_, err = maps.Create(t.ctx, &v1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "counter"}}, metav1.CreateOptions{})
	t.fails("made again", err)
	t.see("exists", apierrors.IsAlreadyExists(err))
	attempts := 0
	stale, err := maps.Get(t.ctx, "counter", metav1.GetOptions{})
	if err != nil {
		return err
	}
	err = retry.RetryOnConflict(retry.DefaultRetry, func() error {
		attempts++
		read := stale
		if attempts == 1 {
			changed := stale.DeepCopy()
			changed.Data = map[string]string{"by": "another"}
			if _, err := maps.Update(t.ctx, changed, metav1.UpdateOptions{}); err != nil {
				return err
			}
		} else if read, err = maps.Get(t.ctx, "counter", metav1.GetOptions{}); err != nil {
			return err
		}
		mine := read.DeepCopy()
		mine.Labels = map[string]string{"by": "me"}
		_, err := maps.Update(t.ctx, mine, metav1.UpdateOptions{})
		return err
	})
	t.fails("updated", err)
	t.see("attempts", attempts)
	_, err = maps.Get(t.ctx, "nothing", metav1.GetOptions{})
	t.fails("nothing", err)
	t.see("is not found", apierrors.IsNotFound(err))
	uid := stale.UID + "x"
	err = maps.Delete(t.ctx, "counter", metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &uid}})
	t.see("another's id", apierrors.IsConflict(err))
	t.fails("deleted", maps.Delete(t.ctx, "counter", metav1.DeleteOptions{}))
	return nil
}

// pages: a list that is read in pieces.
func pages(t *trial) error {
	maps := t.client.CoreV1().ConfigMaps(t.namespace)
	for at := range 25 {
		made := &v1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("m-%02d", at), Labels: map[string]string{"of": "many"}}}
		if _, err := maps.Create(t.ctx, made, metav1.CreateOptions{}); err != nil {
			return err
		}
	}
	requests := 0
	names := []string{}
	list := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		requests++
		return maps.List(ctx, options)
	})
	list.PageSize = 10
	err := list.EachListItem(t.ctx, metav1.ListOptions{LabelSelector: "of=many"}, func(object runtime.Object) error {
		names = append(names, object.(*v1.ConfigMap).Name)
		return nil
	})
	t.fails("read", err)
	t.see("requests", requests)
	t.see("names", names)
	return maps.DeleteCollection(t.ctx, metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "of=many"})
}
