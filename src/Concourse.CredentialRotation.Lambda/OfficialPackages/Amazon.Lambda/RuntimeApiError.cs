// Stand-in for the official packages Amazon.Lambda.Core and Amazon.Lambda.RuntimeSupport: delete this folder once UseOfficialAwsPackages is the default.
using System.Text.Json.Serialization;

namespace Amazon.Lambda.RuntimeSupport;

internal sealed record RuntimeApiError(string ErrorMessage, string ErrorType, string[] StackTrace)
{
    public static RuntimeApiError Of(Exception exception) =>
        new(exception.Message, exception.GetType().Name, exception.StackTrace?.Split('\n', StringSplitOptions.TrimEntries) ?? []);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuntimeApiError))]
internal sealed partial class RuntimeApiJsonContext : JsonSerializerContext;
