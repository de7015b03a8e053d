namespace Concourse.CredentialRotation.Testing;

/// <summary>Checks whether an <see cref="ISecretPathStrategy"/> is safe: whether its names are distinct, allowed, readable by the team and by no other.</summary>
/// <remarks>
/// <para>
/// The check asks the strategy for the names of example teams and accounts, in all contents: those with which a host checks its strategy when it starts, and
/// those of <see cref="SecretPathCheckOptions.Teams"/> and <see cref="SecretPathCheckOptions.Accounts"/>. It then does what Concourse does to look up a
/// variable. It sends no request. Example names cannot prove that a strategy is safe for all names. The surest way to distinct names is a slash between the team and the
/// account, which neither name can contain.
/// </para>
/// <para>
/// No convention can protect a secret from the <c>var_sources</c> of a pipeline: their templates may name any path, and unless Concourse is configured
/// against it, they read with the AWS permissions of its web nodes. The check therefore says nothing about them.
/// </para>
/// <code>
/// Assert.That(SecretPathCheck.Run(new OurPaths(), new() { SharedTemplate = "/concourse-shared/{{.Secret}}" }), Is.Empty);
/// </code>
/// </remarks>
public static class SecretPathCheck
{
    /// <summary>Checks a strategy.</summary>
    /// <param name="strategy">The strategy.</param>
    /// <param name="options">The options; the default has Concourse's own templates, with which every team can read the secrets of all others.</param>
    /// <returns>
    /// The rules that the strategy breaks, errors first, each once with the first names that show it.
    /// <see cref="SecretPathRule.UnreachableByOtherTeams"/> and <see cref="SecretPathRule.UnreachableByOtherPipelines"/> are there once for each template that
    /// breaks them.
    /// </returns>
    /// <exception cref="ArgumentException">A template is not valid.</exception>
    public static IReadOnlyList<SecretPathFinding> Run(ISecretPathStrategy strategy, SecretPathCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        options ??= new();
        List<SecretPathFinding> findings = [.. new NameRules(strategy, options).Check(out var secrets), .. ReaderRules.Create(options).Check(secrets)];
        return [.. findings.OrderByDescending(finding => finding.Severity)];
    }
}
