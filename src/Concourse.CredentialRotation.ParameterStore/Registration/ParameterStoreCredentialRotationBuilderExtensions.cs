using Concourse.CredentialRotation;
using Concourse.CredentialRotation.ParameterStore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the secrets in Parameter Store.</summary>
public static class ParameterStoreCredentialRotationBuilderExtensions
{
    /// <summary>Keeps the secrets in AWS Systems Manager Parameter Store instead of Secrets Manager.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options, after the configuration section <see cref="ParameterStoreOptions.SectionName"/>.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// <para>
    /// Parameter Store has neither transactions nor a compare-and-swap. <see cref="SecretLayout.Combined"/> is always written all or nothing.
    /// <see cref="SecretLayout.Separate"/> is mixed while its requests are carried out, and is rolled back if one of them is rejected.
    /// </para>
    /// <para>
    /// The caller's IAM policy needs <c>sts:AssumeRole</c> on the teams' roles, <c>ssm:PutParameter</c> and <c>ssm:GetParameters</c> on the parameters, and
    /// <c>ssm:DescribeParameters</c> on all resources; also <c>ssm:AddTagsToResource</c> when <see cref="ParameterStoreOptions.Tags"/> are set. With a
    /// <see cref="ParameterStoreOptions.KmsKeyId"/>, it needs <c>kms:Encrypt</c> and <c>kms:Decrypt</c> on the key, and also <c>kms:GenerateDataKey</c> for
    /// any <see cref="ParameterStoreOptions.Tier"/> but the standard one.
    /// </para>
    /// </remarks>
    public static CredentialRotationBuilder UseParameterStore(this CredentialRotationBuilder builder, Action<ParameterStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ParameterStoreOptions>, ParameterStoreOptionsValidator>());
        builder.Services.TryAddAWSService<IParameterStoreClient>(CredentialRotationServiceCollectionExtensions.SetDefaults);

        // Lazy, because names can be validated without an AWS configuration.
        builder.Services.TryAddSingleton(provider => new ParameterStoreApi(
            new(provider.GetRequiredService<IParameterStoreClient>), provider.GetRequiredService<RequestThrottling>()));
        return builder.UseSecretWriter<ParameterStoreWriter, ParameterStoreOptions>(ParameterStoreSettings.Create(), configure);
    }
}
