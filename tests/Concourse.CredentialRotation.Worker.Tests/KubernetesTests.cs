using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using YamlDotNet.Serialization;

namespace Concourse.CredentialRotation.Worker.Tests;

/// <summary>The manifest and the policy of the sample: the worker runs with what they say.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class KubernetesTests
{
    private static readonly Dictionary<string, JsonNode> Manifest = Read();

    private static JsonNode Pod => Manifest["Deployment"]["spec"]!["template"]!["spec"]!;

    private static JsonNode Container => Pod["containers"]!.AsArray().Single()!;

    [Test]
    public async Task Worker_WithTheSettingsTeamsAndPolicyOfTheManifest_RotatesTheTeams()
    {
        await using var harness = await WorkerHarness.CreateAsync([.. Settings.Where(setting => setting.Name is not "Worker:TeamFolder" && setting.Name.Contains(':'))]);
        harness.Aws.Policy = IamPolicy.Parse(Document("policy.json").Replace("111122223333", "123456789012", StringComparison.Ordinal));
        harness.Folder.Update([.. Manifest["ConfigMap"]["data"]!.AsObject().Select(file => (file.Key, $"{file.Value}"))]);

        var worker = await harness.StartAsync();

        foreach (var probe in new[] { "readinessProbe", "livenessProbe" })
        {
            Assert.That((await harness.HealthAsync(worker, $"{Container[probe]!["httpGet"]!["path"]}")).Text, Does.StartWith("Healthy"), probe);
        }
    }

    [Test]
    public async Task GracePeriod_OfTheManifest_IsLongerThanTheShutdownOfTheWorker()
    {
        await using var harness = await WorkerHarness.CreateAsync();
        var shutdown = harness.Start().Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;

        Assert.That(shutdown, Is.EqualTo(TimeSpan.FromSeconds(25)));
        Assert.That(Pod["terminationGracePeriodSeconds"]!.GetValue<int>(), Is.GreaterThan(shutdown.TotalSeconds));
    }

    [Test]
    public void Names_OfTheManifest_FitTogether()
    {
        var mount = Container["volumeMounts"]!.AsArray().Single()!;
        var volume = Pod["volumes"]!.AsArray().Single()!;

        Assert.That(Settings, Does.Contain(("Worker:TeamFolder", $"{mount["mountPath"]}")));
        Assert.That($"{mount["name"]}", Is.EqualTo($"{volume["name"]}"));
        Assert.That($"{volume["configMap"]!["name"]}", Is.EqualTo($"{Manifest["ConfigMap"]["metadata"]!["name"]}"));
        Assert.That($"{Pod["serviceAccountName"]}", Is.EqualTo($"{Manifest["ServiceAccount"]["metadata"]!["name"]}"));
        Assert.That(Manifest["Deployment"]["spec"]!["selector"]!["matchLabels"]!.ToJsonString(), Is.EqualTo(Manifest["Deployment"]["spec"]!["template"]!["metadata"]!["labels"]!.ToJsonString()));
    }

    private static IEnumerable<(string Name, string Value)> Settings =>
        Container["env"]!.AsArray().Select(variable => ($"{variable!["name"]}".Replace("__", ":", StringComparison.Ordinal), $"{variable["value"]}"));

    private static string Document(string name) => File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "kubernetes", name));

    // The documents by their kinds. As JSON, because that is what Kubernetes makes of YAML.
    private static Dictionary<string, JsonNode> Read()
    {
        var (reader, writer) = (new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build(), new SerializerBuilder().JsonCompatible().Build());
        return Document("worker.yaml").Split("\n---\n")
            .Select(document => JsonNode.Parse(writer.Serialize(reader.Deserialize(document)!))!)
            .ToDictionary(document => $"{document["kind"]}");
    }
}
