// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace Amazon.SecretsManager.Internal;

// The rules are those of endpoint-rule-set-1.json, API version 2017-10-17.
internal sealed class SecretsManagerEndpointProvider : IEndpointProvider
{
    public static EndpointParameters Parameters(IClientConfig config, RegionEndpoint? alternate) => new()
    {
        ["Endpoint"] = config.ServiceURL,
        ["Region"] = (alternate ?? config.RegionEndpoint)?.SystemName,
        ["UseDualStack"] = config.UseDualstackEndpoint,
        ["UseFIPS"] = config.UseFIPSEndpoint,
    };

    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var fips = (bool)parameters["UseFIPS"];
        var dualStack = (bool)parameters["UseDualStack"];
        if (parameters["Endpoint"] is string custom)
        {
            if (fips || dualStack)
            {
                throw new AmazonClientException($"Invalid Configuration: {(fips ? "FIPS" : "Dualstack")} and custom endpoint are not supported");
            }

            return new Endpoint(custom);
        }

        if (parameters["Region"] is not string region)
        {
            throw new AmazonClientException("Invalid Configuration: Missing Region");
        }

        var partition = Fn.Partition(region);
        if (fips && !partition.supportsFIPS)
        {
            throw new AmazonClientException("FIPS is enabled but this partition does not support FIPS");
        }

        if (dualStack && !partition.supportsDualStack)
        {
            throw new AmazonClientException("DualStack is enabled but this partition does not support DualStack");
        }

        // The service's ordinary hosts are themselves dual-stack in these partitions; it has none with the dual-stack suffix there.
        var suffix = (dualStack, partition.name, fips) switch
        {
            (true, "aws" or "aws-us-gov", _) => "amazonaws.com",
            (true, "aws-cn", false) => "amazonaws.com.cn",
            (true, _, _) => partition.dualStackDnsSuffix,
            _ => partition.dnsSuffix,
        };
        return new Endpoint($"https://secretsmanager{(fips ? "-fips" : "")}.{region}.{suffix}");
    }
}
