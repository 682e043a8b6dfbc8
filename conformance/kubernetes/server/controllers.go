package main

import (
	"context"
	"fmt"
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/controller-manager/pkg/informerfactory"
	"k8s.io/kubernetes/pkg/controller/garbagecollector"
	"k8s.io/kubernetes/pkg/controller/namespace"
	"k8s.io/kubernetes/pkg/controller/serviceaccount"
)

const workers = 4

// How soon the garbage collector notices new kinds; the controller manager takes 30 seconds.
const discoveryPeriod = 2 * time.Second

// runControllers runs three controllers of the controller manager: the garbage collector, the one that empties namespaces and the one that
// makes the account "default". The rest of it would double what has to be compiled.
func runControllers(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: server controllers KUBECONFIG")
	}
	config, err := clientcmd.BuildConfigFromFlags("", args[0])
	if err != nil {
		return err
	}
	config.QPS, config.Burst = 1000, 1000
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	objects, err := metadata.NewForConfig(config)
	if err != nil {
		return err
	}
	ctx := context.Background()
	typed := informers.NewSharedInformerFactory(client, 0)
	partial := metadatainformer.NewSharedInformerFactory(objects, 0)
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(client.Discovery()))
	started := make(chan struct{})
	ignored := map[schema.GroupResource]struct{}{{Group: "", Resource: "events"}: {}, {Group: "events.k8s.io", Resource: "events"}: {}}
	collector, err := garbagecollector.NewGarbageCollector(
		ctx, client, objects, mapper, ignored, informerfactory.NewInformerFactory(typed, partial), started)
	if err != nil {
		return err
	}
	accounts, err := serviceaccount.NewServiceAccountsController(
		typed.Core().V1().ServiceAccounts(), typed.Core().V1().Namespaces(), client, serviceaccount.DefaultServiceAccountsControllerOptions())
	if err != nil {
		return err
	}
	namespaces := namespace.NewNamespaceController(
		ctx, client, objects, client.Discovery().ServerPreferredNamespacedResources, typed.Core().V1().Namespaces(), time.Minute, v1.FinalizerKubernetes)
	go collector.Run(ctx, workers, discoveryPeriod)
	go collector.Sync(ctx, client.Discovery(), discoveryPeriod)
	go accounts.Run(ctx, 1)
	go namespaces.Run(ctx, workers)
	typed.Start(ctx.Done())
	partial.Start(ctx.Done())
	close(started)
	select {}
}
