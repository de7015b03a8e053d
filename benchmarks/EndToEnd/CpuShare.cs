using System.Globalization;

namespace Concourse.CredentialRotation.EndToEnd;

/// <summary>
/// The share of CPU time that Lambda allocates to a memory size; 1,769 MB correspond to one vCPU
/// (<see href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html">Lambda function memory</see>). A control group
/// enforces the share. The function joins the group before its first instruction.
/// </summary>
internal sealed class CpuShare : IDisposable
{
    private const double MegabytesPerProcessor = 1769;
    private const int PeriodMicroseconds = 20_000;
    private const string Version1 = "/sys/fs/cgroup/cpu";
    private const string Version2 = "/sys/fs/cgroup";

    private readonly string _group = Path.Combine(IsVersion1 ? Version1 : Version2, $"rotation-bench-{Environment.ProcessId}");
    private readonly string _script = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public CpuShare(string executable, int megabytes)
    {
        var quota = (int)(PeriodMicroseconds * Math.Min(megabytes / MegabytesPerProcessor, Environment.ProcessorCount));
        Directory.CreateDirectory(_group);
        if (IsVersion1)
        {
            Write("cpu.cfs_period_us", Text(PeriodMicroseconds));
            Write("cpu.cfs_quota_us", Text(quota));
        }
        else
        {
            Write("cpu.max", $"{Text(quota)} {Text(PeriodMicroseconds)}");
        }

        File.WriteAllText(_script, $"#!/bin/sh\necho $$ > {_group}/cgroup.procs\nexec '{executable}'\n");
        File.SetUnixFileMode(_script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>Whether this process may create CPU control groups on this machine.</summary>
    public static bool IsAvailable
    {
        get
        {
            try
            {
                using var probe = new CpuShare("/bin/true", (int)MegabytesPerProcessor);
                return true;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>The script that starts the executable with its share.</summary>
    public string Executable => _script;

    private static bool IsVersion1 => File.Exists(Path.Combine(Version1, "cpu.cfs_quota_us"));

    public void Dispose()
    {
        File.Delete(_script);
        Directory.Delete(_group);
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_group, file), text);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
