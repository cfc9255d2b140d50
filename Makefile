# The recipes are short because the work is in the go command and in .ci/run.

GO      ?= go
FUZZ    ?= 1m

.PHONY: build test bench bench-all bench-slope bench-tui tour lint fuzz cover oracle mutants ci clean

build: ## the program, in bin/
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/ ./cmd/journey

test: ## all tests
	$(GO) test ./...

bench: ## speed and size, as a table beside what we want to reach
	BENCH_TABLE=1 $(GO) test -count=1 -run '^TestTable$$' -v -timeout 60m ./runtime/run
	BENCH_TABLE=1 $(GO) test -count=1 -run '^TestTable$$' -v ./cmd/journey

bench-all: ## every benchmark but the terminal's
	$(GO) test -run '^$$' -bench . -benchmem -timeout 60m ./dsl/... ./stdlib/... ./compiler/... ./runtime/... ./cmd/journey

bench-slope: ## how the cost of an event grows with the number of people, up to five million
	BENCH_SLOPE=1 $(GO) test -count=1 -v -timeout 60m -run '^TestSlope$$' ./runtime/run

bench-tui: ## speed and size of the simulator and its terminal, as tables; BENCH_PEOPLE=1000000 make bench-tui
	BENCH_TABLE=1 $(GO) test -count=1 -run '^TestTerminalTable$$' -v -timeout 60m ./cmd/journey
	BENCH_TABLE=1 $(GO) test -count=1 -run '^TestTable$$' -v -timeout 60m ./runtime/sim
	$(GO) test -run '^$$' -bench . -benchmem ./cmd/journey/internal/tui/...

tour: ## the pictures of the README, from real frames
	TOUR=1 $(GO) test -count=1 -run '^TestTour$$' ./cmd/journey

lint: ## gofmt, go vet, golangci-lint
	.ci/run format vet lint

fuzz: ## every fuzz target, FUZZ=1m each
	FUZZTIME=$(FUZZ) .ci/run fuzz

cover: ## coverage of all packages by all tests, in cover.out
	$(GO) test -coverpkg=./... -coverprofile=cover.out ./...
	$(GO) tool cover -func=cover.out | tail -n 1

oracle: ## the machine against the second implementation, without cached results
	$(GO) test -count=1 -v ./runtime/oracle/...

mutants: ## every small mistake in the engine is noticed by the oracle (takes long)
	MUTANTS=1 $(GO) test -count=1 -v -timeout 6h -run TestMutants ./runtime/oracle/mutants

ci: ## what every change must pass
	.ci/run

clean:
	rm -rf bin dist cover.out
