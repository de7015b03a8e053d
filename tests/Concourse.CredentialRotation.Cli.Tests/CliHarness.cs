using Amazon;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.ParameterStore;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>Runs commands in this process against an AWS on this machine, at a time that the test sets.</summary>
internal sealed class CliHarness : IAsyncDisposable
{
    public const string Team = "example-team";
    public const string RoleArn = "arn:aws:iam::123456789999:role/concourse-ci-example-team";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cli-");
    private readonly List<string> _written = [];
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    private CliHarness(LocalAwsServer aws, FakeTimeProvider time) => (Aws, Time) = (aws, time);

    public LocalAwsServer Aws { get; }

    public FakeTimeProvider Time { get; }

    public int Width { get; set; } = 160;

    public bool IsColored { get; set; }

    /// <summary>One, where a test depends on the order in which accounts end.</summary>
    public int? MaxConcurrency { get; set; }

    /// <summary>A terminal in place of standard error.</summary>
    public AwaitedText? ErrorTerminal { get; set; }

    public string Input { get; set; } = "";

    /// <summary>Cancels a command, as Ctrl+C does.</summary>
    public CancellationToken Cancellation { get; set; } = TestContext.CurrentContext.CancellationToken;

    public static async Task<CliHarness> StartAsync()
    {
        var time = new FakeTimeProvider(new(2026, 11, 26, 3, 4, 5, TimeSpan.Zero));
        return new(await LocalAwsServer.StartAsync(time), time);
    }

    public static string AccountJson(string name, string more = "") => $$"""{"name":"{{name}}","roleArn":"{{RoleArn}}"{{more}}}""";

    public static string TeamJson(string team, params string[] accounts) => $$"""{"name":"{{team}}","accounts":[{{string.Join(',', accounts)}}]}""";

    public void Set(string variable, string value) => _variables[variable] = value;

    /// <summary>The path of a file, which need not exist.</summary>
    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    public string WriteFile(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    /// <summary>The file of a team with accounts of these names.</summary>
    public string WriteTeam(string team, params string[] accounts) =>
        WriteFile($"{team}.json", TeamJson(team, [.. accounts.Select(account => AccountJson(account))]));

    public async Task<CliResult> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = ErrorTerminal ?? new StringWriter { NewLine = "\n" };
        var host = new Host
        {
            Time = Time,
            Variable = name => _variables.GetValueOrDefault(name),
            // Nothing waits for the quota, because the time stands still.
            Configure = services => services.AddSingleton(Timings)
                .PostConfigure<SecretsManagerOptions>(options => options.MaxWritesPerSecond = 10_000)
                .PostConfigure<ParameterStoreOptions>(options => options.MaxWritesPerSecond = 10_000)
                .PostConfigure<CredentialRotationOptions>(options => options.MaxConcurrency = MaxConcurrency ?? options.MaxConcurrency)
                .AddDefaultAWSOptions(new AWSOptions
                {
                    Region = RegionEndpoint.USEast1,
                    Credentials = Credentials(Aws.Sts.ExecutionRole),
                    DefaultClientConfig = { ServiceURL = Aws.Endpoint.ToString() },
                }),
            Terminal = new()
            {
                OpenInput = () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Input)),
                Output = output,
                Error = error,
                Width = Width,
                IsOutputColored = IsColored,
                IsErrorInteractive = ErrorTerminal is not null,
            },
        };
        var exitCode = await CommandLine.InvokeAsync(arguments, host, Cancellation);
        _written.AddRange([output.ToString(), error.ToString()]);
        return new(exitCode, WithoutFolder(output.ToString()), WithoutFolder(error.ToString()));
    }

    /// <summary>Disposes the harness, and searches all that the commands wrote for secrets, in every test.</summary>
    public async ValueTask DisposeAsync()
    {
        LeakCheckAttribute.Search(_written, Aws.Sts);
        _folder.Delete(recursive: true);
        await Aws.DisposeAsync();
    }

    private static ProtocolTimings Timings => new()
    {
        RetryDelay = TimeSpan.Zero,
        CreationSpread = TimeSpan.Zero,
        ThrottledDelay = TimeSpan.Zero,
        UrgentDelay = TimeSpan.Zero,
    };

    private static SessionAWSCredentials Credentials(LocalIdentity caller) => new(caller.AccessKeyId, caller.SecretAccessKey, caller.SessionToken);

    private string WithoutFolder(string text) => text.Replace(_folder.FullName + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}
