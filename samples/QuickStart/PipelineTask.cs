using System.Diagnostics;
using Amazon.SecurityToken;

namespace QuickStart;

/// <summary>A pipeline's task that calls AWS with the secret of the combined layout. As in Concourse, it is a process of its own.</summary>
internal static class PipelineTask
{
    /// <summary>The argument that makes this program the task.</summary>
    public const string Argument = "--task";

    /// <summary>The setting of the task's AWS profile that passes the environment variable to the AWS SDK.</summary>
    public static readonly string CredentialProcess = $"credential_process = {(OperatingSystem.IsWindows() ? "echo %AWS_CREDENTIALS%" : "printenv AWS_CREDENTIALS")}";

    /// <summary>What the task does: the SDK finds the credentials by itself.</summary>
    public static async Task RunAsync()
    {
        using var sts = new AmazonSecurityTokenServiceClient();
        Console.Write((await sts.GetCallerIdentityAsync(new())).Arn);
    }

    /// <summary>Starts the task with the environment variable <c>AWS_CREDENTIALS</c>.</summary>
    /// <returns>The ARN that AWS returned; null if the call failed.</returns>
    public static async Task<string?> StartAsync(Uri endpoint, string credentials)
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            var config = Path.Combine(directory.FullName, "config");
            await File.WriteAllTextAsync(config, $"[default]\n{CredentialProcess}\n");

            // If this file did not exist, the SDK would read the one in your home directory.
            var credentialsFile = Path.Combine(directory.FullName, "credentials");
            await File.WriteAllTextAsync(credentialsFile, "");
            var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "QuickStart"), [Argument]) { RedirectStandardOutput = true };

            // A worker has neither your AWS settings nor your proxy.
            foreach (var name in start.Environment.Keys.Where(IsOfThisMachine).ToList())
            {
                start.Environment.Remove(name);
            }

            start.Environment["AWS_CREDENTIALS"] = credentials;
            start.Environment["AWS_CONFIG_FILE"] = config;
            start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = credentialsFile;
            start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
            start.Environment["AWS_REGION"] = "us-east-1";
            start.Environment["AWS_ENDPOINT_URL"] = endpoint.ToString();
            using var task = Process.Start(start)!;
            var arn = await task.StandardOutput.ReadToEndAsync();
            await task.WaitForExitAsync();
            return task.ExitCode == 0 ? arn : null;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static bool IsOfThisMachine(string variable) =>
        variable.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase) || variable.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase);
}
