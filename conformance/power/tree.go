package main

import (
	"context"
	"path"
	"slices"
	"sync"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

const blockSize = 4096
const blocks = 1 << 24

// A file, or a directory, as the kernel asks for it. Whatever changes is told to the disk.
type node struct {
	fs.Inode
	tree *tree
	// Nil: a directory.
	file *file
}

type tree struct {
	sync.Mutex
	disk *disk
}

var (
	_ fs.NodeOnAdder   = (*node)(nil)
	_ fs.NodeGetattrer = (*node)(nil)
	_ fs.NodeSetattrer = (*node)(nil)
	_ fs.NodeStatfser  = (*node)(nil)
	_ fs.NodeFsyncer   = (*node)(nil)
	_ fs.NodeOpener    = (*node)(nil)
	_ fs.NodeReader    = (*node)(nil)
	_ fs.NodeWriter    = (*node)(nil)
	_ fs.NodeCreater   = (*node)(nil)
	_ fs.NodeMkdirer   = (*node)(nil)
	_ fs.NodeUnlinker  = (*node)(nil)
	_ fs.NodeRmdirer   = (*node)(nil)
	_ fs.NodeRenamer   = (*node)(nil)
)

// Where a name in this directory stands; without one, the directory itself. The root is ".".
func (n *node) at(name string) string {
	return path.Clean(path.Join(n.Path(n.Root()), name))
}

func (n *node) kind() uint32 {
	if n.file == nil {
		return syscall.S_IFDIR
	}
	return syscall.S_IFREG
}

func (n *node) child(ctx context.Context, f *file) *fs.Inode {
	child := &node{tree: n.tree, file: f}
	return n.NewPersistentInode(ctx, child, fs.StableAttr{Mode: child.kind()})
}

// Only what the disk has is there, when it is mounted.
func (n *node) OnAdd(ctx context.Context) {
	if !n.IsRoot() {
		return
	}
	directories := map[string]*fs.Inode{".": n.EmbeddedInode()}
	for _, each := range n.tree.disk.paths() {
		f := n.tree.disk.flushed[each]
		inode := n.child(ctx, f)
		directories[path.Dir(each)].AddChild(path.Base(each), inode, true)
		if f == nil {
			directories[each] = inode
		}
	}
}

func (n *node) Getattr(ctx context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	n.tree.Lock()
	defer n.tree.Unlock()
	n.describe(&out.Attr)
	return 0
}

func (n *node) describe(out *fuse.Attr) {
	out.Mode = n.kind() | 0o755
	out.Blksize = blockSize
	if n.file != nil {
		out.Mode = n.kind() | n.file.mode
		out.Size = uint64(len(n.file.content))
		out.Blocks = (out.Size + 511) / 512
		out.SetTimes(nil, &n.file.written, nil)
	}
}

func (n *node) Setattr(ctx context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	n.tree.Lock()
	defer n.tree.Unlock()
	if f := n.file; f != nil {
		if size, is := in.GetSize(); is {
			f.change(change{position: int(size)})
		}
		if mode, is := in.GetMode(); is {
			f.mode = mode & 0o777
		}
		if written, is := in.GetMTime(); is {
			f.written = written
		}
	}
	n.describe(&out.Attr)
	return 0
}

func (n *node) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	*out = fuse.StatfsOut{Bsize: blockSize, Frsize: blockSize, Blocks: blocks, Bfree: blocks, Bavail: blocks, NameLen: 255}
	return 0
}

func (n *node) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	n.tree.Lock()
	defer n.tree.Unlock()
	if n.file != nil {
		n.file.flush()
	} else {
		n.tree.disk.flushNames(n.at(""))
	}
	return 0
}

func (n *node) Open(_ context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	if flags&syscall.O_TRUNC != 0 {
		n.tree.Lock()
		defer n.tree.Unlock()
		n.file.change(change{})
	}
	// The kernel is to keep nothing: it outlives the machine whose memory it would be.
	return nil, fuse.FOPEN_DIRECT_IO, 0
}

func (n *node) Read(_ context.Context, _ fs.FileHandle, target []byte, position int64) (fuse.ReadResult, syscall.Errno) {
	n.tree.Lock()
	defer n.tree.Unlock()
	content := n.file.content
	from := min(int(position), len(content))
	until := min(from+len(target), len(content))
	return fuse.ReadResultData(slices.Clone(content[from:until])), 0
}

func (n *node) Write(_ context.Context, _ fs.FileHandle, bytes []byte, position int64) (uint32, syscall.Errno) {
	n.tree.Lock()
	defer n.tree.Unlock()
	n.file.change(change{position: int(position), bytes: slices.Clone(bytes)})
	return uint32(len(bytes)), 0
}

func (n *node) Create(ctx context.Context, name string, _ uint32, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	n.tree.Lock()
	defer n.tree.Unlock()
	f := &file{mode: mode & 0o777}
	n.tree.disk.put(n.at(name), f)
	child := n.child(ctx, f)
	child.Operations().(*node).describe(&out.Attr)
	return child, nil, fuse.FOPEN_DIRECT_IO, 0
}

func (n *node) Mkdir(ctx context.Context, name string, _ uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	n.tree.Lock()
	defer n.tree.Unlock()
	n.tree.disk.put(n.at(name), nil)
	child := n.child(ctx, nil)
	child.Operations().(*node).describe(&out.Attr)
	return child, 0
}

func (n *node) Unlink(_ context.Context, name string) syscall.Errno {
	n.tree.Lock()
	defer n.tree.Unlock()
	n.tree.disk.remove(n.at(name))
	return 0
}

func (n *node) Rmdir(_ context.Context, name string) syscall.Errno {
	n.tree.Lock()
	defer n.tree.Unlock()
	if len(n.GetChild(name).Children()) > 0 {
		return syscall.ENOTEMPTY
	}
	n.tree.disk.remove(n.at(name))
	return 0
}

func (n *node) Rename(_ context.Context, name string, to fs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	if flags != 0 {
		return syscall.EINVAL
	}
	n.tree.Lock()
	defer n.tree.Unlock()
	n.tree.disk.rename(n.at(name), to.(*node).at(newName))
	return 0
}
