using System.Globalization;

namespace Concourse.CredentialRotation.EndToEnd;

/// <summary>
/// The share of a processor that Lambda gives a memory size: 1,769 MB are one
/// (<see href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html">memory and processor power</see>). It is enforced by
/// a control group, into which the function is put before its first instruction.
/// </summary>
internal sealed class ProcessorShare : IDisposable
{
    private const double MegabytesOfOneProcessor = 1769;
    private const int PeriodMicroseconds = 20_000;
    private const string Version1 = "/sys/fs/cgroup/cpu";
    private const string Version2 = "/sys/fs/cgroup";

    private readonly string _group = Path.Combine(IsVersion1 ? Version1 : Version2, $"rotation-bench-{Environment.ProcessId}");
    private readonly string _script = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public ProcessorShare(string executable, int megabytes)
    {
        var quota = (int)(PeriodMicroseconds * Math.Min(megabytes / MegabytesOfOneProcessor, Environment.ProcessorCount));
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

    /// <summary>Whether this machine lets us make control groups for the processor.</summary>
    public static bool IsAvailable
    {
        get
        {
            try
            {
                using var probe = new ProcessorShare("/bin/true", (int)MegabytesOfOneProcessor);
                return true;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>What starts the executable with its share.</summary>
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
