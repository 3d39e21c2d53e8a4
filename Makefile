# What needs more than `go build` and `go test`. Figures of long runs are in docs/.
OUT ?= dist
VERSION ?=

.PHONY: fuzz help mutation release reproducible rows100m soak

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

FUZZTIME ?= 10m

fuzz: ## run every fuzz target for $(FUZZTIME); what reaches more code is kept in the build cache
	FUZZ_CACHE="$$(go env GOCACHE)/fuzz" .ci/fuzz $(FUZZTIME)

release: ## archives for every platform, SBOMs and checksums, in $(OUT)
	go run ./release -out $(OUT) -version "$(VERSION)"

reproducible: ## build linux/amd64 twice, from two folders and caches, and compare
	release/reproducible

SOAK ?= 20000

soak: ## check $(SOAK) random datasets against a second validator; the seed is printed
	go test ./integrations/soak -count=1 -timeout 0 -v -soak $(SOAK)

rows100m: ## check a hundred million rows, of ten names of one table; prints time and memory, takes 3 GB of TMPDIR meanwhile
	dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT INT TERM && go run ./bench -rows 10000000 -names 10 -rounds 3 -dir "$$dir"

MUTATE ?= engine expectations engine/exact engine/fold engine/keyed engine/regex engine/sorted engine/tally

mutation: ## change the code of $(MUTATE) in many places, each of which a test must notice; takes hours
	rm -rf $(OUT)/mutation
	go run ./integrations/mutation -out $(OUT)/mutation $(MUTATE)
