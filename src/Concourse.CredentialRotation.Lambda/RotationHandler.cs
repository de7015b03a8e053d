using System.Text;
using Amazon.Lambda.RuntimeSupport;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>Handles one invocation: the event is a team, the response is the report, and any failure fails the invocation.</summary>
internal sealed class RotationHandler(TeamReader reader, TeamAlias alias, ICredentialRotator rotator, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>The time that is reserved for posting the response before Lambda stops the function.</summary>
    private static readonly TimeSpan ResponseReserve = TimeSpan.FromSeconds(1);

    private const int MaxUnknownFields = 20;

    private readonly ILogger _logger = loggers.CreateLogger<RotationHandler>();

    public async Task<InvocationResponse> HandleAsync(InvocationRequest invocation, CancellationToken cancellationToken)
    {
        var context = invocation.LambdaContext;
        using var scope = _logger.BeginScope(new Dictionary<string, object?> { ["RequestId"] = context.AwsRequestId });
        var deadline = time.GetUtcNow() + context.RemainingTime - ResponseReserve;
        try
        {
            var team = await ReadAsync(invocation.InputStream, cancellationToken).ConfigureAwait(false);
            alias.Check(team, context.InvokedFunctionArn);
            var startedAt = time.GetTimestamp();
            var report = await rotator.RotateAsync(team, deadline, cancellationToken).ConfigureAwait(false);
            _logger.Finished(report, time.GetElapsedTime(startedAt));
            return report.Succeeded
                ? new InvocationResponse(new MemoryStream(Encoding.UTF8.GetBytes(report.ToJson())))
                : throw new RotationFailedException(team, report);
        }
        catch (InvalidTeamException exception)
        {
            _logger.Rejected(exception.Team, exception.Message);
            throw;
        }
        catch (UnauthorizedInvocationException exception)
        {
            _logger.Unauthorized(exception.Team, exception.Message);
            throw;
        }
    }

    private async Task<Team> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        using var json = new MemoryStream();
        await input.CopyToAsync(json, cancellationToken).ConfigureAwait(false);
        var result = reader.Read(json.GetBuffer().AsMemory(0, (int)json.Length));
        var team = result.EnsureValid();
        if (result.UnknownFields.Count > 0)
        {
            _logger.UnknownFields(team.Name, [.. result.UnknownFields.Take(MaxUnknownFields)]);
        }

        return team;
    }
}
