package remote

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/crypto/ssh/knownhosts"
)

// sshTarget is a server and who asks it.
type sshTarget struct {
	host, user string
	address    string // host:port
	password   string
	keys       []string // files
	passphrase string
	agent      bool
	known      []string // files with the keys of servers
}

// findTarget combines an address, the options and ~/.ssh/config.
func findTarget(a address, opt Options) (sshTarget, error) {
	home, _ := os.UserHomeDir()
	name, port := a.place, ""
	if h, p, err := net.SplitHostPort(a.place); err == nil {
		name, port = h, p
	}
	said, err := readSSHConfig(filepath.Join(home, ".ssh", "config"), name)
	if err != nil {
		return sshTarget{}, err
	}
	if opt.Port != 0 {
		port = cmp.Or(port, strconv.Itoa(opt.Port))
	}
	t := sshTarget{host: name, passphrase: opt.Passphrase, agent: !opt.NoAgent}
	t.address = net.JoinHostPort(cmp.Or(said.first("hostname"), name), cmp.Or(port, said.first("port"), "22"))
	t.user = cmp.Or(a.user.Username(), opt.User, said.first("user"))
	if t.user == "" {
		if me, err := user.Current(); err == nil {
			t.user = me.Username
		}
	}
	t.password = opt.Password
	if p, ok := a.user.Password(); ok {
		t.password = p
	}
	t.keys = said["identityfile"]
	if opt.KeyFile != "" {
		t.keys = []string{opt.KeyFile}
	}
	if len(t.keys) == 0 {
		t.keys = []string{"~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa"}
	}
	t.known = said["userknownhostsfile"]
	if len(t.known) == 0 {
		t.known = []string{"~/.ssh/known_hosts", "/etc/ssh/ssh_known_hosts"}
	}
	for _, list := range [][]string{t.keys, t.known} {
		for i, path := range list {
			if rest, ok := strings.CutPrefix(path, "~/"); ok {
				list[i] = filepath.Join(home, rest)
			}
		}
	}
	return t, nil
}

// dial connects to the server and proves both sides.
func (t sshTarget) dial(ctx context.Context) (*ssh.Client, error) {
	verify, algorithms, err := t.verifier()
	if err != nil {
		return nil, err
	}
	methods, tried, done := t.methods()
	defer done()
	d := net.Dialer{Timeout: connectLimit}
	conn, err := d.DialContext(ctx, "tcp", t.address)
	if err != nil {
		return nil, connectionFault(ctx, t.address, err)
	}
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	c, channels, requests, err := ssh.NewClientConn(conn, t.address, &ssh.ClientConfig{
		User: t.user, Auth: methods, HostKeyCallback: verify, HostKeyAlgorithms: algorithms,
	})
	if err != nil {
		conn.Close()
		return nil, t.refusal(ctx, tried, err)
	}
	return ssh.NewClient(c, channels, requests), nil
}

// refusal says why no connection came about.
func (t sshTarget) refusal(ctx context.Context, tried string, err error) *fault {
	var key *knownhosts.KeyError
	switch {
	case errors.As(err, &key) && len(key.Want) == 0:
		return lasting("the server %s is not among the known hosts; connect to it by ssh once, and compare its key", t.host)
	case errors.As(err, &key):
		return lasting("the server %s has another key than the known hosts say: somebody may be in between, or it was set up anew; see ssh-keygen -R", t.host)
	case strings.Contains(err.Error(), "unable to authenticate"):
		return lasting("the server %s does not accept the user %q (tried %s); check the user and the key", t.host, t.user, tried)
	}
	return connectionFault(ctx, t.address, err)
}

// verifier checks the server's key by the known hosts, and asks it for one of the
// kinds that these have of it.
func (t sshTarget) verifier() (ssh.HostKeyCallback, []string, error) {
	var files []string
	for _, path := range t.known {
		if _, err := os.Stat(path); err == nil {
			files = append(files, path)
		}
	}
	verify, err := knownhosts.New(files...)
	if err != nil {
		return nil, nil, lasting("the known hosts cannot be read: %v", err)
	}
	var algorithms []string
	var key *knownhosts.KeyError
	if errors.As(verify(t.address, &net.TCPAddr{IP: net.IPv4zero}, noKey{}), &key) {
		for _, k := range key.Want {
			if k.Key.Type() == ssh.KeyAlgoRSA {
				algorithms = append(algorithms, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256)
			}
			algorithms = append(algorithms, k.Key.Type())
		}
	}
	return verify, algorithms, nil
}

// noKey is nobody's key.
type noKey struct{}

func (noKey) Type() string                        { return "none" }
func (noKey) Marshal() []byte                     { return nil }
func (noKey) Verify([]byte, *ssh.Signature) error { return errors.New("nobody's key") }

// methods are the ways to prove who asks, and their names. done ends them.
func (t sshTarget) methods() (methods []ssh.AuthMethod, tried string, done func()) {
	done = func() {}
	var names []string
	if t.password != "" {
		methods = append(methods, ssh.Password(t.password))
		names = append(names, "the password")
	}
	if socket := os.Getenv("SSH_AUTH_SOCK"); t.agent && socket != "" {
		if conn, err := net.Dial("unix", socket); err == nil {
			done = func() { conn.Close() }
			methods = append(methods, ssh.PublicKeysCallback(agent.NewClient(conn).Signers))
			names = append(names, "the agent")
		}
	}
	var signers []ssh.Signer
	for _, path := range t.keys {
		text, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		signer, err := ssh.ParsePrivateKey(text)
		var locked *ssh.PassphraseMissingError
		if errors.As(err, &locked) && t.passphrase != "" {
			signer, err = ssh.ParsePrivateKeyWithPassphrase(text, []byte(t.passphrase))
		}
		switch {
		case errors.As(err, &locked):
			names = append(names, fmt.Sprintf("not %s, which needs a passphrase: add it to the agent", path))
		case err != nil:
			names = append(names, fmt.Sprintf("not %s, which is no private key", path))
		default:
			signers = append(signers, signer)
			names = append(names, path)
		}
	}
	if len(signers) > 0 {
		methods = append(methods, ssh.PublicKeys(signers...))
	}
	return methods, cmp.Or(strings.Join(names, ", "), "nothing: there is no key, no agent and no password"), done
}
