using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>Searches what left the process for the secrets that STS handed out, also for a good part of one.</summary>
internal static class Leaks
{
    private const int Telling = 16;

    public static IEnumerable<string> In(IEnumerable<string> texts, LocalSts sts)
    {
        var secrets = sts.Sessions.SelectMany(session => new[] { session.SecretAccessKey[..Telling], session.SessionToken![..Telling] }).ToList();
        return texts.Where(text => secrets.Exists(secret => text.Contains(secret, StringComparison.Ordinal)));
    }
}
