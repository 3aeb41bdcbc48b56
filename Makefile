# `make run` and `make test` work as the first command after a clone. What is more than a line lies in scripts/.

.DEFAULT_GOAL := help
.PHONY: help install build check test run chat console load crash bench dashboard pictures clean

help: ## this list
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## install the packages, where they are not there yet
	@sh scripts/install.sh

build: install ## compile, where something changed
	@sh scripts/build.sh

check: install ## types, lint and format, without writing anything
	@node_modules/.bin/tsc --noEmit
	@node_modules/.bin/tsc -p client
	@node_modules/.bin/tsc -p web
	@node_modules/.bin/biome check

test: build ## all tests, those on a real MariaDB included
	@sh scripts/test.sh

run: build ## the server on SQLite under ./data; ARGS="--port 7800" passes options
	@exec node bin/teahouse.js serve $(ARGS)

chat: build ## the client; ARGS="host:port --user li" passes options
	@exec node bin/teahouse.js chat $(ARGS)

load: build ## the load tester against a running server; ARGS="--users 500 --rate 2"
	@exec node bin/teahouse.js load $(ARGS)

console: build ## the operator's full screen; ARGS="--data /var/lib/teahouse" passes options
	@exec node bin/teahouse.js console $(ARGS)

crash: build ## kill -9 under load for five minutes; ARGS="--seconds 60 --database sqlite"
	@exec node dist/test/crash/main.js $(ARGS)

bench: build ## what a message costs, beside a relay, Mosquitto and ngircd; ARGS=--long for the record
	@exec node dist/loadtest/bench/run.js $(ARGS)

dashboard: build ## write the Grafana dashboard anew from its code
	@node dist/dashboards/grafana/print-dashboard.js >dashboards/grafana/teahouse.json

pictures: build ## take the README's pictures of the page anew; needs chromium
	@node dist/test/web/pictures/take-pictures.js

clean: ## remove what was installed and built; ./data stays
	rm -rf node_modules dist .tap
