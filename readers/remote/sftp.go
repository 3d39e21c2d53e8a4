package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// sftpStore is a server that is reached by SSH.
type sftpStore struct {
	session *Session
	target  sshTarget

	mu     sync.Mutex
	client *sftp.Client // nil where there is no connection
	conn   *ssh.Client
}

func newSFTP(a address, opt Options) (store, error) {
	t, err := findTarget(a, opt)
	if err != nil {
		return nil, err
	}
	return &sftpStore{session: opt.Session, target: t}, nil
}

// connect returns the connection, made where there is none.
func (s *sftpStore) connect(ctx context.Context) (*sftp.Client, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.client != nil {
		return s.client, nil
	}
	conn, err := s.target.dial(ctx)
	if err != nil {
		return nil, err
	}
	client, err := sftp.NewClient(conn)
	if err != nil {
		conn.Close()
		return nil, &fault{msg: "the server " + s.target.host + " offers no SFTP", cause: errors.New(err.Error())}
	}
	s.conn, s.client = conn, client
	return client, nil
}

// hangUp ends the connection of a client; the next read makes a new one.
func (s *sftpStore) hangUp(client *sftp.Client) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.client == nil || client != s.client {
		return nil
	}
	err := s.conn.Close()
	s.client, s.conn = nil, nil
	return err
}

func (s *sftpStore) close() error {
	s.mu.Lock()
	client := s.client
	s.mu.Unlock()
	_ = s.hangUp(client) // a connection that is gone already is no error
	return nil
}

// get opens the file anew each time. Where ctx ends before the bytes have come,
// the connection ends with it: SFTP has no other way to give a read up.
func (s *sftpStore) get(ctx context.Context, key string, off, n int64, of version) (*reply, error) {
	client, err := s.connect(ctx)
	if err != nil {
		return nil, err
	}
	s.session.requests.Add(1)
	b := &sftpBody{store: s, client: client}
	b.stop = context.AfterFunc(ctx, func() { _ = s.hangUp(client) })
	if b.file, err = client.Open("/" + key); err != nil {
		b.stop()
		return nil, s.fault(client, err)
	}
	info, err := b.file.Stat()
	switch {
	case err != nil:
		err = s.fault(client, err)
	case info.IsDir():
		err = lasting("this is a directory; put a slash behind it to read the data below it")
	case info.Size() > 0 && off >= info.Size():
		err = changedFault()
	}
	if err != nil {
		b.Close()
		return nil, err
	}
	b.version = sftpVersion(info)
	b.left = min(n, info.Size()-off)
	b.from = io.NewSectionReader(b.file, off, b.left)
	return &reply{body: b, n: b.left, version: b.version}, nil
}

// sftpVersion tells states of a file apart as well as the protocol can.
func sftpVersion(info fs.FileInfo) version {
	return version{size: info.Size(), modified: info.ModTime().UTC().Format(time.RFC3339)}
}

// sftpBody is some bytes of a file.
type sftpBody struct {
	store   *sftpStore
	client  *sftp.Client
	stop    func() bool
	file    *sftp.File
	from    io.Reader
	left    int64
	version version
}

// sftpBytes is what is asked for at once, so that a slow line is told from a
// silent one.
const sftpBytes = 256 << 10

// Read reads, and demands in the end that the file is still what it was.
func (b *sftpBody) Read(p []byte) (int, error) {
	n, err := b.from.Read(p[:min(len(p), sftpBytes)])
	b.store.session.bytes.Add(int64(n))
	b.left -= int64(n)
	if err != nil && err != io.EOF {
		return n, b.store.fault(b.client, err)
	}
	if b.left == 0 && n > 0 {
		info, err := b.file.Stat()
		if err != nil {
			return n, b.store.fault(b.client, err)
		}
		if !b.version.same(sftpVersion(info)) {
			return n, changedFault()
		}
	}
	return n, err
}

// Close closes the file.
func (b *sftpBody) Close() error {
	if !b.stop() {
		return nil // the connection is gone
	}
	return b.file.Close()
}

// list walks through the folder that the prefix is in.
func (s *sftpStore) list(ctx context.Context, prefix string, yield func(Entry) error) error {
	client, err := s.connect(ctx)
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { _ = s.hangUp(client) })()
	s.session.requests.Add(1)
	root := "/" + prefix[:strings.LastIndexByte(prefix, '/')+1]
	w := client.Walk(path.Clean(root))
	for w.Step() {
		if err := w.Err(); err != nil {
			return s.fault(client, err)
		}
		info, key := w.Stat(), strings.TrimPrefix(w.Path(), "/")
		if info.Mode()&fs.ModeSymlink != 0 {
			if info, err = client.Stat(w.Path()); err != nil {
				continue // a link to nothing
			}
		}
		if info.IsDir() {
			if w.Path() != path.Clean(root) && !onTheWay(key+"/", prefix) {
				w.SkipDir()
			}
			continue
		}
		if strings.HasPrefix(key, prefix) {
			if err := yield(Entry{Key: key, Size: info.Size()}); err != nil {
				return err
			}
		}
	}
	return nil
}

// onTheWay reports whether a folder may hold what begins with prefix.
func onTheWay(folder, prefix string) bool {
	return strings.HasPrefix(folder, prefix) || strings.HasPrefix(prefix, folder)
}

// fault says why the server refused, and gives up a connection that failed.
func (s *sftpStore) fault(client *sftp.Client, err error) *fault {
	switch {
	case errors.Is(err, os.ErrNotExist):
		f := lasting("there is no such file on %s; check the path, which begins at the root", s.target.host)
		f.missing = true
		return f
	case errors.Is(err, os.ErrPermission):
		return lasting("the user %q may not read the file on %s", s.target.user, s.target.host)
	}
	var status *sftp.StatusError
	if errors.As(err, &status) {
		return &fault{msg: fmt.Sprintf("the server %s refuses (SFTP status %d)", s.target.host, status.Code), passing: true}
	}
	_ = s.hangUp(client)
	return &fault{msg: "the connection to " + s.target.host + " broke", cause: errors.New(err.Error()), passing: true}
}
