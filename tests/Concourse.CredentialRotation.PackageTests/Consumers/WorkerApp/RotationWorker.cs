using Concourse.CredentialRotation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WorkerApp;

/// <summary>Rotates one team and stops.</summary>
internal sealed class RotationWorker(ICredentialRotator rotator, IHostApplicationLifetime lifetime, ILogger<RotationWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var team = new Team
        {
            Name = "example-team",
            Accounts = [new Account { Name = "divx-lab", RoleArn = "arn:aws:iam::123456789999:role/machine-user-example" }],
        };
        foreach (var outcome in (await rotator.RotateAsync(team, cancellationToken: stoppingToken)).Accounts)
        {
            logger.LogInformation("{Account}: {Outcome}", outcome.Account, outcome.Outcome);
        }

        lifetime.StopApplication();
    }
}
