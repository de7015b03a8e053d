using System.Text;
using Amazon.Lambda.RuntimeSupport;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>Handles one invocation: the event is a team, the answer is the report, and any failure fails the invocation.</summary>
internal sealed class RotationHandler(TeamReader reader, TeamAlias alias, ICredentialRotator rotator, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>What is kept to post the answer before Lambda stops the function.</summary>
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(1);

    private const int MostFieldsTold = 20;

    private readonly ILogger _logger = loggers.CreateLogger<RotationHandler>();

    public async Task<InvocationResponse> HandleAsync(InvocationRequest invocation, CancellationToken cancellationToken)
    {
        var context = invocation.LambdaContext;
        using var scope = _logger.BeginScope(new Dictionary<string, object?> { ["RequestId"] = context.AwsRequestId });
        var deadline = time.GetUtcNow() + context.RemainingTime - TimeToAnswer;
        try
        {
            var team = await ReadAsync(invocation.InputStream, cancellationToken).ConfigureAwait(false);
            alias.Check(team, context.InvokedFunctionArn);
            var report = await rotator.RotateAsync(team, deadline, cancellationToken).ConfigureAwait(false);
            _logger.Finished(
                team.Name,
                report.Accounts.Count,
                report.Accounts.Count(account => !account.Succeeded),
                report.ThrottledRequests,
                Math.Round(report.ThrottledWait.TotalSeconds, 1));
            return report.Succeeded
                ? new InvocationResponse(new MemoryStream(Encoding.UTF8.GetBytes(report.ToJson())))
                : throw new RotationFailedException(team, report);
        }
        catch (InvalidTeamException invalid)
        {
            using var teamScope = _logger.BeginScope(new Dictionary<string, object?> { ["Team"] = invalid.Team });
            _logger.Refused(invalid.Message);
            throw;
        }
    }

    private async Task<Team> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        using var json = new MemoryStream();
        await input.CopyToAsync(json, cancellationToken).ConfigureAwait(false);
        var team = reader.Read(json.GetBuffer().AsMemory(0, (int)json.Length), out var unknownFields);
        if (unknownFields.Count > 0)
        {
            _logger.UnknownFields(team.Name, [.. unknownFields.Take(MostFieldsTold)]);
        }

        return team;
    }
}
