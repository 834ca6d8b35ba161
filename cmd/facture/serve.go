package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/facture-dev/facture/internal/server"
)

// The limits of connections; those of requests are flags.
const (
	headerTimeout   = 10 * time.Second
	idleTimeout     = 2 * time.Minute
	transferTimeout = time.Minute // for a body to arrive, and an answer to leave
	shutdownTimeout = 30 * time.Second
	headerBytes     = 64 << 10
)

type serveCommand struct {
	*app
	listen      string
	insecure    bool
	timeout     time.Duration
	concurrency int
	maxBody     int64
}

func newServe(a *app) *cobra.Command {
	s := serveCommand{app: a}
	c := &cobra.Command{
		Use:   "serve",
		Short: "Render over HTTP",
		Long: `Render over HTTP: POST /v1/render takes a document (JSON) and answers its PDF,
or, with Accept: image/svg+xml, one page of it. GET /healthz tells whether the
server answers. api/openapi.yaml is the contract.

There is neither encryption nor authentication, so the server listens on this
machine only; another address is refused without --insecure. An interrupt lets
requests that are under way finish.

` + exitCodes,
		Example: `  facture serve
  facture serve --listen 127.0.0.1:9000 --timeout 10s
  curl --data @invoice.json -H 'Content-Type: application/json' http://127.0.0.1:8080/v1/render > invoice.pdf`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return s.run(c.Context()) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&s.listen, "listen", "127.0.0.1:8080", "address and port")
	f.BoolVar(&s.insecure, "insecure", false, "listen on an address that others reach")
	f.DurationVar(&s.timeout, "timeout", time.Minute, "for one document")
	f.IntVar(&s.concurrency, "concurrency", 0, "documents rendered at the same time; 0 is the number of processors")
	f.Int64Var(&s.maxBody, "max-body", 32<<20, "bytes of a document")
	return c
}

func (s *serveCommand) run(ctx context.Context) error {
	if err := s.checkAddress(); err != nil {
		return err
	}
	if s.timeout <= 0 || s.concurrency < 0 || s.maxBody <= 0 {
		return errors.New("--timeout, --concurrency and --max-body are positive")
	}
	service, err := s.service()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.listen)
	if err != nil {
		return worldly{err}
	}
	log := slog.New(slog.NewTextHandler(s.err, nil))
	web := &http.Server{
		Handler: server.New(service, server.Options{
			Log: log, RequestID: newRequestID,
			MaxBody: s.maxBody, Timeout: s.timeout, Concurrency: s.concurrency,
		}),
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       headerTimeout + transferTimeout,
		WriteTimeout:      headerTimeout + 2*transferTimeout + s.timeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    headerBytes,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	fmt.Fprintf(s.err, "facture: listening on http://%s\n", listener.Addr())
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(listener) }()
	select {
	case err := <-ended:
		return worldly{err}
	case <-ctx.Done():
	}
	s.graceful = true
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := web.Shutdown(finish); err != nil {
		return worldly{fmt.Errorf("requests under way were cut off: %w", err)}
	}
	return nil
}

// checkAddress refuses an address that others reach: there is no encryption
// and nobody is asked who they are.
func (s *serveCommand) checkAddress() error {
	host, _, err := net.SplitHostPort(s.listen)
	if err != nil {
		return fmt.Errorf("--listen %s: %w", s.listen, err)
	}
	if ip := net.ParseIP(host); s.insecure || host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("--listen %s: others reach this address, and there is neither encryption nor authentication; "+
		"listen on 127.0.0.1 behind a proxy that has both, or add --insecure", s.listen)
}

// newRequestID names a request.
func newRequestID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
