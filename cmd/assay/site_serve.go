package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"
)

func newSiteServe(ui *terminal) *cobra.Command {
	var port uint16
	cmd := &cobra.Command{
		Use:   "serve DIR",
		Short: "Show a site to browsers on this machine, until interrupted",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return serveSite(cmd.Context(), ui, args[0], port)
		},
	}
	cmd.Flags().Uint16Var(&port, "port", 0, "port to listen at (default one that is free)")
	return cmd
}

// serveSite serves a folder on the loopback interface until ctx ends.
func serveSite(ctx context.Context, ui *terminal, dir string, port uint16) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return usageError("cannot serve %s: %w", dir, err)
	}
	defer root.Close()
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(int(port))))
	if err != nil {
		return &exitError{exitReport, fmt.Errorf("cannot serve %s: %w", dir, err)}
	}
	server := &http.Server{Handler: localOnly(http.FileServerFS(root.FS())), ReadHeaderTimeout: 10 * time.Second}
	defer context.AfterFunc(ctx, func() { server.Close() })()
	fmt.Fprintf(ui.out, "http://%s/\n", listener.Addr())
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return &exitError{exitReport, err}
	}
	return ctx.Err()
}

// localOnly refuses requests under a foreign host name, by which a web page
// could make a browser on this machine read the site for it (DNS rebinding).
func localOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if host != "localhost" && host != "127.0.0.1" {
			http.Error(w, "this server answers to localhost only", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}
