using Concourse.CredentialRotation;
using Microsoft.Extensions.DependencyInjection;

var services = new ServiceCollection();
services.AddConcourseCredentialRotation(options => options.MinimumAge = TimeSpan.FromMinutes(5));
await using var provider = services.BuildServiceProvider();

var team = new Team
{
    Name = "example-team",
    Accounts = [new Account { Name = "divx-lab", RoleArn = "arn:aws:iam::123456789999:role/machine-user-example" }],
};
var report = await provider.GetRequiredService<ICredentialRotator>().RotateAsync(team);
foreach (var outcome in report.Accounts)
{
    Console.WriteLine($"{outcome.Account}: {outcome.Outcome}");
}
