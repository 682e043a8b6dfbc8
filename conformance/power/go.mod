module millrace/power

go 1.26.0

require github.com/hanwen/go-fuse/v2 v2.9.0
