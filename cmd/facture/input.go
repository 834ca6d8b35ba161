package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/facture-dev/facture/internal/deliver"
)

// stdin is the file name that means standard input.
const stdin = "-"

// maxFileBytes is the most that is read of any file; the codecs refuse far
// less with a better message.
const maxFileBytes = 128 << 20

// inputs refuses lists of files that cannot be meant.
func inputs(args []string) error {
	if len(args) == 0 {
		return errors.New("no file is named; - is standard input")
	}
	if n := count(args, stdin); n > 1 {
		return errors.New("standard input (-) is named twice; it can be read once")
	}
	return nil
}

func count(args []string, word string) (n int) {
	for _, a := range args {
		if a == word {
			n++
		}
	}
	return n
}

// source reads a document. What it names is read beside it, or in the working
// directory for standard input.
func (a *app) source(ctx context.Context, file string) (deliver.Source, error) {
	if file == stdin {
		data, err := a.standardInput(ctx)
		if err != nil {
			return deliver.Source{}, fmt.Errorf("read standard input: %w", err)
		}
		return deliver.Source{Data: data, Read: reader(readFile).beside(".")}, nil
	}
	data, err := readFile(file)
	if err != nil {
		return deliver.Source{}, plain(err)
	}
	return deliver.Source{Data: data, Read: reader(readFile).beside(filepath.Dir(file))}, nil
}

// standardInput reads until its end or an interrupt: somebody may be typing.
func (a *app) standardInput(ctx context.Context) ([]byte, error) {
	type text struct {
		data []byte
		err  error
	}
	read := make(chan text, 1)
	go func() {
		data, err := readAll(a.in)
		read <- text{data, err}
	}()
	select {
	case t := <-read:
		return t.data, t.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func readFile(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f)
}

func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFileBytes+1))
	if err == nil && len(data) > maxFileBytes {
		return nil, fmt.Errorf("more than %d bytes", maxFileBytes)
	}
	return data, err
}

// reader reads a whole file: readFile, or one that also notes what was read.
type reader func(file string) ([]byte, error)

// beside reads files by their path from a folder.
func (read reader) beside(folder string) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		full := path
		if !filepath.IsAbs(path) {
			full = filepath.Join(folder, filepath.FromSlash(path))
		}
		data, err := read(full)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, plain(err))
		}
		return data, nil
	}
}

// plain keeps the reason of a file error: the name stands before it already.
func plain(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// nameOf is the name of a document's output, without an ending.
func nameOf(file string) string {
	if file == stdin {
		return "stdin"
	}
	base := filepath.Base(file)
	if name := strings.TrimSuffix(base, filepath.Ext(base)); name != "" {
		return name
	}
	return base
}
