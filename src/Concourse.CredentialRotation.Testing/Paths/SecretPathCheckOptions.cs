namespace Concourse.CredentialRotation.Testing;

/// <summary>What <see cref="SecretPathCheck"/> has to know about the store and about Concourse. The defaults are those of Secrets Manager and of Concourse.</summary>
public sealed record SecretPathCheckOptions
{
    /// <summary>The prefix that all names must have, as in <see cref="CredentialRotationOptions.PathPrefix"/>.</summary>
    /// <value>The default is <see langword="null"/>: names may start with anything.</value>
    public string? PathPrefix { get; init; }

    /// <summary>The template for the secrets of a pipeline: Concourse's <c>CONCOURSE_AWS_SECRETSMANAGER_PIPELINE_SECRET_TEMPLATE</c>.</summary>
    /// <value>Has <c>{{.Secret}}</c>, and can have <c>{{.Team}}</c> and <c>{{.Pipeline}}</c>; the default is Concourse's.</value>
    public string PipelineTemplate { get; init; } = "/concourse/{{.Team}}/{{.Pipeline}}/{{.Secret}}";

    /// <summary>The template for the secrets of a team: Concourse's <c>CONCOURSE_AWS_SECRETSMANAGER_TEAM_SECRET_TEMPLATE</c>.</summary>
    /// <inheritdoc cref="PipelineTemplate" path="/value"/>
    public string TeamTemplate { get; init; } = "/concourse/{{.Team}}/{{.Secret}}";

    /// <summary>
    /// The template for the secrets that all teams share: Concourse's <c>CONCOURSE_AWS_SECRETSMANAGER_SHARED_SECRET_TEMPLATE</c>. With Concourse's default,
    /// every team can read the secrets of any other team below <c>/concourse/</c>, because a variable may contain slashes. An installation that separates
    /// its teams sets it to <c>/concourse-shared/{{.Secret}}</c>, for example.
    /// </summary>
    /// <inheritdoc cref="PipelineTemplate" path="/value"/>
    public string SharedTemplate { get; init; } = "/concourse/{{.Secret}}";

    /// <summary>Returns the pipeline that alone may read a secret, for a convention that gives pipelines secrets of their own.</summary>
    /// <value>Returns <see langword="null"/> for a secret that all pipelines of the team may read, which is also the default.</value>
    public Func<SecretPathContext, string?> GetPipeline { get; init; } = _ => null;

    /// <summary>The store's rules for a name, such as <see cref="ISecretWriter.ValidateName"/> of its writer.</summary>
    /// <value>Returns the rule that a name breaks, as a phrase that can follow "which"; the default has the rules of Secrets Manager.</value>
    public Func<string, string?> ValidateName { get; init; } = SecretName.Validate;

    /// <summary>Names of teams to check besides the examples.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<string> Teams { get; init => field = Equatable.List(value); } = Equatable.List<string>([]);

    /// <summary>Names of accounts to check besides the examples, each in every team of <see cref="Teams"/>.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<string> Accounts { get; init => field = Equatable.List(value); } = Equatable.List<string>([]);
}
