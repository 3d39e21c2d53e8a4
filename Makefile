# What needs more than `go build` and `go test`. Figures of long runs are in docs/.
OUT ?= dist
VERSION ?=

.PHONY: help release reproducible

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

release: ## archives for every platform, SBOMs and checksums, in $(OUT)
	go run ./release -out $(OUT) -version "$(VERSION)"

reproducible: ## build linux/amd64 twice, from two folders and caches, and compare
	release/reproducible
