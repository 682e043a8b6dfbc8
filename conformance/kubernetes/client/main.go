// Command client tries an API server through client-go, as controllers do: CASE, KUBECONFIG and NAMESPACE in, one line of JSON out.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

// trial is what a case has to work with.
type trial struct {
	ctx       context.Context
	namespace string
	client    *kubernetes.Clientset
	dynamic   *dynamic.DynamicClient
	seen      []any
}

// see makes something part of the verdict.
func (t *trial) see(what string, value any) {
	t.seen = append(t.seen, map[string]any{what: value})
}

// fails makes it part of the verdict how a call failed, or that it did not.
func (t *trial) fails(what string, err error) {
	if err == nil {
		t.see(what, "done")
		return
	}
	t.see(what, err.Error())
}

var topics = schema.GroupVersionResource{Group: "kafka.strimzi.io", Version: "v1", Resource: "kafkatopics"}

var cases = map[string]func(*trial) error{
	"informer":          informer,
	"server-side apply": serverSideApply,
	"leader election":   leaderElection,
	"pages":             pages,
	"retry on conflict": retryOnConflict,
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 || cases[args[0]] == nil {
		return fmt.Errorf("usage: client CASE KUBECONFIG NAMESPACE")
	}
	config, err := clientcmd.BuildConfigFromFlags("", args[1])
	if err != nil {
		return err
	}
	config.UserAgent = "conformance/1"
	config.QPS, config.Burst = 1000, 1000
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	t := &trial{ctx: ctx, namespace: args[2]}
	if t.client, err = kubernetes.NewForConfig(config); err != nil {
		return err
	}
	if t.dynamic, err = dynamic.NewForConfig(config); err != nil {
		return err
	}
	if err = cases[args[0]](t); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(t.seen)
}
