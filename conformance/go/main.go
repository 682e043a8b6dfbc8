// Tries cases of franz-go, or with `histories` those of histories.go: says their names in one line of JSON, then reads {"case","bootstrapServers"} lines and answers each with a
// {"case","verdict"} or {"case","error"} line, in whatever order they end.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"sync"
	"time"
)

// Case tries one thing on a broker and returns what it saw, free of anything that differs from run to run.
type Case func(t *Trial) (any, error)

var printing sync.Mutex

func reply(message any) {
	line, err := json.Marshal(message)
	if err != nil {
		panic(err)
	}
	printing.Lock()
	defer printing.Unlock()
	fmt.Println(string(line))
}

// request asks for a case. Of a history, it says how long its clients work, and which one it is if there are several; without a time, they
// work until another request says stop.
type request struct {
	Case, BootstrapServers, Round string
	Seconds                       int
	Stop                          bool
}

func attempt(asked request, tried Case, timeout time.Duration, stopped chan struct{}) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	duration := time.Duration(asked.Seconds) * time.Second
	verdict, err := tried(&Trial{ctx: ctx, name: asked.Case + asked.Round, broker: asked.BootstrapServers, duration: duration, stopped: stopped})
	if err != nil {
		reply(map[string]any{"case": asked.Case, "error": err.Error()})
		return
	}
	reply(map[string]any{"case": asked.Case, "verdict": verdict})
}

func main() {
	if len(os.Args) == 3 && os.Args[1] == "connect" {
		if err := connectOnce(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	cases := map[string]Case{}
	timeout := 80 * time.Second
	groups := []map[string]Case{produceCases(), consumeCases(), groupCases, adminCases, transactionCases}
	if len(os.Args) == 2 && os.Args[1] == "histories" {
		groups, timeout = []map[string]Case{historyCases}, 240*time.Second
	}
	for _, group := range groups {
		for name, each := range group {
			cases[name] = each
		}
	}
	names := make([]string, 0, len(cases))
	for name := range cases {
		names = append(names, name)
	}
	sort.Strings(names)
	reply(map[string]any{"ready": true, "cases": names})

	stops := map[string]chan struct{}{}
	requests := bufio.NewScanner(os.Stdin)
	for requests.Scan() {
		var asked request
		if err := json.Unmarshal(requests.Bytes(), &asked); err != nil {
			panic(err)
		}
		if asked.Stop {
			close(stops[asked.Case])
			continue
		}
		stops[asked.Case] = make(chan struct{})
		go attempt(asked, cases[asked.Case], timeout, stops[asked.Case])
	}
}
