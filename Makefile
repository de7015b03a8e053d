.PHONY: run test release smoke pack format

EVENT ?=

run: ## Rotates twice on a local AWS and shows what came of it; EVENT=team.json for a team of your own
	dotnet run --project samples/QuickStart -- $(EVENT)

test: ## All tests
	dotnet test

release: ## The function's zips: x86_64 always, arm64 where this machine can build it
	build/release x86_64
	build/release arm64 || test $$? -eq 3

smoke: ## The host's tests again, on the released native executable
	BOOTSTRAP=$(CURDIR)/artifacts/release/$$(uname -m | sed s/aarch64/arm64/)/bootstrap dotnet test tests/Concourse.CredentialRotation.Lambda.Tests

pack: ## The NuGet package
	dotnet pack src/Concourse.CredentialRotation -c Release -o artifacts/packages

format: ## Brings the code into shape
	dotnet format
