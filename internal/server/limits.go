package server

import (
	"runtime"
	"time"
)

// The limits of this room; Options change the first three.
const (
	defaultMaxBody = 32 << 20 // bytes: 100,000 lines, or a large logo
	defaultTimeout = 60 * time.Second

	maxWarnings    = 20      // in the Facture-Warnings header
	maxHeaderBytes = 4 << 10 // of that header
)

func (o Options) withDefaults() Options {
	if o.MaxBody <= 0 {
		o.MaxBody = defaultMaxBody
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.Concurrency <= 0 {
		o.Concurrency = runtime.GOMAXPROCS(0)
	}
	return o
}
