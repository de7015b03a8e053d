using Concourse.CredentialRotation;

namespace PipelineSecrets;

/// <summary>
/// Gives pipelines secrets of their own. An account named <c>PIPELINE@ACCOUNT</c> belongs to that pipeline, and any other account to all pipelines of the
/// team.
/// </summary>
/// <remarks>
/// The name of a pipeline cannot contain an at sign, so the first one ends it, and no pipeline can be called <c>@team</c>.
/// </remarks>
public sealed class PipelinePaths : ISecretPathStrategy
{
    /// <summary>The folder of the secrets that all pipelines of a team may read.</summary>
    private const string TeamFolder = "@team";

    /// <inheritdoc/>
    public string GetPath(SecretPathContext context)
    {
        var (pipeline, account) = Split(context.Account);
        return $"/concourse/{context.Team}/{pipeline ?? TeamFolder}/{account}" + context.Content switch
        {
            SecretContent.AccessKeyId => "-access-key",
            SecretContent.SecretAccessKey => "-secret-key",
            SecretContent.SessionToken => "-session-token",
            SecretContent.Credentials => "",
            _ => throw new ArgumentOutOfRangeException(nameof(context), context.Content, "The content is unknown."),
        };
    }

    /// <summary>Returns the pipeline that an account belongs to; null for an account of the whole team.</summary>
    public static string? GetPipeline(string account) => Split(account).Pipeline;

    private static (string? Pipeline, string Account) Split(string account) =>
        account.IndexOf('@') is > 0 and var at && at < account.Length - 1 ? (account[..at], account[(at + 1)..]) : (null, account);
}
