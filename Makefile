# facture: the index of everything. `make` lists what there is.
#
# `go test ./...` needs Go and nothing else. The targets that drive other
# people's programs obtain them first (internal/tools/obtain.sh).

.DEFAULT_GOAL := help
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
export PATH := $(CURDIR)/.tools/bin:$(PATH)

GO          ?= go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.7.0
FUZZTIME    ?= 10m
DOCUMENTS   ?= 2000
DOCUMENT    ?= testdata/documents/classic.json
GENERATED   := internal/server/api.gen.go
REPORT      := $(GO) run ./internal/testreport

.PHONY: help
help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: ## make PDFs of the sample documents, in out/
	$(GO) run ./cmd/facture render testdata/documents/*.json -o out

.PHONY: preview
preview: ## a sample document in the browser, followed while it is edited (DOCUMENT=…)
	$(GO) run ./cmd/facture preview $(DOCUMENT) --open

.PHONY: test
test: tools ## obtain the tools and run all tests with them
	@$(REPORT) -tags oracle -timeout 30m ./...

.PHONY: check
check: ## formatting, vet, staticcheck, import rules, references, docs, generated files
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); \
	if [ -n "$$unformatted" ]; then echo "not formatted (run gofmt -w):"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) vet -tags oracle,conformance ./...
	$(GO) run $(STATICCHECK) -tags oracle,conformance ./...
	@before=$$(sha256sum $(GENERATED)); $(GO) generate ./api; \
	if [ "$$before" != "$$(sha256sum $(GENERATED))" ]; then echo "$(GENERATED) was not up to date; it is now"; exit 1; fi
	@for script in .ci/run internal/tools/obtain.sh; do bash -n $$script; done
	@$(REPORT) ./internal/arch ./internal/terms ./internal/doctest

.PHONY: race
race: ## all hermetic tests with the race detector
	@$(REPORT) -race -timeout 60m ./...

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME (10m) each
	@grep -rHoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sed 's/:func / /' | while read -r file target; do \
	  echo "== $$target in $$(dirname $$file)"; \
	  $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) ./$$(dirname $$file); \
	done

.PHONY: golden
golden: tools ## write the golden files anew; look at the diff before committing
	GOLDEN=update $(GO) test -tags oracle -run Golden ./...

.PHONY: guide
guide: tools ## the pictures of the guide to elements, in docs/guide/elements
	GOLDEN=update $(GO) test -run Examples ./internal/guide
	$(GO) run ./internal/guide/pictures

.PHONY: gallery
gallery: tools ## contact sheets of all layouts × documents × brands, in docs/gallery
	$(GO) run ./internal/gallery/sheets

.PHONY: conformance
conformance: tools ## veraPDF (3a, ua1), qpdf and poppler over samples × languages × papers, the gallery and 1,000 random documents
	@$(REPORT) -tags oracle,conformance -timeout 60m ./internal/conformance

.PHONY: bench
bench: ## CPU time and size per document, small and large, in a warm process
	$(GO) test -run '^$$' -bench . -benchtime $(DOCUMENTS)x ./internal/deliver

.PHONY: bench-rooms
bench-rooms: ## the benchmarks of every room
	$(GO) test -run '^$$' -bench . ./...

.PHONY: rows
rows: tools ## which rows of the inventory are met, part, missing
	@$(GO) run ./internal/rows

.PHONY: soak
soak: tools ## the stress tests at their whole size (CI runs a tenth)
	@SOAK=1 $(REPORT) -tags oracle -timeout 120m ./...

.PHONY: tools
tools: ## obtain what the tests drive: Debian packages, veraPDF, node
	@internal/tools/obtain.sh

.PHONY: generate
generate: ## write generated files anew
	$(GO) generate ./...
