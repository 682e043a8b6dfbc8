package main

import (
	"context"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

// leaderElection: one leads, another waits, and follows when the first one gives up.
func leaderElection(t *trial) error {
	var lock sync.Mutex
	happened := []string{}
	note := func(what string) {
		lock.Lock()
		defer lock.Unlock()
		happened = append(happened, what)
	}
	candidate := func(name string, leads chan<- struct{}) (context.CancelFunc, <-chan struct{}) {
		ctx, cancel := context.WithCancel(t.ctx)
		ended := make(chan struct{})
		lease := &resourcelock.LeaseLock{
			LeaseMeta:  metav1.ObjectMeta{Name: "leader", Namespace: t.namespace},
			Client:     t.client.CoordinationV1(),
			LockConfig: resourcelock.ResourceLockConfig{Identity: name},
		}
		go func() {
			defer close(ended)
			leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{
				Lock: lease, ReleaseOnCancel: true,
				LeaseDuration: 15 * time.Second, RenewDeadline: 10 * time.Second, RetryPeriod: 200 * time.Millisecond,
				Callbacks: leaderelection.LeaderCallbacks{
					OnStartedLeading: func(context.Context) { note(name + " leads"); close(leads) },
					OnStoppedLeading: func() { note(name + " stopped") },
				},
			})
		}()
		return cancel, ended
	}
	firstLeads, secondLeads := make(chan struct{}), make(chan struct{})
	endFirst, firstEnded := candidate("first", firstLeads)
	<-firstLeads
	endSecond, secondEnded := candidate("second", secondLeads)
	lease, err := t.client.CoordinationV1().Leases(t.namespace).Get(t.ctx, "leader", metav1.GetOptions{})
	if err != nil {
		return err
	}
	t.see("held by", *lease.Spec.HolderIdentity)
	// It is to renew it at least once, however late that is, so that there is always the same to see.
	for lease.Spec.RenewTime.Equal(lease.Spec.AcquireTime) {
		time.Sleep(50 * time.Millisecond)
		if lease, err = t.client.CoordinationV1().Leases(t.namespace).Get(t.ctx, "leader", metav1.GetOptions{}); err != nil {
			return err
		}
	}
	endFirst()
	<-firstEnded
	<-secondLeads
	lease, err = t.client.CoordinationV1().Leases(t.namespace).Get(t.ctx, "leader", metav1.GetOptions{})
	if err != nil {
		return err
	}
	t.see("then held by", *lease.Spec.HolderIdentity)
	t.see("transitions", *lease.Spec.LeaseTransitions)
	endSecond()
	<-secondEnded
	t.see("happened", happened)
	return nil
}
