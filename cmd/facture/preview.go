package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/facture-dev/facture/internal/deliver"
	"github.com/facture-dev/facture/internal/preview"
	"github.com/facture-dev/facture/locales"
)

type previewCommand struct {
	*app
	wishes
	addr string
	open bool
}

func newPreview(a *app) *cobra.Command {
	p := previewCommand{app: a}
	c := &cobra.Command{
		Use:   "preview FILE",
		Short: "Show a document in the browser while it is being written",
		Long: `Show a document in the browser while it is being written: a page on this
machine that shows every page as it will be, follows each save of the document,
its brand, its layout and its pictures, and tells what is wrong with them and
where. Layout, language, paper and the logo's position can be tried there. It
needs no network. Ctrl-C ends it.

` + exitCodes,
		Example: `  facture preview invoice.json
  facture preview invoice.json --brand acme.json --template own.xml --open
  facture preview invoice.json --addr 127.0.0.1:8000`,
		ValidArgsFunction: files("json"),
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) != 1:
				return fmt.Errorf("%d files are named; a preview shows one", len(args))
			case args[0] == stdin:
				return fmt.Errorf("standard input (-) is read once, and a preview follows a file")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return p.run(c.Context(), args[0]) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&p.addr, "addr", "127.0.0.1:0", "address and port of this machine; port 0 is a free one")
	f.BoolVar(&p.open, "open", false, "open the page in the browser")
	p.wishes.flags(c)
	return c
}

func (p *previewCommand) run(ctx context.Context, file string) error {
	listener, err := p.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	// What is wrong in a file is for the page to show: it may be mended there.
	if _, err := p.options(readFile); err != nil && p.wrongUsage(err) {
		return err
	}
	if _, err := readFile(file); err != nil {
		return worldly{fmt.Errorf("%s: %w", file, plain(err))}
	}
	service, err := p.service()
	if err != nil {
		return err
	}
	page, err := preview.New(p.page(file, service, listener.Addr()))
	if err != nil {
		return err
	}
	url := "http://" + listener.Addr().String() + "/"
	fmt.Fprintf(p.out, "previewing %s on %s (Ctrl-C ends)\n", file, url)
	if p.open {
		if err := openBrowser(url); err != nil {
			fmt.Fprintf(p.err, "facture: no browser could be started (%v); open the address yourself\n", err)
		}
	}
	p.graceful = true
	return serveUntil(ctx, listener, page)
}

// wrongUsage tells an error of the flags themselves from one in a file.
func (p *previewCommand) wrongUsage(err error) bool {
	_, inFile := err.(*deliver.Error)
	return !inFile
}

// listen listens on this machine only: whoever reaches the page sees the
// document, and nobody is asked who they are.
func (p *previewCommand) listen() (net.Listener, error) {
	host, _, err := net.SplitHostPort(p.addr)
	if err != nil {
		return nil, fmt.Errorf("--addr %s: %w", p.addr, err)
	}
	refused := fmt.Errorf("--addr %s: others reach this address, and a preview is for this machine alone; state 127.0.0.1 or [::1]", p.addr)
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, refused
	}
	listener, err := net.Listen("tcp", p.addr)
	if err != nil {
		return nil, worldly{err}
	}
	if at, ok := listener.Addr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() { // what localhost leads to is up to the machine
		listener.Close()
		return nil, refused
	}
	return listener, nil
}

// page says what is previewed.
func (p *previewCommand) page(file string, service *deliver.Service, at net.Addr) preview.Options {
	_, port, _ := net.SplitHostPort(at.String())
	hosts := []string{at.String()}
	for _, host := range []string{"localhost", "127.0.0.1", "::1"} {
		hosts = append(hosts, net.JoinHostPort(host, port))
	}
	return preview.Options{
		Name:    file,
		Service: service,
		Load: func(read preview.Reader) (deliver.Source, deliver.Options, error) {
			data, err := read(file)
			if err != nil {
				return deliver.Source{}, deliver.Options{}, fmt.Errorf("%s: %w", file, plain(err))
			}
			o, err := p.options(reader(read))
			return deliver.Source{Data: data, Read: reader(read).beside(filepath.Dir(file))}, o, err
		},
		Files:     preview.Files{Read: readFile, Stat: stat},
		Now:       time.Now,
		Layouts:   builtinNames(),
		Languages: locales.Languages(),
		Hosts:     hosts,
		Command: preview.Command{
			Program: []string{"facture", "render"}, File: file,
			Template: p.template, Brand: p.brand, Language: p.language, LogoPosition: p.logoPosition, Paper: p.paper, NoTerms: p.noTerms,
		},
	}
}

func stat(file string) (preview.Stamp, error) {
	info, err := os.Stat(file)
	if err != nil {
		return preview.Stamp{}, err
	}
	return preview.Stamp{ModTime: info.ModTime(), Size: info.Size()}, nil
}

// previewEnd is how long an interrupt waits for answers that are under way;
// browsers keep connections open that they never use.
const previewEnd = time.Second

// serveUntil serves until the context ends, and with it all that was asked for.
func serveUntil(ctx context.Context, listener net.Listener, handler http.Handler) error {
	web := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTimeout,
		WriteTimeout:      headerTimeout + 2*transferTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    headerBytes,
		BaseContext:       func(net.Listener) context.Context { return ctx }, // pages stay open until then
	}
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(listener) }()
	select {
	case err := <-ended:
		return worldly{err}
	case <-ctx.Done():
	}
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), previewEnd)
	defer cancel()
	if web.Shutdown(finish) != nil {
		_ = web.Close() // what is under way is nobody's any more
	}
	<-ended
	return nil
}

// openBrowser opens an address by what the system has for it.
func openBrowser(url string) error {
	words := browserCommand(runtime.GOOS, url)
	c := exec.Command(words[0], words[1:]...)
	if err := c.Start(); err != nil {
		return err
	}
	go func() { _ = c.Wait() }() // nothing depends on how it ends
	return nil
}

func browserCommand(system, url string) []string {
	switch system {
	case "darwin":
		return []string{"open", url}
	case "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler", url}
	}
	return []string{"xdg-open", url}
}
