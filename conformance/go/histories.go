package main

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/twmb/franz-go/pkg/kgo"
)

// What clients that work at the same time are told is written down with the times at which they asked and were answered, and Porcupine
// decides whether a single log, register or set of keys could have answered so: whether each operation can have had its effect at one
// moment between question and answer.

// answerNeverCame is when an operation returned of which nobody knows whether it has happened: it may yet.
const answerNeverCame = int64(1<<63 - 1)

// Porcupine needs some milliseconds for what is right; what it can't decide in this time counts as a failure.
const decidedWithin = 40 * time.Second

// operationsMin are so many that each sort of breach has a place among them.
const operationsMin = 700

var historyCases = map[string]Case{
	"log":          func(t *Trial) (any, error) { return t.linearizable(newLogSubject(t, false)) },
	"transactions": func(t *Trial) (any, error) { return t.linearizable(newLogSubject(t, true)) },
	"keys":         func(t *Trial) (any, error) { return t.linearizable(newKeysSubject(t)) },
	"offsets":      func(t *Trial) (any, error) { return t.linearizable(newOffsetsSubject(t)) },
}

// history is what all clients of a case were told, by one clock.
type history struct {
	start      time.Time
	mutex      sync.Mutex
	operations []porcupine.Operation
}

func newHistory() *history { return &history{start: time.Now()} }

func (h *history) now() int64 { return time.Since(h.start).Nanoseconds() }

// returned notes what was asked at the time `call` and has just been answered.
func (h *history) returned(client int, input any, call int64, output any) {
	h.add(porcupine.Operation{ClientId: client, Input: input, Call: call, Output: output, Return: h.now()})
}

// unknown notes what was asked at the time `call` and may have happened, or may happen later, or never.
func (h *history) unknown(client int, input any, call int64) {
	h.add(porcupine.Operation{ClientId: client, Input: input, Call: call, Return: answerNeverCame})
}

func (h *history) count() int {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return len(h.operations)
}

func (h *history) add(operation porcupine.Operation) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.operations = append(h.operations, operation)
}

// subject is something that clients share and a model of it.
type subject interface {
	// prepare makes what is needed.
	prepare() error
	// clients do one thing after the other until the context ends.
	clients() []func(ctx context.Context, client int) error
	// count is how many operations there were so far.
	count() int
	// settle is called when no client works any more. It reads everything once more, and returns the whole history, in which what is
	// known in the end of operations without an answer is filled in.
	settle() ([]porcupine.Operation, error)
	model() porcupine.Model
	// breaches are ways to break a history, by what they do to it. Each must be refused.
	breaches() map[string]breach
}

// breach returns the history as it would be if the broker had done something wrong, or false where it has no place for that.
type breach func(operations []porcupine.Operation) ([]porcupine.Operation, bool)

func (t *Trial) linearizable(subject subject) (any, error) {
	if err := subject.prepare(); err != nil {
		return nil, err
	}
	if err := t.runClients(subject); err != nil {
		return nil, err
	}
	operations, err := subject.settle()
	if err != nil {
		return nil, err
	}
	model := subject.model()
	began := time.Now()
	result, info := porcupine.CheckOperationsVerbose(model, operations, decidedWithin)
	if result != porcupine.Ok {
		return nil, t.refused(model, result, info)
	}
	fmt.Fprintf(os.Stderr, "%s: %s, decided in %v\n", t.name, tally(operations), time.Since(began).Round(time.Millisecond))
	refused := []string{}
	for name, breach := range subject.breaches() {
		broken, ok := breach(slices.Clone(operations))
		if !ok {
			return nil, fmt.Errorf("the history has no place for %q: %s", name, tally(operations))
		}
		if result := porcupine.CheckOperationsTimeout(model, broken, decidedWithin); result != porcupine.Illegal {
			return nil, fmt.Errorf("a history with %q is not refused: %s", name, result)
		}
		refused = append(refused, name)
	}
	slices.Sort(refused)
	return map[string]any{"linearizable": true, "refused": refused}, nil
}

// runClients has all clients work until there has been enough time and enough was done, or until somebody says so.
func (t *Trial) runClients(subject subject) error {
	working, stop := context.WithCancel(t.ctx)
	defer stop()
	clients := subject.clients()
	failures := make(chan error, len(clients))
	for client, work := range clients {
		go func() { failures <- work(working, client) }()
	}
	go func() {
		defer stop()
		if t.duration == 0 {
			<-t.stopped
			return
		}
		for end := time.Now().Add(t.duration); working.Err() == nil && (time.Now().Before(end) || subject.count() < operationsMin); {
			wait(working, 50*time.Millisecond)
		}
	}()
	var first error
	for range clients {
		if err := <-failures; err != nil {
			stop()
			first = cmp.Or(first, err)
		}
	}
	return first
}

// refused keeps what the checker says as a page that shows the history and how far it can be explained.
func (t *Trial) refused(model porcupine.Model, result porcupine.CheckResult, info porcupine.LinearizationInfo) error {
	page := filepath.Join(os.TempDir(), fmt.Sprintf("history-%s-%d.html", t.name, os.Getpid()))
	if err := porcupine.VisualizePath(model, info, page); err != nil {
		return err
	}
	return fmt.Errorf("no order explains what clients were told (%s): see %s", result, page)
}

func tally(operations []porcupine.Operation) string {
	counts := map[string]int{}
	unanswered := 0
	for _, each := range operations {
		counts[fmt.Sprintf("%T", each.Input)[len("main."):]]++
		if each.Return == answerNeverCame {
			unanswered++
		}
	}
	return fmt.Sprintf("%d operations %v, %d of them happened without an answer", len(operations), counts, unanswered)
}

// plainly has each request sent once: what is not answered has happened once, or not at all.
func (t *Trial) plainly(options ...kgo.Opt) (*kgo.Client, error) {
	return t.promptly(append([]kgo.Opt{kgo.DisableIdempotentWrite(), kgo.RequiredAcks(kgo.AllISRAcks()), kgo.RecordRetries(0), kgo.RequestRetries(0)}, options...)...)
}

// promptly returns a client that soon tries again.
func (t *Trial) promptly(options ...kgo.Opt) (*kgo.Client, error) {
	return t.client(append([]kgo.Opt{kgo.MetadataMinAge(50 * time.Millisecond), kgo.ProducerLinger(0), kgo.DisableClientMetrics(),
		kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.RetryBackoffFn(func(int) time.Duration { return 30 * time.Millisecond })}, options...)...)
}

// pause lets others be between two operations of a client, or in the middle of one.
func pause(ctx context.Context) { wait(ctx, time.Duration(rand.IntN(4000))*time.Microsecond) }

// rest is what a client does after a failure.
func rest(ctx context.Context) { wait(ctx, 20*time.Millisecond) }

func wait(ctx context.Context, duration time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(duration):
	}
}
