# What needs more than `go build` and `go test`. Figures of long runs are in docs/.
OUT ?= dist
VERSION ?=

.PHONY: fuzz help release reproducible

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

FUZZTIME ?= 10m

fuzz: ## run every fuzz target for $(FUZZTIME); what reaches more code is kept in the build cache
	FUZZ_CACHE="$$(go env GOCACHE)/fuzz" .ci/fuzz $(FUZZTIME)

release: ## archives for every platform, SBOMs and checksums, in $(OUT)
	go run ./release -out $(OUT) -version "$(VERSION)"

reproducible: ## build linux/amd64 twice, from two folders and caches, and compare
	release/reproducible
