using System.CommandLine;
using Amazon.Runtime;

namespace Concourse.CredentialRotation.Cli;

/// <summary>A command whose help has examples and the meaning of its exit codes.</summary>
internal sealed class ExampleCommand(string name, string description) : Command(name, description)
{
    /// <summary>Each the arguments, and what they do.</summary>
    public required IReadOnlyList<(string Line, string Meaning)> Examples { get; init; }

    /// <summary>What to know before using it; null for nothing.</summary>
    public string? Notes { get; init; }

    public required string SuccessMeaning { get; init; }

    public string ErrorMeaning { get; init; } = "An error, which is described on standard error.";

    public required string FindingsMeaning { get; init; }

    /// <summary>Makes the command run, and describes whatever it ends with.</summary>
    public void Run(Host host, Func<CommandContext, Task<int>> run) => SetAction(async (arguments, cancellationToken) =>
    {
        var context = new CommandContext(host, arguments, cancellationToken);
        await using var disposed = context.ConfigureAwait(false);
        try
        {
            return await run(context).ConfigureAwait(false);
        }
        catch (CommandException exception)
        {
            await host.Terminal.Error.WriteLineAsync($"error: {exception.Message}").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await host.Terminal.Error.WriteLineAsync("error: The command was canceled.").ConfigureAwait(false);
        }
        catch (AmazonClientException exception) when (!AwsOperation.TryFind(exception, out _))
        {
            // No request was sent. The rest of the message lists all the places where the SDK has looked.
            var reason = exception.Message.ReplaceLineEndings(" ").Split(". ")[0].TrimEnd('.');
            await host.Terminal.Error.WriteLineAsync($"error: AWS is not configured: {reason}. Set AWS_REGION, and AWS_PROFILE or the variables of credentials; if a session has ended, log in again (aws sso login).").ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await host.Terminal.Error.WriteLineAsync($"error: {ErrorFormatter.Format(exception).Message}").ConfigureAwait(false);
            if (context.Get(GlobalOptions.Verbose))
            {
                await WriteStackTraceAsync(host.Terminal.Error, exception).ConfigureAwait(false);
            }
        }

        return ExitCode.Error;
    });

    // Without the messages: that of an AWS error may quote the response.
    private static async Task WriteStackTraceAsync(TextWriter error, Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            await error.WriteLineAsync($"{cause.GetType()}\n{cause.StackTrace}").ConfigureAwait(false);
        }
    }
}
