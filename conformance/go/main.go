// Tries cases of franz-go: says their names in one line of JSON, then reads {"case","bootstrapServers"} lines and answers each with a
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

func attempt(name, bootstrapServers string, tried Case) {
	ctx, cancel := context.WithTimeout(context.Background(), 80*time.Second)
	defer cancel()
	verdict, err := tried(&Trial{ctx: ctx, name: name, broker: bootstrapServers})
	if err != nil {
		reply(map[string]any{"case": name, "error": err.Error()})
		return
	}
	reply(map[string]any{"case": name, "verdict": verdict})
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
	for _, group := range []map[string]Case{produceCases(), consumeCases(), groupCases, adminCases, transactionCases} {
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

	requests := bufio.NewScanner(os.Stdin)
	for requests.Scan() {
		var request struct{ Case, BootstrapServers string }
		if err := json.Unmarshal(requests.Bytes(), &request); err != nil {
			panic(err)
		}
		go attempt(request.Case, request.BootstrapServers, cases[request.Case])
	}
}
