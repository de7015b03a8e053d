.PHONY: run worker unit test reliability readers fuzz scale fleet bench mutation release smoke pack test-packages pictures terraform format

EVENT ?=
TEAMS ?=

# Progress is only shown from this verbosity on.
RELIABILITY_TESTS = --filter TestCategory=Reliability --logger "console;verbosity=normal"

run: ## Rotates twice against the local AWS emulator and shows the result; EVENT=team.json uses your own team
	dotnet run --project samples/QuickStart -- $(EVENT)

worker: ## Rotates a folder of team files on a schedule against the local AWS emulator, until you press Ctrl+C
	dotnet run --project samples/Worker.Local -- $(TEAMS)

unit: ## The library's own tests: about a minute
	dotnet test tests/Concourse.CredentialRotation.Tests

test: ## All tests, with a sample of the long ones: about five minutes
	dotnet test

reliability: ## The long tests in full: 20 minutes (docs/reliability.md); STATES=10000 stops each exploration after that many states
	RELIABILITY=full dotnet test tests/Concourse.CredentialRotation.Lambda.Tests -c Release $(RELIABILITY_TESTS)
	RELIABILITY=full dotnet test tests/Concourse.CredentialRotation.ReliabilityTests -c Release $(RELIABILITY_TESTS)

readers: ## What steps of pipelines get of a set that is rotated; updates docs/reliability.md: a minute
	RELIABILITY=full READERS_DOCUMENT=$(CURDIR)/docs/reliability.md \
		dotnet test tests/Concourse.CredentialRotation.ReliabilityTests -c Release --filter FullyQualifiedName~ReaderTests --logger "console;verbosity=normal"

fuzz: ## 15 million damaged, random and arbitrary events
	EVENTS=5000000 dotnet test tests/Concourse.CredentialRotation.ReliabilityTests -c Release --filter "FullyQualifiedName~TeamPropertyTests&Name~Read_"

scale: release ## 1,000 accounts in one invocation under AWS's quotas, with the released executable
	BOOTSTRAP=$(CURDIR)/artifacts/release/$$(uname -m | sed s/aarch64/arm64/)/bootstrap \
	dotnet run -c Release --project benchmarks/Scale

fleet: release ## Many teams at once under AWS's quotas, with the released executable; updates docs/performance.md: five minutes
	BOOTSTRAP=$(CURDIR)/artifacts/release/$$(uname -m | sed s/aarch64/arm64/)/bootstrap \
	dotnet run -c Release --project benchmarks/Fleet -- --write $(CURDIR)/docs/performance.md

bench: release ## Startup time, rotation time and memory of the released executable; updates docs/performance.md: 15 minutes
	BOOTSTRAP=$(CURDIR)/artifacts/release/$$(uname -m | sed s/aarch64/arm64/)/bootstrap \
	ZIP=$(CURDIR)/artifacts/release/credential-rotation-$$(uname -m | sed s/aarch64/arm64/).zip \
	dotnet run -c Release --project benchmarks/EndToEnd -- --write $(CURDIR)/docs/performance.md
	dotnet run -c Release --project benchmarks/InProcess -- --write $(CURDIR)/docs/performance.md

mutation: ## Mutation testing of the rotation protocol
	dotnet tool restore
	cd tests && STATES=150 dotnet stryker --config-file stryker-config.json

release: ## The function's zip files, each with its SBOM: x86_64 always, arm64 if this machine can build it
	build/release x86_64
	build/release arm64 || test $$? -eq 3

smoke: ## The host's tests again, on the released native executable; a few also on the arm64 one, where qemu can run it
	RELIABILITY=full BOOTSTRAP=$(CURDIR)/artifacts/release/$$(uname -m | sed s/aarch64/arm64/)/bootstrap \
		dotnet test tests/Concourse.CredentialRotation.Lambda.Tests
	build/smoke-arm64 || test $$? -eq 3

pack: ## The NuGet packages, each with its SBOM
	build/pack

test-packages: ## Packs, uses the packages in new projects (a console app, a worker, a native executable, tests, samples/Conventions), and follows docs/library.md with them
	build/test-packages

pictures: ## The pictures in docs/pictures, from what the quick start and the tool print; needs Python with Rich
	build/pictures

terraform: ## Checks and tests the Terraform modules
	build/terraform-check

format: ## Formats the code
	dotnet format
