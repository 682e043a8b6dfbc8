// Command pause does nothing for as long as it may: it is what a pod, or a node, is while its other processes come and go.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	heard := make(chan os.Signal, 8)
	signal.Notify(heard, syscall.SIGINT, syscall.SIGTERM, syscall.SIGCHLD)
	for what := range heard {
		if what != syscall.SIGCHLD {
			return
		}
		reap()
	}
}

// reap sees off those whose parents have gone before them.
func reap() {
	for {
		if pid, _ := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); pid <= 0 {
			return
		}
	}
}
