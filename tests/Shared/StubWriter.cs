using NSubstitute;

namespace Concourse.CredentialRotation.Tests.Shared;

internal static class StubWriter
{
    /// <summary>A writer of an empty store with the naming rules of Secrets Manager.</summary>
    public static ISecretWriter Create(Func<SecretWriteRequest, SecretWriteResult>? write = null)
    {
        var writer = Substitute.For<ISecretWriter>();
        writer.ValidateName(default!).ReturnsForAnyArgs(call => SecretName.Validate(call.Arg<string>()));
        writer.InspectAsync(default!, CancellationToken.None).ReturnsForAnyArgs(SecretSetState.Missing);
        writer.WriteAsync(default!, CancellationToken.None).ReturnsForAnyArgs(call => write?.Invoke(call.Arg<SecretWriteRequest>()) ?? SecretWriteResult.Written);
        return writer;
    }
}
