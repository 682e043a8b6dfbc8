// A folder on a machine whose power may go: `power FOLDER` mounts it (FUSE; Linux and root), empty, and says so. For each line `lose SEED` that it
// reads it forgets, as a disk does, what was not flushed: some of it, as chance has it, by the rules that the `Files` port states. It ends with its input.
package main

import (
	"bufio"
	"fmt"
	"log"
	"math/rand"
	"os"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

const unmountAttempts = 100

func mount(folder string, d *disk) *fuse.Server {
	options := &fs.Options{MountOptions: fuse.MountOptions{DirectMountStrict: true, FsName: "millrace-power", Name: "power"}}
	server, err := fs.Mount(folder, &node{tree: &tree{disk: d}}, options)
	if err != nil {
		log.Fatalf("can't mount %s: %v", folder, err)
	}
	return server
}

// Whoever had files open is dead, but may not have let them go yet.
func unmount(server *fuse.Server) {
	var err error
	for attempt := 0; attempt < unmountAttempts; attempt++ {
		if err = server.Unmount(); err == nil {
			server.Wait()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	log.Fatalf("can't unmount: %v", err)
}

func main() {
	folder := os.Args[1]
	d := newDisk()
	server := mount(folder, d)
	fmt.Println("mounted")
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var seed int64
		if _, err := fmt.Sscanf(lines.Text(), "lose %d", &seed); err != nil {
			log.Fatalf("expected “lose SEED”, got %q", lines.Text())
		}
		unmount(server)
		d = d.losePower(rand.New(rand.NewSource(seed)))
		server = mount(folder, d)
		fmt.Println("lost")
	}
	// Whoever still has files open there may keep them, and nobody can find them any more.
	if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
		log.Fatalf("can't unmount %s: %v", folder, err)
	}
}
