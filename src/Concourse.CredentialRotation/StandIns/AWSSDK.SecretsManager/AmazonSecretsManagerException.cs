// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager;

internal class AmazonSecretsManagerException(ErrorResponse error)
    : AmazonServiceException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode)
{
    public static AmazonSecretsManagerException From(ErrorResponse error) => error.Code switch
    {
        "ResourceNotFoundException" => new ResourceNotFoundException(error),
        "ResourceExistsException" => new ResourceExistsException(error),
        "InvalidRequestException" => new InvalidRequestException(error),
        "InvalidParameterException" => new InvalidParameterException(error),
        _ => new AmazonSecretsManagerException(error),
    };
}
