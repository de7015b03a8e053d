using Concourse.CredentialRotation;
using Concourse.CredentialRotation.Testing;
using Microsoft.Extensions.DependencyInjection;

var writer = new InMemorySecretWriter();
await RotateAsync(_ => { });
await RotateAsync(builder => builder.UseSecretWriter(writer));
Console.WriteLine($"{writer.Values.Count} secrets in memory");

static async Task RotateAsync(Action<CredentialRotationBuilder> configure)
{
    var services = new ServiceCollection();
    configure(services.AddConcourseCredentialRotation());
    await using var provider = services.BuildServiceProvider();

    var team = provider.GetRequiredService<TeamReader>().Read(
        """{ "name": "example-team", "accounts": [{ "name": "divx-lab", "roleArn": "arn:aws:iam::123456789999:role/machine-user-example" }] }"""u8.ToArray());
    var report = await provider.GetRequiredService<ICredentialRotator>().RotateAsync(team.EnsureValid());
    foreach (var outcome in report.Accounts)
    {
        Console.WriteLine($"{outcome.Account}: {outcome.Outcome}");
    }
}
